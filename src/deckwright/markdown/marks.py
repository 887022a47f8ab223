"""The places of gaps in text and HTML: taken out of code before it is coloured, and put back."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckwright.markdown.gaps import BODY, CLOSE, HINT, OPEN

_MARKS = re.compile(rf"{OPEN}[0-9]+{BODY}|{HINT}|{CLOSE}")
_LETTER = re.compile(r"<[^>]*>|&[a-z]+;|.", re.DOTALL)


def has_marks(text: str) -> bool:
    """Whether a text has places of gaps in it."""
    return OPEN in text or CLOSE in text


def part_marks(code: str) -> tuple[str, Sequence[tuple[int, str]]]:
    """Give code without the places of gaps, and these by their offsets in it."""
    marks: list[tuple[int, str]] = []
    taken = 0
    for match in _MARKS.finditer(code):
        marks.append((match.start() - taken, match[0]))
        taken += len(match[0])
    return _MARKS.sub("", code), marks


def put_marks(html: str, marks: Sequence[tuple[int, str]]) -> str:
    """Put the places of gaps into the HTML of their code."""
    parts: list[str] = []
    left = list(reversed(marks))
    count = position = 0
    for match in _LETTER.finditer(html):
        if match[0][0] != "<":
            while left and left[-1][0] <= count:
                parts += [html[position : match.start()], left.pop()[1]]
                position = match.start()
            count += 1
        elif not left:
            break
        elif match[0] == "</code>":
            parts += [html[position : match.start()], *(mark for _, mark in reversed(left))]
            left, position = [], match.start()
    return "".join([*parts, html[position:]])


def without_marks(html: str) -> str:
    """Give HTML without the places of gaps."""
    return _MARKS.sub("", html)
