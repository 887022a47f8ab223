"""The pairs of entries and records that are worth a look, each measured once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from deckwright.identity.candidates import Index
from deckwright.identity.likeness import Gauge, Likeness, Traits, traits
from deckwright.identity.sheet import Known, Sheet, recorded_key, recorded_place
from deckwright.lockfile import Record
from deckwright.model import Guid
from deckwright.swift import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """An entry, a record that it may be, and how alike they are."""

    known: Known
    record: Record
    likeness: Likeness
    in_place: bool
    in_crowd: bool
    """Whether they ask the same as other records of that place do: their question says nothing then."""


class Judge:
    """Names the records that an entry may be and measures them, with the whole lock as its scale."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._gauge = Gauge(sheet.records)
        alive = (record for record in sheet.records if not record.retired)
        self._crowds = {place for place, count in Counter(map(recorded_place, alive)).items() if count > 1}
        self._index = Index(tuple(sheet.free_records()), self._gauge)
        self._traits: dict[int, Traits] = {}
        self._likeness: dict[tuple[int, Guid], Likeness] = {}

    def pair(self, known: Known, record: Record) -> Pair:
        """Compare an entry with a record."""
        key = known.position, record.guid
        if key not in self._likeness:
            self._likeness[key] = self._gauge.measure(self.traits(known), record)
        return Pair(
            known=known,
            record=record,
            likeness=self._likeness[key],
            in_place=self._sheet.in_place(known, record),
            in_crowd=known.question == recorded_key(record) and recorded_place(record) in self._crowds,
        )

    def askers(self, known: Known) -> list[Pair]:
        """Compare an entry with the free records that ask alike."""
        found = self._index.by_question(self.traits(known))
        return [self.pair(known, record) for record in found if record.guid not in self._sheet.taken]

    def candidates(self, wave: Iterable[Known]) -> list[Pair]:
        """Compare the entries that are still free with the free records that ask or answer alike."""
        return [pair for known in wave if known.position not in self._sheet.matches for pair in self._candidates(known)]

    def _candidates(self, known: Known) -> list[Pair]:
        trait = self.traits(known)
        found = {record.guid: record for record in (*self._index.by_question(trait), *self._index.by_text(trait))}
        return [self.pair(known, record) for record in found.values() if record.guid not in self._sheet.taken]

    def traits(self, known: Known) -> Traits:
        """Work out what an entry is compared by, once."""
        if known.position not in self._traits:
            self._traits[known.position] = traits(known)
        return self._traits[known.position]
