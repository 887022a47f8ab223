"""Noticing a save: the folders whose files make a deck are watched, and what doesn't concern it is left out."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import aclosing, suppress
from pathlib import Path

from deckwright.app.workspace import SUFFIXES, Workspace
from deckwright.config import FILE_NAME
from deckwright.errors import UsageError
from deckwright.media.kinds import is_supported
from deckwright.swift import dataclass

_STYLES = (".css", ".html")
_LONGEST = 1_000  # milliseconds that a run of changes is waited for
_QUIET = 150  # milliseconds without a change before a build, which had better not see a file half-written


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What makes a deck: all that is below `trees` and of a kind that matters, and `files`."""

    trees: tuple[Path, ...]
    files: tuple[Path, ...]

    def folders(self) -> frozenset[Path]:
        """Give the folders to watch, each for itself, without those whose name begins with a point."""
        inside = (folder for tree in self.trees for folder in _folders(tree))
        return frozenset([*inside, *(path.parent for path in self.files if path.parent.is_dir())])

    def concerns(self, path: Path) -> bool:
        """Whether a change of this file, or of a folder's list of folders, may change the deck."""
        if path in self.files:
            return True
        if path.name.startswith(".") or not any(path.is_relative_to(tree) for tree in self.trees):
            return False
        suffix = path.suffix.lower()
        kinds = (*SUFFIXES, *_STYLES)
        return path.name == FILE_NAME or suffix in kinds or _is_media(path) or not suffix


def watched(workspaces: Iterable[Workspace], *, styles: Path | None, used: Iterable[Path]) -> Watched:
    """Say what is to be watched for these decks: their sources, settings, styles, and `used`, other files of theirs."""
    trees = [styles] if styles else []
    files = list(used)
    for workspace in workspaces:
        if workspace.is_whole:
            trees.append(workspace.folder)
        else:
            files += [*workspace.sources, workspace.folder / FILE_NAME]
    return Watched(trees=_absolute(trees), files=_absolute(files))


async def saves(what: Watched, *, quiet: int) -> AsyncGenerator[frozenset[Path], None]:
    """Give what changed, each time something did and nothing more came for `quiet` milliseconds.

    The first set is empty: from then on nothing is missed. Ends where other folders are to be watched from now on.
    Raises UsageError without the extra.
    """
    try:
        from watchfiles import awatch  # noqa: PLC0415  (of the extra)
    except ImportError:
        raise missing() from None

    folders = what.folders()
    changes = awatch(
        *folders,
        watch_filter=lambda _, path: what.concerns(Path(path)),
        recursive=False,
        step=quiet,
        debounce=_LONGEST,
        ignore_permission_denied=True,
    )
    coming = asyncio.ensure_future(anext(changes))
    try:
        await asyncio.sleep(0)  # lets it begin, up to where it waits for the first change
        yield frozenset()
        while what.folders() == folders:
            yield frozenset(Path(path) for _, path in await coming)
            coming = asyncio.ensure_future(anext(changes))
    finally:
        coming.cancel()
        with suppress(asyncio.CancelledError, StopAsyncIteration):
            await coming
        await changes.aclose()


def follow(what: Watched, act: Callable[[Watched], Watched]) -> None:
    """Act at once, then on every save, until interrupted; `act` gives what is to be watched from then on.

    Raises KeyboardInterrupt in the end, UsageError without the extra.
    """
    asyncio.run(_follow(what, act))


async def _follow(what: Watched, act: Callable[[Watched], Watched]) -> None:
    while True:
        async with aclosing(saves(what, quiet=_QUIET)) as changes:
            async for _ in changes:
                before, what = what, act(what)
                await asyncio.sleep(0)  # a Ctrl-C of meanwhile arrives here; where watching ends it would be lost
                if what != before:
                    break


def missing() -> UsageError:
    """Say what to install."""
    return UsageError(
        "Watching and serving need packages that aren't installed.", hint="Run: pip install 'deckwright[serve]'"
    )


def _folders(tree: Path) -> list[Path]:
    if not tree.is_dir():
        return []
    found = [tree]
    for folder in found:
        try:
            items = list(os.scandir(folder))
        except OSError:
            continue
        found += [
            Path(item.path) for item in items if not item.name.startswith(".") and item.is_dir(follow_symlinks=False)
        ]
    return found


def _is_media(path: Path) -> bool:
    return is_supported(path.suffix.lstrip("."))


def _absolute(paths: Iterable[Path]) -> tuple[Path, ...]:
    return tuple(sorted({path.absolute() for path in paths}))
