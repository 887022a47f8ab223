"""Options of a quiz without letters: numbered lines of which the answer names one, and lists of which items are ticked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckwright.markdown.scan import LineKind
from deckwright.segment.bodylines import BodyLine
from deckwright.segment.options import OPTION_KINDS, Option, unticked


def numbered_options(body: Sequence[BodyLine], verdict: str) -> tuple[int, int, list[Option]]:
    """Give the last run of numbered lines where the answer is one of their numbers: start, end, and each option."""
    right = _NUMBER.fullmatch(verdict.strip())
    wanted, stop = int(right["number"]) if right else 0, len(body)
    found: list[Option] = []
    for position in range(len(body) - 1 if wanted else -1, -1, -1):
        one = body[position]
        match = _NUMBERED.match(one.text) if one.kind in OPTION_KINDS else None
        if match is None:
            if one.text.strip():
                found = []
            continue
        stop = stop if found else position + 1
        text, ticked = unticked(match["text"].rstrip())
        number = match["number"]
        line = one._replace(text=f"{number}. {text}", kind=LineKind.ITEM)
        found.insert(0, Option((line,), number, ticked, ticked))
        if number == "1":
            numbers = [each.letter for each in found]
            known = numbers == [str(each) for each in range(1, len(found) + 1)] and len(found) >= max(2, wanted)
            return (position, stop, found) if known else (0, 0, [])
    return 0, 0, []


def ticked_options(body: Sequence[BodyLine]) -> tuple[int, int, list[Option]]:
    """Give the list at the end of some lines whose items have no letters, but of which some are ticked: start, end, options."""
    stop = len(body)
    while stop and not body[stop - 1].text.strip():
        stop -= 1
    start = stop
    found: list[Option] = []
    while (
        start and (match := _BULLET.match(body[start - 1].text)) is not None and body[start - 1].kind is LineKind.ITEM
    ):
        start -= 1
        text, right = unticked(match["text"].rstrip())
        found.insert(0, Option((body[start]._replace(text=f"- {text}"),), "", right, marked=True))
    ticked = sum(option.right for option in found)
    return (start, stop, found) if 0 < ticked < len(found) else (0, 0, [])


_BULLET = re.compile(r"[ ]{0,3}[-*+][ \t]+(?P<text>\S.*)$")

_NUMBER = re.compile(r"[\W_]{0,6}(?P<number>[1-8])(?:[ \t]?[번番號号])?[\W_]{0,6}")
_NUMBERED = re.compile(r"[ \t]{0,7}(?:[-*+][ \t]+)?[(\[]?(?P<number>[1-9])[.)\]][ \t]+(?P<text>\S.*)$")
