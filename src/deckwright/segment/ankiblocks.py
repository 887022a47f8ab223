"""Notes as Obsidian_to_Anki has them: lines from `START` to `END`, the answer behind `Back:`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deckwright.markdown.scan import LineKind
from deckwright.model import Passage
from deckwright.segment.attributes import Attributes
from deckwright.segment.blocks import last_said
from deckwright.segment.sheet import Sheet
from deckwright.swift import dataclass

_ENDS = {"START": "END", "%%ANKI": "END%%"}
_BACK = re.compile(r"^Back:[ \t]*", re.IGNORECASE)
_FRONT = re.compile(r"^Front:[ \t]*", re.IGNORECASE)
_TAGS = re.compile(r"Tags:[ \t]*(?P<tags>.*)$", re.IGNORECASE)
_LONGEST = 400
"""Lines of a note that are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A note: its lines `start` to before `stop`, its question and its answer."""

    start: int
    stop: int
    question: Passage
    answer: Passage
    attributes: Attributes


def blocks(sheet: Sheet, start: int, stop: int) -> Iterator[Block]:
    """Find the notes with a front and a back."""
    index = start
    while index < stop:
        closer = _ENDS.get(sheet.lines[index].strip()) if sheet.kinds[index] is not LineKind.CODE else None
        found = _block(sheet, index, min(stop, index + _LONGEST), closer) if closer else None
        if found is not None:
            yield found
        index = found.stop if found is not None else index + 1


def _block(sheet: Sheet, start: int, limit: int, closer: str) -> Block | None:
    end = next((index for index in range(start + 2, limit) if sheet.lines[index].strip() in {closer, *_ENDS}), -1)
    if end < 0 or sheet.lines[end].strip() != closer:
        return None
    back = next((index for index in range(start + 2, end) if _BACK.match(sheet.lines[index])), -1)
    if back < 0:
        return None
    front = [_FRONT.sub("", sheet.lines[start + 2], count=1), *sheet.lines[start + 3 : back]]
    last = last_said(sheet, back + 1, end)
    tagged = _TAGS.match(sheet.lines[last - 1]) if last > back + 1 else None
    if tagged is not None:
        last -= 1
    said = [_BACK.sub("", sheet.lines[back], count=1), *sheet.lines[back + 1 : last]]
    question = "\n".join(front)
    if not question.strip():
        return None
    skipped = len(question) - len(question.lstrip("\n"))
    values = {"reverse": "true"} if "revers" in sheet.lines[start + 1].lower() else {}
    tags = tuple(tagged["tags"].replace(",", " ").split()) if tagged is not None else ()
    return Block(
        start=start,
        stop=end + 1,
        question=Passage(text=question.strip(), line=start + 3 + skipped),
        answer=Passage(text="\n".join(said), line=back + 1),
        attributes=Attributes(values=values, tags=tags),
    )
