"""The options of a quiz that one line holds: `a) 12  b) 13  c) 14`, `① red ② blue ③ green`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckwright.markdown.scan import LineKind
from deckwright.segment.alphabets import CIRCLED, LETTER, alphabets_of, folded
from deckwright.segment.bodylines import BodyLine
from deckwright.segment.options import OPTION_KINDS, Option

_FEW = 3  # options that a line must hold
_LONGEST = 1_000
_INLINE = re.compile(
    rf"(?<![^\s(\[*|])(?P<said>[(\[]?(?P<letter>{LETTER})[.)\]:：、．）](?<!\d[:：])|(?P<circled>[{CIRCLED}]))\**[ \t]*(?=\S)"
)


def inline_options(body: Sequence[BodyLine]) -> tuple[int, int, list[Option]]:
    """Give the options that one line holds (`a) 1  b) 2  c) 3`), from the last such line: start, end, and each option."""
    for position in range(len(body) - 1, -1, -1):
        one = body[position]
        if one.kind not in OPTION_KINDS or len(one.text) > _LONGEST:
            continue
        marks = list(_INLINE.finditer(one.text))
        parts = _parts(marks)
        if len(parts) < _FEW or one.text[: parts[0].start()].strip(" -*+>"):
            continue
        found = []
        for match, following in zip(parts, [*(each.start() for each in parts[1:]), len(one.text)], strict=True):
            text = one.text[match.end() : following].strip(" \t|;,")
            line = one._replace(text=f"- {match['said']} {text}", kind=LineKind.ITEM)
            found.append(Option((line,), folded(match["letter"] or match["circled"]), right=False, marked=False))
        return position, position + 1, found
    return 0, 0, []


def holds_options(line: str) -> bool:
    """Whether a line holds several options, and begins with the first."""
    if len(line) > _LONGEST:
        return False
    parts = _parts(list(_INLINE.finditer(line)))
    return len(parts) >= _FEW and not line[: parts[0].start()].strip(" -*+>")


def _parts(marks: Sequence[re.Match[str]]) -> list[re.Match[str]]:
    """Give the marks before a line's options, in order."""
    first = next((letters for match in marks if (letters := alphabets_of(match["letter"] or match["circled"]))), ())
    return max((_in_order(marks, letters) for letters in first), key=len, default=[])


def _in_order(marks: Sequence[re.Match[str]], letters: str) -> list[re.Match[str]]:
    """Give the marks whose letters follow one another."""
    found: list[re.Match[str]] = []
    for match in marks:
        if len(found) < len(letters) and folded(match["letter"] or match["circled"]) == letters[len(found)]:
            found.append(match)
    return found
