"""How alike an entry and a record are: the shares of question and answer that both have, rare words counting most.

Everything here is a number between 0 and 1; what is enough is decided in `assign`. The constants are measured by
`benchmarks/identity/thresholds.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log, sqrt

from deckwright.identity.sheet import Known
from deckwright.identity.sketch import Sample, answer_text, front_text, question_of, read_sketch, short_hash
from deckwright.identity.text import collapse
from deckwright.identity.words import features, words
from deckwright.lockfile import Record

CONFLICT = 0.6
"""What is left of a question's likeness where a word of its subject was put in another one's place (L1, L2)."""
CONFLICT_ANSWER = 0.85
"""What is left of the answer's likeness then."""
CONTRARY = 0.55
"""The share of words from which on two answers are one that was edited; below, they are two."""
CONTRARY_ANSWER = 0.82
"""What is left of a question's likeness where the answers are two."""
COMMON = 0.2
"""The share of questions from which on a word ("what", "is") is no word of a subject."""
ANSWER_CEILING = 0.9
"""How far an answer alone can go: the question is who an entry is."""
_QUESTION_WEIGHT = 1.5
_ANSWER_FEATURES = 4.0
_SHORT_ANSWER, _ONE_WORD, _COMMON_ANSWER = 0.8, 0.7, 0.4
_TIE = 0.01
_SIGNS = re.compile(r"[^\w\s]+")
_PUNCTUATION = frozenset(".,;:?!'\"`*()…–—-¿¡«»„“”‚‘’。、，？！：；؟،")
_PRINT = 0xFFFF
_RANK = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What an entry and a record have in common."""

    question: float
    """How much of the questions is the same; words that differ by a slip or an ending count as the same."""
    answer: float
    """How much of the answers is the same: 1 also where one is the other's beginning."""
    conflict: bool
    """Whether the questions seem to ask after two things."""
    contrary: bool
    """Whether both have an answer and these have hardly anything in common."""
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What an entry is compared by, computed once."""

    words: tuple[str, ...]
    answer: tuple[int, ...]
    """Hashes of features, sorted."""
    front: tuple[int, ...]
    answer_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answers:
    """How two answers compare: the same, and that one's record is the only one to give it; or two that differ."""

    same: bool
    unique: bool
    contrary: bool


class Gauge:
    """Measures likeness with weights from all records: what many of them have says little."""

    def __init__(self, records: Collection[Record]) -> None:
        self._count = len(records) + 1
        self._words = Counter(word for record in records for word in {*question_words(record.question)})
        self._prints: Counter[int] = Counter()
        self._answers: Counter[str] = Counter()
        for record in records:
            sketch = read_sketch(record.sketch)
            self._prints.update(sketch.answer.prints)
            self._answers[sketch.answer_hash] += 1
            if sketch.front:
                self._prints.update(sketch.front.prints)
        self._scale = log(self._count + 1)

    def rarity(self, word: str) -> float:
        """Weigh a word of a question: the logarithm of how few have it."""
        return log((self._count + 0.5) / (self._words[word] + 0.5))

    def measure(self, traits: Traits, record: Record) -> Likeness:
        """Compare an entry with a record."""
        sketch = read_sketch(record.sketch)
        same, unique = traits.answer_hash == sketch.answer_hash, self._answers[traits.answer_hash] == 1
        if same:
            answer, contrary = _same_answer(traits, unique=unique), False
        else:
            answer, contrary = self._answer(traits.answer, sketch.answer)
        question, conflict = self._question(
            traits.words, question_words(record.question), _Answers(same=same, contrary=contrary, unique=unique)
        )
        if sketch.front:
            question = max(question, self._front(traits.front, sketch.front))
        asked = question * (CONFLICT if conflict else CONTRARY_ANSWER if contrary else 1)
        answered = answer * CONFLICT_ANSWER if conflict else answer
        score = 1 - (1 - asked**2) * (1 - ANSWER_CEILING * answered**2)
        return Likeness(question=question, answer=answer, conflict=conflict, contrary=contrary, score=score)

    def _question(self, new: Sequence[str], old: Sequence[str], answers: _Answers) -> tuple[float, bool]:
        """Compare questions, knowing how the answers compare."""
        same, contrary, unique = answers.same, answers.contrary, answers.unique
        both = {*new} & {*old}
        only_new, only_old = _without_near({*new} - both, {*old} - both)
        shared = {*new} - only_new
        weight = self._sum(shared)
        alike = 2 * weight / (2 * weight + self._sum(only_new) + self._sum(only_old)) if shared else 0.0
        conflict = self._has_subject(only_new) and self._has_subject(only_old)
        if same and conflict:
            # The very same answer, and what is asked after is the same too: "Which port does SSH use / listen on?"
            conflict = self._rarest(shared) < self._rarest(only_old) + (0 if unique else _TIE)
        if contrary:
            # Another answer: only the very same question is the same one; not "macro" for "micro", not "why" for "how".
            conflict = conflict or bool(only_new and only_old) or self._subject(new) != self._subject(old)
        return alike * (1 - exp(-weight / _QUESTION_WEIGHT)), conflict or _negated(only_new, only_old)

    def _sum(self, some: Iterable[str]) -> float:
        return sum(map(self.rarity, some))

    def _rarest(self, some: Iterable[str]) -> float:
        return max(map(self.rarity, some), default=0.0)

    def _subject(self, some: Iterable[str]) -> list[str]:
        limit = max(4.0, COMMON * self._count)
        return [word for word in some if self._words[word] < limit]

    def _has_subject(self, some: Iterable[str]) -> bool:
        return bool(self._subject(some))

    def _answer(self, new: Sequence[int], old: Sample) -> tuple[float, bool]:
        shared, kept, had = self._shares(new, old)
        if not kept or not had:
            return 0.0, False
        # Pairs of words are counted: where a share p of the words is kept, p² of the pairs are.
        share = sqrt(max(shared / kept, shared / had))
        return share * (1 - exp(-shared / _ANSWER_FEATURES)), share < CONTRARY

    def _front(self, new: Sequence[int], old: Sample) -> float:
        shared, kept, had = self._shares(new, old)
        return sqrt(2 * shared / (kept + had)) * (1 - exp(-shared / _ANSWER_FEATURES)) if shared else 0.0

    def _shares(self, new: Sequence[int], old: Sample) -> tuple[float, float, float]:
        now = {value & _PRINT for value in new[: bisect_left(new, old.limit << _RANK)]}
        weigh = self._weigh
        return weigh(now & old.prints), weigh(old.prints), weigh(now)

    def _weigh(self, prints: Iterable[int]) -> float:
        counts, scale = self._prints, self._scale
        return sum(1 - log(counts.get(value) or 1) / scale for value in prints)


def _same_answer(traits: Traits, *, unique: bool) -> float:
    """Give what the very same answer is worth: much if it is long; if no other has it, something even if it is short."""
    short = _COMMON_ANSWER if not unique else _SHORT_ANSWER if len(traits.answer) > 1 else _ONE_WORD
    return max(short, 1 - exp(-len(traits.answer) / _ANSWER_FEATURES))


def traits(known: Known) -> Traits:
    """Work out what an entry is compared by."""
    entry = known.entry
    answer = answer_text(entry)
    return Traits(
        words=question_words(question_of(entry)),
        answer=tuple(sorted(features(answer))),
        front=tuple(sorted(features(front_text(entry)))),
        answer_hash=short_hash(collapse(answer)),
    )


@lru_cache(maxsize=1 << 15)
def question_words(question: str) -> tuple[str, ...]:
    """Give the words of a question, and the signs of its code and formulas."""
    return (*words(question), *(sign for sign in _SIGNS.findall(question) if not _PUNCTUATION.issuperset(sign)))


def _without_near(new: AbstractSet[str], old: AbstractSet[str]) -> tuple[set[str], set[str]]:
    """Take away the words that only a slip or an ending sets apart."""
    only_new, only_old = set(new), set(old)
    for word in sorted(new):
        for other in sorted(only_old):
            if _near(word, other):
                only_new.discard(word)
                only_old.discard(other)
                break
    return only_new, only_old


def _near(one: str, two: str) -> bool:
    """Say whether two words are one with a slip or another ending; a change of the first sign or a digit is neither."""
    if min(len(one), len(two)) < 4 or one[0] != two[0] or not (one.isalpha() and two.isalpha()):
        return False
    if abs(len(one) - len(two)) <= 3 and (one.startswith(two) or two.startswith(one)):
        return True
    head = _same_start(one, two)
    tail = _same_start(one[head:][::-1], two[head:][::-1])
    here, there = one[head : len(one) - tail], two[head : len(two) - tail]
    # One sign put in, left out or replaced, or two neighbours swapped.
    return min(len(one), len(two)) >= 5 and (len(here) < 2 > len(there) or (len(here) == 2 and here == there[::-1]))


def _same_start(one: str, two: str) -> int:
    return next(
        (at for at, (here, there) in enumerate(zip(one, two, strict=False)) if here != there), min(len(one), len(two))
    )


def _negated(new: Iterable[str], old: Iterable[str]) -> bool:
    """Say whether a word was turned by what stands before it (advantages, disadvantages; linear, nonlinear)."""
    pairs = [(one, two) for one in new for two in old if one.isalpha() and two.isalpha()]
    return any(
        min(len(one), len(two)) >= 4 and one != two and (one.endswith(two) or two.endswith(one)) for one, two in pairs
    )
