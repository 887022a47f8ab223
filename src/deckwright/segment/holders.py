"""Folds that hold several questions, each with its own folded answer: "Test yourself" around questions and their folds."""

from __future__ import annotations

from deckwright.markdown.plain import plain
from deckwright.segment.asking import asks, bids
from deckwright.segment.folds import Fold
from deckwright.segment.label import read_label, unwrap
from deckwright.segment.sheet import Sheet
from deckwright.segment.tags import Role

_FEW = 2
"""Questions that such a fold holds at least."""


def holders(sheet: Sheet, start: int, stop: int) -> frozenset[int]:
    """Give the positions of the folds in some lines that hold questions, and ask nothing themselves."""
    children: dict[int, list[Fold]] = {}
    for fold in sheet.folds_in(start, stop):
        if fold.parent >= 0 and sheet.role(fold) is Role.ANSWER:
            children.setdefault(fold.parent, []).append(fold)
    return frozenset(
        position
        for position, inner in children.items()
        if len(inner) >= _FEW
        and sheet.role(sheet.folds[position]) is None
        and not asks(sheet.summaries[position])
        and _asked(sheet, sheet.folds[position], inner) * 2 > len(inner)
    )


def is_held(sheet: Sheet, fold: Fold, known: frozenset[int]) -> bool:
    """Whether a fold lies in nothing but such folds, if in any."""
    parent = fold.parent
    while parent >= 0:
        if parent not in known:
            return False
        parent = sheet.folds[parent].parent
    return True


def _asked(sheet: Sheet, outer: Fold, inner: list[Fold]) -> int:
    """Count the folds with a question right above them."""
    floor = outer.summary[1][0] + 1
    count = 0
    for fold in inner:
        count += any(_asks(sheet.lines[index]) for index in range(floor, fold.start[0]))
        floor = fold.stop
    return count


def _asks(line: str) -> bool:
    label = read_label(unwrap(line.strip()[:400]))
    said = plain(line)
    return (label is not None and label.strong) or asks(said) or bids(said)
