"""Every note type that there is, by its key: the one in the module of that name, for each kind in `model.Kind`."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from deckwright.model import Kind
from deckwright.notetypes.spec import NoteTypeSpec


def _spec(key: str) -> NoteTypeSpec:
    found: NoteTypeSpec = import_module(f"deckwright.notetypes.{key.replace('-', '_')}").SPEC
    return found


REGISTRY: Mapping[str, NoteTypeSpec] = MappingProxyType({kind.note_type: _spec(kind.note_type) for kind in Kind})
"""Every note type, by its key."""
