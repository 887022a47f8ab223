"""The reading style in which a question is the title of a callout: `> [!question] What is …?`, as Obsidian has them."""

from __future__ import annotations

import re

from deckwright.markdown.scan import LineKind
from deckwright.model import Passage
from deckwright.segment.sheet import Cut, Sheet

_TITLE = re.compile(
    r" {0,3}>[ ]?\[!(?:question|faq|help|quiz|flashcard|card)\][+-]?[ \t]+(?P<title>\S.*)$", re.IGNORECASE
)
_QUOTE = re.compile(r" {0,3}>[ ]?")


class Callouts:
    """Questions as titles of callouts."""

    name = "callouts"
    says = "titles of [!question] callouts"
    weight = 0.9
    enough = 1

    def cuts(self, sheet: Sheet, start: int, stop: int, *, forced: bool) -> tuple[Cut, ...]:
        """Cut at each such callout."""
        del forced
        found: list[Cut] = []
        index = start
        while index < stop:
            line = sheet.lines[index]
            match = _TITLE.match(line[:3000]) if sheet.kinds[index] is LineKind.QUOTE and "[!" in line else None
            index += 1
            if match is None:
                continue
            end = index
            while end < stop and sheet.kinds[end] is LineKind.QUOTE and not _TITLE.match(sheet.lines[end][:3000]):
                end += 1
            body = [_QUOTE.sub("", each, count=1) for each in sheet.lines[index:end]]
            found.append(
                Cut(
                    start=index - 1,
                    stop=end,
                    question=Passage(text=match["title"].strip(), line=index),
                    body=Passage(text="\n".join(body), line=index + 1),
                    style=self.name,
                    divided=True,
                )
            )
            index = end
        return tuple(found)
