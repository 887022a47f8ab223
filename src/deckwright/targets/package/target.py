"""The target `package`: what stands in a package file is compared and replaced as a whole.

It is where a deck leaves from, not where anybody studies: what learners do is nowhere in it, and each gets it by
importing it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from deckwright.model import DeckName, Guid
from deckwright.notetypes import NoteType
from deckwright.swift import dataclass
from deckwright.sync.standing import Card, Look, Scope, Snapshot, Standing
from deckwright.sync.wanted import Abilities
from deckwright.targets.package.content import PackageContent, PackageNote, PackageSnapshot
from deckwright.targets.package.read import media_names, read
from deckwright.targets.target import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What makes the package; it knows all that is to go into it."""

    is_current: Callable[[], bool]
    """Whether the file has the very bytes that making it would give."""
    make: Callable[[], None]
    """Put the file in place, in one step."""


class PackageTarget:
    """A package file."""

    abilities = Abilities(converts=False, removes_cards=False, reaches=False)
    warning = ""
    notice = ""

    def __init__(self, path: Path, press: Press) -> None:
        self._path = path
        self._press = press
        self.claim = path
        self.address = ""
        self.label = str(path)

    def read(self, scope: Scope) -> Snapshot:
        """Look at what stands in the file; nothing where there is none. Raises PackageError where it can't be read."""
        if not self._path.exists():
            return Snapshot()
        found = read(self._path)
        keys = {number: key for key, number in scope.note_types.items()}
        return Snapshot(
            notes={note.guid: _standing(note, keys, found) for note in found.notes.values()},
            looks={
                keys[each.id]: Look(css=each.css, templates=each.templates, fields=each.fields, modified=each.modified)
                for each in found.note_types.values()
                if each.id in keys
            },
            media=scope.media & media_names(self._path),
            is_whole=self._press.is_current(),
        )

    def rest(self) -> str:
        """Do nothing."""
        return ""

    @contextmanager
    def session(self) -> Iterator[PackageSession]:
        """Begin to replace it."""
        yield PackageSession(self, self._press)


def _standing(note: PackageNote, keys: Mapping[int, str], found: PackageSnapshot) -> Standing:
    known = found.note_types[note.note_type]
    is_ours = known.id in keys and known.key == keys[known.id]
    return Standing(
        guid=note.guid,
        note_type=known.key if is_ours else "",
        fields=tuple(note.fields) if is_ours else (),
        tags=note.tags,
        modified=note.modified,
        cards=tuple(Card(ordinal=ordinal, deck=note.deck) for ordinal in note.ordinals),
    )


class PackageSession:
    """A package that is being replaced. What single changes ask for is in the new one already."""

    def __init__(self, target: PackageTarget, press: Press) -> None:
        self._target = target
        self._press = press

    def read(self, scope: Scope) -> Snapshot:
        """Look at what stands there now."""
        return self._target.read(scope)

    def back_up(self) -> str:
        """Keep nothing: the file can be made again at any time."""
        return ""

    def store_media(self, name: str, path: Path) -> None:
        """Leave it to `finish`."""

    def restyle(self, note_type: NoteType) -> None:
        """Leave it to `finish`."""

    def receive(self, content: PackageContent) -> None:
        """Leave it to `finish`."""

    def convert(self, guid: Guid, old: str, new: str) -> None:
        """Refuse: learners' notes can't follow, and no plan asks for it."""
        raise NotImplementedError

    def rename(self, guid: Guid, becomes: Guid) -> None:
        """Refuse: learners' notes can't follow, and no plan asks for it."""
        raise NotImplementedError

    def move(self, guid: Guid, ordinals: tuple[int, ...], deck: DeckName) -> None:
        """Leave it to `finish`."""

    def tag(self, guid: Guid, add: tuple[str, ...], drop: tuple[str, ...]) -> None:
        """Leave it to `finish`."""

    def suspend(self, guid: Guid, ordinals: tuple[int, ...]) -> None:
        """Do nothing: what is retired leaves the package."""

    def unsuspend(self, guid: Guid, ordinals: tuple[int, ...]) -> None:
        """Do nothing: no card in a package is suspended."""

    def write(self, guid: Guid, fields: Mapping[str, str], floor: int) -> None:
        """Leave it to `finish`."""

    def remove_cards(self, guid: Guid, ordinals: tuple[int, ...]) -> None:
        """Leave it to `finish`."""

    def delete(self, guid: Guid) -> None:
        """Leave it to `finish`."""

    def trash(self, names: tuple[str, ...]) -> None:
        """Leave it to `finish`."""

    def finish(self) -> Outcome:
        """Put the new package in place."""
        self._press.make()
        return Outcome(said=f"Learners get it by importing it (Anki: File → Import); it is in {self._target.label}")
