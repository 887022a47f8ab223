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

_POINT = re.compile(r"^(?:[-*+]|\d{1,3}[.)])[ \t]+\S", re.MULTILINE)
_LEAD = re.compile(r"(?:#{1,6}[ \t]+(?P<heading>.+)|(?P<bold>\*\*[^*\n]{2,80}\*\*:?)(?:[ \t].*)?)$")
_FENCED = re.compile(r"^[ \t]*(```|~~~).*?(?:^[ \t]*\1|\Z)", re.MULTILINE | re.DOTALL)


def too_long(entry: Entry) -> tuple[str, str] | None:
    """Say what is too long about an entry's answer, and how to split it; None where it isn't."""
    text = entry.answer.text
    if "```" in text or "~~~" in text:
        text = _FENCED.sub(lambda match: "\n" * match[0].count("\n"), text)
    words = len(text.split())
    points = text.count("\n- ") + text.count("\n* ") + text.count("\n+ ") + (text[:2] in {"- ", "* ", "+ "})
    if "1. " in text or "1) " in text:
        points = len(_POINT.findall(text))
    if words <= WORDS and points <= POINTS:
        return None
    said = f"{words} words" if words > WORDS else f"{points} points"
    split = _split(text.split("\n"))
    if split is None:
        return f"the answer has {said}; a card holds {WORDS} words or {POINTS} points.", ""
    position, lead = split
    lead = plain(lead).rstrip(":：")
    line = entry.answer.line + position
    question = plain(entry.question.text.partition("\n")[0]).rstrip("?？:. ")
    return (
        f"the answer has {said}; a card holds {WORDS} words or {POINTS} points. It could be split before line {line}.",
        f"Put a question of its own before line {line}, such as:\n\n{_marks(entry)}{question}: {lead}?",
    )


def _split(lines: Sequence[str]) -> tuple[int, str] | None:
    """Find the lead nearest to the middle of an answer: its position and its text."""
    inner = [
        (position, match["heading"] or match["bold"])
        for position, line in enumerate(lines)
        if position and line[:1] in {"#", "*"} and (match := _LEAD.match(line[:300]))
    ]
    return min(inner, key=lambda lead: abs(lead[0] - len(lines) / 2), default=None)


def _marks(entry: Entry) -> str:
    return "### " if entry.label or entry.headings else "## "
