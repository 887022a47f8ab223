"""The first half of a build: the sources are read and known again, and every entry is drafted."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from deckwright.app import receipts, recorded
from deckwright.app.drafting import Drafted, draft_all
from deckwright.app.drafts import Desk
from deckwright.app.means import Means
from deckwright.app.media import MediaShelf
from deckwright.app.naming import identify
from deckwright.app.reading import Reading, get_ready, read
from deckwright.app.request import Request
from deckwright.app.scoping import scope_of
from deckwright.app.styles import running
from deckwright.app.workspace import Workspace
from deckwright.errors import Diagnostic
from deckwright.identity import Resolution, hold, resolve
from deckwright.lockfile import Lock
from deckwright.notes import Frame
from deckwright.swift import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What a build goes by: the sources, cut, and what the lock remembers."""

    request: Request
    reading: Reading
    found: recorded.FoundLock
    frame: Frame
    lock: Lock
    package: Path
    said: tuple[Diagnostic, ...]


def started(request: Request, available: Means) -> Start:
    """Read sources and lock. Raises DeckwrightError where one of them is no deck's, or the lock is lost."""
    workspace = request.workspace
    get_ready(workspace, available)
    found = recorded.read_lock(workspace.lock, partial(receipts.signed, request))
    reading = read(workspace, available)
    frame, lock, naming_said = identify(workspace, reading, found.lock)
    package = workspace.package_path(frame.name)
    if found.lock is None and not request.fresh:
        recorded.refuse_lost_lock(package, workspace)
    return Start(
        request=request,
        reading=reading,
        found=found,
        frame=frame,
        lock=lock,
        package=package,
        said=(*found.diagnostics, *naming_said),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafts:
    """What the sources ask for: who each entry is, its draft, and the media that they use."""

    resolution: Resolution
    drafted: tuple[Drafted, ...]
    shelf: MediaShelf
    said: tuple[Diagnostic, ...]


def drafted(start: Start, available: Means) -> Drafts:
    """Settle who each entry is, and draft its note."""
    workspace, reading = start.request.workspace, start.reading
    resolution = resolve(reading.entries, start.lock, scope_of(workspace, reading, start.lock), reading.seals)
    shelf = MediaShelf(workspace.folder, workspace.config.media_folders, available)
    desk = Desk(frame=start.frame, folder=workspace.folder, shelf=shelf, means=available)
    made, render_said = draft_all(resolution.decisions, reading.shapes, desk)
    if available.workers:
        available.workers.rest()  # what follows takes the memory that they had
    said = [*_pasteable(resolution.diagnostics, workspace), *render_said]
    said += [*shelf.missing_folders(), *running(start.request.styles)]
    shelf.keep()
    return Drafts(
        resolution=hold(resolution, [at for at, each in enumerate(made) if each.draft is None]),
        drafted=made,
        shelf=shelf,
        said=tuple(said),
    )


def _pasteable(said: tuple[Diagnostic, ...], workspace: Workspace) -> Iterator[Diagnostic]:
    """Complete the commands that identity names, which doesn't know what the deck is called on this machine."""
    for each in said:
        complete = each.code == "DW405" and workspace.source.resolve() != Path.cwd()
        yield replace(each, hint=f"{each.hint} {shlex.quote(str(workspace.source))}") if complete else each
