"""Answers that are too long to grade: how long, where to split them, and the Markdown to paste there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckwright.markdown.plain import plain
from deckwright.model import Entry

WORDS = 120
"""More words than this can't be graded as one answer."""
POINTS = 7
"""More points than this can't, either."""

_POINT = re.compile(r"(?:[-*+]|\d{1,3}[.)])[ \t]+\S")
_LEAD = re.compile(r"(?:#{1,6}[ \t]+(?P<heading>.+)|(?P<bold>\*\*[^*\n]{2,80}\*\*:?)(?:[ \t].*)?)$")
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")


def too_long(entry: Entry) -> tuple[str, str] | None:
    """Say what is too long about an entry's answer, and how to split it; None where it isn't."""
    text = entry.answer.text
    count = len(text.split())
    if count <= WORDS and text.count("\n") <= POINTS:
        return None
    lines = text.split("\n")
    words, points, leads = 0, 0, []
    inside = False
    for position, line in enumerate(lines):
        if _FENCE.match(line):
            inside = not inside
        elif not inside:
            words += len(line.split())
            points += _POINT.match(line) is not None
            match = _LEAD.match(line) if line[:1] in {"#", "*"} else None
            if match:
                leads.append((position, plain(match["heading"] or match["bold"]).rstrip(":：")))
    if words <= WORDS and points <= POINTS:
        return None
    said = f"{words} words" if words > WORDS else f"{points} points"
    split = _split(lines, leads)
    if split is None:
        return f"the answer has {said}; a card holds {WORDS} words or {POINTS} points.", ""
    position, lead = split
    line = entry.answer.line + position
    question = plain(entry.question.text.partition("\n")[0]).rstrip("?？:. ")
    return (
        f"the answer has {said}; a card holds {WORDS} words or {POINTS} points. It could be split before line {line}.",
        f"Put a question of its own before line {line}, such as:\n\n{_marks(entry)}{question}: {lead}?",
    )


def _split(lines: Sequence[str], leads: Sequence[tuple[int, str]]) -> tuple[int, str] | None:
    """Find the lead nearest to the middle of an answer."""
    inner = [lead for lead in leads if lead[0] > 0]
    return min(inner, key=lambda lead: abs(lead[0] - len(lines) / 2), default=None)


def _marks(entry: Entry) -> str:
    return "### " if entry.label or entry.headings else "## "
