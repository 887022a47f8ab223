"""A linear scanner that says of every line of a Markdown text what it is: fence, heading, list item, comment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum, auto

from deckwright.markdown.fences import Fences, fences
from deckwright.swift import dataclass


class LineKind(IntEnum):
    """What a line is, seen from outside: what stands in a fence or a comment is only that."""

    BLANK = auto()
    TEXT = auto()
    HEADING = auto()
    UNDERLINE = auto()
    """The `===` or `---` below a heading's text."""
    FENCE = auto()
    """The line that opens or closes a code fence."""
    CODE = auto()
    COMMENT = auto()
    HTML = auto()
    RULE = auto()
    TABLE = auto()
    ITEM = auto()
    QUOTE = auto()
    DEFINITION = auto()
    """A link or footnote definition."""
    FRONT = auto()
    """Front matter, its delimiters included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading line; `index` is 0-based, `text` raw Markdown without marks, `end` the index after its last line."""

    index: int
    end: int
    level: int
    text: str
    marker: str = ""
    """The list marker before it ("10."), where it opens a list item."""
    indent: int = 0
    """Columns that the rest of that list item is indented by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """A text's lines, what each is, and its headings; `unclosed` are the indices of fences that never close."""

    lines: Sequence[str]
    kinds: Sequence[LineKind]
    headings: tuple[Heading, ...]
    unclosed: tuple[int, ...] = ()
    front: int = 0
    """The number of lines of front matter, delimiters included."""


_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)(.*)")
_ATX_GLUED = re.compile(r" {0,3}(#{2,6})([^\s#].*)")
_CLOSING = re.compile(r"(?:^|[ \t])#+[ \t]*$")
_ITEM = re.compile(r"([ \t]*)([-*+]|\d{1,9}[.)])([ \t]+|$)")
_HTML_HEADING = re.compile(r"[ \t]*<h([1-6])(?:[ \t][^<>]{0,300})?>(.{1,1000}?)</h\1>[ \t]*$", re.IGNORECASE)
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$|⸻+$|[—─━═]{3,}$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_DEFINITION = re.compile(r" {0,3}\[[^\[\]\n]{1,500}\]:(?=[ \t]*\S)")
_HTML = re.compile(r"[ \t]*</?[A-Za-z!?]")
_RAW = re.compile(r"[ \t]*<(pre|script|style|textarea)\b", re.IGNORECASE)
_FRONT_KEY = re.compile(r"[\w\"'-]+\s*[:=]")
DELIMITERS = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
"""The row of dashes below a table's head."""
_LONG = 20_000
"""A line longer than this is text, whatever it looks like: no one wrote it by hand."""


def scan(text: str) -> Scan:
    """Classify every line of `text`, which has LF line ends only."""
    lines = text.split("\n")
    front = _front_matter(lines)
    found = fences(lines, front)
    kinds = _opaque(lines, front, found)
    headings = _classify(lines, kinds)
    return Scan(lines=lines, kinds=kinds, headings=tuple(headings), unclosed=found.unclosed, front=front)


def item_indent(line: str) -> int:
    """Columns that a list item's text stands at, or 0 where the line opens none."""
    match = _ITEM.match(line[:200])
    return len(match[0]) if match else 0


def _front_matter(lines: Sequence[str]) -> int:
    """How many lines of front matter there are: a fence at the very top around lines that look like keys."""
    mark = lines[0].rstrip() if lines else ""
    if mark not in {"---", "+++"}:
        return 0
    for index in range(1, min(len(lines), 400)):
        line = lines[index].rstrip()
        if line == mark or (mark == "---" and line == "..."):
            body = [each for each in lines[1:index] if each.strip()]
            return index + 1 if not body or _FRONT_KEY.match(body[0]) or body[0].startswith("#") else 0
        if index == 1 and not line:
            return 0
    return 0


def _opaque(lines: Sequence[str], front: int, found: Fences) -> list[LineKind]:
    """Give the kinds with fences, comments, raw HTML and front matter filled in, and TEXT everywhere else."""
    kinds = [LineKind.TEXT] * len(lines)
    kinds[:front] = [LineKind.FRONT] * front
    for start, stop, closed in found.spans:
        kinds[start] = LineKind.FENCE
        for index in range(start + 1, stop):
            kinds[index] = LineKind.CODE
        if closed:
            kinds[stop - 1] = LineKind.FENCE
    _enclosed(lines, kinds)
    return kinds


def _enclosed(lines: Sequence[str], kinds: list[LineKind]) -> None:
    """Mark comments and raw HTML blocks; one that never ends is none."""
    endless: set[str] = set()
    index = 0
    while index < len(lines):
        line = lines[index]
        if "<" not in line or kinds[index] is not LineKind.TEXT:
            index += 1
            continue
        stripped = line.lstrip()
        raw = _RAW.match(line)
        closer = "-->" if stripped.startswith("<!--") else f"</{raw[1].lower()}>" if raw else ""
        if not closer or closer in endless:
            index += 1
            continue
        stop = _closing_line(lines, kinds, index, closer)
        if stop < 0:
            endless.add(closer)
            index += 1
            continue
        kind = LineKind.COMMENT if closer == "-->" else LineKind.CODE
        if kind is LineKind.COMMENT and lines[stop].rpartition("-->")[2].strip():
            kind = LineKind.HTML
        for each in range(index, stop + 1):
            kinds[each] = kind if kinds[each] is LineKind.TEXT else kinds[each]
        index = stop + 1


def _closing_line(lines: Sequence[str], kinds: Sequence[LineKind], start: int, closer: str) -> int:
    """Give the index of the line that holds `closer`, or -1."""
    for index in range(start, len(lines)):
        if kinds[index] is LineKind.TEXT and closer in (lines[index] if closer == "-->" else lines[index].lower()):
            return index
    return -1


_STARTS = frozenset("#-*+_=<>|[0123456789 \t\r\x0b\x0c\xa0\u3000\u200b\ufeff⸻—─━═")
"""What a line that is more than text can start with."""


def _classify(lines: Sequence[str], kinds: list[LineKind]) -> list[Heading]:
    headings: list[Heading] = []
    text, blank = LineKind.TEXT, LineKind.BLANK
    setext: list[int] = []
    for index, line in enumerate(lines):
        if kinds[index] is not text:
            continue
        if not line:
            kinds[index] = blank
            continue
        if line[0] not in _STARTS:
            continue
        if len(line) > _LONG:
            continue
        stripped = line.strip()
        if not stripped:
            kinds[index] = blank
            continue
        heading = _heading(line, index, stripped)
        if heading is not None:
            headings.append(heading)
            kinds[index] = LineKind.HEADING
            continue
        kinds[index] = _kind(line, stripped)
        if kinds[index] in _UNDERLINE_KINDS and _UNDERLINE.match(line):
            setext.append(index)
    _footnotes(lines, kinds)
    found = _setext(lines, kinds, setext, bool(headings))
    if found:
        headings = sorted([*headings, *found], key=lambda heading: heading.index)
    return headings


def _footnotes(lines: Sequence[str], kinds: list[LineKind]) -> None:
    """Mark the indented lines of a footnote's definition as its own."""
    open_ = False
    for index, kind in enumerate(kinds):
        if kind is LineKind.DEFINITION:
            open_ = lines[index].lstrip().startswith("[^")
        elif open_ and kind in {LineKind.TEXT, LineKind.ITEM} and lines[index][:2] in {"  ", "\t"}:
            kinds[index] = LineKind.DEFINITION
        else:
            open_ = open_ and kind is LineKind.BLANK


_UNDERLINE_KINDS = frozenset({LineKind.RULE, LineKind.TEXT})


def _heading(line: str, index: int, stripped: str) -> Heading | None:
    """Give the ATX heading on a line, also behind a list marker."""
    first = stripped[0]
    if first == "<":
        match = _HTML_HEADING.match(line) if stripped[1:2] in {"h", "H"} else None
        if match is None:
            return None
        return Heading(index=index, end=index + 1, level=int(match[1]), text=match[2].strip())
    if first == "#":
        match = _ATX.match(line) or _ATX_GLUED.match(line)
        if match is None:
            return None
        return Heading(index=index, end=index + 1, level=len(match[1]), text=_CLOSING.sub("", match[2]).strip())
    if "#" in stripped and (first in "-*+" or first.isdigit()):
        item = _ITEM.match(line)
        rest = line[item.end() :] if item else ""
        match = _ATX.match(rest) if rest.startswith("#") else None
        if item and match:
            text = _CLOSING.sub("", match[2]).strip()
            return Heading(
                index=index, end=index + 1, level=len(match[1]), text=text, marker=item[2], indent=item.end()
            )
    return None


def _kind(line: str, stripped: str) -> LineKind:
    """Say what a line is that is neither blank nor a heading."""
    first = stripped[0]
    if first in _RULES and _RULE.match(line.rstrip()):
        return LineKind.RULE
    if first in _BY_SIGN:
        return _BY_SIGN[first]
    if first == "<" and _HTML.match(line):
        return LineKind.HTML
    if first == "[" and _DEFINITION.match(line):
        return LineKind.DEFINITION
    if (first in "-*+" or first.isdigit()) and _ITEM.match(line):
        return LineKind.ITEM
    return LineKind.TEXT


_RULES = frozenset("-*_⸻—─━═")
"""What a rule is drawn with; the longer dashes are rules only to the eye, where text was copied from a chat."""
_BY_SIGN = {"|": LineKind.TABLE, ">": LineKind.QUOTE}


def _setext(lines: Sequence[str], kinds: list[LineKind], candidates: Sequence[int], atx: bool) -> list[Heading]:  # noqa: FBT001
    """Headings that are underlined; `---` counts only where the document leaves no doubt that it isn't a rule."""
    equals = any(lines[index].lstrip().startswith("=") for index in candidates)
    found = []
    for index in candidates:
        above = index - 1
        if above < 0 or kinds[above] is not LineKind.TEXT or len(lines[above]) > 200:
            continue
        if above and kinds[above - 1] not in {LineKind.BLANK, LineKind.RULE, LineKind.HEADING, LineKind.UNDERLINE}:
            continue
        mark, text = lines[index].strip(), lines[above].strip()
        if mark[0] == "-" and not (equals or (not atx and len(mark) > 3) or abs(len(mark) - len(text)) <= 2):
            continue
        if mark[0] == "-" and (len(mark) < 3 or text.endswith((".", "。", ":", "；", ";"))):
            continue
        kinds[above], kinds[index] = LineKind.HEADING, LineKind.UNDERLINE
        found.append(Heading(index=above, end=index + 1, level=1 if mark[0] == "=" else 2, text=text))
    return found
