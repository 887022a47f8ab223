"""Which media files a sync sends, and which of ours no note needs any more."""

from __future__ import annotations

from collections.abc import Iterable

from deckwright.media.names import names_in
from deckwright.notetypes import REGISTRY
from deckwright.sync.plan import Act, Step
from deckwright.sync.standing import Snapshot, Standing
from deckwright.sync.wanted import Wanted


def missing(wanted: Wanted, snapshot: Snapshot, steps: Iterable[Step]) -> tuple[str, ...]:
    """Name the files that the target's notes will use and that aren't there."""
    absent = wanted.media - snapshot.media
    if not absent:
        return ()
    templates = {name for name in absent if not names_in(name)}
    return tuple(sorted(absent & (templates | _used(snapshot, steps))))


def superseded(snapshot: Snapshot, steps: Iterable[Step]) -> tuple[str, ...]:
    """Name the files of ours that are there and that no note will use."""
    return tuple(sorted(snapshot.stray - _used(snapshot, steps))) if snapshot.stray else ()


def _used(snapshot: Snapshot, steps: Iterable[Step]) -> set[str]:
    """Name the files that notes use once the steps are done."""
    due = {step.guid: step for step in steps}
    texts = [_after(note, due.get(guid)) for guid, note in snapshot.notes.items()]
    texts += [step.ours.values() for step in due.values() if Act.ADD in step.acts]
    return {name for each in texts for text in each for name in names_in(text)}


def _after(note: Standing, step: Step | None) -> Iterable[str]:
    """Give the texts that a note will hold."""
    if step is None:
        return note.fields
    if Act.DELETE in step.acts:
        return ()
    if step.convert_to or note.note_type not in REGISTRY:
        return step.fields.values()
    return {**dict(zip(REGISTRY[note.note_type].field_names, note.fields, strict=True)), **step.fields}.values()
