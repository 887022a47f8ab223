"""A file that is one question's: its front matter's title asks, and nothing else in it does."""

from __future__ import annotations

from dataclasses import replace

from deckwright.markdown.plain import plain
from deckwright.model import Passage
from deckwright.segment.asking import asks
from deckwright.segment.blocks import last_said
from deckwright.segment.frontmatter import FrontMatter
from deckwright.segment.infer import Reading
from deckwright.segment.sheet import Cut, Sheet

NAME = "title"


def with_title(reading: Reading, sheet: Sheet, front: FrontMatter) -> Reading:
    """Add the question that a title asks, where the file below it holds none."""
    title = front.text("title")
    first, end = sheet.scan.front, len(sheet.lines)
    if reading.cuts or not asks(plain(title)) or last_said(sheet, first, end) == first:
        return reading
    line = next((index for index in range(first) if "title" in sheet.lines[index].casefold()), 0)
    cut = Cut(
        start=first,
        stop=end,
        question=Passage(text=title, line=line + 1),
        body=sheet.passage(first, end),
        style=NAME,
    )
    said = f"{NAME}: the front matter's title asks, and all below it is the answer."
    return replace(reading, cuts=(cut,), styles=(NAME,), explanation=(*reading.explanation, said))
