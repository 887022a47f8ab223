"""`deckwright build --watch`: build again on every save, and say in a line what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, NoReturn, Protocol, TypeVar

import click

from deckwright.cli import show
from deckwright.errors import DeckwrightError
from deckwright.report.line import Line, Tone, shortened

if TYPE_CHECKING:
    from deckwright.app.build import Build, Outcome
    from deckwright.app.request import Request
    from deckwright.app.watching import Watched

T = TypeVar("T")
_INTERRUPTED = 130
_NAMED = 2  # changes that the line names


class Requests(Protocol):
    """Gives what to build, read anew from the command line's sources."""

    def __call__(self, *, again: bool = False) -> list[Request]:
        """`again` says that it was built before, so that nothing is to start anew."""
        ...


def keep_building(context: click.Context, requests: Requests, summary: Callable[[Outcome], Iterable[Line]]) -> NoReturn:
    """Build, then build again on every save, until interrupted. A mistake in a source is said, and ends nothing."""
    from deckwright.app.build import Mode, build_all  # noqa: PLC0415  (keeps --help quick)
    from deckwright.app.watching import follow, watched  # noqa: PLC0415

    first = requests()
    what = watched([request.workspace for request in first], styles=first[0].styles, used=[])
    built = amiss = False

    def build(what: Watched) -> Watched:
        nonlocal built, amiss
        try:
            asked = requests(again=built)
            outcomes = guarded(lambda: build_all(asked, Mode.WRITE))()
        except DeckwrightError as error:
            say(error)
            amiss = True
            return what
        failed = any(outcome.made.has_errors for outcome in outcomes)
        for outcome in outcomes:
            if not built:
                show.talk(summary(outcome))
                click.echo(outcome.made.package)
            elif amiss or failed or not outcome.made.plan.is_quiet:
                show.talk([_line(outcome.made)])
        if not built:
            show.talk([Line("Waiting for the next save; Ctrl-C ends this.", Tone.QUIET)])
        built, amiss = True, failed
        media = [path for outcome in outcomes for path in outcome.made.content.media.values()]
        return watched([request.workspace for request in asked], styles=asked[0].styles, used=media)

    try:
        follow(what, build)
    except KeyboardInterrupt:
        show.talk([Line("Ended.", Tone.QUIET)])
    context.exit(_INTERRUPTED)


def guarded(make: Callable[[], T]) -> Callable[[], T]:
    """Make a failure of our own one that is said, too, with the place of its log: whoever watches goes on watching."""

    def tried() -> T:
        try:
            return make()
        except DeckwrightError:
            raise
        except Exception as error:
            from deckwright.cli.crash import write_log  # noqa: PLC0415

            raise DeckwrightError(
                f"Unexpected {type(error).__name__}: {error}. This is a bug in Deckwright: {write_log(error)}"
            ) from error

    return tried


def say(error: DeckwrightError) -> None:
    """Say why nothing was made now, and what to do."""
    show.talk([Line(f"{clock()} {error.message}", Tone.ERROR)])
    if error.hint:
        show.talk([Line(f"    {error.hint}", Tone.QUIET)])


def clock() -> str:
    """Give the time of day."""
    return f"{datetime.now().astimezone():%H:%M:%S}"


def _line(made: Build) -> Line:
    """Say in one line what a build changed."""
    from deckwright.report import changes  # noqa: PLC0415

    said = [f"{clock()} {made.frame.name}: {changes.headline(made.plan)}", *_named(made)]
    return Line("; ".join(said), Tone.ERROR if made.has_errors else Tone.PLAIN)


def _named(made: Build) -> Iterator[str]:
    from deckwright.errors import Severity  # noqa: PLC0415
    from deckwright.plan import Effect  # noqa: PLC0415

    changed = made.plan.of(Effect.NEW, Effect.UPDATED, Effect.RESTORED, Effect.RETIRED)
    for change in changed[:_NAMED]:
        yield f"{change.effect.value} “{shortened(change.question, 40)}”"
    if len(changed) > _NAMED:
        yield "…"
    for each in made.diagnostics:
        if each.severity is Severity.ERROR:
            yield f"{each.file}:{each.line}: {each.message}"
            return
