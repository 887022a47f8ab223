"""The fields of drafts until they are written: few in memory, many on disk, where none is needed twice."""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Sequence
from typing import IO

from deckwright.model import Joined

_LIMIT = 24 << 20  # bytes in memory; the fields of some 12,000 notes
_BUFFER = 1 << 18


class _Spooled(Joined):
    """Fields that lie on the disk until they are asked for."""

    __slots__ = ("_place", "_spool")

    def __init__(self, spool: Spool, place: tuple[int, int]) -> None:
        super().__init__(b"")
        self._spool, self._place = spool, place

    @property
    def text(self) -> str:
        return self._spool.take(self._place).decode("utf-8", "surrogatepass")


def joined(fields: Sequence[str]) -> bytes:
    """Give fields as they are spooled."""
    return Joined.SEPARATOR.join(fields).encode("utf-8", "surrogatepass")


class Spool:
    """Takes the fields of one deck's drafts; what it holds on disk is gone with it, or with the process."""

    def __init__(self, limit: int = _LIMIT) -> None:
        self._left = limit
        self._file: IO[bytes] | None = None
        self._end = 0
        self._appends = False

    def keep(self, body: bytes) -> Joined:
        """Keep joined fields; in memory as long as they are few, or where there is no place on the disk."""
        self._left -= len(body)
        if self._left > 0:
            return Joined(body)
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile(buffering=_BUFFER, prefix="deckwright-")  # noqa: SIM115  (closed with the spool)
                weakref.finalize(self, self._file.close)
            if not self._appends:
                self._file.seek(self._end)
                self._appends = True
            self._file.write(body)
        except OSError:
            return Joined(body)
        place = self._end, len(body)
        self._end += len(body)
        return _Spooled(self, place)

    def take(self, place: tuple[int, int]) -> bytes:
        """Give what was kept; raises OSError where the disk fails."""
        start, length = place
        assert self._file is not None
        self._file.seek(start)
        self._appends = False
        return self._file.read(length)
