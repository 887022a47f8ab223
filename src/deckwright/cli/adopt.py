"""`deckwright adopt`: take over who the notes of an existing deck are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deckwright.cli import options, show
from deckwright.report.line import Line, Tone, counted, shortened

if TYPE_CHECKING:
    from deckwright.app.adopting import Adoption

_SHOWN = 15  # questions that are named of each sort
_PATH = (
    "These notes have the note type {types}, which is not ours. A package can't update them: Anki calls that conflicting.",
    "To keep their history all the same:",
    "  1. Build, and import the package in Anki: that brings our note type, and skips these notes.",
    "  2. In Anki's browser, select the old notes, Notes → Change Note Type, choose the one named Deckwright, and map",
    "     the question's field to Question and the answer's to Answer.",
    "  3. Export the deck from Anki, and build once more with --after EXPORTED.apkg; import that.",
)


@click.command()
@click.argument("deck", type=options.PATH, metavar="DECK")
@options.source
@options.lock
@options.as_json
def adopt(deck: Path, source: Path, lock: Path | None, *, as_json: bool) -> None:
    """Take over identities and times from DECK (.apkg, .colpkg or .anki2) for the questions in SOURCE.

    For a deck whose lock was lost, or one that another tool made: every question that is found there goes on with its
    note. Writes the lock; build afterwards.
    """
    from deckwright.app.adopting import adopt as take_over  # noqa: PLC0415  (keeps --help quick)
    from deckwright.app.clock import now  # noqa: PLC0415

    (workspace,) = options.workspaces((source,), lock=lock, output=None)
    done = take_over(workspace, deck, now())
    if as_json:
        show.as_json(_as_json(done))
    else:
        show.talk(_lines(done, source))
        click.echo(workspace.lock)


def _lines(done: Adoption, source: Path) -> Iterator[Line]:
    theirs = "its note" if len(done.taken) == 1 else "their notes"
    yield Line(f"{done.lock.deck_name}: {counted(len(done.taken), 'question')} took over {theirs}", Tone.STRONG)
    if done.renamed:
        said = f"It is called “{done.renamed}” there, and goes on under the name that it was built with"
        yield Line(
            f"{said}; name = {json.dumps(done.renamed, ensure_ascii=False)} in deck.toml renames it", Tone.WARNING
        )
    for each in done.taken:
        if each.evidence and "same" not in each.evidence:
            place = f"({each.file}:{each.line})"
            yield Line(f"  by likeness: {shortened(each.question, 60)}  {place}: {each.evidence}", Tone.QUIET)
    yield from _named("will be new", [f"{entry.question.text} ({entry.file}:{entry.line})" for entry in done.new])
    yield from _named("in the deck, but not in the sources", done.left)
    yield from _named("repeated; the note with most reviews was taken", done.copies)
    if done.foreign:
        types = ", ".join(f"“{name}”" for name in done.foreign)
        for sentence in _PATH:
            yield Line(sentence.format(types=types), Tone.WARNING)
    yield Line(f"Next: deckwright plan {source}")


def _named(what: str, questions: list[str] | tuple[str, ...]) -> Iterator[Line]:
    if questions:
        yield Line(f"{counted(len(questions), 'question')} {what}:")
        yield from (Line(f"  {shortened(question, 90)}", Tone.QUIET) for question in questions[:_SHOWN])
        if len(questions) > _SHOWN:
            yield Line(f"  … and {len(questions) - _SHOWN} more", Tone.QUIET)


def _as_json(done: Adoption) -> dict[str, object]:
    return {
        "deck": done.lock.deck_name,
        "renamed": done.renamed or None,
        "taken": [
            {
                "guid": each.guid,
                "file": each.file,
                "line": each.line,
                "reviews": each.reviews,
                "evidence": each.evidence,
            }
            for each in done.taken
        ],
        "new": [{"question": entry.question.text, "file": entry.file, "line": entry.line} for entry in done.new],
        "left": list(done.left),
        "copies": list(done.copies),
        "foreign": list(done.foreign),
    }
