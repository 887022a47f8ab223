"""Which records an entry may be at all: found through an index, so that never all are compared with all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from heapq import nlargest
from operator import itemgetter

from deckwright.identity.likeness import Gauge, Traits, question_words
from deckwright.identity.sketch import MASK, read_sketch
from deckwright.lockfile import Record

_CROWD = 120
"""A word or feature that more of the records share leads to none of them."""
_RARE_WORDS = 6
_RARE_PRINTS = 16
_ASKERS, _TELLERS = 4, 6
"""Candidates that the question and the text may name."""


class Index:
    """The records that are still free, by rare words of their questions, features and whole answers."""

    def __init__(self, records: Sequence[Record], gauge: Gauge) -> None:
        self._records = records
        self._gauge = gauge
        self._words: defaultdict[str, list[int]] = defaultdict(list)
        self._prints: defaultdict[int, list[int]] = defaultdict(list)
        self._answers: defaultdict[str, list[int]] = defaultdict(list)
        for number, record in enumerate(records):
            sketch = read_sketch(record.sketch)
            for word in {*question_words(record.question)}:
                self._words[word].append(number)
            for value in sketch.answer.prints | (sketch.front.prints if sketch.front else frozenset()):
                self._prints[value].append(number)
            self._answers[sketch.answer_hash].append(number)

    def by_question(self, traits: Traits) -> list[Record]:
        """Name the records whose questions share the most and rarest words with an entry's."""
        votes: dict[int, float] = defaultdict(float)
        known = sorted(
            (word for word in {*traits.words} if word in self._words), key=lambda word: (len(self._words[word]), word)
        )
        for word in known[:_RARE_WORDS]:
            found = self._words[word]
            if len(found) > _CROWD:
                break
            weight = self._gauge.rarity(word)
            for number in found:
                votes[number] += weight
        return self._best(votes, _ASKERS)

    def by_text(self, traits: Traits) -> list[Record]:
        """Name the records whose samples hold the most of an entry's features, or the very same answer."""
        votes: dict[int, float] = defaultdict(float)
        found = [self._prints.get(value & MASK, ()) for value in (*traits.answer, *traits.front)]
        for numbers in sorted(filter(None, found), key=len)[:_RARE_PRINTS]:
            if len(numbers) > _CROWD:
                break
            for number in numbers:
                votes[number] += 1
        same = self._answers.get(traits.answer_hash, ())
        if len(same) <= _TELLERS:
            votes.update(dict.fromkeys(same, _CROWD))
        return self._best(votes, _TELLERS)

    def _best(self, votes: dict[int, float], count: int) -> list[Record]:
        # Among equals the first in the order of GUIDs and features wins, whatever order the entries came in.
        return [self._records[number] for number, _ in nlargest(count, votes.items(), key=itemgetter(1))]
