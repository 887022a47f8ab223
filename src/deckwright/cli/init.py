"""`deckwright init`: make a folder a deck."""

from __future__ import annotations

from pathlib import Path

import click

from deckwright.cli import options, show
from deckwright.report.line import Line, Tone


@click.command()
@click.argument("folder", type=options.PATH, default=Path())
@click.option("--name", metavar="NAME", default="", help="The deck's name in Anki; by default the folder's.")
def init(folder: Path, name: str) -> None:
    """Make FOLDER a deck: write deck.toml with an id of its own, and tell git how to merge the lock.

    What is there already stays as it is.
    """
    from deckwright.app.initialise import initialise  # noqa: PLC0415  (keeps --help quick)

    done = initialise(folder, name=name)
    show.talk(Line(f"wrote {path}", Tone.GOOD) for path in done.written)
    show.talk(Line(f"kept {path} as it is", Tone.QUIET) for path in done.kept)
    show.talk([Line("Next: deckwright build" if folder == Path() else f"Next: deckwright build {folder}")])
