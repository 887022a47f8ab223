"""The rules that need no judgement of likeness: an explicit id, the same content, the same question, the same answer."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from deckwright.identity.sheet import Known, Sheet, is_cloze, recorded_key
from deckwright.lockfile import Record

T = TypeVar("T")


def by_explicit_id(sheet: Sheet, doubled: frozenset[str]) -> None:
    """Match what carries the id that a record had, unless its content says clearly that it is another known entry."""
    records = {record.explicit_id: record for record in sheet.records if record.explicit_id}
    contents = {record.content: record for record in sheet.records if not record.retired}
    for known in sheet.entries:
        name = known.entry.explicit_id
        record = records.get(name)
        if record is None or name in doubled or is_cloze(record.kind) != is_cloze(known.entry.kind):
            continue
        # An id that moved from one known entry to another changes no GUID: the text says who they are.
        same = contents.get(known.content)
        if same is None or same.guid == record.guid or record.content == known.content:
            sheet.match(known, record, f"explicit id {{#{name}}}")


def by_content(sheet: Sheet) -> None:
    """Match what asks and answers the same; identical ones by their places, then in their order."""
    entries = _grouped(sheet.free_entries(), lambda known: (known.content, is_cloze(known.entry.kind)))
    records = _grouped(sheet.free_records(), lambda record: (record.content, is_cloze(record.kind)))
    for key, known in entries.items():
        found = records.get(key)
        if found is None:
            continue
        if len(known) == len(found) == 1:
            sheet.match(known[0], found[0], "same content")
        else:
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


def by_question(sheet: Sheet) -> None:
    """Match what asks the same in the same place, or, where nothing else asks that, anywhere."""
    for entry_key, record_key in (
        (
            lambda known: (known.question, known.entry.file, known.entry.headings, is_cloze(known.entry.kind)),
            lambda record: (recorded_key(record), record.file, record.headings, is_cloze(record.kind)),
        ),
        (
            lambda known: (known.question, is_cloze(known.entry.kind)),
            lambda record: (recorded_key(record), is_cloze(record.kind)),
        ),
    ):
        records = _grouped(sheet.records, record_key)
        entries = _grouped(sheet.entries, entry_key)
        for key, (known, *others) in entries.items():
            found = records.get(key, ())
            if others or len(found) != 1 or known.position in sheet.matches or found[0].guid in sheet.taken:
                continue
            sheet.match(known, found[0], "same question")


def _grouped(values: Iterable[T], key: Callable[[T], Hashable]) -> dict[Hashable, list[T]]:
    groups: dict[Hashable, list[T]] = {}
    for value in values:
        groups.setdefault(key(value), []).append(value)
    return groups
