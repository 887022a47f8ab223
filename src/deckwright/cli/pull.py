"""`deckwright pull`: see what learners edited, beside the source that it came from."""

from __future__ import annotations

from pathlib import Path

import click

from deckwright.cli import options, show


@click.command()
@click.argument("source", type=options.PATH)
@click.option(
    "--from",
    "exported",
    metavar="FILE",
    type=options.PATH,
    required=True,
    help="What was studied: a collection.anki2, or an .apkg or .colpkg exported from a desktop or a phone.",
)
@options.lock
@options.as_json
def pull(source: Path, exported: Path, lock: Path | None, *, as_json: bool) -> None:
    """Show what learners edited in the notes of SOURCE, with file and line of each. Writes nothing.

    Fields are compared as text: - is the source's, + the learner's. To take one over, edit the source; the next sync
    or build then finds both sides the same.
    """
    from deckwright.app.clock import now  # noqa: PLC0415  (keeps --help quick)
    from deckwright.app.pulling import pull as pull_edits  # noqa: PLC0415
    from deckwright.app.request import Request  # noqa: PLC0415
    from deckwright.app.workspace import open_workspace  # noqa: PLC0415
    from deckwright.errors import UsageError  # noqa: PLC0415
    from deckwright.report import edits as report  # noqa: PLC0415
    from deckwright.targets.exported import read_exported  # noqa: PLC0415

    if not exported.is_file():
        raise UsageError(f"{exported}: there is no such file")
    request = Request(workspace=open_workspace(source, lock=lock), now=now())
    done = pull_edits(request, lambda scope: read_exported(exported, scope), str(exported), show.track)
    deck = done.made.frame.name
    if as_json:
        show.as_json(report.as_json(deck, str(exported), done.edits, known=done.known))
    else:
        show.product(report.lines(deck, str(exported), done.edits, known=done.known))
