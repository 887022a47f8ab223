"""Where code fences open and close in a text, also where one was never closed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from deckwright.swift import dataclass

_FENCE = re.compile(r"((?:[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+)?[ \t]*)(`{3,}|~{3,})([^\n]*)$")
_STRONG = re.compile(
    r" {0,3}(?:#{2,6}[ \t]+(?=\S)(?:.{0,400}[?？؟]|[^\w\n]{0,6}\w{0,12}[ ]?\d[\d.]{0,8}(?:[.):] |[：、．）])|[^\w\n]{0,4}Q[.:) ])"
    r"|(?:</?(?:b|p|br|strong|div)[ /]{0,2}>[ \t]*){0,4}(?:<summary|</details>|<details))",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r"[{.\s]*(?:language-|lang-)?([^\W\d_][\w+#.*-]*)(?![\w+#.*-]|\s*=)")
_QUOTING = frozenset({"markdown", "md", "html", "mdx", "xml", "vue", "jsx", "tsx", "text", "txt"})
"""Languages in which headings and `<details>` are a matter of course."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fences:
    """Fenced spans (first index, index after the last, whether a fence closes it) and those that never close."""

    spans: tuple[tuple[int, int, bool], ...]
    unclosed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Mark:
    index: int
    char: str
    length: int
    info: str


def fences(lines: Sequence[str], start: int = 0) -> Fences:
    """Find the fenced spans from line index `start` on.

    CommonMark lets a fence that is never closed run to the end of the text. A person forgot it: so one that would
    swallow lines that look like the next questions ends before the first of them, where the fences that follow fit
    better then.
    """
    likely = [index for index, line in enumerate(lines) if "```" in line or "~~~" in line]
    marks = [mark for index in likely if index >= start and (mark := _mark(lines[index], index))]
    if not marks:
        return Fences(spans=(), unclosed=())
    likely = [index for index, line in enumerate(lines) if "#" in line or "<" in line]
    pairing = _Pairing(marks, [index for index in likely if _STRONG.match(lines[index][:2000])])
    spans: list[tuple[int, int, bool]] = []
    unclosed: list[int] = []
    position = 0
    while position < len(marks):
        opener = marks[position]
        close = pairing.closer(position)
        stop = marks[close].index if close >= 0 else len(lines)
        strong = pairing.strong_in(opener.index, stop)
        if close >= 0 and not (strong >= 0 and pairing.never_closed(position, close, strong)):
            spans.append((opener.index, stop + 1, True))
            position = close + 1
            continue
        unclosed.append(opener.index)
        stop = _trimmed(lines, opener.index, strong if strong >= 0 else stop)
        spans.append((opener.index, stop, False))
        position += 1
        while position < len(marks) and marks[position].index < stop:
            position += 1
    return Fences(spans=tuple(spans), unclosed=tuple(unclosed))


def _mark(line: str, index: int) -> _Mark | None:
    match = _FENCE.match(line[:2000])
    if match is None or (match[2][0] == "`" and "`" in match[3]):
        return None
    return _Mark(index, match[2][0], len(match[2]), match[3].strip())


class _Pairing:
    """Which mark could close which, and what would be swallowed between them."""

    def __init__(self, marks: Sequence[_Mark], strong: Sequence[int]) -> None:
        self._marks = marks
        self._strong = strong
        self._infos = [mark.index for mark in marks if mark.info]
        self._closers: dict[tuple[str, int], list[int]] = {}

    def closer(self, position: int) -> int:
        """Give the position of the mark that closes the one at `position`, or -1."""
        opener = self._marks[position]
        key = (opener.char, min(opener.length, 9))
        known = self._closers.get(key)
        if known is None:
            known, last = [-1] * len(self._marks), -1
            for each in range(len(self._marks) - 1, -1, -1):
                known[each] = last
                mark = self._marks[each]
                if mark.char == key[0] and mark.length >= key[1] and not mark.info:
                    last = each
            self._closers[key] = known
        return known[position]

    def strong_in(self, start: int, stop: int) -> int:
        """Give the first index between two lines (both excluded) that looks like a question of the document, or -1."""
        return _first(self._strong, start, stop)

    def never_closed(self, position: int, close: int, strong: int) -> bool:
        """Whether the fence at `position`, which swallows the line `strong`, is better taken as never closed."""
        opener = self._marks[position]
        quoting = opener.info.split(" ")[0].lower().strip("{}.") in _QUOTING
        if quoting and opener.length > 3:
            return False
        if _first(self._infos, strong, self._marks[close].index) >= 0:
            return True
        after = close + 1
        if quoting or after >= len(self._marks) or self._marks[after].info:
            return False
        # What would close it may as well open the next one: take the reading that swallows less.
        if self.strong_in(self._marks[close].index, self._marks[after].index) >= 0:
            return False
        last = self.closer(after)
        return last < 0 or self.strong_in(self._marks[after].index, self._marks[last].index) >= 0


def _first(indices: Sequence[int], start: int, stop: int) -> int:
    position = bisect_left(indices, start + 1)
    return indices[position] if position < len(indices) and indices[position] < stop else -1


def _trimmed(lines: Sequence[str], start: int, stop: int) -> int:
    """Give the index after the last line before `stop` that isn't blank."""
    while stop > start + 1 and not lines[stop - 1].strip():
        stop -= 1
    return stop


def language_of(info: str) -> str:
    """Find the language in an info string: its first word, without braces, a dot before or a comma after it."""
    match = _LANGUAGE.match(info)
    return match.group(1) if match else ""
