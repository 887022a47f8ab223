"""What an author should know about how a document was cut."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from deckwright.codes import diagnose
from deckwright.errors import Diagnostic
from deckwright.markdown.cloze_entry import highlights_of
from deckwright.markdown.finding import find_gaps
from deckwright.markdown.plain import plain
from deckwright.model import Entry, Kind
from deckwright.segment.asked import title_of
from deckwright.segment.cloze import gaps_in
from deckwright.segment.entries import Made
from deckwright.segment.length import too_long
from deckwright.segment.sheet import Sheet

_WORD = re.compile(r"[^\W_]+")
_CROWD = 3
_NO_GAPS = "Write the question without options, or \\{{ where no gap is meant."
"""Repeats of one question that are reported one by one at most."""


def diagnostics(sheet: Sheet, made: Sequence[Made], file: str) -> Iterator[Diagnostic]:
    """Give all diagnostics about structure, in no particular order."""
    for index in sheet.scan.unclosed:
        column = _column(sheet, index + 1, "```" if "```" in sheet.lines[index] else "~~~")
        yield diagnose("DW203", "This code fence is never closed.", file=file, line=index + 1, column=column)
    yield from _unclosed_folds(sheet, file)
    yield from _jumps(sheet, file)
    for each in made:
        yield from _answer(sheet, each, file)
        yield from _unanswered(sheet, each, file)
    yield from _duplicates(sheet, [each.entry for each in made], file)


def _unclosed_folds(sheet: Sheet, file: str) -> Iterator[Diagnostic]:
    """Report folds that never close; not those that something else seemed to end although their end follows."""
    missing = [fold for fold in sheet.folds if not fold.closed]
    if not missing:
        return
    surplus = sum(line.lower().count("</details>") for line in sheet.lines) - sum(fold.closed for fold in sheet.folds)
    for fold in missing[: max(0, len(missing) - max(0, surplus))]:
        line, column = fold.start
        yield diagnose("DW208", "This <details> is never closed.", file=file, line=line + 1, column=column + 1)


def _jumps(sheet: Sheet, file: str) -> Iterator[Diagnostic]:
    """Report each way in which headings skip a level once, with how often it is met."""
    met: dict[tuple[int, int], tuple[int, int]] = {}
    level = 0
    shown = {node.start for node in sheet.nodes}
    for heading in sheet.scan.headings:
        if heading.index not in shown and not title_of(f"# {heading.text}"):
            continue  # it only says "Answer", where a follow-up's heading is one like others
        if level and heading.level > level + 1 and heading.index in shown:
            line, count = met.get((level, heading.level), (heading.index + 1, 0))
            met[level, heading.level] = (line, count + 1)
        level = heading.level
    for (above, below), (line, count) in met.items():
        often = f", {count} times in this file" if count > 1 else ""
        yield diagnose(
            "DW204", f"A heading of level {below} follows one of level {above}{often}.", file=file, line=line
        )


def _of_its_kind(made: Made, file: str) -> Iterator[Diagnostic]:
    """Report what an entry can't have or become because of what it is."""
    entry = made.entry
    if made.remark:
        yield diagnose("DW215", made.remark, file=file, line=entry.line)
    if entry.options and gaps_in((entry.question, entry.options, entry.answer), highlights=False):
        message = f'"{_said(entry)}": its gaps are text, since a quiz has none.'
        yield diagnose("DW317", message, file=file, line=entry.line, hint=_NO_GAPS)


def _answer(sheet: Sheet, made: Made, file: str) -> Iterator[Diagnostic]:
    entry = made.entry
    for written, flaw in made.flaws:
        line = min(written, made.lines[1])  # what stands beside a summary is read below it
        column = _column(sheet, line, flaw.written)
        yield diagnose(flaw.code, f"{flaw.message}.", file=file, line=line, column=column)
    for code, why in made.refused if not entry.defect else ():
        column = _column(sheet, entry.line, entry.question.text)
        yield diagnose(code, f'"{_said(entry)}": {why}.', file=file, line=entry.line, column=column)
    yield from _of_its_kind(made, file)
    if entry.kind is Kind.CLOZE or (entry.parent and entry.defect):
        return  # a follow-up's parent is reported
    advice = too_long(entry) if not entry.defect and not entry.divided else None
    if advice is None and not entry.defect and not made.link_only and made.verdict:
        return
    said = _said(entry)
    column = _column(sheet, entry.line, entry.question.text)
    if made.link_only and not entry.defect:
        yield diagnose("DW209", f'The answer to "{said}" is only a link.', file=file, line=entry.line, column=column)
    elif entry.defect:
        only = ": only a link" if made.link_only else ""
        yield diagnose("DW202", f'"{said}" has no answer{only}.', file=file, line=entry.line, column=column)
        return
    if entry.kind is Kind.QUIZ and not made.verdict:
        yield diagnose("DW212", f'No option of "{said}" is marked as right.', file=file, line=entry.line, column=column)
    if advice is not None:
        message, hint = advice
        line = entry.answer.line
        column = _column(sheet, line, entry.answer.text)
        yield diagnose("DW205", f'"{said}": {message}', file=file, line=line, column=column, hint=hint)


def _unanswered(sheet: Sheet, made: Made, file: str) -> Iterator[Diagnostic]:
    for each in made.unanswered if not made.entry.defect else ():
        message = f'The follow-up "{_short(each.question)}" gets no card: {each.why}.'
        column = _column(sheet, each.line, each.question)
        yield diagnose("DW218", message, file=file, line=each.line, column=column)


def _duplicates(sheet: Sheet, entries: Sequence[Entry], file: str) -> Iterator[Diagnostic]:
    """Report questions that stand there twice, also in other words of the same kind; a crowd of them once."""
    exact: dict[str, list[Entry]] = {}
    near: dict[frozenset[str], Entry] = {}
    for entry in entries:
        asked = entry.question or entry.answer
        whole = " ".join(f"{entry.parent}\n{asked.text}\n{entry.options.text}".split()).casefold()
        same = exact.setdefault(whole, [])
        same.append(entry)
        if len(same) > 1 or "\n" in entry.question.text or entry.options or entry.parent:
            continue
        words = frozenset(_WORD.findall(plain(entry.question.text).casefold())) - _SMALL
        if len(words) > 1 and (first := near.setdefault(words, entry)) is not entry:
            said, other = _said(entry), _said(first)
            yield _doubled(
                sheet, entry, "DW206", f'"{said}" is nearly the same as "{other}" on line {first.line}.', file
            )
    for first, *more in exact.values():
        said = _said(first)
        if len(more) > _CROWD:
            message = f'"{said}" stands on line {first.line} already, and in {len(more) - 1} more places from here on.'
            yield _doubled(sheet, more[0], "DW201", message, file)
            continue
        for entry in more:
            yield _doubled(sheet, entry, "DW201", f'"{said}" stands on line {first.line} already.', file)


def _doubled(sheet: Sheet, entry: Entry, code: str, message: str, file: str) -> Diagnostic:
    column = _column(sheet, entry.line, entry.question.text)
    return diagnose(code, message, file=file, line=entry.line, column=column)


_SMALL = frozenset(
    """
    a an the is are was were do does did you of in on to for and or it its what whats which how by with explain describe define
    """.split()  # noqa: SIM905 - a table of words
)


def _column(sheet: Sheet, line: int, text: str) -> int:
    """Give the column (1-based) that a text starts at on its line; 1 where it isn't written there as it is read."""
    return max(1, sheet.lines[line - 1].find(text.partition("\n")[0]) + 1)


def _said(entry: Entry) -> str:
    """Give the first words of what an entry asks, its gaps revealed, for a message."""
    asked = entry.question or entry.answer
    is_cloze = entry.kind is Kind.CLOZE
    text = find_gaps(asked.text, highlights=highlights_of(entry)).revealed() if is_cloze else asked.text
    return _short(plain(text[:400].partition("\n")[0]))


def _short(words: str) -> str:
    return words if len(words) <= 70 else words[:67].rsplit(" ", 1)[0] + " …"
