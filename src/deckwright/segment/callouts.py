"""The reading style in which a question is the title of a callout: `> [!question] What is …?`, `??? question "What is …?"`."""

from __future__ import annotations

import re

from deckwright.markdown.plain import plain
from deckwright.markdown.scan import LineKind
from deckwright.model import Passage
from deckwright.segment.asking import asks
from deckwright.segment.blocks import last_said
from deckwright.segment.label import read_label
from deckwright.segment.sheet import Cut, Sheet, dedent

_TITLE = re.compile(
    r" {0,3}>[ ]?\[!(?:question|faq|help|quiz|flashcard|card)\][+-]?[ \t]+(?P<title>\S.*)$", re.IGNORECASE
)
_ADMONITION = re.compile(
    r"(?:\?\?\?\+?|!!!)[ \t]+(?P<kind>[a-z][\w-]*)(?:[ \t]+[\w-]+)*[ \t]+\"(?P<title>[^\n]*\S)\"[ \t]*$", re.IGNORECASE
)
"""Of MkDocs; what belongs to it is indented below."""
_ASKING = frozenset({"question", "faq", "help", "quiz", "flashcard", "card"})
_QUOTE = re.compile(r" {0,3}>[ ]?")
_LONGEST = 3000


class Callouts:
    """Questions as titles of callouts."""

    name = "callouts"
    says = "titles of [!question] callouts, or of MkDocs' admonitions"
    weight = 0.9
    enough = 1

    def cuts(self, sheet: Sheet, start: int, stop: int, *, forced: bool) -> tuple[Cut, ...]:
        """Cut at each such callout."""
        del forced
        found: list[Cut] = []
        index = start
        while index < stop:
            line, kind = sheet.lines[index], sheet.kinds[index]
            cut = None
            if kind is LineKind.QUOTE and "[!" in line:
                cut = _quoted(sheet, index, stop)
            elif kind is LineKind.TEXT and line.startswith(("???", "!!!")):
                cut = _indented(sheet, index, stop)
            if cut is not None:
                found.append(cut)
            index = cut.stop if cut is not None else index + 1
        return tuple(found)


def _quoted(sheet: Sheet, index: int, stop: int) -> Cut | None:
    match = _TITLE.match(sheet.lines[index][:_LONGEST])
    if match is None:
        return None
    end = index + 1
    while end < stop and sheet.kinds[end] is LineKind.QUOTE and not _TITLE.match(sheet.lines[end][:_LONGEST]):
        end += 1
    body = "\n".join(_QUOTE.sub("", each, count=1) for each in sheet.lines[index + 1 : end])
    return _cut(match["title"], Passage(text=body, line=index + 2), (index, end))


def _indented(sheet: Sheet, index: int, stop: int) -> Cut | None:
    match = _ADMONITION.match(sheet.lines[index][:_LONGEST])
    if match is None or not (match["kind"].lower() in _ASKING or asks(plain(match["title"]))):
        return None
    end = index + 1
    while end < stop and (not sheet.lines[end].strip() or sheet.lines[end].startswith(("    ", "\t"))):
        end += 1
    end = last_said(sheet, index + 1, end)
    body = "\n".join(dedent(each, 4) for each in sheet.lines[index + 1 : end])
    return _cut(match["title"], Passage(text=body, line=index + 2), (index, end))


def _cut(title: str, body: Passage, lines: tuple[int, int]) -> Cut:
    label = read_label(title.strip())
    sure = label if label is not None and label.strong and label.rest.strip() else None
    return Cut(
        start=lines[0],
        stop=lines[1],
        question=Passage(text=sure.rest.strip() if sure else title.strip(), line=lines[0] + 1),
        body=body,
        style=Callouts.name,
        label=sure.text if sure else "",
        body_answers=True,
    )
