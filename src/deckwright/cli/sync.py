"""`deckwright sync`: bring Anki up to date and keep what the learner did."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deckwright.cli import options, show
from deckwright.report.line import Line, Tone

if TYPE_CHECKING:
    from deckwright.app.syncing import Sync
    from deckwright.model import Guid
    from deckwright.sync.wanted import Side

_TARGETS = ("anki", "collection", "server")
_USER, _PASSWORD = "DECKWRIGHT_SYNC_USER", "DECKWRIGHT_SYNC_PASSWORD"  # names of variables


@click.command()
@options.source
@click.option("--target", type=click.Choice(_TARGETS), required=True, help="Where the notes go.")
@click.option("--collection", metavar="FILE", type=options.PATH, help="The collection file (collection.anki2).")
@click.option("--url", metavar="URL", default="", help="Where AnkiConnect listens, if not at 127.0.0.1:8765.")
@click.option("--endpoint", metavar="URL", default="", help="The sync server, if it isn't AnkiWeb.")
@click.option("--then-sync", is_flag=True, help="Have the running Anki sync with AnkiWeb afterwards.")
@options.lock
@options.styles
@click.option("--dry-run", is_flag=True, help="Show the plan and do nothing.")
@click.option("--yes", is_flag=True, help="Don't ask before doing it.")
@click.option("--plan", "expected", metavar="ID", default="", help="Do it only if the plan is the one with this id.")
@click.option(
    "--prefer",
    metavar="source|anki[=GUID]",
    multiple=True,
    help="Whose text counts where both sides edited a note; for one note with its GUID.",
)
@click.option(
    "--delete-retired", is_flag=True, help="Delete notes that are no longer in the sources, with their reviews."
)
@click.option("--retire", is_flag=True, help="Go on although a large part of the deck would be retired.")
@click.option("--rerender", is_flag=True, help="Also write notes that would only look different.")
@click.option("--fresh", is_flag=True, help="Start anew although the target holds the deck and its lock was lost.")
@options.as_json
@click.pass_context
def sync(  # noqa: PLR0913, PLR0917  (one parameter per option)
    context: click.Context,
    source: Path,
    target: str,
    collection: Path | None,
    url: str,
    endpoint: str,
    lock: Path | None,
    styles: Path | None,
    expected: str,
    prefer: tuple[str, ...],
    *,
    then_sync: bool,
    dry_run: bool,
    yes: bool,
    delete_retired: bool,
    retire: bool,
    rerender: bool,
    fresh: bool,
    as_json: bool,
) -> None:
    """Bring a target up to date with SOURCE, a Markdown file or a folder of them, and keep what the learner did.

    Shows the plan, asks, makes a backup, and then does what the plan says and nothing else. What was edited in Anki
    and not at the source stays; so do tags, decks that the learner chose, suspension, flags and reviews.

    Targets: anki, a running Anki with the add-on AnkiConnect (its key, if any, is read from DECKWRIGHT_ANKI_KEY);
    collection, a collection file of an Anki that is closed; server, such a file that is synced with AnkiWeb or with
    --endpoint before and after (user and password from DECKWRIGHT_SYNC_USER and DECKWRIGHT_SYNC_PASSWORD, or asked
    for). The last two need the extra `deckwright[anki]`.
    """
    from deckwright.app.clock import now  # noqa: PLC0415  (keeps --help quick)
    from deckwright.app.known import remember  # noqa: PLC0415
    from deckwright.app.machine import cache_folder, cores  # noqa: PLC0415
    from deckwright.app.request import Request  # noqa: PLC0415
    from deckwright.app.syncing import carry_out, refuse, syncing  # noqa: PLC0415
    from deckwright.app.workspace import open_workspace  # noqa: PLC0415
    from deckwright.sync.wanted import Terms  # noqa: PLC0415
    from deckwright.targets.registry import TARGETS, Address  # noqa: PLC0415

    side, sides = _preferences(prefer)
    request = Request(
        workspace=open_workspace(source, lock=lock),
        now=now(),
        styles=styles,
        rerender=rerender,
        fresh=fresh,
        retire=retire,
        cache=cache_folder(),
        workers=cores(),
    )
    terms = Terms(prefer=side, prefer_for=sides, delete_retired=delete_retired)
    user, password = _account() if target == "server" and not dry_run else ("", "")
    place = TARGETS[target](
        Address(
            collection=collection,
            url=url,
            key=os.environ.get(options.ANKI_KEY, ""),
            endpoint=endpoint,
            user=user,
            password=password,
            fetch=not dry_run,
            then_sync=then_sync,
        )
    )
    with syncing(request, place, terms, show.track) as made:
        _present(made, as_json=as_json)
        if not dry_run:
            refuse(made, expected=expected)
            if not made.plan.is_quiet:
                _agree(made, asked=not yes and not expected)
            start = time.monotonic()
            done = carry_out(made)
            if collection and collection.is_file():
                remember(made.made.frame.deck_id, collection)
            if not made.plan.is_quiet:
                took = f"done in {time.monotonic() - start:.1f} s"
                show.talk([Line(f"{took}; the backup is {done.backup}" if done.backup else took, Tone.GOOD)])
            if done.said:
                show.talk([Line(done.said)])
    if made.made.has_errors:
        context.exit(1)


def _account() -> tuple[str, str]:
    """Give user and password: from the environment, else asked for. There is no option for them: those are logged."""
    user = os.environ.get(_USER) or click.prompt("User of the sync server", err=True)
    password = os.environ.get(_PASSWORD) or click.prompt("Password", hide_input=True, err=True)
    return user, password


def _present(made: Sync, *, as_json: bool) -> None:
    from deckwright.report import diagnostics  # noqa: PLC0415
    from deckwright.report import sync as report  # noqa: PLC0415

    deck, label = made.made.frame.name, made.target.label
    if as_json:
        show.as_json(report.as_json(deck, label, made.plan))
    else:
        show.product(report.lines(deck, label, made.plan))
    show.talk(diagnostics.summary(made.made.diagnostics))
    if made.resumes and not made.plan.is_quiet:
        show.talk([Line("The last sync was cut off; this is what is still to do.", Tone.WARNING)])


def _agree(made: Sync, *, asked: bool) -> None:
    """Say what there is to know beforehand, and ask whether to go on. Raises DeckwrightError where not."""
    from deckwright.errors import DeckwrightError  # noqa: PLC0415
    from deckwright.sync.plan import Act  # noqa: PLC0415

    if made.target.warning and made.plan.of(Act.ADD):
        show.talk([Line(made.target.warning, Tone.WARNING)])
    if not asked:
        return
    try:
        click.confirm("Do this?", abort=True, err=True)
    except click.Abort:
        raise DeckwrightError("Nothing was done", hint="--yes goes on without asking.") from None


def _preferences(given: tuple[str, ...]) -> tuple[Side | None, Mapping[Guid, Side]]:
    """Read `--prefer`: a side for all notes, or for one."""
    from deckwright.errors import UsageError  # noqa: PLC0415
    from deckwright.model import Guid  # noqa: PLC0415
    from deckwright.sync.wanted import Side  # noqa: PLC0415

    for_all: Side | None = None
    for_one: dict[Guid, Side] = {}
    for each in given:
        word, _, guid = each.partition("=")
        if word not in {side.value for side in Side}:
            raise UsageError(f"--prefer is source or anki, for one note source=GUID, not {each!r}")
        if guid:
            for_one[Guid(guid)] = Side(word)
        else:
            for_all = Side(word)
    return for_all, for_one
