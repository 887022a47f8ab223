"""Follow-ups within an answer: where each starts and ends, what answers it, and what stays with its parent."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from itertools import groupby

from deckwright.choices import Choices, FollowUps
from deckwright.markdown.scan import LineKind, scan
from deckwright.segment.asides import asides, opens, tag_of
from deckwright.segment.asked import HELD, READ, Opening, held_text, read_label, read_opening, reads_label
from deckwright.segment.attributes import NONE, Attributes
from deckwright.segment.bodylines import BodyLine, folds_within, passage, says, trimmed
from deckwright.segment.cloze import revealed
from deckwright.segment.furniture import answers_nothing, is_link_only
from deckwright.segment.lettered import without_letter
from deckwright.segment.options import last_options
from deckwright.segment.pieces import item_end
from deckwright.segment.sheet import Sheet, dedent
from deckwright.segment.tags import Role
from deckwright.segment.told import Told, opened
from deckwright.segment.unanswered import Unanswered, unanswered
from deckwright.swift import dataclass

_DEEPEST = 8
"""Lists and quotations in one another that are read for follow-ups."""
_HASHES = re.compile(r"[ ]{0,3}(#{1,6})[ \t]")


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """A question within an answer, with its own one; `lines` are its first and last line (1-based)."""

    lines: tuple[int, int]
    question: Sequence[BodyLine]
    told: Told
    above: Sequence[BodyLine] = ()
    """The question of the follow-up that it follows in its turn; none where it follows the answer's own."""
    level: int = 0
    """Of its heading; 0 where it has none."""
    held: bool = False
    """Whether it stands in a list item or a quotation."""
    aside: frozenset[int] = frozenset()
    """The lines (1-based) that say nothing of the answer: its hint, and how else it is asked."""
    attributes: Attributes = NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """An answer, parted; `rest` is what stays: without the answers of its follow-ups, but with what they ask."""

    rest: list[BodyLine]
    owned: frozenset[int] = frozenset()
    """The lines (1-based) of its follow-ups."""
    follow_ups: tuple[FollowUp, ...] = ()
    answered: bool = True
    """Whether anything answers the question itself."""
    unanswered: tuple[Unanswered, ...] = ()
    """Those that stay text of `rest`."""


@dataclass(slots=True, kw_only=True)
class _Open:
    """A follow-up that is being read, and its lines as written."""

    asked: Opening
    written: list[BodyLine]
    below: list[BodyLine] = field(default_factory=list)


def first_follow_up(found: Sequence[BodyLine]) -> int:
    """Give the position of the first label of a follow-up behind anything that is said; the end where there is none."""
    spoken = False
    for position, one in enumerate(found):
        if spoken and reads_label(one):
            return position
        spoken = spoken or says(one)
    return len(found)


def split(sheet: Sheet, answer: list[BodyLine], choices: Choices) -> Split:
    """Part an answer from its follow-ups. One that nothing answers stays text of the answer.

    What stays of one with its parent is only read there: gaps are asked for in the follow-up, and nowhere else.
    """
    start = first_follow_up(answer)
    parted = _parted(sheet, answer, start)
    rest, found = parted.rest, parted.follow_ups
    owned = frozenset(line for each in found for line in range(each.lines[0], each.lines[1] + 1))
    if choices.follow_ups is FollowUps.INSIDE:
        return Split(rest=answer, owned=owned)
    if choices.follow_ups is FollowUps.BOTH:
        aside = {line for each in found for line in each.aside}
        rest = [one for one in answer if one.line not in aside]
    return Split(
        rest=_without_gaps(rest, found, highlights=choices.highlights),
        owned=owned,
        follow_ups=found,
        answered=not found or not answers_nothing(passage(answer[:start]).text),
        unanswered=tuple(unanswered(answer, start, [each.lines for each in found])),
    )


def _parted(sheet: Sheet, answer: list[BodyLine], start: int, depth: int = 0, *, within_item: bool = False) -> Split:
    """Part lines from the follow-ups from a position on."""
    position = start
    rest = list(answer[:start])
    found: list[FollowUp] = []
    extras = {fold.start[0] + 1 for fold in folds_within(sheet, answer) if sheet.role(fold) is Role.EXTRA}
    current: _Open | None = None
    while position < len(answer):
        one = answer[position]
        held = _read_held(sheet, answer, position, depth) if depth < _DEEPEST else None
        if held is not None:
            rest += _settled(sheet, current, found)
            current = None
            outer = found[0].question if found and within_item else ()
            found += (replace(each, level=0, held=True, above=each.above or outer) for each in held.follow_ups)
            rest += held.shown
            position = held.stop
            continue
        asked = read_opening(answer, position)
        if asked is not None or (current is not None and (one.line in extras or _ends(one, current.asked))):
            rest += _settled(sheet, current, found)
            current = None
        if asked is not None:
            first = one._replace(text=one.text if not asked.level else asked.shown[0].text)
            current = _Open(asked=asked, written=[first, *answer[position + 1 : asked.stop]])
            position = asked.stop
            continue
        (rest if current is None else current.below).append(one)
        position += 1
    rest += _settled(sheet, current, found)
    return Split(rest=rest, follow_ups=tuple(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """Follow-ups in a list item or a quotation: what stays of it, and the position behind it."""

    follow_ups: Sequence[FollowUp]
    shown: Sequence[BodyLine]
    stop: int


def _read_held(sheet: Sheet, answer: Sequence[BodyLine], position: int, depth: int) -> _Held | None:
    """Read the list item or quotation that starts at a position with a follow-up that is answered in it; None if none."""
    one = answer[position]
    if one.kind not in HELD or not reads_label(one):
        return None
    if one.kind is LineKind.QUOTE and position and answer[position - 1].kind is LineKind.QUOTE:
        return None  # a quotation is read once, as a whole
    stop = item_end(answer, position)
    while one.kind is LineKind.QUOTE and stop < len(answer) and answer[stop].kind is LineKind.QUOTE:
        stop += 1
    sign = one.text[: len(one.text) - len(held_text(one.text))]
    below = sign if one.kind is LineKind.QUOTE else " " * len(sign)
    if one.kind is LineKind.QUOTE:
        texts = [held_text(each.text) for each in answer[position:stop]]
    else:
        texts = [held_text(one.text), *(dedent(each.text, len(sign)) for each in answer[position + 1 : stop])]
    kinds = scan("\n".join(texts)).kinds
    inner = [BodyLine(*each, one.line + at) for at, each in enumerate(zip(texts, kinds, strict=True))]
    asked = read_opening(inner, 0)
    if asked is None:
        return None
    parted = _parted(sheet, inner, 0, depth + 1, within_item=one.kind is LineKind.ITEM)
    if not parted.follow_ups:
        return None
    kept = trimmed(parted.rest)
    shown = [
        each._replace(text=f"{below if at else sign}{each.text}".rstrip(), kind=one.kind)
        for at, each in enumerate(kept)
    ]
    return _Held(follow_ups=parted.follow_ups, shown=shown, stop=stop)


def _without_gaps(rest: list[BodyLine], found: Sequence[FollowUp], *, highlights: bool) -> list[BodyLine]:
    """Give lines without the gaps of follow-ups in them."""
    firsts = [each.lines[0] for each in found]

    def owner(one: BodyLine) -> int:
        """Give the position of the follow-up that a line is a part of, or -1."""
        position = bisect_right(firsts, one.line) - 1
        return position if position >= 0 and one.line <= found[position].lines[1] else -1

    kept: list[BodyLine] = []
    for position, group in groupby(rest, key=owner):
        own = list(group)
        kept += revealed(own, highlights=highlights) if position >= 0 else own
    return kept


def _ends(one: BodyLine, asked: Opening) -> bool:
    """Whether a line goes back to the parent: what isn't graded, or a heading no deeper than the follow-up's own."""
    hashes = _HASHES.match(one.text) if one.kind is LineKind.HEADING and asked.level else None
    if hashes is not None and len(hashes[1]) <= asked.level:
        return True
    if one.kind in READ and read_label(one.text) is not None:
        return True  # one that asks nothing is the parent's text
    tag = tag_of(one) if one.kind is not LineKind.ITEM else None
    return tag is not None and tag.role is Role.EXTRA and opens(tag)


def _settled(sheet: Sheet, current: _Open | None, found: list[FollowUp]) -> Iterator[BodyLine]:
    """Note a follow-up down if it is answered; give the lines that stay with its parent."""
    if current is None:
        return
    asked = current.asked
    lines = [*asked.answer, *current.below]
    parted = asides(sheet, lines, extras=False)
    start = opened(sheet, parted.kept)
    before, answer = start.before, [*without_letter(start.answer)]
    if (any(map(says, asked.answer)) and not last_options(before)[2]) or not any(map(says, answer)):
        before, answer = [], [*before, *answer]  # it answers already where it asks
    text = passage(answer).text
    if not any(map(says, answer)) or answers_nothing(text) or is_link_only(text):
        yield from current.written
        yield from current.below
        return
    kept = {one.line for one in (*asked.question, *filter(says, parted.kept))}
    found.append(
        FollowUp(
            lines=(current.written[0].line, [*current.written, *current.below][-1].line),
            question=asked.question,
            above=_above(found, asked, current.written[0].line),
            level=asked.level,
            told=Told(
                before=trimmed(before),
                answer=trimmed(answer),
                hint=trimmed(parted.hint),
                reverse=trimmed(parted.reverse),
                typed=trimmed(parted.typed),
                verdict=start.tag.rest if start.tag is not None else "",
                verdict_line=start.tag.line if start.tag is not None else "",
                labelled=start.labelled,
            ),
            aside=frozenset(one.line for one in lines if says(one) and one.line not in kept),
            attributes=asked.attributes,
        )
    )
    last = found[-1].lines[1]
    yield from asked.shown
    yield BodyLine("", LineKind.BLANK, last)


def _above(found: Sequence[FollowUp], asked: Opening, line: int) -> Sequence[BodyLine]:
    """Find the question of the follow-up right above, or around, that one follows which starts on a line."""
    if not found or found[-1].lines[1] + 1 != line:
        return ()
    last = found[-1]
    if asked.goes_on:
        return last.question
    if asked.level:
        near = next((each for each in reversed(found) if 0 < each.level <= asked.level), None)
        return () if near is None else near.question if near.level < asked.level else near.above
    return last.question if last.level > 0 else () if last.held else last.above
