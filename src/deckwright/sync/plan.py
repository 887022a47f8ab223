"""The plan of a sync as a value: what happens to each note, each note type and each file."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import field, replace
from enum import Enum

from deckwright.model import DeckName, Guid
from deckwright.swift import dataclass

_MANY = 10  # notes that a sync may retire whatever the deck's size
_SHARE = 5  # and it may retire one in so many


class Act(Enum):
    """What happens to a note; one may have several."""

    ADD = "add"
    UPDATE = "update"
    KEEP = "keep the learner's"
    CONFLICT = "edited on both sides"
    MOVE = "move"
    TAG = "tags"
    RECORD = "take note"
    """What we last wrote is written down anew; no learner sees that."""
    RETIRE = "retire"
    DELETE = "delete"
    RESTORE = "restore"
    CONVERT = "change type"
    EMPTY = "empty cards"
    GONE = "deleted in Anki"
    """The learner deleted it, and it stays so."""
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What happens to one note, and what is to be said about it. Applying looks at nothing else."""

    guid: Guid
    question: str
    file: str = ""
    line: int = 0
    acts: tuple[Act, ...]
    fields: Mapping[str, str] = field(default_factory=dict)
    """The fields to write, by name."""
    add_tags: tuple[str, ...] = ()
    drop_tags: tuple[str, ...] = ()
    moves: tuple[int, ...] = ()
    """The cards to move to `deck`, by ordinal."""
    deck: DeckName = DeckName("")
    suspend: tuple[int, ...] = ()
    unsuspend: tuple[int, ...] = ()
    tags_before_suspending: tuple[str, ...] = ()
    """Tags that have to be there before a card is suspended, so that a run that is cut off can be taken up."""
    remove_cards: tuple[int, ...] = ()
    convert_to: str = ""
    """The key of the note type to change to."""
    convert_from: str = ""
    becomes: Guid = Guid("")
    """The GUID that the note gets along with its new type."""
    floor: int = 0
    """What the note's time has to be beyond once it is written (Unix seconds)."""
    theirs: Mapping[str, str] = field(default_factory=dict)
    """What stands in the target, of the fields that differ."""
    ours: Mapping[str, str] = field(default_factory=dict)
    """What the source asks for, of the fields that differ."""
    kept: tuple[str, ...] = ()
    """The fields that keep the learner's text."""
    conflicts: tuple[str, ...] = ()
    """Those of them that the source changed as well."""
    remark: str = ""

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to do, only something to say."""
        if {Act.ADD, Act.DELETE} & set(self.acts):
            return False
        return not any(
            (
                *(self.fields, self.add_tags, self.drop_tags, self.moves, self.suspend, self.unsuspend),
                *(self.remove_cards, self.convert_to),
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPlan:
    """All that a sync would do to a target, in the order of the sources, then what is retired."""

    steps: tuple[Step, ...]
    restyle: tuple[str, ...] = ()
    """Keys of the note types that get our look."""
    introduce: tuple[str, ...] = ()
    """Keys of the note types that known notes change to and that aren't there yet."""
    styles_kept: tuple[str, ...] = ()
    """Keys of the note types that the learner dressed differently since."""
    looks: str = ""
    """Hash of all CSS and templates that are written, so that no plan stands for others."""
    media: tuple[str, ...] = ()
    """Files to send."""
    trash: tuple[str, ...] = ()
    """Files of ours that no note needs any more; they go to Anki's trash."""
    renew: bool = False
    """Whether the target is made anew as a whole, since more of it is out of date than its notes."""
    after: frozenset[Guid] = frozenset()
    """The notes of the deck that stand there once this is done, and those that the learner ever deleted."""
    twice: tuple[Guid, ...] = ()
    """GUIDs that two notes have, of which only one is brought up to date."""
    unchanged: int = 0
    """How many notes are as they should be."""
    standing: int = 0
    """How many notes of the deck the target holds."""

    @property
    def is_quiet(self) -> bool:
        """Whether the target stays as it is."""
        return not any((self.restyle, self.media, self.trash, self.renew)) and all(step.is_quiet for step in self.steps)

    def of(self, *acts: Act) -> tuple[Step, ...]:
        """Give the steps in which one of these happens."""
        return tuple(step for step in self.steps if any(act in acts for act in step.acts))

    def count(self) -> Mapping[Act, int]:
        """Count what happens, with zeros."""
        found = Counter(act for step in self.steps for act in step.acts)
        return {act: found[act] for act in Act}

    @property
    def id(self) -> str:
        """A short hash of all that would happen: two plans that do the same have the same, whenever they were made."""
        timeless = replace(self, after=frozenset(), steps=tuple(replace(step, floor=0) for step in self.steps))
        return hashlib.sha256(repr(timeless).encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @property
    def objection(self) -> str:
        """Why this should not go on unasked: too much would be retired. Empty where it may."""
        leaving = len(self.of(Act.RETIRE, Act.DELETE))
        if leaving <= _MANY or leaving * _SHARE <= self.standing:
            return ""
        return (
            f"{leaving} of the {self.standing} notes that are there are asked for by the sources no longer "
            "and would be retired"
        )
