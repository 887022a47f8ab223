"""Which lines of a text are closed to gaps: code and comments, but for fences whose author says that they hold some."""

from __future__ import annotations

import re

from deckwright.markdown.fences import language_of
from deckwright.markdown.scan import LineKind, scan
from deckwright.swift import dataclass

_MATH = frozenset({"math", "latex-math", "katex"})
_CLOZE_INFO = re.compile(r"(?<![\w-])cloze(?![\w-])")
_OPAQUE = frozenset({LineKind.FENCE, LineKind.CODE, LineKind.COMMENT})


@dataclass(frozen=True, slots=True)
class Span:
    """Lines of code or comment, and whether those in it between `inner` and `close` may hold gaps."""

    start: int
    inner: int
    close: int
    stop: int
    holds_gaps: bool


def closed_spans(text: str) -> list[Span]:
    """Find the blocks whose text is closed: code, but for fences whose author says that they hold gaps, and comments."""
    scanned = scan(text)
    offsets = [0]
    for line in scanned.lines:
        offsets.append(offsets[-1] + len(line) + 1)
    found: list[Span] = []
    index = 0
    while index < len(scanned.lines):
        first = index
        while index < len(scanned.lines) and scanned.kinds[index] in _OPAQUE:
            index += 1
            if index - first > 1 and scanned.kinds[index - 1] is LineKind.FENCE is scanned.kinds[first]:
                break
        if index == first:
            index += 1
            continue
        closes = index - first > 1 and scanned.kinds[index - 1] is LineKind.FENCE
        info = scanned.lines[first].lstrip(" \t>-*+`~") if scanned.kinds[first] is LineKind.FENCE else ""
        found.append(
            Span(
                offsets[first],
                min(offsets[first + 1], len(text)),
                offsets[index - closes] if closes else len(text),
                min(offsets[index], len(text)) or 1,
                language_of(info).lower() in _MATH or _says_cloze(info),
            )
        )
    return found


def _says_cloze(info: str) -> bool:
    return _CLOZE_INFO.search(info) is not None
