"""`deckwright pull`: see what learners edited, beside the source that it came from."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deckwright.cli import options, show

if TYPE_CHECKING:
    from deckwright.sync.standing import Scope, Snapshot


@click.command()
@options.source
@click.option(
    "--from",
    "exported",
    metavar="FILE",
    type=options.PATH,
    help="What was studied: a collection.anki2, or an .apkg or .colpkg exported from a desktop or a phone.",
)
@click.option("--target", type=click.Choice(["anki", "server"]), default="anki", help="Where to look without --from.")
@click.option("--endpoint", metavar="URL", default="", help="The sync server, if it isn't AnkiWeb.")
@click.option("--url", metavar="URL", default="", help="Where AnkiConnect listens, if not at 127.0.0.1:8765.")
@options.lock
@options.as_json
def pull(  # noqa: PLR0913, PLR0917  (one parameter per option)
    source: Path, exported: Path | None, target: str, endpoint: str, url: str, lock: Path | None, *, as_json: bool
) -> None:
    """Show what learners edited in the notes of SOURCE, with file and line of each. Writes nothing.

    Without --from it looks into the running Anki, through the add-on AnkiConnect; with --target server into a copy of
    what AnkiWeb or --endpoint holds, which is thrown away (user and password as for `sync`).

    Fields are compared as text: - is the source's, + the learner's. To take one over, edit the source; the next sync
    or build then finds both sides the same.
    """
    from deckwright.app.clock import now  # noqa: PLC0415  (keeps --help quick)
    from deckwright.app.machine import cache_folder, cores  # noqa: PLC0415
    from deckwright.app.pulling import pull as pull_edits  # noqa: PLC0415
    from deckwright.app.request import Request  # noqa: PLC0415
    from deckwright.app.workspace import open_workspace  # noqa: PLC0415
    from deckwright.errors import UsageError  # noqa: PLC0415
    from deckwright.report import edits as report  # noqa: PLC0415

    place = "--from" if exported else target
    for option, is_given, meant in (("--url", url, "anki"), ("--endpoint", endpoint, "server")):
        if is_given and place != meant:
            raise UsageError(f"{option} says nothing where --target {meant} isn't what is looked into")
    if exported:
        read, label = _exported(exported)
    else:
        read, label = _server(endpoint) if target == "server" else _running(url)
    workspace = open_workspace(source, lock=lock)
    request = Request(workspace=workspace, now=now(), styles=workspace.styles, cache=cache_folder(), workers=cores())
    done = pull_edits(request, read, label, show.track)
    deck = done.made.frame.name
    if as_json:
        show.as_json(report.as_json(deck, label, done.edits, known=done.known))
    else:
        show.product(report.lines(deck, label, done.edits, known=done.known))


def _exported(path: Path) -> tuple[Callable[[Scope], Snapshot], str]:
    from deckwright.errors import UsageError  # noqa: PLC0415
    from deckwright.targets.exported import read_exported  # noqa: PLC0415

    if not path.is_file():
        raise UsageError(f"{path}: there is no such file")
    return lambda scope: read_exported(path, scope), str(path)


def _running(url: str) -> tuple[Callable[[Scope], Snapshot], str]:
    from deckwright.targets.registry import TARGETS, Address  # noqa: PLC0415

    target = TARGETS["anki"](Address(url=url, key=os.environ.get(options.ANKI_KEY, "")))
    return target.read, target.label


def _server(endpoint: str) -> tuple[Callable[[Scope], Snapshot], str]:
    from deckwright.targets.collection.server import Account, read_server  # noqa: PLC0415

    user, password = options.account()
    account = Account(user=user, password=password, endpoint=endpoint)
    return lambda scope: read_server(account, scope), endpoint or "AnkiWeb"
