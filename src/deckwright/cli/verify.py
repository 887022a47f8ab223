"""`deckwright verify`: rehearse an update in the real Anki."""

from __future__ import annotations

from pathlib import Path

import click

from deckwright.cli import options, show


@click.command()
@click.argument("old", type=options.PATH, metavar="OLD.apkg")
@click.argument("new", type=options.PATH, metavar="NEW.apkg")
@options.as_json
@click.pass_context
def verify(context: click.Context, old: Path, new: Path, *, as_json: bool) -> None:
    """Rehearse the update from OLD to NEW in a throw-away Anki, and count what a learner would keep.

    Imports OLD, studies every card, edits and tags notes, imports NEW. Exits with 1 if a review, or an edit on a note
    that the author didn't change, would be lost. Needs the extra `deckwright[anki]`.
    """
    from deckwright.errors import UsageError  # noqa: PLC0415  (keeps --help quick)
    from deckwright.report import rehearsal as report  # noqa: PLC0415
    from deckwright.targets.rehearsal import rehearse  # noqa: PLC0415

    for path in (old, new):
        if not path.is_file():
            raise UsageError(f"{path}: there is no such package")
    done = rehearse(old, new)
    if as_json:
        show.as_json(report.as_json(done))
    else:
        show.product(report.lines(done))
    if not done.is_safe:
        context.exit(1)
