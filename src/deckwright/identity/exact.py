"""The rules that need no judgement of likeness: an explicit id, the same content, the same question, the same answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from deckwright.identity.sheet import Known, Sheet, recorded_key, recorded_place
from deckwright.lockfile import Record

if TYPE_CHECKING:
    from deckwright.identity.judge import Judge

T = TypeVar("T")
TELLING = 0.95
"""The likeness (that of a question with itself) from which on it says so much that it means the same anywhere."""


def by_explicit_id(sheet: Sheet, doubled: frozenset[str]) -> None:
    """Match what carries the id that a record had, unless its content says clearly that it is another known entry."""
    records = {record.explicit_id: record for record in sheet.records if record.explicit_id}
    contents = {record.content: record for record in sheet.records if not record.retired}
    for known in sheet.entries:
        name = known.entry.explicit_id
        record = records.get(name)
        if record is None or name in doubled or record.kind.note_type != known.entry.kind.note_type:
            continue
        # An id that moved from one known entry to another changes no GUID: the text says who they are.
        same = contents.get(known.content)
        if same is None or same.guid == record.guid or record.content == known.content:
            sheet.match(known, record, f"explicit id {{#{name}}}")


def by_content(sheet: Sheet) -> None:
    """Match what asks and answers the same; identical ones by their places, then in their order."""
    entries = _grouped(sheet.free_entries(), attrgetter("content"))
    records = _grouped(sheet.free_records(), attrgetter("content"))
    for content, asked in entries.items():
        recorded = records.get(content)
        if recorded is None:
            continue
        if len(asked) == len(recorded) == 1:
            if asked[0].entry.kind.note_type == recorded[0].kind.note_type:
                sheet.match(asked[0], recorded[0], "same content")
            continue
        # Anki can't turn one sort of note into another.
        kinds = _grouped(recorded, lambda record: record.kind.note_type)
        for kind, known in _grouped(asked, lambda known: known.entry.kind.note_type).items():
            if found := kinds.get(kind):
                _pair_identical(sheet, known, found)


def _pair_identical(sheet: Sheet, entries: list[Known], records: list[Record]) -> None:
    # Any pairing gives each of them its own words; the one that agrees on most places disturbs least.
    records.sort(key=lambda record: (record.file not in sheet.scope, record.retired, record.guid))
    for entry_place, record_place in _PLACES:
        rest = _grouped((record for record in records if record.guid not in sheet.taken), record_place)
        for place, found in _grouped(
            (known for known in entries if known.position not in sheet.matches), entry_place
        ).items():
            for known, record in zip(found, rest.get(place, ()), strict=False):
                sheet.match(known, record, "same content")


_PLACES: tuple[tuple[Callable[[Known], Hashable], Callable[[Record], Hashable]], ...] = (
    (
        lambda known: (known.entry.file, known.entry.headings, known.entry.label),
        lambda record: (record.file, record.headings, record.label),
    ),
    (lambda known: (known.entry.file, known.entry.headings), lambda record: (record.file, record.headings)),
    (lambda known: known.entry.headings, lambda record: record.headings),
    (lambda known: known.entry.file, lambda record: record.file),
    (lambda _: None, lambda _: None),
)


def by_question(sheet: Sheet, judge: Judge, wave: Sequence[Known]) -> None:
    """Match what asks the same in the same place; where nothing else asks that, also elsewhere."""
    free = [known for known in wave if known.position not in sheet.matches]
    if not free:
        return
    asked = {known.question for known in free}
    entries = [known for known in sheet.entries if known.question in asked]
    records = [record for record in sheet.records if recorded_key(record) in asked]
    crowds = Counter((_place(sheet, known), known.entry.file) for known in entries)
    places = _grouped(records, recorded_place)
    for known in free:
        place = _place(sheet, known)
        record = _only(record for record in places.get(place, ()) if sheet.in_place(known, record))
        if record and crowds[place, known.entry.file] == 1 and _is_open(sheet, known, record):
            alike = not record.retired or not judge.pair(known, record).likeness.contrary
            if alike:
                sheet.match(known, record, "same question in the same place")
    askers, recorded = Counter(known.question for known in entries), _grouped(records, recorded_key)
    for known in free:
        record = _only(recorded.get(known.question, ()))
        if record and askers[known.question] == 1 and _is_open(sheet, known, record):
            likeness = judge.pair(known, record).likeness
            if not likeness.contrary or (not record.retired and likeness.question >= TELLING):
                sheet.match(known, record, "same question")


def _only(records: Iterable[Record]) -> Record | None:
    """Give the record that is the only one in use, or the only one at all."""
    alive: list[Record] = []
    retired: list[Record] = []
    for record in records:
        (retired if record.retired else alive).append(record)
        if len(alive) > 1:
            return None
    found = alive or retired
    return found[0] if len(found) == 1 else None


def _is_open(sheet: Sheet, known: Known, record: Record) -> bool:
    free = known.position not in sheet.matches and record.guid not in sheet.taken
    return free and record.kind.note_type == known.entry.kind.note_type


def _place(sheet: Sheet, known: Known) -> Hashable:
    entry = known.entry
    return (known.question, sheet.parent_guid(known)) if entry.parent else (known.question, entry.headings)


def _grouped(values: Iterable[T], key: Callable[[T], Hashable]) -> dict[Hashable, list[T]]:
    groups: dict[Hashable, list[T]] = {}
    for value in values:
        groups.setdefault(key(value), []).append(value)
    return groups
