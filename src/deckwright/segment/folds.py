"""Where `<details>` and `<summary>` open and close in a document, also where tags are missing."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from deckwright.markdown.scan import LineKind, Scan
from deckwright.segment.furniture import is_empty_html
from deckwright.swift import dataclass

_TAG = re.compile(r"<(/?)(details|summary)\b[^<>]{0,300}>", re.IGNORECASE)
_ANY_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,300}>")
_BEFORE = re.compile(r"[\s>*+\d.)-]*")
_INLINE_CODE = re.compile(r"(`+)(?!`)[^`\n]{1,1000}\1(?!`)")
_NEAR = 2_000  # characters of a line before a tag that tell what it stands in
_CLOSED = frozenset({LineKind.CODE, LineKind.FENCE, LineKind.COMMENT, LineKind.FRONT})

Place = tuple[int, int]
"""A line's index and a column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """A `<details>` element: places (line index, column) of its summary's text and of its content."""

    position: int
    """Its place among all folds of the document."""
    start: Place
    summary: tuple[Place, Place]
    content: tuple[Place, Place]
    stop: int
    """The index after its last line."""
    closed: bool
    parent: int
    """The position of the fold that it lies in, or -1."""


@dataclass(slots=True)
class _Record:
    start: Place
    inner: Place
    parent: int
    summary: tuple[Place, Place] | None = None
    pending: Place | None = None
    end: Place = (0, 0)
    stop: int = 0
    closed: bool = False


@dataclass(frozen=True, slots=True)
class _Token:
    place: Place
    after: Place
    name: str


def folds(scan: Scan) -> tuple[Fold, ...]:
    """All folds in the order in which they open."""
    tokens = _tokens(scan)
    return _Folding(scan).run(tokens) if tokens else ()


def _tokens(scan: Scan) -> Sequence[_Token]:
    tokens = []
    for index, line in enumerate(scan.lines):
        if "<" not in line or scan.kinds[index] in _CLOSED:
            continue
        lowered = line.lower()
        if "details" not in lowered and "summary" not in lowered:
            continue
        last = lowered.rfind("<summary")
        code = [match.span() for match in _INLINE_CODE.finditer(line)] if "`" in line else []
        for match in _TAG.finditer(line):
            if any(start < match.start() < stop for start, stop in code[:50]):
                continue
            name = f"{match[1]}{match[2].lower()}"
            if name == "details" and last < match.end() and _is_mentioned(line, match.start()):
                continue
            tokens.append(_Token((index, match.start()), (index, match.end()), name))
    return tokens


def _is_mentioned(line: str, column: int) -> bool:
    """Whether a `<details>` without a summary stands in the middle of a sentence, where no one opens a fold."""
    before = _ANY_TAG.sub("", line[max(0, column - _NEAR) : column])[-400:]
    return _BEFORE.fullmatch(before) is None


class _Folding:
    """One pass over a document's tags, with the elements that are open."""

    def __init__(self, scan: Scan) -> None:
        self._lines = scan.lines
        self._headings = [heading.index for heading in scan.headings if not heading.marker]
        self._records: list[_Record] = []
        self._stack: list[int] = []

    def run(self, tokens: Sequence[_Token]) -> tuple[Fold, ...]:
        """Feed each tag, then close what is still open."""
        for token in tokens:
            match token.name:
                case "details":
                    self._open(token)
                case "summary":
                    self._summary(token)
                case "/summary":
                    self._end_summary(token)
                case _:
                    self._close(token)
        while self._stack:
            self._abandon((len(self._lines), 0))
        return tuple(self._folds())

    def _folds(self) -> Iterator[Fold]:
        """Give the elements that are folds: one without a summary and without an end is none, and holds nothing."""
        places: dict[int, int] = {-1: -1}
        count = 0
        for position, record in enumerate(self._records):
            if not record.closed:
                places[position] = places[record.parent]
                if record.summary is None:
                    continue
            else:
                places[position] = count
            yield _fold(count, record, places[record.parent])
            count += 1

    def _top(self) -> _Record | None:
        return self._records[self._stack[-1]] if self._stack else None

    def _open(self, token: _Token) -> None:
        top = self._top()
        if top is not None and top.pending is not None:
            self._finish_summary(top, token.place)
        if top is not None and token.place[1] == 0:
            heading = self._heading_between(top.start[0], token.place[0])
            while heading >= 0 and self._stack:
                self._abandon((heading, 0))
        parent = self._stack[-1] if self._stack else -1
        self._stack.append(len(self._records))
        self._records.append(_Record(token.place, token.after, parent))

    def _summary(self, token: _Token) -> None:
        top = self._top()
        if top is not None and top.pending is not None:
            if top.pending[0] == token.place[0]:  # `<summary>… <summary>`: the slash was forgotten
                self._end_summary(token)
                return
            self._finish_summary(top, token.place)
        if top is not None and (top.summary is not None or self._records[-1] is not top):
            self._abandon(token.place)
            top = None
        if top is None:
            self._open(token)
            top = self._records[-1]
        top.pending = token.after

    def _end_summary(self, token: _Token) -> None:
        top = self._top()
        if top is not None and top.pending is not None:
            top.summary = (top.pending, token.place)
            top.pending = None
            top.inner = token.after

    def _finish_summary(self, top: _Record, limit: Place) -> None:
        """End a summary whose end tag is missing: at the end of its line."""
        start = top.pending or top.inner
        line, column = start
        while line < limit[0] and not self._lines[line][column:].strip():
            line, column = line + 1, 0
        end = min((line, len(self._lines[line])), limit) if line < len(self._lines) else limit
        top.summary = (start, end)
        top.pending = None
        top.inner = end

    def _close(self, token: _Token) -> None:
        top = self._top()
        if top is None:
            return
        self._stack.pop()
        if top.pending is not None:
            self._finish_summary(top, token.place)
        top.end, top.stop, top.closed = token.place, token.after[0] + 1, True

    def _abandon(self, limit: Place) -> None:
        """End the innermost open element, whose end tag is missing: before its first child, a heading or `limit`."""
        position = self._stack.pop()
        top = self._records[position]
        if top.pending is not None:
            self._finish_summary(top, limit)
        end = limit
        if position + 1 < len(self._records) and self._records[position + 1].parent == position:
            end = min(end, self._records[position + 1].start)
        heading = self._heading_between(top.inner[0], end[0])
        if heading >= 0:
            end = (heading, 0)
        if end[0] > top.inner[0] and end[1] and _BEFORE.fullmatch(self._lines[end[0]][: end[1]][:400]):
            end = (end[0], 0)
        end = max(end, top.inner)
        top.end, top.stop = end, end[0] + (1 if end[1] else 0)

    def _heading_between(self, start: int, stop: int) -> int:
        position = bisect_right(self._headings, start)
        found = self._headings[position] if position < len(self._headings) else -1
        return found if 0 <= found < stop else -1


def _fold(position: int, record: _Record, parent: int) -> Fold:
    return Fold(
        position=position,
        start=record.start,
        summary=record.summary or (record.inner, record.inner),
        content=(record.inner, max(record.end, record.inner)),
        stop=max(record.stop, record.start[0] + 1),
        closed=record.closed,
        parent=parent,
    )


def text_between(lines: Sequence[str], start: Place, stop: Place) -> str:
    """Say what stands between two places."""
    if start[0] == stop[0] or start[0] >= len(lines):
        return lines[start[0]][start[1] : stop[1]] if start[0] < len(lines) else ""
    middle = lines[start[0] + 1 : stop[0]]
    last = [lines[stop[0]][: stop[1]]] if stop[0] < len(lines) and stop[1] else []
    return "\n".join([lines[start[0]][start[1] :], *middle, *last])


_WRAP_OPEN = re.compile(
    r"\s*(?:<br\s*/?>|</br>|<(b|p|strong|i|em|div|blockquote|ul|span|font|center)\b[^<>]{0,200}>|<hr\s*/?>)",
    re.IGNORECASE,
)
_WRAP_CLOSE = re.compile(
    r"(?:<br\s*/?>|</br>|</(b|p|strong|i|em|div|blockquote|ul|span|font|center|summary)\s*>|<hr\s*/?>)\s*$",
    re.IGNORECASE,
)


def unwrapped(text: str) -> tuple[str, int]:
    """Give a fold's content without the tags that only dress the whole of it, and how many lines went off its top."""
    opened: list[str] = []
    position = 0
    while (match := _WRAP_OPEN.match(text, position)) is not None and len(opened) < 20:
        name = (match[1] or "").lower()
        if name in {"ul", "blockquote"} or (name and not _wraps(text, match.end(), name)):
            break
        opened.append(name)
        position = match.end()
    taken = text[:position].count("\n")
    text = text[position:]
    for _ in range(20):
        tail = text[-200:]
        match = _WRAP_CLOSE.search(tail)
        name = (match[1] or "").lower() if match else ""
        if match is None or (name and name not in opened and f"<{name}" in text.lower()):
            break
        if name in opened:
            opened.remove(name)
        text = text[: len(text) - len(tail) + match.start()].rstrip()
    return text, taken


def _wraps(text: str, position: int, name: str) -> bool:
    """Whether the element opened before `position` reaches to the end of the text, or to nowhere."""
    closer = f"</{name}"
    lowered = text.lower()
    end = lowered.find(closer, position)
    if end < 0:
        return True
    if name in {"p", "div"} and is_empty_html(text[:position].rpartition("\n")[2]):
        last = lowered.rfind(closer)
        return not re.sub(r"<[^<>]*>", "", text[last:]).strip() or end == last
    rest = re.sub(r"<[^<>]{0,200}>", "", text[end:]).strip()
    return not rest
