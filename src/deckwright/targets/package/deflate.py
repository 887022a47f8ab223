"""Deflate on all cores: a stream is cut at fixed places, so that its bytes are the same however many threads there are."""

from __future__ import annotations

import zlib
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import sha256
from os import cpu_count

from deckwright.targets.package.pieces import Pieces

PIECE = 1 << 18
_MOST = 8  # threads
_WINDOW = 1 << 15  # how far back deflate refers to; what ends a piece is known when the next one is packed
_RAW = -15


class Deflate:
    """Packs a stream as `zlib.compressobj` does, several pieces of it at the same time: zlib leaves Python's lock.

    What the last package has already is taken from there, where `pieces` know it.
    """

    def __init__(self, level: int, pieces: Pieces | None = None) -> None:
        self._level = level
        self._pieces = pieces
        self._threads = min(cpu_count() or 1, _MOST)
        self._pool = ThreadPoolExecutor(self._threads)
        self._packing: deque[Future[tuple[bytes, bytes]]] = deque()
        self._rest = b""
        self._before = b""

    def compress(self, data: bytes) -> bytes:
        """Take more of the stream; give what is packed by now and comes next."""
        stream, start = self._rest + data, 0
        done: list[bytes] = []
        while len(stream) - start > PIECE:
            self._begin(stream[start : start + PIECE], zlib.Z_SYNC_FLUSH)
            start += PIECE
            while len(self._packing) > self._threads + 1:  # which bounds the memory
                done.append(self._next())
        self._rest = stream[start:]
        return b"".join(done)

    def flush(self) -> bytes:
        """Give what is left, once the stream has ended."""
        self._begin(self._rest, zlib.Z_FINISH)
        with self._pool:
            return b"".join([self._next() for _ in range(len(self._packing))])

    def _begin(self, piece: bytes, end: int) -> None:
        self._packing.append(self._pool.submit(self._packed, piece, self._before, end))
        self._before = piece[-_WINDOW:]

    def _next(self) -> bytes:
        source, packed = self._packing.popleft().result()
        if self._pieces:
            self._pieces.add(source, packed)
        return packed

    def _packed(self, piece: bytes, before: bytes, end: int) -> tuple[bytes, bytes]:
        """Give the hash of all that a piece is packed from, where anybody wants it, and the piece as it is packed."""
        if self._pieces is None:
            return b"", _pack(piece, before, self._level, end)
        source = sha256(f"{zlib.ZLIB_RUNTIME_VERSION} {self._level} {end} {len(before)} ".encode())
        source.update(before)
        source.update(piece)
        key = source.digest()
        return key, self._pieces.find(key) or _pack(piece, before, self._level, end)


def _pack(piece: bytes, before: bytes, level: int, end: int) -> bytes:
    packer = zlib.compressobj(level, zlib.DEFLATED, _RAW, zlib.DEF_MEM_LEVEL, zlib.Z_DEFAULT_STRATEGY, before)
    return packer.compress(piece) + packer.flush(end)
