"""What a preview is made of: a deck's notes as they would be built, as they were, and what was said about each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from pathlib import Path

from deckwright.errors import Diagnostic
from deckwright.model import DeckName, Skip
from deckwright.notetypes import NoteType
from deckwright.plan import Change
from deckwright.swift import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A note's content at one time, whichever target holds it."""

    note_type: str
    """Key of the note type ("qa", "cloze")."""
    fields: Sequence[str]
    """HTML, in the order of the note type's fields; split out of one text each time that they are asked for."""
    tags: tuple[str, ...]
    deck: DeckName
    ordinals: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A note of the preview."""

    change: Change
    now: Version | None
    """None for a note that is retired."""
    before: Version | None = None
    """The note as the last build had it, where it changed since and the package still is there."""
    remarks: tuple[Diagnostic, ...] = ()
    """The diagnostics that concern this note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewDeck:
    """A deck, ready to be shown."""

    name: DeckName
    headline: str
    """What changed, in a line."""
    baseline: str
    """What the deck is compared with, in words; empty where there is nothing to compare with."""
    note_types: Mapping[str, NoteType]
    leaves: tuple[Leaf, ...]
    remarks: tuple[Diagnostic, ...] = ()
    """The diagnostics that concern no single note."""
    skipped: tuple[Skip, ...] = ()
    media: Mapping[str, Path] = field(default_factory=dict)
    problem: str = ""
    """Why what is shown isn't what the sources say by now; empty where it is."""
    live: str = ""
    """Which of its versions a server shows; empty where none does."""
