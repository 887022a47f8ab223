"""The fields of drafts until they are written: few in memory, many on disk, where none is needed twice."""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Iterator, Sequence
from typing import IO, overload

from deckwright.model import Joined

_LIMIT = 24 << 20  # bytes in memory; the fields of some 12,000 notes
_BUFFER = 1 << 18


class Fields(Joined):
    """A note's fields as UTF-8, which takes half as much as Python's text; split each time they are asked for."""

    __slots__ = ("_body", "_place", "_spool")

    def __init__(self, body: bytes | None, spool: Spool | None = None, place: tuple[int, int] = (0, 0)) -> None:
        self._body, self._spool, self._place = body, spool, place

    @overload
    def __getitem__(self, index: int) -> str: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...

    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        return self._split()[index]

    def __len__(self) -> int:
        return len(self._split())

    def __iter__(self) -> Iterator[str]:
        return iter(self._split())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    @property
    def text(self) -> str:
        """All fields, as they are written."""
        body = self._body
        if body is None:
            assert self._spool is not None
            body = self._spool.take(self._place)
        return body.decode("utf-8", "surrogatepass")

    def _split(self) -> tuple[str, ...]:
        return tuple(self.text.split(self.SEPARATOR))


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

    def keep(self, body: bytes) -> Fields:
        """Keep joined fields; in memory as long as they are few, or where there is no place on the disk."""
        self._left -= len(body)
        if self._left > 0:
            return Fields(body)
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile(buffering=_BUFFER, prefix="deckwright-")  # noqa: SIM115  (closed with the spool)
                weakref.finalize(self, self._file.close)
            if not self._appends:
                self._file.seek(self._end)
                self._appends = True
            self._file.write(body)
        except OSError:
            return Fields(body)
        place = self._end, len(body)
        self._end += len(body)
        return Fields(None, self, place)

    def take(self, place: tuple[int, int]) -> bytes:
        """Give what was kept; raises OSError where the disk fails."""
        start, length = place
        assert self._file is not None
        self._file.seek(start)
        self._appends = False
        return self._file.read(length)
