"""The rule for texts with gaps that have no question: one that was edited where it stands, told by the words that only it has.

Such a text is all in its record's question, so that a gap's new answer looks like another subject. Among its siblings,
those of the same place, it is still the same text if it was only added to or cut, or only its gap's answer is another.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence

from deckwright.identity.asking import ASKING
from deckwright.identity.gaps import key_of, numbers_of, texts_of
from deckwright.identity.judge import Judge, Pair
from deckwright.identity.likeness import question_words
from deckwright.identity.sheet import Known, Sheet
from deckwright.identity.sketch import answer_hash_of, answer_text, short_hash
from deckwright.identity.slips import has_negated, is_inflected, without_near
from deckwright.identity.text import collapse, shown
from deckwright.lockfile import Record
from deckwright.model import Kind
from deckwright.swift import dataclass

TELLING = 2
"""Words that no sibling has and that must be kept, where an answer was replaced; one where it is another gap's."""
PLAIN = 4
"""Words, whatever they are, that must be kept where nothing was replaced; one of them one that no sibling has."""
CUT = 0.8
"""The likeness of texts from which on one that the lock holds only the beginning of was added to or cut."""
_NO_ANSWER = short_hash("")


def by_sentence(sheet: Sheet, judge: Judge, wave: Sequence[Known]) -> None:
    """Match the texts that were edited in place; none that could as well be two."""
    free = [known for known in wave if known.position not in sheet.matches and _is_sentence(known)]
    if not free:
        return
    pairs = [pair for pair in judge.candidates(free) if pair.in_place and _was_sentence(pair.record)]
    if not pairs:
        return
    siblings = _Siblings(sheet)
    found = [pair for pair in pairs if _is_edited(pair, siblings)]
    entries = Counter(pair.known.position for pair in found)
    records = Counter(pair.record.guid for pair in found)
    for pair in found:
        if entries[pair.known.position] == records[pair.record.guid] == 1:
            sheet.match(pair.known, pair.record, "edited in the same place")


def _is_sentence(known: Known) -> bool:
    return known.entry.kind is Kind.CLOZE and not known.entry.parent and not collapse(answer_text(known.entry))


def _was_sentence(record: Record) -> bool:
    return record.kind is Kind.CLOZE and not record.retired and answer_hash_of(record.sketch) == _NO_ANSWER


class _Siblings:
    """How many of the texts in each place have a word."""

    def __init__(self, sheet: Sheet) -> None:
        self._words: defaultdict[Hashable, Counter[str]] = defaultdict(Counter)
        for known in filter(_is_sentence, sheet.entries):
            self._words[_place(known)].update(_words(known))
        for record in filter(_was_sentence, sheet.free_records()):
            self._words[record.file, record.headings].update({*question_words(record.question)})

    def tells(self, word: str, pair: Pair, words: Iterable[set[str]]) -> bool:
        """Say whether no other text of a pair's place than these two has a word, and it isn't one that any may have."""
        own = sum(word in each for each in words)
        places = {_place(pair.known), (pair.record.file, pair.record.headings)}
        return word not in ASKING and sum(self._words[place][word] for place in places) == own


def _place(known: Known) -> Hashable:
    return known.entry.file, known.entry.headings


def _words(known: Known) -> set[str]:
    return {*question_words(collapse(shown(known.entry, known.entry.question)))}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edit:
    """What an edit of a text did to its words."""

    kept: frozenset[str]
    gained: frozenset[str]
    lost: frozenset[str]


def _is_edited(pair: Pair, siblings: _Siblings) -> bool:
    """Say whether an entry is its record's text with something added, cut, or answered in another way."""
    new, old = _words(pair.known), {*question_words(pair.record.question)}
    cut = pair.record.question.endswith("…")
    if cut:
        # Its last word may be half of one; what stands after it isn't known to be new.
        old.discard(question_words(pair.record.question)[-1])
    gained, lost = without_near(new - old, old - new, is_near=is_inflected)
    slipped = new - old - gained
    kept = {word for word in new & old if siblings.tells(word, pair, (new, old))} | slipped
    gained, lost = set() if cut else gained - ASKING, lost - ASKING
    if has_negated(gained, lost) or (cut and pair.likeness.question < CUT):
        return False
    if gained and lost:
        # A slip beside another answer may be another word.
        answered = _Edit(kept=frozenset(kept), gained=frozenset(gained), lost=frozenset(lost))
        return not slipped and _is_answered(pair, answered)
    return bool(kept) and len(new & old | slipped) >= PLAIN and len(kept) > len(lost)


def _is_answered(pair: Pair, edit: _Edit) -> bool:
    """Say whether only what stands in a gap was replaced, while another one stayed or there is no other."""
    from deckwright.markdown.cloze_entry import gaps_of  # noqa: PLC0415  (most decks have no gaps)

    record, gaps = pair.record, gaps_of(pair.known.entry)
    said = [gaps.said(gap) for gap in gaps.found]
    was = texts_of(record.clozes)
    stays = [text for text in said if key_of(text) in was]
    now, before, stayed = (
        frozenset(word for text in texts for word in question_words(text)) for texts in (said, was, stays)
    )
    if not (edit.gained <= now and edit.lost <= before and (stays or len(numbers_of(record.clozes)) == 1)):
        return False
    # A gap that stayed says by itself which text this is, where no sibling has its words.
    return len(edit.kept) >= TELLING or not edit.kept.isdisjoint(stayed)
