"""`deckwright build`: from sources to a package."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deckwright.cli import options, show, stake
from deckwright.cli.watch import keep_building
from deckwright.report.line import Line, Tone, counted, shortened
from deckwright.swift import dataclass

if TYPE_CHECKING:
    from deckwright.app.build import Outcome
    from deckwright.app.receipts import Errand
    from deckwright.app.request import Request

_WOULD_CHANGE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the package depends on beside its sources."""

    after: tuple[Path, ...]
    release: str | None
    rerender: bool
    fresh: bool
    retire: bool

    def on(self, request: Request, *, again: bool) -> Request:
        """Add them to a request; what was just built isn't started anew."""
        return replace(
            request,
            after=self.after,
            release=self.release or "",
            rerender=self.rerender,
            fresh=self.fresh and not again,
            retire=self.retire,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Whether it is written, how often, and what is said."""

    check: bool
    locked: bool
    watch: bool
    as_json: bool


@click.command()
@options.gathered("decks", options.Decks, options.sources, options.output, options.lock, options.styles)
@options.gathered(
    "wishes",
    Wishes,
    click.option(
        "--after", metavar="PACKAGE", type=options.PATH, multiple=True, help="A released package to supersede."
    ),
    click.option("--release", metavar="VERSION", help="Release what changed since the last release."),
    click.option("--rerender", is_flag=True, help="Also send notes that would only look different."),
    click.option("--fresh", is_flag=True, help="Start anew although a package is there whose lock was lost."),
    click.option("--retire", is_flag=True, help="Go on although a large part of the deck would be retired."),
)
@options.gathered(
    "way",
    Way,
    click.option("--check", is_flag=True, help="Write nothing; exit with 3 if anything would be written."),
    click.option("--locked", is_flag=True, help="Exit with 3, and write nothing, if the lock would change."),
    click.option("--watch", is_flag=True, help="Go on: build again on every save, until Ctrl-C."),
)
@options.no_cache
@options.as_json
@click.pass_context
def build(context: click.Context, decks: options.Decks, wishes: Wishes, way: Way) -> None:
    """Build the deck of each SOURCE, a Markdown file or a folder of them, into an Anki package.

    A rebuild brings what changed and touches nothing else: reviews stay. Prints the package's path.
    """
    from deckwright.app.receipts import Errand  # noqa: PLC0415  (keeps --help quick)
    from deckwright.errors import UsageError  # noqa: PLC0415

    def requests(*, again: bool = False) -> list[Request]:
        return [wishes.on(request, again=again) for request in decks.requests()]

    if wishes.release is not None and not wishes.release.strip():
        raise UsageError("--release names no version", hint="For example: --release 2026.11")
    if way.watch:
        if way.check or way.locked or wishes.release or way.as_json:
            raise UsageError("--watch goes with none of --check, --locked, --release and --json")
        keep_building(context, requests, _summary)
    errand = Errand(requests=tuple(requests()), manner=f"{way.check} {way.locked} {way.as_json}")
    # What was built is held up to the end, when the system frees it: see `__main__`.
    said, _built = _known_or_built(errand, way)
    context.exit(_show(said))


_Said = tuple[tuple[tuple[str, str], ...], str, int]
"""What a build says: its lines with their tones, its product, and its exit code."""


def _known_or_built(errand: Errand, way: Way) -> tuple[_Said, Sequence[Outcome]]:
    """Give what the build says: as a receipt has it if nothing has changed since, else by building; and what was built."""
    from deckwright.app import receipts  # noqa: PLC0415  (keeps --help quick)
    from deckwright.app.files import only_run  # noqa: PLC0415

    said: _Said | None = None
    if errand.may_skip:
        with ExitStack() as claims:
            for lock in {request.workspace.lock.resolve() for request in errand.requests}:
                claims.enter_context(only_run(lock))
            said = receipts.find(errand)
            if said is not None:
                return said, ()
    from deckwright.app import build as building  # noqa: PLC0415  (imports all the rest)

    looks = [receipts.look(request) for request in errand.requests]
    mode = building.Mode.CHECK if way.check else building.Mode.LOCKED if way.locked else building.Mode.WRITE
    outcomes = building.build_all(errand.requests, mode, show.track)
    following = [each for outcome in outcomes if (each := receipts.settled(outcome))]
    if len(following) == len(outcomes):
        receipts.keep(errand, following, looks, _said(following, as_json=way.as_json))
    return _said(outcomes, as_json=way.as_json), outcomes


def _said(outcomes: Sequence[Outcome], *, as_json: bool) -> _Said:
    lines = tuple((line.text, line.tone.value) for outcome in outcomes for line in _summary(outcome))
    if as_json:
        product = json.dumps([_as_json(outcome) for outcome in outcomes], ensure_ascii=False, indent=2)
    else:
        product = "\n".join(str(outcome.made.package) for outcome in outcomes if outcome.written)
    if any(outcome.refused for outcome in outcomes):
        return lines, product, _WOULD_CHANGE
    return lines, product, int(any(outcome.made.has_errors for outcome in outcomes))


def _show(said: _Said) -> int:
    lines, product, code = said
    show.talk(Line(text, Tone(tone)) for text, tone in lines)
    if product:
        click.echo(product)
    return code


def _summary(outcome: Outcome) -> Iterator[Line]:
    """Say what the build did, calmly: the deck, what changed, what was skipped, what is amiss."""
    from deckwright.app.locating import located  # noqa: PLC0415
    from deckwright.report import changes, diagnostics  # noqa: PLC0415

    made = outcome.made
    yield Line(f"{made.frame.name}: {counted(made.size, 'note')}, {changes.headline(made.plan)}", Tone.STRONG)
    if made.plan.first and len(made.reading.documents) > 1:
        for document in made.reading.documents:
            built = sum(not (entry.defect or entry.divided) for entry in document.entries)
            yield Line(f"  {built:6} {document.file}", Tone.QUIET)
    yield from changes.details(made.plan)
    if made.plan.renamed_from:
        yield Line(
            f"The deck was called “{made.plan.renamed_from}”; see `deckwright plan` on what Anki does", Tone.WARNING
        )
    workspace = made.request.workspace
    yield from diagnostics.skip_summary(located(made.reading.skipped, workspace))
    yield from diagnostics.summary(made.diagnostics, lambda found: located(found, workspace))
    if made.outdated:
        notes = counted(made.outdated, "card")
        yield Line(f"{notes} would look different if sent again; --rerender does that", Tone.QUIET)
    for change in made.lost:
        said = f"held, but in no package as it was built: {shortened(change.question)} ({change.file})"
        yield Line(f"{said}; the new one goes without it", Tone.WARNING)
    yield from stake.edits_at_stake(made)
    if outcome.refused:
        yield Line(f"{outcome.refused}; nothing was written", Tone.ERROR)
    elif made.plan.first and outcome.written:
        lock = workspace.lock.name
        yield Line(f"Next: import it in Anki (File → Import), and keep {lock} with the sources", Tone.QUIET)


def _as_json(outcome: Outcome) -> dict[str, object]:
    from deckwright.app.locating import located  # noqa: PLC0415
    from deckwright.report import changes, diagnostics  # noqa: PLC0415

    made = outcome.made
    return {
        "deck": made.frame.name,
        "id": made.frame.deck_id,
        "package": str(made.package),
        "lock": str(made.request.workspace.lock),
        "written": outcome.written,
        "refused": outcome.refused or None,
        "notes": made.size,
        "files": {document.file: document.questions for document in made.reading.documents},
        "plan": changes.as_json(made.plan),
        "outdated": made.outdated,
        "skipped": diagnostics.skips_as_json(located(made.reading.skipped, made.request.workspace)),
        "diagnostics": diagnostics.as_json(located(made.diagnostics, made.request.workspace)),
    }
