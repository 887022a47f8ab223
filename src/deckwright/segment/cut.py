"""The one verb of this layer: `segment` cuts a document's text into entries and accounts for every line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from deckwright.choices import Choices
from deckwright.codes import diagnose
from deckwright.errors import Diagnostic
from deckwright.markdown.plain import plain
from deckwright.markdown.scan import LineKind, scan
from deckwright.model import Skip
from deckwright.segment import gapped
from deckwright.segment.attributes import Attributes
from deckwright.segment.body import habits
from deckwright.segment.choosing import about_choices, choosing, of_document
from deckwright.segment.context import context
from deckwright.segment.diagnostics import diagnostics
from deckwright.segment.document import Document, ReadingOptions
from deckwright.segment.entries import Made, Surroundings, make
from deckwright.segment.foreign import as_skips, assign, find_marks
from deckwright.segment.front_keys import about_front_keys
from deckwright.segment.frontmatter import read_front_matter
from deckwright.segment.infer import Reading, read
from deckwright.segment.inscribed import attach, find_inscribed, without
from deckwright.segment.layout import lay_out
from deckwright.segment.mistyped import about_keys, about_words
from deckwright.segment.named import about_kinds
from deckwright.segment.references import references
from deckwright.segment.registry import NAMES
from deckwright.segment.revealed import HIDING, revealed
from deckwright.segment.sections import Unwanted, chosen
from deckwright.segment.sheet import Sheet
from deckwright.segment.skips import skips
from deckwright.segment.tasks import custom
from deckwright.segment.titled import with_title


def segment(text: str, *, file: str, options: ReadingOptions | None = None) -> Document:
    """Cut a document into entries. Pure; takes any text, never raises, linear in its length."""
    options = options or ReadingOptions()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    inscribed = find_inscribed(text)
    document = _segment(text, file, options, inscribed)
    asked = {entry.line for entry in document.entries}
    if not inscribed.keys() <= asked:  # what stands behind no question is text
        inscribed = {line: attributes for line, attributes in inscribed.items() if line in asked}
        document = _segment(text, file, options, inscribed)
    return document


def _segment(text: str, file: str, options: ReadingOptions, inscribed: Mapping[int, Attributes]) -> Document:
    marks = find_marks(without(text, inscribed) if inscribed else text)
    scanned = scan(marks.text)
    if any(sign in text for sign in HIDING):
        scanned = scan(shown) if (shown := revealed(scanned)) is not None else scanned
    front = read_front_matter(scanned, file)
    sheet = lay_out(scanned)
    style = front.style or options.style
    reading = with_title(_with_gapped(read(sheet, style), sheet, of_document(options.choices, front)), sheet, front)
    above = context(sheet, reading.cuts, front)
    cuts, unwanted = chosen(reading.cuts, above, options)
    cuts = tuple(attach(cut, inscribed.get(cut.question.line)) for cut in cuts) if inscribed else cuts
    around = Surroundings(
        file=file,
        sheet=sheet,
        above=above,
        habits=habits(sheet, [cut for cut in cuts if cut.style != gapped.NAME]),
        custom=custom(sheet, cuts),
        references=references(sheet),
        keep_unanswered=options.keep_unanswered,
        choosing=choosing(options.choices, front, above),
        inscribed=inscribed,
    )
    made = [one for cut in cuts for one in make(cut, around)]
    found = [*front.diagnostics, *_about_style(style, reading, file), *diagnostics(sheet, made, file)]
    placed = {**inscribed, **_of_follow_ups(made)}
    found += [*about_choices(sheet, front, placed, file), *about_front_keys(sheet, front, file)]
    found += [*about_keys(sheet, placed, file), *about_words(sheet, (each.entry for each in made), file)]
    found += about_kinds(made, file)
    if not reading.cuts:
        found.append(_nothing(text, file))
    return Document(
        file=file,
        title=above.title,
        entries=assign([each.entry for each in made], marks, front.values),
        skipped=tuple(
            sorted((*_skipped(around, made, unwanted), *as_skips(marks, file)), key=lambda skip: (skip.line, skip.end))
        ),
        diagnostics=tuple(
            sorted((each for each in found if each.code not in options.silenced), key=lambda each: each.line)
        ),
        style=reading.styles,
        explanation=reading.explanation,
        front_matter=front.values,
        covered=tuple(each.lines for each in made),
        apart=tuple(sorted({line + 1 for each in made if each.cut.key for line in each.cut.used})),
    )


def _nothing(text: str, file: str) -> Diagnostic:
    if text.strip():
        return diagnose("DW207", "No question was found in this file.", file=file)
    return diagnose("DW207", "This file is empty.", file=file, hint="Write its questions, or exclude it.")


def _of_follow_ups(made: Sequence[Made]) -> Mapping[int, Attributes]:
    """Give what stands behind follow-ups, by 1-based line; their headings are no sections."""
    return {each.entry.line: each.cut.attributes for each in made if each.entry.parent and not each.entry.kind.is_part}


def _with_gapped(reading: Reading, sheet: Sheet, choices: Choices) -> Reading:
    """Add the texts with gaps that no question covers."""
    more = gapped.gapped(sheet, reading.cuts, highlights=choices.highlights)
    if not more:
        return reading
    return replace(
        reading,
        cuts=tuple(sorted((*reading.cuts, *more), key=lambda cut: cut.start)),
        styles=(*reading.styles, gapped.NAME),
        explanation=(
            *reading.explanation,
            f"{gapped.NAME}: {len(more)} {'text' if len(more) == 1 else 'texts'} with gaps that no question covers.",
        ),
    )


def _about_style(style: str, reading: Reading, file: str) -> Iterator[Diagnostic]:
    if style not in {"", "auto", *NAMES}:
        yield diagnose("DW213", f'There is no reading style "{style}".', file=file, line=1)
    for sentence in reading.close:
        yield diagnose("DW210", sentence, file=file)


def _skipped(around: Surroundings, made: Sequence[Made], unwanted: Sequence[Unwanted]) -> tuple[Skip, ...]:
    """Every skip."""
    file, sheet = around.file, around.sheet
    taken = sorted(
        [*{(each.cut.start, each.cut.stop) for each in made}, *((each.start, each.stop) for each in unwanted)]
    )
    definitions = {line for each in made for label in each.labels for line in around.references.lines[label]}
    used = {line for each in made for line in each.cut.used}
    found = list(skips(sheet, taken, definitions | used | around.above.lines.lines, file))
    dropped = [each for one in made for each in one.dropped]
    dropped += [
        (index + 1, "definitions that no question refers to")
        for start, stop in {(each.cut.start, each.cut.stop) for each in made}
        for index in range(start, stop)
        if sheet.kinds[index] is LineKind.DEFINITION and index not in definitions
    ]
    found += _merged(sheet, sorted(dropped), file)
    found += [
        Skip(file=file, line=each.start + 1, end=each.stop, reason="a section that is excluded", title=each.title)
        for each in unwanted
    ]
    return tuple(found)


def _merged(sheet: Sheet, dropped: Sequence[tuple[int, str]], file: str) -> Iterator[Skip]:
    """Make skips of dropped lines, one of several with one reason that follow one another."""
    start = 0
    for position, (line, reason) in enumerate(dropped):
        if position + 1 < len(dropped) and dropped[position + 1] == (line + 1, reason):
            continue
        first = dropped[start][0]
        said = max((plain(sheet.lines[each - 1][:400]) for each in range(first, line + 1)), key=len)
        yield Skip(file=file, line=first, end=line, reason=reason, title=said[:60])
        start = position + 1
