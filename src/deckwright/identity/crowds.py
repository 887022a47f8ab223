"""The rule for crowds: entries that ask the same in the same words, told apart by what few answers among them say.

A feature of an answer counts as much as it tells within its crowd: fully if one record has it, not at all if all have
it. So what all the answers have in common ("It prints …") is no evidence, however much it is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from heapq import nlargest
from math import fsum, log
from typing import TypeVar

from deckwright.identity.judge import Judge
from deckwright.identity.sheet import Known, Sheet, recorded_key
from deckwright.identity.sketch import MASK, RANK, read_sketch
from deckwright.lockfile import Record
from deckwright.model import Guid
from deckwright.swift import dataclass

T = TypeVar("T")
EVIDENCE = 2.5
"""What an entry and a record must share at least, in features that no other record has."""
KEPT = 0.6
"""The share of what tells that one of the two must have of the other."""
LEAD = 0.25
"""How far that share must be ahead of every other one that its entry or its record could still make."""
LEAD_OF_TAKEN = 0.05
"""The same towards those that are matched already, and where the record stood in this place under this number."""
_POINTED = 60
"""A feature that more of the records share leads to none of them."""
_COMPARED = 6
"""The records that an entry is compared with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """An entry and a record of its crowd."""

    known: Known
    record: Record
    share: float
    """How much of what tells both have."""
    unseen: float
    """How much of it any record could have that wasn't looked at."""


def by_crowd(sheet: Sheet, judge: Judge, wave: Sequence[Known]) -> None:
    """Match the entries of each crowd with the records that say what no other one of it says."""
    crowds = _grouped((_key(known), known) for known in wave if known.position not in sheet.matches)
    if not crowds:
        return
    recorded = _grouped((key, record) for record in sheet.records if (key := _recorded_key(record)) in crowds)
    for key, entries in crowds.items():
        records = recorded.get(key, ())
        if len(records) > 1:
            crowd = _Crowd(records)
            _settle(sheet, [pair for known in entries for pair in crowd.pairs(known, judge.traits(known).answer)])


def _key(known: Known) -> tuple[str, str]:
    return known.question, known.entry.kind.note_type


def _recorded_key(record: Record) -> tuple[str, str]:
    return recorded_key(record), record.kind.note_type


def _grouped(values: Iterable[tuple[tuple[str, str], T]]) -> dict[tuple[str, str], list[T]]:
    groups: dict[tuple[str, str], list[T]] = {}
    for key, value in values:
        groups.setdefault(key, []).append(value)
    return groups


class _Crowd:
    """Records that ask the same, and what each of them says that few others do."""

    def __init__(self, records: Sequence[Record]) -> None:
        self.records = records
        self._samples = [read_sketch(record.sketch).answer for record in records]
        self._pointed: defaultdict[int, list[int]] = defaultdict(list)
        for number, sample in enumerate(self._samples):
            for value in sample.prints:
                self._pointed[value].append(number)
        scale = log(len(records))
        self._weights = {value: 1 - log(len(numbers)) / scale for value, numbers in self._pointed.items()}
        self._whole = [self._weigh(sample.prints) for sample in self._samples]

    def pairs(self, known: Known, answer: tuple[int, ...]) -> Iterator[_Pair]:
        """Compare an entry, whose answer's features are given, with the records that share most of what tells."""
        votes: defaultdict[int, float] = defaultdict(float)
        common: list[int] = []
        for value in sorted({value & MASK for value in answer}):
            found = self._pointed.get(value, ())
            if len(found) > _POINTED:
                common.append(value)
                continue
            for number in found:
                votes[number] += self._weights[value]
        unseen = self._weigh(common)
        for number in nlargest(_COMPARED, votes, key=lambda number: (votes[number], -number)):
            sample = self._samples[number]
            now = {value & MASK for value in answer[: bisect_left(answer, sample.limit << RANK)]}
            shared = self._weigh(now & sample.prints)
            if shared >= EVIDENCE:
                whole = min(self._whole[number], self._weigh(now))
                yield _Pair(known=known, record=self.records[number], share=shared / whole, unseen=unseen / whole)

    def _weigh(self, prints: Iterable[int]) -> float:
        # What no record has is the entry's own. The order of a set mustn't change the last digit of a sum.
        return fsum(self._weights.get(value, 1.0) for value in prints)


def _settle(sheet: Sheet, pairs: Sequence[_Pair]) -> None:
    """Match what is clear; what is matched gives way, so that others may be clear then."""
    while clear := _clear(sheet, pairs):
        for pair in clear:
            sheet.match(
                pair.known, pair.record, f"same question, {pair.share:.0%} of what tells its answer from others"
            )


class _Rivals:
    """The two best shares of an entry or a record, among all pairs and among those that are still open."""

    def __init__(self) -> None:
        self._all = self._open = (0.0, 0.0)

    def add(self, share: float, *, is_open: bool) -> None:
        """Count a pair in."""
        self._all = _best(self._all, share)
        if is_open:
            self._open = _best(self._open, share)

    def yield_to(self, share: float, lead: float) -> bool:
        """Say whether a share leaves all others behind."""
        return share == self._all[0] and share - self._all[1] >= LEAD_OF_TAKEN and share - self._open[1] >= lead


def _best(best: tuple[float, float], share: float) -> tuple[float, float]:
    first, second = best
    return (share, first) if share > first else (first, max(second, share))


def _clear(sheet: Sheet, pairs: Sequence[_Pair]) -> list[_Pair]:
    """Find the open pairs that leave all others of their entry and their record behind."""
    of_entry: defaultdict[int, _Rivals] = defaultdict(_Rivals)
    of_record: defaultdict[Guid, _Rivals] = defaultdict(_Rivals)
    for pair in pairs:
        of_entry[pair.known.position].add(pair.unseen, is_open=True)
        of_entry[pair.known.position].add(pair.share, is_open=pair.record.guid not in sheet.taken)
        of_record[pair.record.guid].add(pair.share, is_open=pair.known.position not in sheet.matches)
    return [
        pair
        for pair in pairs
        if _is_open(sheet, pair)
        and pair.share >= KEPT
        and of_entry[pair.known.position].yield_to(pair.share, _lead(sheet, pair))
        and of_record[pair.record.guid].yield_to(pair.share, _lead(sheet, pair))
    ]


def _is_open(sheet: Sheet, pair: _Pair) -> bool:
    return pair.known.position not in sheet.matches and pair.record.guid not in sheet.taken


def _lead(sheet: Sheet, pair: _Pair) -> float:
    label = pair.known.entry.label
    stood = label != "" and label == pair.record.label and sheet.in_place(pair.known, pair.record)
    return LEAD_OF_TAKEN if stood else LEAD
