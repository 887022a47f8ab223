"""The rules that judge: the same answer unless a question speaks against it, then the best assignment of what is left.

The constants are measured by `benchmarks/identity/thresholds.py`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from deckwright.identity.judge import Judge, Pair
from deckwright.identity.likeness import ASKS, Likeness
from deckwright.identity.sheet import Known, Sheet
from deckwright.identity.sketch import answer_hash_of, answer_text, short_hash
from deckwright.identity.text import collapse
from deckwright.identity.words import words
from deckwright.lockfile import Record
from deckwright.model import Guid
from deckwright.swift import dataclass

ACCEPT = 0.62
"""The score from which on an entry is taken for a record."""
MARGIN = 0.06
"""How far a pair must be ahead of every other one that its entry or its record could still make."""
DOUBT = 0.4
"""The score from which on a free record is named as what an entry may be; the likeness of questions or answers, too."""
CLAIM = 0.75
"""The likeness of questions from which on an entry claims a record, whatever its answer is."""
_RIVAL = 0.25
"""The same, of a pair whose own questions have next to nothing in common (`ASKS`)."""
_ASKED = 0.5
"""The likeness of questions below which a pair rests on its answers alone."""
_PLACE = 0.04
_RETIRED = 0.08
_MEANINGFUL = 8
"""Words from which on an answer is no other one's by chance; or a block of code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A pair and what it is worth beside the others."""

    pair: Pair
    score: float


def by_answer(sheet: Sheet, judge: Judge, wave: Sequence[Known]) -> None:
    """Match what answers the same, if that is unique, says something, and no question claims one of the two."""
    free = [known for known in wave if known.position not in sheet.matches]
    if not free:
        return
    recorded = Counter(answer_hash_of(record.sketch) for record in sheet.records)
    records = {answer_hash_of(record.sketch): record for record in sheet.free_records()}
    # What was matched as it was recorded is counted among the records already.
    given = Counter(_answer_hash(known) for known in sheet.entries if not sheet.is_unchanged(known))
    pairs: list[tuple[Known, Record]] = []
    for known in free:
        hashed = _answer_hash(known)
        record = records.get(hashed)
        unique = recorded[hashed] == given[hashed] == 1
        if record and unique and _is_meaningful(known) and record.kind.note_type == known.entry.kind.note_type:
            pairs.append((known, record))
    if not pairs:
        return
    claims = _claims(pair for known in free for pair in judge.askers(known))
    for known, record in pairs:
        if not claims.against(judge.pair(known, record)):
            sheet.match(known, record, "same answer")


def by_likeness(sheet: Sheet, pairs: Sequence[Pair]) -> list[Scored]:
    """Match the pairs that are clearly ahead of every other; give what else is worth a mention, best first."""
    rest = _scored(pairs)
    while clear := _clear([one for one in rest if _is_one_note(one.pair)]):
        for one in clear:
            sheet.match(one.pair.known, one.pair.record, _evidence(one.pair))
        # What is matched speaks against no one any more: others may be clear now.
        rest = _scored([one.pair for one in rest if _is_free(sheet, one)])
    return [one for one in rest if one.score >= DOUBT or _is_doubtful(one.pair.likeness)]


def _scored(pairs: Sequence[Pair]) -> list[Scored]:
    """Score pairs beside each other, best first."""
    claims = _claims(pairs)
    return sorted((Scored(pair=pair, score=_score(pair, claims)) for pair in pairs), key=_rank)


def _is_doubtful(likeness: Likeness) -> bool:
    return max(likeness.question, likeness.answer) >= DOUBT


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claims:
    """Who asks so nearly the same that no answer can speak for another one."""

    of_entry: defaultdict[int, dict[Guid, float]]
    of_record: defaultdict[Guid, dict[int, float]]
    """How alike the questions are, where at least `_RIVAL`."""

    def against(self, pair: Pair) -> bool:
        """Whether the entry or the record of a pair asks what somebody else does."""
        # Where the questions have nothing in common, half a question of somebody else says more than the answer.
        enough = _RIVAL if pair.likeness.question < ASKS else CLAIM
        position, guid = pair.known.position, pair.record.guid
        return any(alike >= enough for other, alike in self.of_entry[position].items() if other != guid) or any(
            alike >= enough for other, alike in self.of_record[guid].items() if other != position
        )


def _claims(pairs: Iterable[Pair]) -> _Claims:
    claims = _Claims(of_entry=defaultdict(dict), of_record=defaultdict(dict))
    for pair in pairs:
        if pair.likeness.question >= _RIVAL:
            claims.of_entry[pair.known.position][pair.record.guid] = pair.likeness.question
            claims.of_record[pair.record.guid][pair.known.position] = pair.likeness.question
    return claims


def _score(pair: Pair, claims: _Claims) -> float:
    likeness = pair.likeness
    score = likeness.score + (_PLACE if pair.in_place else 0) - (_RETIRED if pair.record.retired else 0)
    if bool(pair.known.entry.parent) != bool(pair.record.parent):
        score -= _PLACE
    if likeness.question < _ASKED and claims.against(pair):
        # The answers agree, but one of the two asks what someone else asks: an answer that was copied or swapped.
        return min(score, DOUBT)
    if pair.in_crowd:
        # What `by_crowd` left of a crowd has too little of its own.
        return min(score, DOUBT)
    if likeness.contrary and (pair.record.retired or not pair.in_place):
        return min(score, DOUBT)
    return score


def _clear(scored: Sequence[Scored]) -> list[Scored]:
    """Find the pairs, in the order of their scores, that leave all others of their entry and record behind."""
    best_of_entry: dict[int, list[float]] = defaultdict(list)
    best_of_record: dict[Guid, list[float]] = defaultdict(list)
    for one in scored:
        best_of_entry[one.pair.known.position].append(one.score)
        best_of_record[one.pair.record.guid].append(one.score)
    return [
        one
        for one in scored
        if one.score >= ACCEPT
        and _leads(one.score, best_of_entry[one.pair.known.position])
        and _leads(one.score, best_of_record[one.pair.record.guid])
    ]


def _leads(score: float, descending: Sequence[float]) -> bool:
    return score == descending[0] and (len(descending) == 1 or score - descending[1] >= MARGIN)


def _rank(one: Scored) -> tuple[float, int, Guid]:
    return -one.score, one.pair.known.position, one.pair.record.guid


def _is_free(sheet: Sheet, one: Scored) -> bool:
    return one.pair.known.position not in sheet.matches and one.pair.record.guid not in sheet.taken


def _is_one_note(pair: Pair) -> bool:
    return pair.known.entry.kind.note_type == pair.record.kind.note_type


def _evidence(pair: Pair) -> str:
    return f"question {pair.likeness.question:.0%} alike, answer {pair.likeness.answer:.0%}"


def _answer_hash(known: Known) -> str:
    return short_hash(collapse(answer_text(known.entry)))


def _is_meaningful(known: Known) -> bool:
    answer = answer_text(known.entry)
    return "```" in answer or "~~~" in answer or len(words(answer)) >= _MEANINGFUL
