"""The reading style in which a question is a term of a definition list: the term, then `: ` and what it means."""

from __future__ import annotations

import re

from deckwright.markdown.scan import LineKind
from deckwright.model import Passage
from deckwright.segment.blocks import barriers, body_from, ends_at
from deckwright.segment.label import unwrap
from deckwright.segment.sheet import Cut, Sheet, dedent

_MEANING = re.compile(r" {0,3}[:~][ \t]+(?P<text>\S.*)$")


class Definitions:
    """Questions as terms."""

    name = "definitions"
    says = "terms of definition lists"
    weight = 0.9
    enough = 2

    def cuts(self, sheet: Sheet, start: int, stop: int, *, forced: bool) -> tuple[Cut, ...]:
        """Cut at each line whose meaning follows behind a colon."""
        del forced
        terms = [
            (term, index)
            for index in range(start + 1, stop)
            if sheet.lines[index].lstrip()[:1] in {":", "~"} and (term := _term(sheet, index, start)) >= 0
        ]
        limits = barriers(sheet, start, stop)
        position = 0
        found = []
        for (term, index), following in zip(terms, [*(each[0] for each in terms[1:]), stop], strict=False):
            limit, position = ends_at(limits, position, term)
            end = _end(sheet, index + 1, min(limit, following))
            match = _MEANING.match(sheet.lines[index])
            assert match is not None
            found.append(
                Cut(
                    start=term,
                    stop=end,
                    question=Passage(text=unwrap(sheet.lines[term].strip()), line=term + 1),
                    body=_body(sheet, index, end, match["text"]),
                    style="definitions",
                    body_answers=True,
                )
            )
        return tuple(found)


def _term(sheet: Sheet, index: int, start: int) -> int:
    """Give the index of the term that the meaning on a line belongs to, or -1."""
    if sheet.kinds[index] is not LineKind.TEXT or _MEANING.match(sheet.lines[index][:3000]) is None:
        return -1
    above = index - 1
    if above > start and sheet.kinds[above] is LineKind.BLANK:
        above -= 1
    if above < start or sheet.kinds[above] is not LineKind.TEXT or len(sheet.lines[above]) > 300:
        return -1
    if sheet.lines[above][:1].isspace() or _MEANING.match(sheet.lines[above]):
        return -1
    if (
        above > start
        and sheet.kinds[above - 1] is LineKind.TEXT
        and not sheet.lines[above - 1].startswith((" ", "\t", ":"))
    ):
        return -1
    return above


def _end(sheet: Sheet, index: int, limit: int) -> int:
    """Give the index after the last line of a meaning: indented, behind another colon, or running on."""
    end = index
    while index < limit:
        line = sheet.lines[index]
        if line.strip():
            runs_on = sheet.kinds[index - 1] is not LineKind.BLANK and sheet.kinds[index] is LineKind.TEXT
            if not (line[:1].isspace() or runs_on or _MEANING.match(line[:3000])):
                break
            end = index + 1
        index += 1
    return end


def _body(sheet: Sheet, index: int, end: int, first: str) -> Passage:
    body = body_from(sheet, index, end, first)
    lines = [dedent(re.sub(r"^ {0,3}[:~][ \t]+", "", line), 4) for line in body.text.split("\n")]
    return Passage(text="\n".join(lines), line=body.line)
