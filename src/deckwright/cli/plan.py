"""`deckwright plan`: what a build would do, before it does it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from deckwright.cli import options, show, stake

_WOULD_CHANGE = 3


@click.command()
@options.of_a_build
@click.option(
    "--against",
    metavar="DECK",
    type=options.PATH,
    help="What learners have: a released package, or a collection. Default: the last build.",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "markdown"]),
    default="text",
    help="Text for people, or Markdown for release notes.",
)
@click.option("--check", is_flag=True, help="Exit with 3 if learners would notice anything.")
@options.no_cache
@options.as_json
@click.pass_context
def plan(  # noqa: PLR0913, PLR0917  (one parameter per option)
    context: click.Context,
    sources: tuple[Path, ...],
    output: Path | None,
    lock: Path | None,
    styles: Path | None,
    against: Path | None,
    style: str,
    *,
    check: bool,
    no_cache: bool,
    as_json: bool,
) -> None:
    """Say what a build of each SOURCE would do to each note, why, and what it means for learners. Writes nothing."""
    from deckwright.app.build import prepare  # noqa: PLC0415  (keeps --help quick)
    from deckwright.app.clock import now  # noqa: PLC0415
    from deckwright.app.locating import located  # noqa: PLC0415
    from deckwright.app.planning import full_plan  # noqa: PLC0415
    from deckwright.app.request import Request  # noqa: PLC0415
    from deckwright.report import diagnostics  # noqa: PLC0415
    from deckwright.report import plan as report  # noqa: PLC0415

    builds = [
        prepare(
            Request(
                workspace=workspace,
                now=now(),
                styles=styles or workspace.styles,
                **options.means(no_cache=no_cache),
            ),
            show.track,
        )
        for workspace in options.workspaces(sources, lock=lock, output=output)
    ]
    plans = [full_plan(made, against) for made in builds]
    if as_json:
        show.as_json([report.as_json(full) for full in plans])
    elif style == "markdown":
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
