"""What `resolve` answers: for each entry who it is and why, and which records are retired or held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import Enum

from deckwright.errors import Diagnostic
from deckwright.lockfile import Record
from deckwright.model import Digest, Entry, Guid
from deckwright.swift import dataclass

NO_GUID = Guid("")
"""Of an entry that gets none."""


class Effect(Enum):
    """What identity makes of an entry; whether a known one's note changes is for `notes` to find out."""

    NEW = "new"
    KNOWN = "known"
    RESTORED = "restored"
    """Its record was retired, and it is back."""
    HELD = "held"
    """Known, but no note can be built of it now: its record and last note stay as they are."""
    DIVIDED = "divided"
    """Its parts are the notes: it keeps its GUID, and its record is retired until it is a note itself."""
    SKIPPED = "skipped"
    """Not known, and no note is to be built of it now: it gets no GUID."""


class Change(Enum):
    """What happened to a known entry since it was recorded, as far as identity sees it."""

    REWORDED = "reworded"
    OPTIONS = "options"
    ANSWER = "answer"
    MOVED = "moved"
    RENUMBERED = "renumbered"
    KIND = "kind"
    RETURNED = "returned"
    DEFECT = "defect"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing that was seen in an entry, with a sentence of a few words for people."""

    change: Change
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a run has looked at: only there can an entry be missing. Paths as in `Entry.file`."""

    read: frozenset[str]
    """Files that were read without an error."""
    gone: frozenset[str] = frozenset()
    """Files that no longer exist."""

    def __contains__(self, file: str) -> bool:
        """Whether it is known what `file` holds now."""
        return file in self.read or file in self.gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Who an entry is."""

    entry: Entry
    content: Digest
    question: str
    """The question as a record holds it."""
    effect: Effect
    guid: Guid = NO_GUID
    """Empty where the effect is `SKIPPED`."""
    record: Record | None = None
    """What the lock knows of it; `None` where it is new or skipped."""
    parent: Guid = NO_GUID
    """The GUID of its parent where it is a follow-up and the parent is known or new."""
    evidence: str = ""
    """What it was recognised by ("same content", "question 91 % alike, answer 100 %"); empty where it wasn't."""
    reasons: tuple[Reason, ...] = ()
    candidates: tuple[Record, ...] = ()
    """Records that it may be, but not clearly enough, best first; or its record as another kind of note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """Who everyone is."""

    decisions: tuple[Decision, ...]
    """One per entry, in the order in which the entries were given."""
    retired: tuple[Record, ...]
    """Records that are in use in the lock and whose entries are gone now."""
    held: tuple[Record, ...]
    """Records in use whose files this run knows nothing about, and those of entries that can't be built."""
    mistaken: Mapping[Guid, Entry] = field(default_factory=dict)
    """Of held records, the unknown entries that they most likely are: nothing can be built of those."""
    diagnostics: tuple[Diagnostic, ...]
