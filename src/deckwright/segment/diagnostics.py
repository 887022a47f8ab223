"""What an author should know about how a document was cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deckwright.codes import diagnose
from deckwright.errors import Diagnostic
from deckwright.markdown.plain import plain
from deckwright.segment.entries import Made
from deckwright.segment.sheet import Sheet


def diagnostics(sheet: Sheet, made: Sequence[Made], file: str) -> Iterator[Diagnostic]:
    """All diagnostics about structure, in no particular order."""
    yield from _unanswered(made, file)
    for index in sheet.scan.unclosed:
        yield diagnose("DW203", "This code fence is never closed.", file=file, line=index + 1)


def _unanswered(made: Sequence[Made], file: str) -> Iterator[Diagnostic]:
    for each in made:
        if each.entry.defect:
            said = short(each.entry.question.text)
            yield diagnose("DW202", f'"{said}" has no answer.', file=file, line=each.entry.line)


def short(text: str) -> str:
    """The first words of a Markdown text, for a message."""
    words = plain(text[:400].partition("\n")[0])
    return words if len(words) <= 70 else words[:67].rsplit(" ", 1)[0] + " …"
