"""What happened to a known entry since it was recorded, in a few words."""

from __future__ import annotations

from collections.abc import Iterator

from deckwright.identity.decision import Change, Reason
from deckwright.identity.sheet import Known, recorded_key
from deckwright.identity.sketch import answer_text, read_sketch, short_hash
from deckwright.identity.text import collapse
from deckwright.lockfile import Record
from deckwright.model import Entry


def reasons(known: Known, record: Record) -> tuple[Reason, ...]:
    """Compare an entry with its record."""
    entry = known.entry
    if known.content == record.content and _stands(entry, record):
        return ()
    found = [*_of_text(known, record), *_of_place(entry, record)]
    if entry.kind is not record.kind:
        found.append(Reason(change=Change.KIND, detail=f"was a {record.kind.value} entry"))
    if record.retired:
        found.append(Reason(change=Change.RETURNED, detail="came back"))
    if entry.defect:
        found.append(Reason(change=Change.DEFECT, detail=entry.defect))
    return tuple(found)


def _stands(entry: Entry, record: Record) -> bool:
    """Whether an entry is in its place, of its kind and sound, as nearly all of a deck are."""
    return (
        (entry.file, entry.headings, entry.label, entry.kind)
        == (record.file, record.headings, record.label, record.kind)
        and not record.retired
        and not entry.defect
    )


def _of_text(known: Known, record: Record) -> Iterator[Reason]:
    if known.content == record.content:
        return
    reworded = known.question != recorded_key(record)
    answered = short_hash(collapse(answer_text(known.entry))) != read_sketch(record.sketch).answer_hash
    if reworded:
        yield Reason(change=Change.REWORDED, detail=f'reworded from "{record.question}"')
    if answered:
        yield Reason(change=Change.ANSWER, detail="answer changed")
    elif not reworded:
        yield Reason(change=Change.OPTIONS, detail="options or layout changed")


def _of_place(entry: Entry, record: Record) -> Iterator[Reason]:
    if entry.file != record.file:
        yield Reason(change=Change.MOVED, detail=f"moved from {record.file}")
    elif entry.headings != record.headings:
        yield Reason(change=Change.MOVED, detail=f"moved from {' › '.join(record.headings) or 'the top'}")
    if entry.label != record.label:
        yield Reason(change=Change.RENUMBERED, detail=f"renumbered from {record.label or 'none'}")
