"""The reading style in which a question is a row of a table: `| Question | Answer |`."""

from __future__ import annotations

import re

from deckwright.markdown.plain import plain
from deckwright.markdown.scan import DELIMITERS, LineKind
from deckwright.model import Passage
from deckwright.segment.asking import asks
from deckwright.segment.furniture import is_link_only
from deckwright.segment.sheet import Cut, Sheet
from deckwright.segment.words import ANSWERS, QUESTIONS, SOLUTIONS
from deckwright.swift import dataclass

_LONG = 20_000  # characters of a row that are looked at
_NUMBER = re.compile(r"\W*[^\W\d_]{0,2}\W{0,2}\d[\d.\-]{0,9}\W*")
"""What numbers a row; other words in a first column say what its question is about."""
_PART = re.compile(r"\\.|(`+)(?!`).*?(?<!`)\1(?!`)|\|", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Table:
    first: int
    """The index of the first row below the delimiters."""
    stop: int
    width: int
    """How many columns it has."""
    asked: int
    answered: int
    named: bool


class Tables:
    """Questions as rows."""

    name = "tables"
    says = "rows of a table of questions and answers"
    weight = 0.9
    enough = 1

    def cuts(self, sheet: Sheet, start: int, stop: int, *, forced: bool) -> tuple[Cut, ...]:
        """Cut at each row of a table whose head, or most of whose rows, say that it asks."""
        found: list[Cut] = []
        index = start + 1
        while index < stop:
            table = _table(sheet, index, stop) if "-" in sheet.lines[index] and "|" in sheet.lines[index] else None
            if table is None:
                index += 1
                continue
            cuts = [cut for row in range(table.first, table.stop) if (cut := _cut(sheet, row, table)) is not None]
            asking = sum(asks(plain(cut.question.text)) for cut in cuts)
            counted = sum(_NUMBER.fullmatch(plain(cut.question.text)) is not None for cut in cuts)
            linked = sum(is_link_only(cut.question.text) for cut in cuts)
            answered = sum(bool(cut.body) and not is_link_only(cut.body.text) for cut in cuts)
            said = table.named or forced or (asking * 2 >= len(cuts) and asking >= 3)
            if said and answered * 2 >= len(cuts) and (linked + counted) * 2 <= len(cuts):
                found += cuts
            index = max(table.stop, index + 1)
        return tuple(found)


def _table(sheet: Sheet, index: int, stop: int) -> _Table | None:
    """Give the table whose delimiter row is on a line, if its columns could be questions and answers."""
    line = sheet.lines[index]
    if len(line) > 2000 or sheet.kinds[index] not in {LineKind.TABLE, LineKind.TEXT} or not DELIMITERS.match(line):
        return None
    columns = len(cells(line))
    head = [plain(cell).casefold().strip(" :*") for cell in cells(sheet.lines[index - 1][:5000], columns)]
    if len(head) != columns or columns not in {2, 3}:
        return None
    end = index + 1
    while end < stop and sheet.kinds[end] in {LineKind.TABLE, LineKind.TEXT} and "|" in sheet.lines[end]:
        end += 1
    skip = columns - 2
    words = [set(re.findall(r"[^\W\d_]+", cell)) for cell in head]
    asked = [column for column, said in enumerate(words) if said & QUESTIONS]
    answered = [column for column, said in enumerate(words) if said & (ANSWERS | SOLUTIONS)]
    if asked and answered and asked[0] != answered[-1]:
        return _Table(index + 1, end, columns, asked[0], answered[-1], named=True)
    if columns == 2 or all(cells(sheet.lines[row], columns)[0].strip(" .)").isdigit() for row in range(index + 1, end)):
        return _Table(index + 1, end, columns, skip, skip + 1, named=False)
    return None


def cells(line: str, width: int = 0) -> list[str]:
    """Give a row's cells, `width` if that is possible; a pipe in code or math, or behind a backslash, parts none."""
    text = line.strip()
    if len(text) < _LONG and ("$" in text or "\\(" in text or "\\[" in text):
        from deckwright.markdown.tables import split_row  # noqa: PLC0415  (imports mistune; only where there may be math)

        return split_row(text, width)
    parts: list[str] = []
    position = 0
    for match in _PART.finditer(text[:_LONG]):
        if match[0] == "|":
            parts.append(text[position : match.start()])
            position = match.end()
    parts.append(text[position:])
    if text.startswith("|"):
        parts = parts[1:]
    if len(parts) > 1 and not parts[-1].strip():
        parts = parts[:-1]
    return [part.strip().replace("\\|", "|") for part in parts]


def _cut(sheet: Sheet, row: int, table: _Table) -> Cut | None:
    parts = cells(sheet.lines[row], table.width)
    if len(parts) <= min(table.asked, table.answered) or not parts[table.asked]:
        return None
    first = parts[0] if table.asked and table.answered else ""
    numbered = not first or _NUMBER.fullmatch(first) is not None
    joined = " | ".join(parts[max(table.asked, table.answered) :])
    answer = joined if table.answered > table.asked else parts[table.answered]
    return Cut(
        start=row,
        stop=row + 1,
        question=Passage(text=parts[table.asked], line=row + 1),
        body=Passage(text=answer, line=row + 1),
        style="tables",
        label=first.strip(" .)") if numbered else "",
        above=() if numbered else tuple(filter(None, (plain(first),))),
        body_answers=True,
    )
