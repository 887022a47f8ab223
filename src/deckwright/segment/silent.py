"""Questions below headings that only number them ("## Question 3"): what of the text below one is asked, and what answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from deckwright.markdown.plain import plain
from deckwright.markdown.scan import LineKind
from deckwright.model import Passage
from deckwright.segment.asking import asks, bids
from deckwright.segment.bodylines import CLOSED, BodyLine, body_lines, passage, says
from deckwright.segment.options import BOX
from deckwright.segment.sheet import Cut, Sheet
from deckwright.segment.signs import read_sign
from deckwright.segment.tags import Role

_FEW = 3
"""Paragraphs in which a question's end is looked for."""
_REMARK = re.compile(r"[\W_]*[(\[（【][^()\[\]（）【】]{1,60}[)\]）】][\W_]*")
_LONGEST = 100
_SAID = frozenset({LineKind.TEXT, LineKind.QUOTE})


def spoken(sheet: Sheet, cuts: Sequence[Cut]) -> tuple[Cut, ...]:
    """Give the questions whose headings say none the words that stand first below them.

    Where most of them have an answer's label, those without one have no answer; else what follows the words is it.
    """
    silent = [at for at, cut in enumerate(cuts) if _says_nothing(cut.question.text) and cut.answer is None]
    if not silent:
        return _below_titles(sheet, cuts)
    untold = [at for at in silent if not is_told(sheet, cuts[at])]
    bodies = {at: body_lines(sheet, cuts[at].body) for at in untold}
    ends = {at: _asked(bodies[at]) for at in untold}
    unanswered = len(untold) * 2 < len(silent)
    usual = sum(end > 0 for end in ends.values()) * 2 >= len(untold)
    made = list(cuts)
    for at in untold:
        end = ends[at]
        if unanswered and not any(BOX.match(one.text) for one in bodies[at]):
            end = len(bodies[at])
        elif not end and (usual or _counts(cuts[at])):
            end = _paragraph(bodies[at], 0)
        if end:
            made[at] = _parted(cuts[at], bodies[at], end)
    return tuple(made)


def _counts(cut: Cut) -> bool:
    """Whether a heading counts questions in so many words ("## Question 3"), and doesn't just have a number."""
    return cut.style == "headings" and cut.label[:1].isalpha()


def _says_nothing(text: str) -> bool:
    """Whether a heading says nothing beside its number, or only a remark: "(3 points)"; a picture says something."""
    return not text.strip() or ("![" not in text and _REMARK.fullmatch(text.strip()[:_LONGEST]) is not None)


def _below_titles(sheet: Sheet, cuts: Sequence[Cut]) -> tuple[Cut, ...]:
    """Give questions their words where "Question 3: Soil" only names what the first paragraph below asks, as most do."""
    titled = [
        at
        for at, cut in enumerate(cuts)
        if cut.label[:1].isalpha() and cut.answer is None and not _asks(cut.question.text) and not is_told(sheet, cut)
    ]
    bodies = {at: body_lines(sheet, cuts[at].body) for at in titled}
    ends = {at: _first_asks(bodies[at]) for at in titled}
    if sum(end > 0 for end in ends.values()) * 3 < max(_FEW, len(titled)) * 2:
        return tuple(cuts)
    made = list(cuts)
    for at, end in ends.items():
        if end:
            made[at] = _parted(cuts[at], bodies[at], end)
    return tuple(made)


def _asks(text: str) -> bool:
    said = plain(text)
    return asks(said) or bids(said)


def _first_asks(found: Sequence[BodyLine]) -> int:
    """Say where the first paragraph ends, if it asks and something follows it; else 0."""
    end = _paragraph(found, 0)
    asked = end > 0 and found[end - 1].kind is LineKind.TEXT and asks(plain(found[end - 1].text))
    return end if asked and any(map(says, found[end:])) else 0


def is_told(sheet: Sheet, cut: Cut) -> bool:
    """Whether a label or a fold says where the answer starts."""
    start = cut.body.line - 1
    if any(sheet.role(fold) is Role.ANSWER for fold in sheet.folds_in(start, cut.stop)):
        return True
    signs = (
        read_sign(index, sheet.lines[index])
        for index in sheet.labels_in(start, cut.stop)
        if sheet.kinds[index] not in CLOSED
    )
    return any(sign is not None and not sign.asking for sign in signs)


def _asked(found: Sequence[BodyLine]) -> int:
    """Say how many lines, from the first on, are a question's: up to the first paragraph that asks, or 0."""
    position = 0
    for count in range(_FEW):
        start = next((at for at in range(position, len(found)) if found[at].kind in _SAID), len(found))
        position = _paragraph(found, start)
        if start == position:
            break
        if asks(plain(found[position - 1].text)) or (not count and bids(plain(found[start].text))):
            return position
    return 0


def _paragraph(found: Sequence[BodyLine], start: int) -> int:
    """Find the end of the paragraph that begins at a line, or at the first one after it that says anything."""
    while start < len(found) and not says(found[start]):
        start += 1
    stop = start
    while stop < len(found) and found[stop].kind in _SAID:
        stop += 1
    return stop


def _parted(cut: Cut, found: Sequence[BodyLine], end: int) -> Cut:
    """Take a question's words from what stands below its heading."""
    rest = found[end:]
    body = Passage(text="\n".join(one.text for one in rest), line=rest[0].line if rest else cut.stop + 1)
    asked = passage(found[:end])
    title = cut.question.text.strip()
    if title:
        asked = Passage(text=f"{title}\n\n{asked.text}", line=cut.question.line)
    return replace(cut, question=asked, body=body)
