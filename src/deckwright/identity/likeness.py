"""How alike an entry and a record are: the shares of question and answer that both have, rare words counting most.

Everything here is a number between 0 and 1; what is enough is decided in `assign`. The constants are measured by
`benchmarks/identity/thresholds.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from math import exp, log, sqrt

from deckwright.identity.asking import ASKING
from deckwright.identity.sheet import Known
from deckwright.identity.sketch import (
    MASK,
    RANK,
    Sample,
    answer_hash_of,
    answer_text,
    cut_question,
    front_text,
    prints_of,
    read_sketch,
    short_hash,
)
from deckwright.identity.slips import has_negated, without_near
from deckwright.identity.text import collapse
from deckwright.identity.words import features, words
from deckwright.lockfile import Record
from deckwright.swift import dataclass

CONFLICT = 0.6
"""What is left of a question's likeness where a word of its subject was put in another one's place (L1, L2)."""
CONFLICT_ANSWER = 0.85
"""What is left of the answer's likeness then."""
TWIN, TWIN_ANSWER = 0.85, 0.7
"""The share from which on two whole answers may be twins', not one that was cut or extended; what is left of it then."""
CONTRARY = 0.55
"""The share of words below which two answers are two, not one that was edited."""
CONTRARY_ANSWER = 0.82
"""What is left of a question's likeness then."""
SLIP_ANSWER = 0.75
"""The share of words below which a slip in the question may be another word ("micro", "macro")."""
SIGN_ANSWER = 0.5
"""The likeness of answers below which one sign more or less in a question's code makes another question ("a", "a[:]")."""
PART = 0.9
"""The share of words from which on an answer is the other one, cut or extended."""
CUT = 0.95
"""The share of words from which on that is certain."""
TELLS = 0.75
"""The likeness of questions from which on one word in another's place needn't make another question."""
RARER = 2.0
"""How much rarer than all that was replaced a common word must be, for the question to be about that word."""
COMMON = 0.2
"""The share of questions from which on a word ("what", "is") is no word of a subject."""
ASKING_WEIGHT = 0.3
"""What a word that only asks is worth beside one of the subject."""
ASKS = 0.2
"""The likeness of questions below which an answer that is a part of the other doesn't count as that one."""
ANSWER_CEILING = 0.9
"""How far an answer alone can go: the question is who an entry is."""
_QUESTION_WEIGHT = 1.5
_ANSWER_WEIGHT = 4.0
_SHORT_ANSWER, _ONE_WORD, _COMMON_ANSWER = 0.8, 0.7, 0.4
_TIE = 0.01
_SMALL = 50
"""Questions below which a deck doesn't show how rare a word is."""
_SIGNS = re.compile(r"[^\w\s]+")
_PUNCTUATION = frozenset(".,;:?!'\"`*()…–—-¿¡«»„“”‚‘’。、，？！：；؟،")
_TELLING_SIGN = re.compile(rf"[^\w\s{re.escape(''.join(_PUNCTUATION))}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What an entry and a record have in common."""

    question: float
    """How much of the questions is the same; words that differ by a slip or an ending count as the same."""
    answer: float
    """How much of the answers is the same: 1 also where one is the other's beginning."""
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
    question_hash: str
    """Of a question that a record can't hold as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """How two texts overlap, as shares of words, and how much that says."""

    part: float = 1.0
    """The share of the one that is a part of the other."""
    whole: float = 1.0
    """The share of both together that both have."""
    trust: float = 0.0
    """How sure this is: near 0 for a word or two, near 1 from a sentence on."""
    same: bool = False
    """Whether they are the same, sign for sign."""
    unique: bool = False
    """Whether only one record has this text."""

    @property
    def contrary(self) -> bool:
        """Whether they are two texts, not one that was edited."""
        return self.part < CONTRARY


class Gauge:
    """Measures likeness with weights from all records: what many of them have says little."""

    def __init__(self, records: Collection[Record]) -> None:
        self._count = max(len(records), _SMALL)
        self._words = Counter(chain.from_iterable({*question_words(record.question)} for record in records))
        self._common = max(4.0, COMMON * len(records))
        self._answers = Counter(answer_hash_of(record.sketch) for record in records)
        self._totals: dict[frozenset[int], float] = {}
        self._records = records

    @cached_property
    def _weights(self) -> Mapping[int, float]:
        """How much each print says: the fewer records have it, the more. Many an edit is settled without."""
        prints = Counter(chain.from_iterable(prints_of(record.sketch) for record in self._records))
        scale = log(self._count + 2)
        return {value: 1 - log(count) / scale for value, count in prints.items()}

    def rarity(self, word: str) -> float:
        """Weigh a word of a question: the logarithm of how few have it."""
        rarity = log((self._count + 0.5) / (self._words[word] + 0.5))
        return rarity * ASKING_WEIGHT if word in ASKING else rarity

    def measure(self, traits: Traits, record: Record) -> Likeness:
        """Compare an entry with a record."""
        sketch = read_sketch(record.sketch)
        answers = self._answers_of(traits, sketch.answer_hash, sketch.answer)
        question, conflict = self._questions(traits.words, question_words(record.question), answers)
        if sketch.front:
            front = self._shares(traits.front, sketch.front)
            question = max(question, front.whole * front.trust)
            # What is cut off of a long question may make all the difference.
            conflict = conflict or (answers.contrary and sketch.question_hash != traits.question_hash)
        answer = (answers.part if question >= ASKS else answers.whole) * answers.trust
        asked = question * (CONFLICT if conflict else CONTRARY_ANSWER if answers.contrary else 1)
        if conflict:
            # With a word put in another's place ("left", "right"), an answer that is neither the same nor cut or extended
            # may well be the twin's, unless the questions have much else in common.
            edited = answers.same or question >= TELLS or (answers.part >= CUT and answers.whole < TWIN)
            answer *= CONFLICT_ANSWER if edited else TWIN_ANSWER
        score = 1 - (1 - asked**2) * (1 - ANSWER_CEILING * answer**2)
        return Likeness(question=question, answer=answer, contrary=answers.contrary, score=score)

    def _questions(self, new: Sequence[str], old: Sequence[str], answers: Shares) -> tuple[float, bool]:
        """Give the likeness of questions, and whether they seem to ask after two things."""
        both = {*new} & {*old}
        only_new, only_old = without_near({*new} - both, {*old} - both)
        shared = {*new} - only_new
        weight = self._sum(shared)
        # Words that stand in every question weigh nothing: sharing them is no likeness.
        alike = 2 * weight / (2 * weight + self._sum(only_new) + self._sum(only_old)) if weight else 0.0
        conflict = bool(self._subject(only_new) and self._subject(only_old))
        if conflict and answers.part >= PART:
            # The answer is the same, or a part: what counts is the rarest word. "Which port does SSH use / listen on?"
            lead = (0 if answers.unique else _TIE) if answers.same else RARER
            conflict = self._rarest(shared) < self._rarest(only_old) + lead
        if answers.part < SLIP_ANSWER and len(shared) > len(both):
            conflict = True
        if not answers.same and answers.part * answers.trust < SIGN_ANSWER and any(map(_is_sign, only_new | only_old)):
            conflict = True
        if answers.contrary:
            # Another answer: only the very same question is the same one, "why" is not "how".
            conflict = conflict or bool(only_new and only_old) or self._subject(new) != self._subject(old)
        return alike * (1 - exp(-weight / _QUESTION_WEIGHT)), conflict or has_negated(only_new, only_old)

    def _sum(self, some: Iterable[str]) -> float:
        return sum(map(self.rarity, some))

    def _rarest(self, some: Iterable[str]) -> float:
        return max(map(self.rarity, some), default=0.0)

    def _subject(self, some: Iterable[str]) -> list[str]:
        return [word for word in some if self._words[word] < self._common and word not in ASKING]

    def _answers_of(self, traits: Traits, old_hash: str, old: Sample) -> Shares:
        if traits.answer_hash != old_hash:
            return self._shares(traits.answer, old)
        unique = self._answers[old_hash] == 1
        short = _COMMON_ANSWER if not unique else _SHORT_ANSWER if len(traits.answer) > 1 else _ONE_WORD
        return Shares(trust=max(short, 1 - exp(-len(traits.answer) / _ANSWER_WEIGHT)), same=True, unique=unique)

    def _shares(self, new: Sequence[int], old: Sample) -> Shares:
        now = {value & MASK for value in new[: bisect_left(new, old.limit << RANK)]}
        in_old = self._totals.get(old.prints)
        if in_old is None:
            in_old = self._totals[old.prints] = self._weigh(old.prints)
        shared, in_new = self._weigh(now & old.prints), self._weigh(now)
        if not in_old or not in_new:
            return Shares()
        # Pairs of words are counted: where a share p of the words is kept, p² of the pairs are.
        return Shares(
            part=sqrt(max(shared / in_old, shared / in_new)),
            whole=sqrt(shared / (in_old + in_new - shared)),
            trust=1 - exp(-shared / _ANSWER_WEIGHT),
        )

    def _weigh(self, prints: Iterable[int]) -> float:
        weight = self._weights.get
        return sum([weight(value, 1.0) for value in prints])


def traits(known: Known) -> Traits:
    """Work out what an entry is compared by."""
    answer = answer_text(known.entry)
    question, hashed = cut_question(known.entry)
    return Traits(
        words=question_words(question),
        answer=tuple(sorted(features(answer))),
        front=tuple(sorted(features(front_text(known.entry)))),
        answer_hash=short_hash(collapse(answer)),
        question_hash=hashed,
    )


def _is_sign(word: str) -> bool:
    return not any(map(str.isalnum, word))


@lru_cache(maxsize=1 << 15)
def question_words(question: str) -> tuple[str, ...]:
    """Give the words of a question, and the signs of its code and formulas."""
    found = words(question)
    if _TELLING_SIGN.search(question):
        found += (sign for sign in _SIGNS.findall(question) if not _PUNCTUATION.issuperset(sign))
    return tuple(found)
