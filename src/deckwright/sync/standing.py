"""What stands in a target: our notes with their cards, and the look of our note types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from deckwright.model import DeckName, Guid
from deckwright.swift import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card, as far as it matters here."""

    ordinal: int
    deck: DeckName
    """Its home, also while it is in a filtered deck; that deck where the target doesn't tell (`is_away`)."""
    is_away: bool = False
    """Whether it is in a filtered deck, and where it belongs isn't known."""
    is_suspended: bool = False
    is_reviewed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A note as it stands in a target."""

    guid: Guid
    note_type: str
    """The key of our kind of note type; empty where the note is of another type, or the type lacks fields of ours."""
    fields: tuple[str, ...]
    """In the order of our kind of note type."""
    tags: tuple[str, ...]
    modified: int
    """Unix time in seconds; 0 where the target doesn't say."""
    cards: tuple[Card, ...]

    @property
    def ordinals(self) -> tuple[int, ...]:
        """Which templates, or which gaps, have a card."""
        return tuple(card.ordinal for card in self.cards)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a note type of ours looks in a target: its CSS and the two sides of each template, in order."""

    css: str
    templates: tuple[tuple[str, str], ...]
    fields: tuple[str, ...] = ()
    """The fields' names."""
    modified: int = 0
    """Unix time in seconds; 0 where the target doesn't say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What to read of a target."""

    note_types: Mapping[str, int]
    """The ids of the deck's note types, by key."""
    guids: frozenset[Guid]
    """Notes that matter, whatever type they have."""
    media: frozenset[str]
    """Files of which it has to be known whether they are there."""
    only: frozenset[Guid] = frozenset()
    """Where this isn't empty, nothing else needs to be read, and may be left out."""
    numbers: Mapping[Guid, int] = field(default_factory=dict)
    """Anki's numbers under which notes stood there before, for a target that is told no GUIDs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What stands in a target, as far as its `Scope` goes."""

    notes: Mapping[Guid, Standing] = field(default_factory=dict)
    twice: frozenset[Guid] = frozenset()
    """GUIDs that two notes of ours have, or say that they have; the one in `notes` is the one that is written."""
    looks: Mapping[str, Look] = field(default_factory=dict)
    """The note types that are there, by key."""
    media: frozenset[str] = frozenset()
    """Which of the files are there."""
    stray: frozenset[str] = frozenset()
    """Files that are called as ours are, and that are neither in the scope nor used by any note that isn't in here."""
    is_whole: bool = True
    """Whether all else that a target may hold of a deck (order, description) is as it should be."""
    identity: str = ""
    """What tells this collection from others at the same address; empty where nothing does."""
    numbers: Mapping[Guid, int] = field(default_factory=dict)
    """What to remember for the next `Scope.numbers`."""
