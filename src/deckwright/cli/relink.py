"""`deckwright relink`: the author's word on who a question is."""

from __future__ import annotations

from pathlib import Path

import click

from deckwright.cli import options, show
from deckwright.report.line import Line, Tone, shortened


@click.command()
@click.argument("old")
@click.argument("new")
@click.argument("source", type=options.PATH, default=Path())
@options.lock
def relink(old: str, new: str, source: Path, lock: Path | None) -> None:
    """Let the question NEW go on with the note, and so the reviews, of OLD. The same again undoes it.

    OLD and NEW are GUIDs as `plan` shows them, FILE:LINE, or the text of a question. SOURCE is the deck, by default this
    folder. Changes the lock; build afterwards.
    """
    from deckwright.app.relinking import relink_entries  # noqa: PLC0415  (keeps --help quick)

    (workspace,) = options.workspaces((source,), lock=lock, output=None)
    done = relink_entries(workspace, (old, new))
    show.talk(
        [
            Line(f"{done.old} asks now: {shortened(done.asks)}", Tone.STRONG),
            Line(f"{done.new} is: {shortened(done.leaves)}"),
            Line("Run the same command again to undo this.", Tone.QUIET),
        ]
    )
