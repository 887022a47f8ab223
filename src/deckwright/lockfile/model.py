"""What a lock holds: the deck, its note types, its last release and a record of each note."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from deckwright.model import DeckId, DeckName, Digest, Guid, Kind
from deckwright.swift import dataclass

VERSION = 1
"""The version of the format that this module writes; it reads this one and older ones."""
RELINKED = "~"
"""Stands before the digest of a note whose GUID goes on with the text of another: learners have the one it had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteTypeRecord:
    """A note type as it was last written."""

    key: str
    """Its key in `notetypes.REGISTRY` ("qa")."""
    name: str
    digest: Digest
    """Empty where two branches changed it: it counts as changed."""
    modified: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """The last release (`build --release VERSION`)."""

    version: str
    time: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Who a note is and what was last written for it: one line of the lock. All times are Unix seconds."""

    guid: Guid
    note_type: str = "qa"
    kind: Kind = Kind.QA
    parent: str = ""
    """The parent's GUID where this is a follow-up."""
    explicit_id: str = ""
    file: str = ""
    headings: tuple[str, ...] = ()
    label: str = ""
    question: str
    """The question in one line, cut to a bearable length."""
    sketch: str = ""
    """What `identity` recognises an edited entry by; written and read only there."""
    content: Digest
    digest: Digest
    """Empty where two branches changed the note: it counts as changed. So it does behind `RELINKED`."""
    modified: int
    created: int
    retired: int = 0
    """When the note's entry vanished from the sources; 0 while it is there."""
    clozes: Mapping[str, int] = field(default_factory=dict)
    """Which number a cloze's text has, also of those that are gone; the keys are written and read only in `identity.gaps`."""
    cards: tuple[int, ...] = ()
    """The cards of a note that hasn't just the first one, by template, counted from 0; a cloze has those of `clozes`."""
    aliases: tuple[Guid, ...] = ()
    """Other GUIDs under which the same question has been in learners' collections."""
    turned_from: str = ""
    """The GUID of the note of another type that asked the same before; where a note's type can be changed, it becomes this one."""
    rendered: str = ""
    """A short hash of the fields' HTML as of `modified`."""
    deck: str = ""
    """The deck that it was last put into, where that isn't the lock's own."""

    @property
    def was_built(self) -> bool:
        """Whether there was ever a note of it: of an entry whose parts have always been the notes there wasn't."""
        if self.is_planned:
            return False
        return not self.retired or bool(self.digest or self.rendered) or self.created != self.modified

    @property
    def is_planned(self) -> bool:
        """Whether no build has made a note of it yet: `relink` has it from a plan."""
        return not (self.digest or self.created)

    @property
    def is_settled(self) -> bool:
        """Whether a merge, `relink` or `adopt` had the last word, so that its text isn't what learners have."""
        return not self.digest or self.digest.startswith(RELINKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """All that a deck must remember between two builds."""

    deck_id: DeckId
    deck_name: DeckName
    note_types: tuple[NoteTypeRecord, ...] = ()
    released: Release | None = None
    records: tuple[Record, ...] = ()
    """Sorted by GUID."""
    text: str = field(default="", compare=False, repr=False)
    """What it was read from, where it is known that writing its records would give just their lines again."""
    lines: Mapping[Guid, tuple[Record, int]] = field(default_factory=dict, compare=False, repr=False)
    """The records with the places in `text` where their lines start."""


def empty(deck_id: DeckId, deck_name: DeckName) -> Lock:
    """Make the lock of a deck that has never been built."""
    return Lock(deck_id=deck_id, deck_name=deck_name)
