"""Options and arguments that several commands share, and the workspaces that they name."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import fields
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

import click

from deckwright.swift import dataclass

if TYPE_CHECKING:
    from deckwright.app.request import Request
    from deckwright.app.workspace import Workspace

PATH = click.Path(path_type=Path)
ANKI_KEY = "DECKWRIGHT_ANKI_KEY"
"""The variable of the environment that holds AnkiConnect's key."""
_USER, _PASSWORD = "DECKWRIGHT_SYNC_USER", "DECKWRIGHT_SYNC_PASSWORD"  # names of variables
_SIGNS = ("deck.toml", "deck.lock")


def _here(_context: click.Context, parameter: click.Parameter, value: Any) -> Any:
    """Take the current folder where no source is named and it is a deck."""
    if value:
        return value
    here = Path()
    if not any((here / name).is_file() for name in _SIGNS):
        from deckwright.errors import UsageError  # noqa: PLC0415

        raise UsageError(
            "Name a Markdown file or a folder, as in: deckwright build notes.md",
            hint="Or make this folder a deck: deckwright init",
        )
    return (here,) if parameter.nargs == -1 else here


sources = click.argument("sources", nargs=-1, metavar="[SOURCE]...", type=PATH, callback=_here)
source = click.argument("source", required=False, metavar="[SOURCE]", type=PATH, callback=_here)
output = click.option("--output", "-o", metavar="FILE", type=PATH, help="Where the package goes.")
lock = click.option("--lock", metavar="FILE", type=PATH, help="The lock; by default it lies with the sources.")
styles = click.option("--styles", metavar="DIR", type=PATH, help="Card templates and CSS, in place of our own.")


def gathered(
    name: str, kind: Callable[..., object], *choices: Callable[..., Any]
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command options, whose values it gets as one value: `kind` is made of what it has fields for.

    That includes options that stand elsewhere on the command; a field for which there is none keeps its default.
    """
    parts = tuple(each.name for each in fields(kind))  # type: ignore[arg-type]

    def give(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def gathering(*given: Any, **named: Any) -> Any:
            return command(
                *given, **{name: kind(**{part: named.pop(part) for part in parts if part in named})}, **named
            )

        decorated: Callable[..., Any] = gathering
        for choice in reversed(choices):
            decorated = choice(decorated)
        return decorated

    return give


no_cache = click.option(
    "--no-cache", is_flag=True, help="Work everything out anew; changes nothing but the time it takes."
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decks:
    """Which decks a command is about, each of a source of its own, and how it gets at them."""

    sources: tuple[Path, ...]
    output: Path | None = None
    lock: Path | None
    styles: Path | None
    no_cache: bool

    def requests(self) -> tuple[Request, ...]:
        """Ask for a build of each as it is now. Raises UsageError where they can't be told apart."""
        from deckwright.app.clock import now  # noqa: PLC0415  (keeps --help quick)
        from deckwright.app.request import Request  # noqa: PLC0415

        return tuple(
            Request(
                workspace=workspace,
                now=now(),
                styles=self.styles or workspace.styles,
                **means(no_cache=self.no_cache),
            )
            for workspace in workspaces(self.sources, lock=self.lock, output=self.output)
        )


class Means(TypedDict):
    """What a request may be given to be answered sooner."""

    cache: Path | None
    workers: int


def means(*, no_cache: bool) -> Means:
    """Give what a command uses beside its own process: all of it, but for the cache where the user wants none."""
    from deckwright.app.machine import cache_folder, cores  # noqa: PLC0415  (keeps --help quick)

    return {"cache": None if no_cache else cache_folder(), "workers": cores()}


def account() -> tuple[str, str]:
    """Give a server's user and password: from the environment, else asked for. No option names them: those are logged."""
    from deckwright.errors import UsageError  # noqa: PLC0415  (keeps --help quick)

    try:
        user = os.environ.get(_USER) or click.prompt("User of the sync server", err=True)
        password = os.environ.get(_PASSWORD) or click.prompt("Password", hide_input=True, err=True)
    except click.Abort as ended:
        if isinstance(ended.__context__, KeyboardInterrupt):
            raise
        raise UsageError("Who are you to the sync server?", hint=f"Set {_USER} and {_PASSWORD}.") from None
    return user, password


def workspaces(given: tuple[Path, ...], *, lock: Path | None, output: Path | None) -> tuple[Workspace, ...]:
    """Open a workspace for each source, each a deck of its own; two that share a lock or an output are refused."""
    from deckwright.app.workspace import open_workspace  # noqa: PLC0415
    from deckwright.errors import UsageError  # noqa: PLC0415

    for option, value in (("--output", output), ("--lock", lock)):
        if value and len(given) > 1:
            raise UsageError(
                f"{option} names one file, but there are {len(given)} sources, each a deck of its own",
                hint="Run the command once for each, or put the sources into one folder and name that.",
            )
    return tuple(open_workspace(source, lock=lock, output=output) for source in given)
