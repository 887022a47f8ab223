"""What a build is asked for."""

from __future__ import annotations

from pathlib import Path

from deckwright.app.workspace import Workspace
from deckwright.swift import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a build was asked for."""

    workspace: Workspace
    now: int
    styles: Path | None = None
    """The folder of templates and CSS; None for the ones that come with Deckwright."""
    after: tuple[Path, ...] = ()
    """Released packages; what differs from them gets a later time than it has there."""
    rerender: bool = False
    """Whether notes that would only look different are sent too."""
    release: str = ""
    """The version that this build releases; empty where it is no release."""
    fresh: bool = False
    """Whether to start anew although a package without a lock is there."""
    retire: bool = False
    """Whether a large part of the deck may be retired at once."""
    cache: Path | None = None
    """The folder of what earlier builds worked out; None to work everything out anew."""
    workers: int = 1
    """How many processes may work at once."""
