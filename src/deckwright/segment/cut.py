"""The one verb of this layer: `segment` cuts a document's text into entries and accounts for every line."""

from __future__ import annotations

from collections.abc import Sequence

from deckwright.markdown.scan import scan
from deckwright.model import Skip
from deckwright.segment.body import habits
from deckwright.segment.context import context
from deckwright.segment.diagnostics import diagnostics
from deckwright.segment.document import Document, ReadingOptions
from deckwright.segment.entries import Made, Surroundings, make
from deckwright.segment.frontmatter import read_front_matter
from deckwright.segment.infer import read
from deckwright.segment.references import references
from deckwright.segment.sections import chosen
from deckwright.segment.sheet import Cut, Sheet, lay_out
from deckwright.segment.skips import skips


def segment(text: str, *, file: str, options: ReadingOptions | None = None) -> Document:
    """Cut a document into entries. Pure; takes any text, never raises, linear in its length."""
    options = options or ReadingOptions()
    scanned = scan(text.replace("\r\n", "\n").replace("\r", "\n"))
    front = read_front_matter(scanned, file)
    sheet = lay_out(scanned)
    reading = read(sheet, front.style or options.style)
    above = context(sheet, reading.cuts, front)
    cuts, unwanted = chosen(reading.cuts, above, options)
    around = Surroundings(
        file=file,
        sheet=sheet,
        above=above,
        habits=habits(sheet, cuts),
        references=references(sheet),
        keep_unanswered=options.keep_unanswered,
    )
    made = [make(cut, around) for cut in cuts]
    found = [*front.diagnostics, *diagnostics(sheet, made, file)]
    return Document(
        file=file,
        title=above.title,
        entries=tuple(each.entry for each in made),
        skipped=_skipped(around, made, unwanted),
        diagnostics=tuple(
            sorted((each for each in found if each.code not in options.silenced), key=lambda each: each.line)
        ),
        style=reading.styles,
        explanation=reading.explanation,
        front_matter=front.values,
        covered=tuple((cut.start + 1, cut.stop) for cut in cuts),
    )


def _skipped(around: Surroundings, made: Sequence[Made], unwanted: Sequence[Cut]) -> tuple[Skip, ...]:
    """Every skip, in the order of lines."""
    file, sheet = around.file, around.sheet
    taken = sorted([*((each.cut.start, each.cut.stop) for each in made), *((cut.start, cut.stop) for cut in unwanted)])
    definitions = {line for each in made for label in each.labels for line in around.references.lines[label]}
    found = list(skips(sheet, taken, definitions, file))
    found += [
        Skip(file=file, line=line, end=line, reason=reason, title=_words(sheet, line))
        for each in made
        for line, reason in each.dropped
    ]
    found += [
        Skip(
            file=file,
            line=cut.start + 1,
            end=cut.stop,
            reason="a section that is excluded",
            title=_words(sheet, cut.start + 1),
        )
        for cut in unwanted
    ]
    return tuple(sorted(found, key=lambda skip: (skip.line, skip.end)))


def _words(sheet: Sheet, line: int) -> str:
    return sheet.lines[line - 1].strip()[:60]
