"""`deckwright sync`: bring Anki up to date and keep what the learner did."""

from __future__ import annotations

import gc
import os
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deckwright.cli import options, show
from deckwright.cli import sync_options as asked
from deckwright.report.line import Line, Tone, counted

if TYPE_CHECKING:
    from deckwright.app.build import Build
    from deckwright.app.syncing import Sync
    from deckwright.sync.wanted import Terms
    from deckwright.targets.registry import Address
    from deckwright.targets.target import Target


@click.command()
@asked.source
@asked.place
@asked.deck
@asked.way
@asked.wishes
@options.as_json
@click.pass_context
def sync(context: click.Context, deck: asked.Deck, place: asked.Place, way: asked.Way, wishes: asked.Wishes) -> None:
    """Bring a target up to date with SOURCE, a Markdown file or a folder of them, and keep what the learner did.

    Shows the plan, asks, makes a backup, and then does what the plan says and nothing else. What was edited in Anki
    and not at the source stays; so do tags, suspension, flags, reviews, and decks that the learner chose, unless the
    author moved the entry since.

    Targets: anki, a running Anki with the add-on AnkiConnect (its key, if any, is read from DECKWRIGHT_ANKI_KEY);
    collection, a collection file of an Anki that is closed; server, such a file that is synced with AnkiWeb or with
    --endpoint before and after (user and password from DECKWRIGHT_SYNC_USER and DECKWRIGHT_SYNC_PASSWORD, or asked
    for); package, the file that `build` makes. Collection and server need the extra `deckwright[anki]`.
    """
    from deckwright.app import saved as plans  # noqa: PLC0415  (keeps --help quick)
    from deckwright.app.clock import now  # noqa: PLC0415
    from deckwright.app.machine import cache_folder, cores  # noqa: PLC0415
    from deckwright.app.request import Request  # noqa: PLC0415
    from deckwright.app.syncing import press_of, refuse, syncing  # noqa: PLC0415
    from deckwright.targets.registry import TARGETS  # noqa: PLC0415

    address = place.address(output=deck.output, fetch=not (way.dry_run or way.saving))
    terms, retire = wishes.terms(), wishes.retire
    plan = plans.load(way.saved) if way.saved else None
    if plan:
        _refuse_other_terms(terms, retire=retire)
        terms, retire = plan.terms, plan.retire
    workspace = deck.open()
    request = Request(
        workspace=workspace,
        now=now(),
        styles=deck.styles or workspace.styles,
        rerender=terms.rerender,
        fresh=wishes.fresh,
        retire=retire,
        cache=cache_folder(),
        workers=cores(),
    )
    address = _with_secrets(address, place.target)

    def choose(made: Build) -> Target:
        whole = replace(address, package=press_of(made)) if place.target == "package" else address
        return TARGETS[place.target](whole)

    gc.set_threshold(100_000, 50, 100)  # as for a build: much is made, and hardly any in circles
    is_done = True
    with syncing(request, choose, terms, show.track) as made:
        _present(made, as_json=way.as_json)
        if way.saving:
            _save(made, way.saving, terms, retire=retire)
        elif not way.dry_run:
            refuse(made, expected=plan)
            is_done = _do(made, asked=not way.yes and not plan)
    if made.made.has_errors or not is_done:
        context.exit(1)


def _with_secrets(address: Address, target: str) -> Address:
    """Add what no option names; a server's account only where the server is asked."""
    user, password = options.account() if target == "server" and address.fetch else ("", "")
    return replace(address, key=os.environ.get(options.ANKI_KEY, ""), user=user, password=password)


def _save(made: Sync, path: Path, terms: Terms, *, retire: bool) -> None:
    from deckwright.app import saved as plans  # noqa: PLC0415
    from deckwright.app.syncing import name_of  # noqa: PLC0415
    from deckwright.report import sync as report  # noqa: PLC0415

    shown = report.as_json(made.made.frame.name, made.target.label, made.plan)
    plans.save(path, shown, name_of(made.target), terms, retire=retire)
    show.talk([Line(f"The plan is saved; --plan {path} carries it out.", Tone.GOOD)])


def _do(made: Sync, *, asked: bool) -> bool:
    """Carry the plan out; gives whether the target took all of it."""
    from deckwright.app.syncing import carry_out  # noqa: PLC0415
    from deckwright.sync.plan import Act  # noqa: PLC0415

    if not made.plan.is_quiet:
        _agree(made, asked=asked)
    start = time.monotonic()
    done = carry_out(made)
    if not made.plan.is_quiet:
        took = f"done in {time.monotonic() - start:.1f} s"
        show.talk([Line(f"{took}; the backup is {done.backup}" if done.backup else took, Tone.GOOD)])
    missed = done.outcome.missed
    if done.outcome.said:
        show.talk([Line(done.outcome.said, Tone.WARNING if missed else Tone.PLAIN)])
    if blocked := len(made.plan.of(Act.BLOCKED)):
        show.talk([Line(f"Left as in Anki: {counted(blocked, 'note')}; the plan says why.", Tone.WARNING)])
    return not missed


def _refuse_other_terms(terms: Terms, *, retire: bool) -> None:
    """Raise where options would make another plan of a saved one."""
    from deckwright.errors import UsageError  # noqa: PLC0415
    from deckwright.sync.wanted import Terms  # noqa: PLC0415

    if retire or terms != Terms():
        raise UsageError(
            "--plan goes on the terms that the plan was saved on",
            hint="Leave --prefer, --delete-retired, --restore-deleted, --rerender and --retire to --save-plan.",
        )


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
    if made.is_other:
        said = "Another collection stands there than at the last sync, so that nothing counts as deleted in it."
        show.talk([Line(said, Tone.WARNING)])


def _agree(made: Sync, *, asked: bool) -> None:
    """Say what there is to know beforehand, and ask whether to go on. Raises DeckwrightError where not."""
    from deckwright.errors import DeckwrightError  # noqa: PLC0415
    from deckwright.sync.plan import Act  # noqa: PLC0415

    if made.plan.of(Act.ADD):
        said = ("" if made.place.warned else made.target.warning, made.target.notice)
        show.talk(Line(each, Tone.WARNING) for each in said if each)
    if not asked:
        return
    try:
        is_agreed = click.confirm("Do this?", err=True)
    except click.Abort as ended:
        if isinstance(ended.__context__, KeyboardInterrupt):
            raise
        is_agreed = False  # nobody is there to answer
    if not is_agreed:
        raise DeckwrightError("Nothing was done", hint="--yes goes on without asking.")
