"""What goes into a package, and what was found in one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from pathlib import Path

from deckwright.model import DeckId, DeckName, Guid, Note
from deckwright.notetypes import NoteType
from deckwright.swift import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageContent:
    """All that a package is written from; its bytes depend on nothing else."""

    deck_id: DeckId
    deck_name: DeckName
    description: str
    """HTML; Anki shows it on the deck's page and takes over a newer one on every import."""
    notes: Iterable[Note]
    """In the order in which new cards are to be studied."""
    note_types: tuple[NoteType, ...]
    media: Mapping[str, Path]
    """Which file goes into the package under which name."""
    positions: Mapping[Guid, int] = field(default_factory=dict)
    """Places in the queue of new cards, where they aren't simply those in `notes`."""
    time: int
    """Unix time in seconds of the package as a whole; from the notes, never from the clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageNoteType:
    """A note type as it stands in a package."""

    id: int
    name: str
    deck_id: DeckId | None
    """Whose deck's it is; None where it isn't one of ours."""
    key: str
    """The key of our kind of note type, or empty where it isn't one of ours."""
    modified: int
    fields: tuple[str, ...]
    """The fields' names."""
    css: str = ""
    templates: tuple[tuple[str, str], ...] = ()
    """Front and back of each template, as far as they were read: only packages as we write them have them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageNote:
    """A note as it stands in a package."""

    guid: Guid
    number: int = 0
    """Anki's own number for the note, in this collection."""
    note_type: int
    fields: Sequence[str]
    tags: tuple[str, ...]
    modified: int
    created: int = 0
    """Unix time in seconds, as Anki's number for the note has it."""
    deck: DeckName
    """The deck of its first card, or empty where it has none."""
    due: int
    ordinals: tuple[int, ...]
    """Which of its note type's templates, or which gaps, have a card."""
    reviews: int = 0
    """How often its cards were answered; a package as authors publish it holds no answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageSnapshot:
    """What stands in a package or a collection. Of two notes with one GUID the newer counts, as it does for Anki."""

    deck_id: DeckId | None
    """Whose deck it is; None where no note type is ours, or where there are several decks of ours."""
    deck_name: DeckName
    """The deck that holds all the others."""
    note_types: Mapping[int, PackageNoteType]
    notes: Mapping[Guid, PackageNote]
    """In the order in which their new cards are due."""
