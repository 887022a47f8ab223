"""The reading style in which a question is the title of a callout: `> [!question] What is …?`, `??? question "What is …?"`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckwright.markdown.plain import plain
from deckwright.markdown.scan import LineKind
from deckwright.model import Passage
from deckwright.segment.asking import asks
from deckwright.segment.blocks import last_said
from deckwright.segment.folds import Fold
from deckwright.segment.label import read_label
from deckwright.segment.revealed import answer_within
from deckwright.segment.sheet import Cut, Sheet, dedent
from deckwright.segment.tags import Role, Tag, read_tag

_TITLE = re.compile(
    r" {0,3}>[ ]?\[!(?:question|faq|help|quiz|flashcard|card)\][+-]?[ \t]+(?P<title>\S.*)$", re.IGNORECASE
)
_ADMONITION = re.compile(
    r"(?:\?\?\?\+?|!!!)[ \t]+(?P<kind>[a-z][\w-]*)(?:[ \t]+[\w-]+)*[ \t]+\"(?P<title>[^\n]*\S)\"[ \t]*$", re.IGNORECASE
)
"""Of MkDocs; what belongs to it is indented below."""
_ASKING = frozenset({"question", "faq", "help", "quiz", "flashcard", "card"})
_QUOTE = re.compile(r"^ {0,3}>[ ]?")
_LONGEST = 3000


class Callouts:
    """Questions as titles of callouts."""

    name = "callouts"
    says = "titles of [!question] callouts, or of MkDocs' admonitions"
    weight = 1.0
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
    below = [_QUOTE.sub("", each, count=1) for each in sheet.lines[index + 1 : end]]
    return _cut(sheet, match["title"], below, (index, end), stop)


def _indented(sheet: Sheet, index: int, stop: int) -> Cut | None:
    match = _ADMONITION.match(sheet.lines[index][:_LONGEST])
    if match is None or not (match["kind"].lower() in _ASKING or asks(plain(match["title"]))):
        return None
    end = index + 1
    while end < stop and (not sheet.lines[end].strip() or sheet.lines[end].startswith(("    ", "\t"))):
        end += 1
    end = last_said(sheet, index + 1, end)
    below = [dedent(each, 4) for each in sheet.lines[index + 1 : end]]
    return _cut(sheet, match["title"], below, (index, end), stop)


def _cut(sheet: Sheet, title: str, below: Sequence[str], lines: tuple[int, int], limit: int) -> Cut:
    label = read_label(title.strip())
    sure = label if label is not None and label.strong and label.rest.strip() else None
    first, stop = lines
    said = list(below)
    answer, answer_line = None, 0
    inner = answer_within(below)
    fold = _fold_below(sheet, stop, limit) if inner is None else None
    if inner is not None:
        place, hidden = inner
        said[place:] = ["", *hidden]
        opens = next((at for at in range(place + 1, len(said)) if said[at].strip()), place)
        tag = read_tag(said[opens])
        own = tag is not None and tag.role is Role.ANSWER
        answer = tag if own else Tag(role=Role.ANSWER, rest="", line=below[place].strip())
        answer_line = first + 2 + (opens if own else place)
    elif fold is not None:
        said += sheet.lines[stop : fold.stop]
        stop = fold.stop
    return Cut(
        start=first,
        stop=stop,
        question=Passage(text=sure.rest.strip() if sure else title.strip(), line=first + 1),
        body=Passage(text="\n".join(said), line=first + 2),
        style=Callouts.name,
        label=sure.text if sure else "",
        body_answers=answer is None and fold is None,
        answer=answer,
        answer_line=answer_line,
    )


def _fold_below(sheet: Sheet, start: int, limit: int) -> Fold | None:
    """Find the fold right below a callout that hides its answer; one with a hint may stand between them."""
    for fold in sheet.folds_in(start, limit)[:2]:
        if any(map(str.strip, sheet.lines[start : fold.start[0]])) or fold.stop > limit:
            return None
        if sheet.role(fold) is not Role.HINT:
            return fold if sheet.role(fold) is Role.ANSWER else None
        start = fold.stop
    return None
