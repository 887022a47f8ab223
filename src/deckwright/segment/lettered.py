"""Answers below a heading that begin with a letter: `### 1. Why …?` above `**A:** …`, or `## Rye` above `Q: …` and `A: …`."""

from __future__ import annotations

from collections.abc import Sequence

from deckwright.markdown.scan import LineKind
from deckwright.segment.bodylines import BodyLine, says
from deckwright.segment.options import options_at
from deckwright.segment.sheet import Cut, Sheet
from deckwright.segment.signs import Sign, read_sign
from deckwright.segment.tags import maybe_tag

_READ = frozenset({LineKind.TEXT, LineKind.ITEM, LineKind.QUOTE})
_NEAR = 8
"""How far below a question a letter is looked for."""


def answers_by_letter(sheet: Sheet, cut: Cut) -> bool:
    """Whether the first thing below a question is an answer's letter."""
    first = next(iter(sheet.labels_in(cut.body.line - 1, cut.stop)), cut.stop)
    said = range(cut.body.line - 1, min(first, cut.body.line + _NEAR))
    if first == cut.stop or first > cut.body.line + _NEAR or any(sheet.lines[index].strip() for index in said):
        return False
    sign = _sign(BodyLine(sheet.lines[first], sheet.kinds[first], first + 1))
    return sign is not None and not sign.asking


def lettered(found: Sequence[BodyLine], *, usual: bool) -> tuple[Sequence[BodyLine], Sequence[BodyLine]] | None:
    """Part a body at the letter that opens its answer, which most of the document's have (`usual`) or a question's precedes."""
    start = next((position for position, one in enumerate(found) if says(one)), len(found))
    sign = _sign(found[start]) if start < len(found) else None
    if sign is None or len(options_at(found, start)[0]) > 1:
        return None
    if not sign.asking:
        return (found[:start], _opened(found, start, sign)) if usual else None
    for position in range(start + 1, len(found)):
        answer = _sign(found[position])
        if answer is None:
            continue
        more = any(each is not None and each.asking for each in map(_sign, found[position + 1 :]))
        if answer.asking or more or len(options_at(found, position)[0]) > 1:
            break
        return _opened(found[:position], start, sign), _opened(found, position, answer)
    return None


def without_letter(found: Sequence[BodyLine]) -> Sequence[BodyLine]:
    """Take the letter with a colon that opens an answer ("A:") off it."""
    start = next((position for position, one in enumerate(found) if says(one)), len(found))
    sign = _sign(found[start]) if start < len(found) else None
    if sign is None or sign.asking or not sign.rest or len(options_at(found, start)[0]) > 1:
        return found
    label = found[start].text[: -len(sign.rest)]
    return _opened(found, start, sign) if ":" in label or "：" in label else found


def _sign(one: BodyLine) -> Sign | None:
    return read_sign(one.line - 1, one.text) if one.kind in _READ and maybe_tag(one.text) else None


def _opened(found: Sequence[BodyLine], position: int, sign: Sign) -> Sequence[BodyLine]:
    """Give the lines from a label on, without it."""
    rest = [BodyLine(sign.rest, LineKind.TEXT, found[position].line)] if sign.rest else []
    return [*rest, *found[position + 1 :]]
