"""The packed pieces of the package that is replaced: those that would come out the same again are taken from there."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

Piece = tuple[bytes, int, int, bytes]
"""A hash of all that a piece is packed from, where it starts in the package, its length there, and its own hash."""


class Pieces:
    """Where the pieces of the last package lie, as its writing said, and then those of the new one."""

    def __init__(self, package: Path, known: Iterable[Piece] = ()) -> None:
        self._package = package
        self._known = {source: (start, length, seal) for source, start, length, seal in known}
        self._end = 0
        self.written: list[Piece] = []
        """What to know in the next build, in order."""

    def start(self, place: int) -> None:
        """Say where in the new package its pieces begin."""
        self._end = place
        self.written.clear()

    def find(self, source: bytes) -> bytes | None:
        """Give a piece as it lies on the disk; None if it isn't there, or isn't what was written."""
        start, length, seal = self._known.get(source, (0, 0, b""))
        with suppress(OSError):
            if length:
                # Open no longer than for this: some systems replace no file that is open.
                with self._package.open("rb") as file:
                    file.seek(start)
                    packed = file.read(length)
                if sha256(packed).digest() == seal:
                    return packed
        return None

    def add(self, source: bytes, packed: bytes) -> None:
        """Take note of the next piece of the new package."""
        self.written.append((source, self._end, len(packed), sha256(packed).digest()))
        self._end += len(packed)
