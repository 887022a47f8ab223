"""Task lists: which are a quiz's options, and which are just part of an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum

from deckwright.markdown.plain import plain
from deckwright.markdown.scan import LineKind
from deckwright.segment.asides import asides
from deckwright.segment.asked import read_opening, reads_label
from deckwright.segment.asking import asks, bids
from deckwright.segment.bodylines import CLOSED, BodyLine, body_lines
from deckwright.segment.followups import first_follow_up
from deckwright.segment.options import BOX, Option, options_at
from deckwright.segment.sheet import Cut, Sheet

_TICKED = re.compile(r"\[[xX✓✔]\]")
_FEW = 3  # so many entries are too few to have a custom
_SEVERAL = 2
_PICTURE = re.compile(r"[ \t]*(?:!\[|<img\b)", re.IGNORECASE)
_Found = tuple[int, int, list[Option]]
_NONE: _Found = (0, 0, [])


class Custom(Enum):
    """How common it is in a document that a task list right below a question holds its options."""

    UNKNOWN = "unknown"
    """Some of its entries have one, but they are too few to tell."""
    NEVER = "never"
    SOME = "some"
    USUAL = "usual"

    def asks_for(self, question: str) -> bool:
        """Whether a task list below a question may be its options."""
        if self is Custom.UNKNOWN:
            said = plain(question[-500:])
            return asks(said) or bids(said)
        return self is not Custom.NEVER


def custom(sheet: Sheet, cuts: Sequence[Cut]) -> Custom:
    """Find how common quizzes with boxes are in a document.

    Where they are few, a question has to ask; other questions that come and go mustn't make them another thing.
    """
    count = sum(_is_boxed(sheet, cut) for cut in cuts)
    if len(cuts) <= _FEW:
        return Custom.UNKNOWN if count * 2 > len(cuts) else Custom.NEVER
    if count * 2 >= len(cuts):
        return Custom.USUAL
    if count < _SEVERAL:
        return Custom.NEVER
    return Custom.SOME if count * 5 >= len(cuts) else Custom.UNKNOWN


def _is_boxed(sheet: Sheet, cut: Cut) -> bool:
    """Whether what could be options stands below a question, or below one of its follow-ups, whatever its hint is."""
    if not _TICKED.search(cut.body.text):
        return False
    found = asides(sheet, body_lines(sheet, cut.body), extras=False).kept
    return any(tasks(each, Custom.SOME)[2] for each in _asked(found))


def _asked(found: Sequence[BodyLine]) -> Iterator[Sequence[BodyLine]]:
    """Give what stands below a question, and below each of its follow-ups."""
    start, position = 0, first_follow_up(found)
    while position < len(found):
        yield found[start:position]
        asked = read_opening(found, position)
        start = asked.stop if asked is not None else position + 1
        position = next((at for at in range(start, len(found)) if reads_label(found[at])), len(found))
    yield found[start:]


def tasks(body: Sequence[BodyLine], custom: Custom) -> _Found:
    """Give the task list that could be a quiz's options: flat, the only list, right at the start or after code.

    Where that is the custom, words may stand before it, and lists behind it.
    """
    usual = custom is Custom.USUAL
    start = 0
    while start < len(body) and not _lists(body[start]) and (usual or _shows(body[start])):
        start += 1
    found, stop = options_at(body, start) if start < len(body) else ([], start)
    if len(found) < 2 or found[0].letter or all(option.right for option in found):
        return _NONE
    if not any(option.right for option in found) or not _is_flat(body[start:stop]):
        return _NONE
    if any(BOX.match(one.text) if usual else _lists(one) for one in body[stop:]):
        return _NONE
    return start, stop, found


def _lists(one: BodyLine) -> bool:
    return one.kind is LineKind.ITEM


def _shows(one: BodyLine) -> bool:
    """Whether a line may stand between a question and its options: code, a picture, nothing."""
    return one.kind in CLOSED or not one.text.strip() or _PICTURE.match(one.text) is not None


def _is_flat(listed: Sequence[BodyLine]) -> bool:
    """Whether all items of a list have boxes, stand at one indent and are of one kind."""
    marks = [BOX.match(one.text) for one in listed if _lists(one)]
    return None not in marks and len({(mark["indent"], mark["marker"][-1]) for mark in marks if mark is not None}) == 1
