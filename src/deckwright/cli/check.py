"""`deckwright check`: everything there is to say about the sources, without writing anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from deckwright.cli import options, show
from deckwright.errors import Severity
from deckwright.report.line import Line, Tone, counted

if TYPE_CHECKING:
    from deckwright.app.build import Build


@click.command()
@options.gathered("decks", options.Decks, options.sources, options.lock, options.styles)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="Text for people, JSON, or annotations for GitHub workflows.",
)
@click.option("--advice", is_flag=True, help="Give advice in full: where to split a long answer, for example.")
@click.option("--explain", is_flag=True, help="Also say how each document was read, and why.")
@options.no_cache
@click.pass_context
def check(context: click.Context, decks: options.Decks, style: str, *, advice: bool, explain: bool) -> None:
    """Report all that is amiss in each SOURCE, with file, line, column and remedy, and what would be skipped.

    Its table counts as a question whatever becomes a note: follow-ups, terms and rows, too. Exits with 1 if there is
    an error.
    """
    from deckwright.app.build import prepare  # noqa: PLC0415  (keeps --help quick)
    from deckwright.app.locating import located  # noqa: PLC0415
    from deckwright.app.tidying import with_unused  # noqa: PLC0415
    from deckwright.report import diagnostics  # noqa: PLC0415

    made = [with_unused(prepare(replace(request, fresh=True), show.track)) for request in decks.requests()]
    match style:
        case "json":
            show.as_json([_as_json(each) for each in made])
        case "github":
            for each in made:
                wanted = diagnostics.serious(each.diagnostics, advice=advice)
                for line in diagnostics.github(located(wanted, each.request.workspace)):
                    click.echo(line)
        case _:
            for each in made:
                show.product(_text(each, advice=advice, explain=explain))
    if any(each.has_errors for each in made):
        context.exit(1)


def _text(made: Build, *, advice: bool, explain: bool) -> Iterator[Line]:
    from deckwright.app.locating import located  # noqa: PLC0415
    from deckwright.report import diagnostics  # noqa: PLC0415

    workspace = made.request.workspace
    wanted = diagnostics.serious(made.diagnostics, advice=advice)
    yield from diagnostics.lines(located(wanted, workspace))
    yield from diagnostics.skip_lines(located(made.reading.skipped, workspace))
    if not workspace.lock.exists() and made.package.exists():
        yield Line(f"{made.package} is there, but its lock {workspace.lock} is not: a build would stop", Tone.WARNING)
    if explain:
        for document in made.reading.documents:
            for sentence in document.explanation:
                yield Line(f"{document.file}: {sentence}", Tone.QUIET)
    if not advice:
        yield from diagnostics.advice_summary(made.diagnostics)
    yield from _table(made)
    if made.outdated:
        yield Line(f"{counted(made.outdated, 'card')} would look different if sent again (build --rerender)")


def _table(made: Build) -> Iterator[Line]:
    """Count, for each file, its questions, what was skipped, and what was said."""
    documents = made.reading.documents
    if not documents:
        return
    width = max(4, *(len(document.file) for document in documents))
    said = Counter((each.file, each.severity) for each in made.diagnostics)
    yield Line(f"{'file':{width}}  questions  skipped  errors  warnings", Tone.STRONG)
    for document in documents:
        errors, warnings = said[document.file, Severity.ERROR], said[document.file, Severity.WARNING]
        row = f"{document.file:{width}}  {document.questions:9}  {len(document.skipped):7}  {errors:6}  {warnings:8}"
        yield Line(row, Tone.ERROR if errors else Tone.WARNING if warnings else Tone.PLAIN)


def _as_json(made: Build) -> dict[str, object]:
    from deckwright.app.locating import located  # noqa: PLC0415
    from deckwright.report import diagnostics  # noqa: PLC0415

    return {
        "deck": made.frame.name,
        "files": [
            {
                "file": document.file,
                "questions": document.questions,
                "skipped": len(document.skipped),
                "style": list(document.style),
                "explanation": list(document.explanation),
            }
            for document in made.reading.documents
        ],
        "diagnostics": diagnostics.as_json(located(made.diagnostics, made.request.workspace)),
        "skipped": diagnostics.skips_as_json(located(made.reading.skipped, made.request.workspace)),
        "outdated": made.outdated,
    }
