"""The one list of the kinds of note types that there are."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from deckwright.notetypes.cloze import CLOZE
from deckwright.notetypes.qa import QA
from deckwright.notetypes.spec import NoteTypeSpec

REGISTRY: Mapping[str, NoteTypeSpec] = MappingProxyType({spec.key: spec for spec in (QA, CLOZE)})
"""Every kind of note type, by its key."""
