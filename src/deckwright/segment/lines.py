"""The reading style in which a question is a line of plain text: `What is …?`, and its answer what stands below it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from deckwright.markdown.plain import plain
from deckwright.markdown.scan import LineKind
from deckwright.model import Passage
from deckwright.segment.asking import asks, bids
from deckwright.segment.blocks import barriers, body_from, ends_at, last_said
from deckwright.segment.sheet import Cut, Sheet

_LONGEST = 300
"""Characters of a line that asks; a longer one is a paragraph that ends with a question."""
_ROOM = 10
"""Lines of an answer, on average: where they are more, the questions are those of an essay."""
_LEAD = 4
"""Lines that a section may have before its first question, its heading among them."""
_APART = frozenset({LineKind.BLANK, LineKind.RULE, LineKind.HEADING, LineKind.UNDERLINE})


class Lines:
    """Questions as lines of plain text."""

    name = "lines"
    says = "lines of plain text that ask"
    weight = 0.3
    enough = 3

    def cuts(self, sheet: Sheet, start: int, stop: int, *, forced: bool) -> tuple[Cut, ...]:
        """Cut at each paragraph that begins with a line which asks, where these make up the text."""
        limits = barriers(sheet, start, stop)
        asked = [index for index in range(start, stop) if _asks(sheet, index, start)]
        found: list[Cut] = []
        position = 0
        for index, following in pairwise([*asked, stop]):
            limit, position = ends_at(limits, position, index)
            found.append(_cut(sheet, index, min(limit, following)))
        if forced:
            return tuple(found)
        found = _led(sheet, found, (start, limits))
        return tuple(found) if _believable(sheet, found) else ()


def _asks(sheet: Sheet, index: int, start: int) -> bool:
    """Whether a line of text asks, as the first of its paragraph, and the one below it doesn't ask as well."""
    line = sheet.lines[index]
    if sheet.kinds[index] is not LineKind.TEXT or len(line) > _LONGEST or not (line[:1].isalpha() or line[:1] == "¿"):
        return False
    if index > start and sheet.kinds[index - 1] not in _APART:
        return False
    said = plain(line)
    if not (asks(said) and bids(said)):
        return False
    below = sheet.lines[index + 1] if index + 1 < len(sheet.lines) else ""
    return not asks(plain(below[:_LONGEST]))


def _cut(sheet: Sheet, index: int, stop: int) -> Cut:
    return Cut(
        start=index,
        stop=stop,
        question=Passage(text=sheet.lines[index].strip(), line=index + 1),
        body=body_from(sheet, index + 1, stop, None),
        style="lines",
    )


def _led(sheet: Sheet, found: Sequence[Cut], region: tuple[int, Sequence[int]]) -> list[Cut]:
    """Give the questions of the sections that begin with one, but for a line or two."""
    led: list[Cut] = []
    start, limits = region
    opened: dict[int, bool] = {}
    for cut in found:
        place = bisect_right(limits, cut.start)
        floor = limits[place - 1] if place else start
        if floor not in opened:
            opened[floor] = sum(bool(line.strip()) for line in sheet.lines[floor : cut.start]) <= _LEAD
        if opened[floor]:
            led.append(cut)
    return led


def _believable(sheet: Sheet, found: Sequence[Cut]) -> bool:
    """Whether there are enough, all are answered, and shortly."""
    if len(found) < Lines.enough or not all(cut.body.text.strip() for cut in found):
        return False
    return sum(last_said(sheet, cut.start + 1, cut.stop) - cut.start for cut in found) <= _ROOM * len(found)
