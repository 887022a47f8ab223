"""Questions that are lines of text, not headings: what the styles for them share."""

from __future__ import annotations

from collections.abc import Sequence

from deckwright.model import Passage
from deckwright.segment.sheet import Sheet


def barriers(sheet: Sheet, start: int, stop: int) -> list[int]:
    """Find the lines that end what was asked before: headings of the outline, and the end of the region."""
    return [*(node.start for node in sheet.nodes_in(start, stop) if not node.indent), stop]


def body_from(sheet: Sheet, line: int, stop: int, first: str | None, indent: int = 0) -> Passage:
    """Give lines `line` to before `stop` as a body; `first` stands for the first of them where it isn't None."""
    passage = sheet.passage(line, stop, indent)
    if first is None:
        return passage
    _, separator, rest = passage.text.partition("\n")
    return Passage(text=f"{first}{separator}{rest}", line=passage.line)


def last_said(sheet: Sheet, start: int, stop: int) -> int:
    """Find the index after the last line before `stop` that says anything, but not before `start`."""
    while stop > start and not sheet.lines[stop - 1].strip():
        stop -= 1
    return stop


def ends_at(limits: Sequence[int], position: int, line: int) -> tuple[int, int]:
    """Find the first limit after a line, searching from a position; gives the limit and its position."""
    while limits[position] <= line:
        position += 1
    return limits[position], position
