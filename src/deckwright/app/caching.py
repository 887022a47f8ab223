"""What earlier builds worked out, in the user's cache folder: never needed, never trusted unless it is whole.

Values are kept as `marshal` writes them, which is quick and can't run anything, behind a hash of them and of their name:
`marshal` itself takes any bytes for a value. Whoever may write to the folder is the user, so that the hash guards
against damage, not against malice. Any failure, of the disk or of the data, is a miss.
"""

from __future__ import annotations

import marshal
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from hashlib import blake2b, sha256
from pathlib import Path
from threading import get_ident
from typing import Any

_LIMIT = 512 << 20  # bytes; 50,000 entries take some 200 MB
_KEPT = 0.75  # of the limit, when the oldest are dropped
_MUCH = 16  # a run that adds this part of the limit looks at once whether it has grown too much
_PAUSE = 600  # seconds after which any other run looks: a large folder takes as long to list as a small deck to build
_LISTED = "listed"
"""The file whose time says when a run looked last."""
_DAY = 86_400
_DIGEST = 32
_FAILURES = (OSError, EOFError, ValueError, TypeError, MemoryError)


class Cache:
    """A folder of values by key. Builds may share it at the same time: each file is replaced in one step."""

    def __init__(self, folder: Path, *, limit: int = _LIMIT) -> None:
        self._folder = folder
        self._limit = limit
        self._added = 0

    def get(self, *key: str) -> Any:
        """Give what was kept under a key; None where there is nothing, or nothing whole."""
        name = _name(key)
        path = self._path(name)
        try:
            with path.open("rb") as file:
                data = file.read()
                age = time.time() - os.fstat(file.fileno()).st_mtime
            body = memoryview(data)[_DIGEST:]
            if _seal(name, body) != data[:_DIGEST]:
                return None
            if age > _DAY:
                os.utime(path)  # what is used stays
            return marshal.loads(body)  # noqa: S302  (see above)
        except _FAILURES:
            return None

    def put(self, value: Any, *key: str) -> None:
        """Keep a value made of tuples, strings, numbers and the like."""
        name = _name(key)
        path = self._path(name)
        staging = path.with_name(f".{name}.{os.getpid()}.{get_ident()}")
        try:
            body = marshal.dumps(value)
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with staging.open("wb") as file:
                file.write(_seal(name, body))
                file.write(body)
            os.replace(staging, path)  # noqa: PTH105  (the call that is atomic, by its own name)
            self._added += len(body)
        except _FAILURES:
            with suppress(OSError):
                staging.unlink(missing_ok=True)

    def tidy(self) -> None:
        """Drop what was used longest ago, if this run added something and the folder has grown beyond its limit."""
        added, self._added = self._added, 0
        if not added:
            return
        with suppress(OSError):
            if added * _MUCH < self._limit and _age(self._folder / _LISTED) < _PAUSE:
                return
            (self._folder / _LISTED).touch()
            files = sorted(_files(self._folder))
            size = sum(size for _, size, _ in files)
            if size <= self._limit:
                return
            for _, length, path in files:
                if size <= self._limit * _KEPT:
                    break
                with suppress(OSError):
                    Path(path).unlink()
                    size -= length

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / name


def _age(path: Path) -> float:
    """Give the seconds since a file was written; no end of them where there is none, or where a clock went wrong."""
    try:
        age = time.time() - path.stat().st_mtime
    except OSError:
        return float("inf")
    return age if age >= 0 else float("inf")


def _name(key: tuple[str, ...]) -> str:
    return blake2b("\x1f".join(key).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _seal(name: str, body: bytes | memoryview) -> bytes:
    sealed = sha256(name.encode())  # which most processors have an instruction for
    sealed.update(body)
    return sealed.digest()


def _files(folder: Path) -> Iterator[tuple[float, int, str]]:
    """Yield every file with its time and size, those of a run that was killed among them; not what others just took."""
    with os.scandir(folder) as groups:
        for group in groups:
            if group.is_dir(follow_symlinks=False):
                yield from _files_of(group.path)


def _files_of(group: str) -> Iterator[tuple[float, int, str]]:
    with os.scandir(group) as items:
        for item in items:
            with suppress(FileNotFoundError):
                status = item.stat(follow_symlinks=False)
                yield status.st_mtime, status.st_size, item.path
