"""The lock after a build: what was written for each note, and which note types it was written with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from deckwright.app.drafting import Drafted
from deckwright.identity import Resolution, Written, record, settle
from deckwright.lockfile import Lock, NoteTypeRecord, Record, Release
from deckwright.model import Guid
from deckwright.notes import Draft, Frame
from deckwright.notetypes import REGISTRY, NoteType, Styles, note_type, styles_digest
from deckwright.plan import Change
from deckwright.swift import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Dressed:
    """A note type with what the lock remembers of it, and whether its look changed since."""

    note_type: NoteType
    record: NoteTypeRecord
    changed: bool


@dataclass(frozen=True, slots=True)
class Times:
    """What the time of a note type depends on, in Unix seconds: now, and what packages have, by key."""

    now: int
    published: Mapping[str, int]

    def beyond(self, key: str, recorded: int) -> int:
        """Give a time later than the recorded one and than any that was published."""
        return max(self.now, recorded + 1, self.published.get(key, -1) + 1)


def dress(lock: Lock, frame: Frame, styles: Styles, times: Times) -> tuple[Dressed, ...]:
    """Give the deck's note types. One whose look changed since the lock was written gets a later time, others stay.

    So does one that a package has under a later time than the lock: somebody put an older lock back.
    """
    known = {each.key: each for each in lock.note_types}
    return tuple(_dressed(key, known.get(key), (frame, styles), times) for key in REGISTRY)


def renewed(
    lock: Lock, frame: Frame, resolution: Resolution, notes: Mapping[Guid, tuple[Drafted, Change]], now: int
) -> Lock:
    """Give the lock with the records of all notes that were drafted; what is held keeps its line."""
    written = (_record(drafted, change, frame) for drafted, change in notes.values())
    settled = settle(lock, resolution, written, now)
    return replace(settled, deck_id=frame.deck_id, deck_name=frame.name)


def remembered(lock: Lock, dressed: Iterable[Dressed]) -> Lock:
    """Give the lock with the note types as they are written now; others stay as they were."""
    known = {each.key: each for each in lock.note_types}
    known |= {each.record.key: each.record for each in dressed}
    return replace(lock, note_types=tuple(known[key] for key in sorted(known)))


def _dressed(key: str, known: NoteTypeRecord | None, look: tuple[Frame, Styles], times: Times) -> Dressed:
    frame, styles = look
    spec = REGISTRY[key]
    digest = styles_digest(spec, styles)
    dressed = note_type(spec, styles, deck_id=frame.deck_id, deck_name=frame.name)
    if known is None:
        changed, modified = False, times.beyond(key, times.now - 1)
    else:
        dressed = replace(dressed, name=known.name)
        changed = known.digest != digest or times.published.get(key, 0) > known.modified
        modified = times.beyond(key, known.modified) if changed else known.modified
    return Dressed(
        note_type=replace(dressed, modified=modified),
        record=NoteTypeRecord(key=key, name=dressed.name, digest=digest, modified=modified),
        changed=changed,
    )


def _record(drafted: Drafted, change: Change, frame: Frame) -> Record:
    draft, old = drafted.draft, drafted.decision.record
    assert draft is not None, "only what was drafted is recorded"
    sent = old is None or change.modified != old.modified or not old.rendered
    return record(
        drafted.decision,
        Written(
            digest=draft.digest,
            modified=change.modified,
            note_type=draft.note_type,
            rendered=draft.rendered if sent or old is None else old.rendered,
            deck=draft.deck if draft.deck != frame.name else "",
            sketch=drafted.sketch,
            cards=draft.ordinals if not drafted.clozes and draft.ordinals != (0,) else (),
            clozes=drafted.clozes,
        ),
    )


def is_outdated(draft: Draft, old: Record | None) -> bool:
    """Whether a learner has the note with an older rendering of the same text."""
    return old is not None and bool(old.rendered) and old.digest == draft.digest and old.rendered != draft.rendered


def released(before: Lock, after: Lock, version: str, now: int) -> Lock:
    """Note a release in the lock; the same release again, with nothing new in it, is the one that it was."""
    same = before.released is not None and before.released.version == version
    if same and replace(after, released=before.released) == before:
        return before
    # What it holds may be dated later than now: where it was built by another clock, or twice in a second. It isn't news
    # to the next release all the same.
    time = max([now, *(record.modified for record in after.records)])
    return replace(after, released=Release(version=version, time=time))
