"""What a sync asks of a place where notes stand: reading it, and a session in which it can be changed."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import field
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from deckwright.errors import DeckwrightError
from deckwright.model import DeckName, Guid
from deckwright.notetypes import NoteType
from deckwright.swift import dataclass
from deckwright.sync.standing import Scope, Snapshot
from deckwright.sync.wanted import Abilities
from deckwright.targets.package.content import PackageContent


class TargetError(DeckwrightError):
    """A target can't be reached, read or written."""


class StaleError(DeckwrightError):
    """The target is no longer as it was when the plan was made."""


def is_address(url: str) -> bool:
    """Whether it is an address on the web, without user and password."""
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0 and "@" not in url
    except ValueError:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of changes, where that can't be taken for granted."""

    said: str = ""
    """What the target has to say, for people."""
    missed: frozenset[Guid] = frozenset()
    """Notes of which the target did not take all that was asked for."""
    numbers: Mapping[Guid, int] = field(default_factory=dict)
    """What to remember of new notes for the next `Scope.numbers`."""


class Session(Protocol):
    """A target while it is being changed. Every change is whole or not there, and may be asked for again."""

    def read(self, scope: Scope) -> Snapshot:
        """Look at what stands there now."""
        ...

    def back_up(self) -> str:
        """Keep what is there, and say where it can be found; called once, before the first change."""
        ...

    def store_media(self, name: str, path: Path) -> None:
        """Put a file among the media under just this name."""
        ...

    def restyle(self, note_type: NoteType) -> None:
        """Give a note type of ours its CSS and its templates; fields and cards stay."""
        ...

    def receive(self, content: PackageContent) -> None:
        """Take in notes that aren't there yet, with their note types; their media are there already."""
        ...

    def convert(self, guid: Guid, old: str, new: str) -> None:
        """Change a note's type from one key to another and keep its cards' history."""
        ...

    def move(self, guid: Guid, ordinals: tuple[int, ...], deck: DeckName) -> None:
        """Put cards into a deck, which is made if it isn't there."""
        ...

    def tag(self, guid: Guid, add: tuple[str, ...], drop: tuple[str, ...]) -> None:
        """Add and drop tags; others stay."""
        ...

    def suspend(self, guid: Guid, ordinals: tuple[int, ...]) -> None:
        """Suspend cards, none of which is."""
        ...

    def unsuspend(self, guid: Guid, ordinals: tuple[int, ...]) -> None:
        """Ask suspended cards again."""
        ...

    def write(self, guid: Guid, fields: Mapping[str, str], floor: int) -> None:
        """Write fields, all in one; the note's time ends up beyond `floor` (Unix seconds)."""
        ...

    def rename(self, guid: Guid, becomes: Guid) -> None:
        """Give a note another GUID; asked only of targets that can change a note's type."""
        ...

    def remove_cards(self, guid: Guid, ordinals: tuple[int, ...]) -> None:
        """Delete cards of a note that keeps others."""
        ...

    def delete(self, guid: Guid) -> None:
        """Delete a note with its cards."""
        ...

    def trash(self, names: tuple[str, ...]) -> None:
        """Put media files where the learner can still bring them back from; what isn't there is no matter."""
        ...

    def finish(self) -> Outcome:
        """Send on what is left to send, and say what else happened; called once, after the last change."""
        ...


class Target(Protocol):
    """A place where notes stand."""

    @property
    def label(self) -> str:
        """What it is called in messages; holds no password."""
        ...

    @property
    def claim(self) -> Path:
        """A path that stands for the target, by which two runs at once are kept apart."""
        ...

    @property
    def abilities(self) -> Abilities:
        """What it can do beyond what all can."""
        ...

    @property
    def address(self) -> str:
        """By what a machine remembers it: `collection PATH` or `anki URL`; empty where there is nothing to remember."""
        ...

    @property
    def warning(self) -> str:
        """What a user should know before notes are added for the first time, or empty."""
        ...

    @property
    def notice(self) -> str:
        """What a user has to do each time that notes are added, or empty."""
        ...

    def read(self, scope: Scope) -> Snapshot:
        """Look at what stands there. Raises TargetError where that can't be done."""
        ...

    def rest(self) -> str:
        """Do what was asked for besides, where nothing is to be changed; gives what there is to say about it."""
        ...

    def session(self) -> AbstractContextManager[Session]:
        """Open it for changing. Raises TargetError where that can't be done."""
        ...
