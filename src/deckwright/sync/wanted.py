"""What a target is to hold: the notes that the sources ask for, those that are retired, and their looks and media."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import Enum

from deckwright.model import DeckId, Guid, Note
from deckwright.notetypes import REGISTRY, NoteType, model_id
from deckwright.swift import dataclass
from deckwright.sync.standing import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A note that the sources ask for, and where its entry stands."""

    note: Note
    question: str
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """All that a target is to hold of a deck. Held notes are in neither `wishes` nor `retired`: they stay as they are."""

    deck_id: DeckId
    wishes: tuple[Wish, ...]
    """In the order of the sources."""
    retired: Mapping[Guid, str] = field(default_factory=dict)
    """Notes that no entry asks for any more, with their questions."""
    turned: Mapping[Guid, Guid] = field(default_factory=dict)
    """Of notes that are now of another type: the retired note that asked the same before."""
    note_types: tuple[NoteType, ...] = ()
    media: frozenset[str] = frozenset()
    """Files that can be sent."""

    @property
    def scope(self) -> Scope:
        """What has to be known of a target to compare it."""
        return Scope(
            note_types={key: model_id(self.deck_id, key) for key in REGISTRY},
            guids=frozenset(wish.note.guid for wish in self.wishes) | self.retired.keys(),
            media=self.media,
        )


class Side(Enum):
    """Whose text counts where both sides changed it."""

    SOURCE = "source"
    ANKI = "anki"


@dataclass(frozen=True, slots=True, kw_only=True)
class Abilities:
    """What a target can do beyond what all can."""

    converts: bool = True
    """Whether a note can change its type and keep its history."""
    removes_cards: bool = True
    """Whether single cards can be deleted."""
    reaches: bool = True
    """Whether it is where the learner studies; a package only gets there by being imported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the plan depends on besides the three states."""

    prefer: Side | None = None
    """Whose text counts where both sides changed it; None to keep the learner's and say so again next time."""
    prefer_for: Mapping[Guid, Side] = field(default_factory=dict)
    """The same for single notes."""
    known: frozenset[Guid] = frozenset()
    """Notes that have stood in the target before: where one of them is gone, the learner deleted it."""
    restore_deleted: bool = False
    """Whether those come back."""
    delete_retired: bool = False
    rerender: bool = False
    """Whether notes that would only look different are written too."""
    abilities: Abilities = Abilities()

    def side(self, guid: Guid) -> Side | None:
        """Say whose text counts for a note."""
        return self.prefer_for.get(guid, self.prefer)
