"""The deck's folder as the file system lists it, so that no path of an author's ever reaches the system itself."""

from __future__ import annotations

import errno
import os
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum, auto
from pathlib import Path

from deckwright.swift import dataclass


class Trouble(Enum):
    """Why there is no file to read at a place."""

    MISSING = auto()
    OUTSIDE = auto()
    """A link leads out of the deck's folder."""
    LOOP = auto()
    """A link leads to itself, if only by way of others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Something in the folder."""

    path: Path
    is_exact: bool = True
    """Whether it is spelled as it was asked for, upper and lower case included."""


class Tree:
    """A folder. Names are compared as people read them: composed or not, and, where nothing fits better, in any case."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._real = folder.resolve()
        self._names: dict[Path, Mapping[str, Sequence[str]] | Trouble] = {}

    def find(self, place: str) -> Spot | Trouble:
        """Look for a path that was written with slashes and holds no `..`."""
        path, is_exact = self._folder, True
        for part in place.split("/"):
            names = self._listed(path)
            if isinstance(names, Trouble):
                return names
            fitting = names.get(_key(part), ())
            if not fitting:
                return Trouble.MISSING
            same = [name for name in fitting if _composed(name) == _composed(part)]
            is_exact = is_exact and bool(same)
            path /= part if part in fitting else (same or fitting)[0]
        return self._trouble(path) or Spot(path=path, is_exact=is_exact)

    def below(self, folder: str) -> Iterator[Path]:
        """List all files below a folder, without links to folders and names that begin with a point."""
        start = self.find(folder) if folder != "." else Spot(path=self._folder)
        if isinstance(start, Spot):
            for place, folders, files in os.walk(start.path):
                folders[:] = sorted(each for each in folders if not each.startswith("."))
                yield from (Path(place, name) for name in sorted(files) if not name.startswith("."))

    def inside(self, path: Path) -> Path:
        """Give a path from the folder."""
        return path.relative_to(self._folder)

    def _trouble(self, path: Path) -> Trouble | None:
        """Say why what is listed may not be read, if so."""
        try:
            real = path.resolve(strict=True)
        except RuntimeError:  # what a loop is to Python before 3.13
            return Trouble.LOOP
        except OSError as error:
            if error.errno == errno.ELOOP:
                return Trouble.LOOP
            real = path.resolve()
        return None if real.is_relative_to(self._real) else Trouble.OUTSIDE

    def _listed(self, folder: Path) -> Mapping[str, Sequence[str]] | Trouble:
        if folder not in self._names:
            self._names[folder] = self._trouble(folder) or self._list(folder)
        return self._names[folder]

    def _list(self, folder: Path) -> Mapping[str, Sequence[str]] | Trouble:
        found: dict[str, list[str]] = {}
        try:
            for name in sorted(os.listdir(folder)):  # noqa: PTH208  (names are all that is wanted)
                found.setdefault(_key(name), []).append(name)
        except OSError:
            return Trouble.MISSING
        return found


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _key(name: str) -> str:
    return _composed(_composed(name).casefold())
