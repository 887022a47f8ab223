"""The lines of an entry's body: their text, what they are, and where they stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from deckwright.markdown.scan import LineKind
from deckwright.model import Passage
from deckwright.segment.folds import Fold, text_between, unwrapped
from deckwright.segment.furniture import is_line_break, is_top_link
from deckwright.segment.sheet import Sheet, dedent
from deckwright.segment.tags import Role

CLOSED = frozenset({LineKind.CODE, LineKind.FENCE, LineKind.COMMENT})
"""Lines whose text is no structure."""
_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,300}>")
_FRAME = re.compile(
    r"</?(?!(?:a|b|code|del|em|i|ins|kbd|mark|q|s|samp|small|strong|sub|sup|u|var)\b)[A-Za-z!][^<>]{0,300}>",
    re.IGNORECASE,
)
_OPENS = re.compile(r"<(?:details|summary)\b", re.IGNORECASE)


class BodyLine(NamedTuple):
    """One line of a body; `line` is its 1-based line in the source."""

    text: str
    kind: LineKind
    line: int


def body_lines(sheet: Sheet, body: Passage) -> list[BodyLine]:
    """Give a body as lines."""
    if not body.text:
        return []
    lines = body.text.split("\n")
    first = body.line - 1
    return list(map(BodyLine, lines, sheet.kinds[first : first + len(lines)], range(body.line, body.line + len(lines))))


def says(one: BodyLine) -> bool:
    """Whether a line is more than space."""
    if one.kind in CLOSED:
        return True
    if one.kind is LineKind.QUOTE and not one.text.strip(" \t>"):
        return False
    return one.kind is not LineKind.RULE and bool(one.text.strip()) and not is_line_break(one.text)


def trimmed(body: Sequence[BodyLine]) -> list[BodyLine]:
    """Give lines without blank lines and rules at both ends."""
    start, stop = 0, len(body)
    while start < stop and not says(body[start]):
        start += 1
    while stop > start and not says(body[stop - 1]):
        stop -= 1
    return list(body[start:stop])


def passage(body: Sequence[BodyLine]) -> Passage:
    """Give lines as Markdown."""
    kept = trimmed(body)
    if not kept:
        return Passage(line=body[0].line if body else 1)
    return Passage(text="\n".join([one.text for one in kept]).rstrip(), line=kept[0].line)


def plain_passage(sheet: Sheet, body: Passage) -> Passage:
    """Give a body without blank lines and rules at both ends."""
    if not body.text:
        return body
    lines = body.text.split("\n")
    first = body.line - 1
    start, stop = 0, len(lines)
    while start < stop and not says(BodyLine(lines[start], sheet.kinds[first + start], 0)):
        start += 1
    while stop > start and not says(BodyLine(lines[stop - 1], sheet.kinds[first + stop - 1], 0)):
        stop -= 1
    return Passage(text="\n".join(lines[start:stop]).rstrip(), line=body.line + start)


def blanked(one: BodyLine) -> BodyLine:
    """Give a line without its text."""
    return BodyLine("", LineKind.BLANK, one.line)


def folds_within(sheet: Sheet, found: Sequence[BodyLine]) -> list[Fold]:
    """Find the outermost folds that open in some lines."""
    if not found or not sheet.folds:
        return []
    last = found[-1].line - 1
    position = bisect_left(sheet.fold_lines, found[0].line - 1)
    if position == len(sheet.folds) or sheet.fold_lines[position] > last:
        return []
    texts = {one.line: one.text for one in found}
    inside: list[Fold] = []
    while position < len(sheet.folds) and sheet.fold_lines[position] <= last:
        fold = sheet.folds[position]
        opens = _OPENS.search(texts.get(fold.start[0] + 1, "")) is not None
        if opens and (not inside or fold.start >= inside[-1].content[1]):
            inside.append(fold)
        position += 1
    return inside


def folded_lines(sheet: Sheet, fold: Fold) -> list[BodyLine]:
    """Give a fold's content as lines, without the tags around it."""
    text, taken = unwrapped(text_between(sheet.lines, *fold.content))
    line = fold.content[0][0] + taken
    lines = text.split("\n")
    indent = common_indent(lines[1:] if taken == 0 and fold.content[0][1] else lines)
    shown = []
    for position, each in enumerate(lines):
        kind = sheet.kinds[min(line + position, len(sheet.kinds) - 1)]
        bare = dedent(each, indent) if indent else each
        if kind not in CLOSED and not bare.strip():
            kind = LineKind.BLANK
        shown.append(BodyLine(bare, kind, line + position + 1))
    return shown


def answer_fold(sheet: Sheet, found: Sequence[BodyLine]) -> Fold | None:
    """Find the first fold that opens in some lines and hides an answer."""
    return next((fold for fold in folds_within(sheet, found) if sheet.role(fold) is Role.ANSWER), None)


def unfolded(sheet: Sheet, found: Sequence[BodyLine], fold: Fold) -> tuple[list[BodyLine], list[BodyLine]]:
    """Part lines into those before a fold, and the fold's own with what follows them."""
    line = fold.start[0] + 1
    before = [one for one in found if one.line < line]
    head, preface, tail = fold_edges(sheet, fold)
    before += [BodyLine(text, LineKind.TEXT, line) for text in (head, preface) if text]
    inner = without_furniture(folded_lines(sheet, fold))
    inner += [BodyLine(tail, LineKind.TEXT, fold.stop)] if tail else []
    line, column = fold.content[1]
    if not fold.closed and column:
        inner.append(BodyLine(sheet.lines[line][column:], LineKind.TEXT, line + 1))
    inner = [one for one in inner if one.line <= found[-1].line]  # beyond is another question's
    return before, [*inner, *(one for one in found if one.line > fold.stop)]


def fold_edges(sheet: Sheet, fold: Fold) -> tuple[str, str, str]:
    """Give the text around a fold that belongs to no other: before it on its line, before its summary, behind it."""
    line = sheet.lines[fold.start[0]]
    head = _said(line[: fold.start[1]].rpartition("</details>")[2])
    if _OPENS.search(line[: fold.start[1]]):
        head = ""
    preface = _said(text_between(sheet.lines, fold.start, fold.summary[0]))
    tail = ""
    if fold.closed:
        rest = sheet.lines[fold.stop - 1][fold.content[1][1] :]
        tail = _said(_OPENS.split(rest.partition(">")[2])[0].partition("</details")[0])
    return head, preface, tail


def _said(text: str) -> str:
    """Give a text without the tags that are left of a page's frame; empty where it says nothing."""
    return _FRAME.sub("", text).strip() if _TAG.sub("", text).strip() else ""


def without_furniture(found: Sequence[BodyLine]) -> list[BodyLine]:
    """Give lines without links back to the top and definitions."""
    return [
        blanked(one)
        if one.kind is LineKind.DEFINITION or (one.kind not in CLOSED and "#" in one.text and is_top_link(one.text))
        else one
        for one in found
    ]


def common_indent(lines: Sequence[str]) -> int:
    """Count the columns of white space that all lines share which say anything."""
    least = 80
    for line in lines:
        bare = line.lstrip(" ")
        if bare:
            least = min(least, len(line) - len(bare))
            if not least:
                return 0
    return least if least < 80 else 0
