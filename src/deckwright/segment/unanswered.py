"""Follow-ups that an answer asks and nothing answers, so that they stay its text: where each stands, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deckwright.markdown.plain import plain
from deckwright.markdown.scan import LineKind
from deckwright.segment.asked import HELD, held_text, read_opening, reads_label
from deckwright.segment.bodylines import BodyLine, passage
from deckwright.swift import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """A follow-up that gets no card: the line of its question (1-based), its words, and why."""

    line: int
    question: str
    why: str


def unanswered(answer: Sequence[BodyLine], start: int, taken: Sequence[tuple[int, int]]) -> Iterator[Unanswered]:
    """Give what asks something behind a follow-up's label, from a position on, beside the lines that are taken."""
    read = {line for first, last in taken for line in range(first, last + 1)}
    for position in range(start, len(answer)):
        one = answer[position]
        if one.line in read or not reads_label(one):
            continue
        if one.kind in HELD:  # a question is one line there: what follows is indented, or has a sign of its own
            asked = read_opening([one._replace(text=held_text(one.text), kind=LineKind.TEXT)], 0)
        else:
            asked = read_opening(answer, position)
        if asked is not None:
            words = plain(passage(asked.question).text)
            inside = one.kind is LineKind.QUOTE and answer[position - 1].kind is LineKind.QUOTE
            yield Unanswered(line=asked.question[0].line, question=words, why=_WITHIN if inside else _WHY[one.kind])


_WITHIN = "a quotation is read for follow-ups only where it begins with one"
_BELOW = "nothing below answers it"
_WHY = {
    LineKind.TEXT: _BELOW,
    LineKind.HEADING: _BELOW,
    LineKind.HTML: _BELOW,
    LineKind.ITEM: "nothing in its list item answers it",
    LineKind.QUOTE: "nothing in its quotation answers it",
}
