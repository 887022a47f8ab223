"""`deckwright preview`: look at the cards in a browser, as Anki shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deckwright.cli import options, show
from deckwright.cli.watch import clock, guarded, say
from deckwright.report.line import Line, Tone

if TYPE_CHECKING:
    from deckwright.app.build import Build
    from deckwright.app.serving import Work
    from deckwright.app.watching import Watched
    from deckwright.preview.deck import PreviewDeck

_PORT = 8642
_INTERRUPTED = 130


@click.command()
@options.source
@click.option(
    "--output", "-o", metavar="DIR", type=options.PATH, help="Where the site goes; by default by the package."
)
@options.lock
@options.styles
@click.option("--against", metavar="PACKAGE", type=options.PATH, help="An earlier package to compare the cards with.")
@click.option("--serve", is_flag=True, help="Write nothing; serve the site here, and follow every save.")
@click.option("--port", metavar="PORT", type=click.IntRange(0, 65_535), help=f"Where to serve; by default {_PORT}.")
@options.no_cache
@click.pass_context
def preview(  # noqa: PLR0913, PLR0917  (one parameter per option)
    context: click.Context,
    source: Path,
    output: Path | None,
    lock: Path | None,
    styles: Path | None,
    against: Path | None,
    port: int | None,
    *,
    serve: bool,
    no_cache: bool,
) -> None:
    """Show the cards of SOURCE, a Markdown file or a folder of them, as Anki would: write a site to look at.

    It has both sides of every card, in light and dark, as on a phone and on a desktop, what changed since the last
    build, and what there is to say about each card. Prints the path of its first page. Changes neither lock nor package.
    """
    from deckwright.app.clock import now  # noqa: PLC0415  (keeps --help quick)
    from deckwright.app.previewing import preview as make  # noqa: PLC0415
    from deckwright.errors import UsageError  # noqa: PLC0415

    if serve and output:
        raise UsageError("--serve writes nothing, so that there is no place for --output")
    if port is not None and not serve:
        raise UsageError("--port says where to serve, which needs --serve")

    start = now()
    decks = options.Decks(sources=(source,), lock=lock, styles=styles, no_cache=no_cache)

    def work() -> tuple[PreviewDeck, Build]:
        (request,) = decks.requests()
        return make(replace(request, now=start), against)

    if serve:
        _serve(context, _work(work), _PORT if port is None else port)
    else:
        _write(context, work, output)


def _write(context: click.Context, work: Callable[[], tuple[PreviewDeck, Build]], output: Path | None) -> None:
    from deckwright.app.previewing import default_folder, write_site  # noqa: PLC0415  (keeps --help quick)
    from deckwright.report import diagnostics  # noqa: PLC0415

    deck, made = work()
    written = write_site(deck, output or default_folder(made))
    show.talk([Line(f"{deck.name}: {deck.headline}", Tone.STRONG), *diagnostics.summary(made.diagnostics)])
    if not written.has_mathjax:
        show.talk([Line("Formulas are shown as TeX; to see them set: pip install 'deckwright[preview]'", Tone.QUIET)])
    click.echo(written.folder / "index.html")
    if made.has_errors:
        context.exit(1)


def _work(make: Callable[[], tuple[PreviewDeck, Build]]) -> Work:
    from deckwright.app.serving import Work  # noqa: PLC0415  (keeps --help quick)
    from deckwright.app.watching import watched  # noqa: PLC0415

    def live() -> tuple[PreviewDeck, Watched]:
        deck, made = make()
        workspace = made.request.workspace
        used = [*made.content.media.values(), made.package, workspace.lock]
        return deck, watched([workspace], styles=made.request.styles, used=used)

    def told(deck: PreviewDeck, seconds: float) -> None:
        show.talk([Line(f"{clock()} {deck.headline} ({seconds * 1000:.0f} ms)"), *_errors(deck)])

    return Work(make=guarded(live), made=told, failed=say)


def _errors(deck: PreviewDeck) -> Iterator[Line]:
    """Say what holds notes, with its place and what to do; the rest stands beside the cards."""
    from deckwright.errors import Severity  # noqa: PLC0415  (keeps --help quick)
    from deckwright.report import diagnostics  # noqa: PLC0415

    every = chain(deck.remarks, *(leaf.remarks for leaf in deck.leaves))
    return diagnostics.lines(each for each in every if each.severity is Severity.ERROR)


def _serve(context: click.Context, work: Work, port: int) -> None:
    from deckwright.app.serving import serve  # noqa: PLC0415  (keeps --help quick)

    def ready(deck: PreviewDeck, address: str) -> None:
        show.talk([Line(f"{deck.name}: {deck.headline}", Tone.STRONG), *_errors(deck)])
        show.talk([Line("Ctrl-C ends this.", Tone.QUIET)])
        click.echo(address)

    try:
        serve(work, port, ready)
    except KeyboardInterrupt:
        show.talk([Line("Ended.", Tone.QUIET)])
        context.exit(_INTERRUPTED)
