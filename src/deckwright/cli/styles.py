"""`deckwright styles`: a copy of the card templates and CSS, to change."""

from __future__ import annotations

from pathlib import Path

import click

from deckwright.cli import options, show
from deckwright.report.line import Line


@click.command()
@click.argument("folder", type=options.PATH, metavar="FOLDER")
def styles(folder: Path) -> None:
    """Write a copy of the card templates and CSS to FOLDER, to make a design of your own.

    Build with `--styles FOLDER` afterwards. Prints the folder's path.
    """
    from deckwright.app.styles import copy_styles  # noqa: PLC0415  (keeps --help quick)

    copy_styles(folder)
    show.talk([Line("Its README.md lists all variables and classes.")])
    click.echo(folder)
