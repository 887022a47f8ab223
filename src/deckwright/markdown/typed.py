"""What of a short answer's Markdown a learner types in: the text that its card shows, without the signs of blocks."""

from __future__ import annotations

import re

from deckwright.markdown.emphasis import PYTHONS
from deckwright.markdown.plain import plain

_ITEM = r"(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$)"
_BLOCK = re.compile(rf"[ \t]*(?:(?:>[ \t]*|{_ITEM}(?:\[[ xX✓✔]?\](?=[ \t])[ \t]*)?)[ \t]*)*(?:#{{1,6}}(?:[ \t]+|$))?")
"""The signs of quotations, list items, their boxes and headings, as deep as they stand in one another."""
_CLOSING = re.compile(r"[ \t]+#+[ \t]*$")
_FIRST = re.compile(rf"[ \t]*(?:>[ \t]*)*{_ITEM}")
_SHOWN = re.compile(rf"(?P<code>(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`))|{PYTHONS.pattern}|==", re.DOTALL)
"""What `plain` takes for signs although cards show it: Python's names, and marks where nothing is marked."""


def typed(text: str) -> str:
    """Give what is to be typed in where a passage is the answer."""
    lines = [_without_signs(line) for line in text.split("\n")]
    return plain(_SHOWN.sub(_escaped, "\n".join(lines)))


def items(text: str) -> int:
    """Count the list items of a passage."""
    return sum(_FIRST.match(line) is not None for line in text.split("\n"))


def _without_signs(line: str) -> str:
    match = _BLOCK.match(line)
    assert match is not None, "it takes nothing, too"
    rest = line[match.end() :]
    return _CLOSING.sub("", rest) if "#" in match[0] else rest


def _escaped(match: re.Match[str]) -> str:
    return match[0] if match["code"] else re.sub(r"[_=]", r"\\\g<0>", match[0])
