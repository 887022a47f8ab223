"""`deckwright plan`: what a build would do, before it does it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from deckwright.cli import options, show, stake
from deckwright.swift import dataclass

_WOULD_CHANGE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How the plan is shown."""

    style: str
    as_json: bool


@click.command()
@options.gathered("decks", options.Decks, options.sources, options.output, options.lock, options.styles)
@click.option(
    "--against",
    metavar="DECK",
    type=options.PATH,
    help="What learners have: a released package, or a collection. Default: the last build.",
)
@options.gathered(
    "form",
    Form,
    click.option(
        "--format",
        "style",
        type=click.Choice(["text", "markdown"]),
        default="text",
        help="Text for people, or Markdown for release notes.",
    ),
)
@click.option("--check", is_flag=True, help="Exit with 3 if learners would notice anything.")
@options.no_cache
@options.as_json
@click.pass_context
def plan(context: click.Context, decks: options.Decks, form: Form, against: Path | None, *, check: bool) -> None:
    """Say what a build of each SOURCE would do to each note, why, and what it means for learners. Writes nothing."""
    from deckwright.app.build import prepare  # noqa: PLC0415  (keeps --help quick)
    from deckwright.app.locating import located  # noqa: PLC0415
    from deckwright.app.planning import full_plan  # noqa: PLC0415
    from deckwright.report import diagnostics  # noqa: PLC0415
    from deckwright.report import plan as report  # noqa: PLC0415

    builds = [prepare(request, show.track) for request in decks.requests()]
    plans = [full_plan(made, against) for made in builds]
    if form.as_json:
        show.as_json([report.as_json(full) for full in plans])
    elif form.style == "markdown":
        for full in plans:
            click.echo("\n".join(report.markdown(full)))
    else:
        for full in plans:
            show.product(report.lines(full))
    for made in builds:
        show.talk(diagnostics.summary(made.diagnostics, partial(located, workspace=made.request.workspace)))
        show.talk(stake.edits_at_stake(made))
    if check and not all(full.plan.is_quiet for full in plans):
        context.exit(_WOULD_CHANGE)
    if any(made.has_errors for made in builds):
        context.exit(1)
