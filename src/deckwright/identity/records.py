"""From decisions back to the lock: the records of what was written, retired and held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace

from deckwright.identity.decision import Change, Decision, Effect, Resolution
from deckwright.identity.sketch import sketch
from deckwright.lockfile import Lock, Record
from deckwright.model import Digest, Guid
from deckwright.swift import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a build has written for a note, as the lock is to remember it."""

    digest: Digest
    modified: int
    note_type: str = "qa"
    rendered: str = ""
    deck: str = ""
    """Empty where it is the lock's own deck."""
    cards: tuple[int, ...] = ()
    clozes: Mapping[str, int] = field(default_factory=dict)
    sketch: str = ""
    """The entry's sketch, if it is at hand."""


def record(decision: Decision, written: Written) -> Record:
    """Make the lock's record of an entry that became a note: the old one itself where it says the same."""
    entry, old = decision.entry, decision.record
    if old and _says(old, decision, written):
        return old
    same = old is not None and old.content == decision.content and old.sketch
    return Record(
        guid=decision.guid,
        note_type=written.note_type,
        kind=entry.kind,
        parent=decision.parent,
        explicit_id=entry.explicit_id,
        file=entry.file,
        headings=entry.headings,
        label=entry.label,
        question=old.question if same and old else decision.question,
        sketch=old.sketch if same and old else written.sketch or sketch(entry),
        content=decision.content,
        digest=written.digest,
        modified=written.modified,
        created=old.created if old and old.was_built else written.modified,
        cards=written.cards,
        clozes=written.clozes,
        aliases=old.aliases if old else (),
        turned_from=old.turned_from if old else _turned_from(decision),
        rendered=written.rendered,
        deck=written.deck,
    )


def _says(old: Record, decision: Decision, written: Written) -> bool:
    """Whether a record says all that is to be said; `reasons` name where it differs in text, place or kind."""
    return (
        not decision.reasons
        and old.content == decision.content
        and old.sketch != ""
        and (old.parent, old.explicit_id) == (decision.parent, decision.entry.explicit_id)
        and (old.digest, old.modified, old.rendered) == (written.digest, written.modified, written.rendered)
        and (old.note_type, old.deck) == (written.note_type, written.deck)
        and (old.cards, old.clozes) == (written.cards, written.clozes)
    )


def _turned_from(decision: Decision) -> str:
    """Name the note that a new entry was before it became another kind of note."""
    is_turned = any(reason.change is Change.KIND for reason in decision.reasons)
    return decision.candidates[0].guid if is_turned else ""


def _divided(decision: Decision, now: int) -> tuple[Guid, Record]:
    """Make the line of an entry whose parts are the notes: what it asks now, without a note of its own."""
    old = decision.record
    written = Written(
        digest=old.digest if old else Digest(""),
        modified=old.modified if old else now,
        note_type=old.note_type if old else "qa",
        rendered=old.rendered if old else "",
        deck=old.deck if old else "",
        clozes=old.clozes if old else {},
    )
    return decision.guid, replace(record(decision, written), retired=(old.retired if old else 0) or now)


def settle(lock: Lock, resolution: Resolution, written: Iterable[Record], now: int) -> Lock:
    """Give the lock after a build: `written` records replace old ones, retired ones get their tombstones, others stay."""
    records = {old.guid: old for old in lock.records}
    records.update((gone.guid, replace(gone, retired=now)) for gone in resolution.retired)
    records.update(_divided(one, now) for one in resolution.decisions if one.effect is Effect.DIVIDED)
    records.update((new.guid, new) for new in written)
    return replace(lock, records=tuple(records[guid] for guid in sorted(records)))
