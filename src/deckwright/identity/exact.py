"""The rules that need no judgement of likeness: an explicit id, the same content, the same question, the same answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from deckwright.identity.decision import NO_GUID
from deckwright.identity.sheet import Known, Sheet, recorded_key, recorded_place
from deckwright.lockfile import Record
from deckwright.swift import dataclass

if TYPE_CHECKING:
    from deckwright.identity.judge import Judge

T = TypeVar("T")
TELLING = 0.95
"""The likeness (that of a question with itself) from which on it says so much that it means the same anywhere."""


def by_explicit_id(sheet: Sheet, doubled: frozenset[str]) -> None:
    """Match what carries the id that a record had, unless its content says clearly that it is another known entry."""
    # A tombstone keeps the id that its entry had, which may be another's by now: what is in use counts, then the last.
    lasting = sorted(sheet.records, key=lambda record: (not record.retired, record.retired))
    records = {record.explicit_id: record for record in lasting if record.explicit_id}
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Twins:
    """Entries and records that all ask and answer the same, and are one sort of note; some of them follow-ups."""

    entries: tuple[Known, ...]
    records: tuple[Record, ...]


def by_content(sheet: Sheet) -> tuple[Twins, ...]:
    """Match what asks and answers the same; give what `by_parent` is to look at once more."""
    entries = _grouped(sheet.free_entries(), attrgetter("content"))
    records = _grouped(sheet.free_records(), attrgetter("content"))
    twins: list[Twins] = []
    for content, asked in entries.items():
        recorded = records.get(content)
        if recorded is None:
            continue
        if len(asked) == len(recorded) == 1:
            if asked[0].entry.kind.note_type == recorded[0].kind.note_type:
                sheet.match(asked[0], recorded[0], _SAME)
            continue
        # Anki can't turn one sort of note into another.
        kinds = _grouped(recorded, lambda record: record.kind.note_type)
        for kind, known in _grouped(asked, lambda known: known.entry.kind.note_type).items():
            if found := kinds.get(kind):
                _pair_in_place(sheet, known, found)
                if any(one.entry.parent for one in known) or any(one.parent for one in found):
                    twins.append(Twins(entries=tuple(known), records=tuple(found)))
    # Follow-ups come after what stands for itself: only then it is known whose they are.
    for each in twins:
        _pair_below(sheet, each)
    return tuple(twins)


def by_parent(sheet: Sheet, twins: Iterable[Twins]) -> None:
    """Match identical follow-ups anew, now that also parents that were edited are known."""
    for each in twins:
        for known in each.entries:
            match = sheet.matches.get(known.position)
            if match and match.evidence == _SAME and (known.entry.parent or match.record.parent):
                sheet.release(known)
        _pair_below(sheet, each)


def _pair_in_place(sheet: Sheet, entries: Sequence[Known], records: list[Record]) -> None:
    """Match those of identical ones that stand for themselves, by their places, then in their order."""
    # Any pairing gives each of them its own words; the one that agrees on most places disturbs least.
    records.sort(key=lambda record: (record.file not in sheet.scope, record.retired, record.guid))
    standing = [known for known in entries if not known.entry.parent]
    own = [record for record in records if not record.parent]
    for entry_place, record_place in _PLACES:
        _zip(sheet, _grouped(standing, entry_place), _grouped(own, record_place))


def _pair_below(sheet: Sheet, twins: Twins) -> None:
    """Match identical follow-ups by their parents; whatever is left over, also what stands for itself, by its place."""
    following = [known for known in twins.entries if known.entry.parent]
    below = [record for record in twins.records if record.parent]
    parents = _grouped(following, sheet.parent_guid)
    parents.pop(NO_GUID, None)
    _zip(sheet, parents, _grouped(below, attrgetter("parent")))
    for entry_place, record_place in _PLACES:
        _zip(sheet, _grouped(following, entry_place), _grouped(below, record_place))
    for entry_place, record_place in _PLACES:
        _zip(sheet, _grouped(twins.entries, entry_place), _grouped(twins.records, record_place))


def _zip(sheet: Sheet, asked: Mapping[Hashable, list[Known]], recorded: Mapping[Hashable, list[Record]]) -> None:
    """Match what is still free of each place, in order."""
    for place, known in asked.items():
        entries = (one for one in known if one.position not in sheet.matches)
        records = (one for one in recorded.get(place, ()) if one.guid not in sheet.taken)
        for one, record in zip(list(entries), list(records), strict=False):
            sheet.match(one, record, _SAME)


_SAME = "same content"
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
