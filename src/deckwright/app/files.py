"""Files on disk: whole or not at all, one run at a time."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from deckwright.errors import BusyError, DeckwrightError

_CHUNK = 1 << 20
_PAUSE = 0.01  # seconds between two looks whether another run is done


def read_bytes(path: Path, *, what: str) -> bytes:
    """Read a file; raises DeckwrightError with a sentence where that fails."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise DeckwrightError(f"{path}: the {what} can't be read ({reason(error)})") from None


def file_digest(path: Path) -> str:
    """Give the SHA-256 of a file of any size; raises OSError where it can't be read."""
    digest = sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


@contextmanager
def staged(path: Path) -> Iterator[Path]:
    """Give a path beside `path` to write to; on success it is synced to disk and put in place of `path`, in one step.

    Whatever happens before that, `path` stays as it was and nothing is left beside it.
    """
    staging = path.with_name(f".{path.name}.new")
    if not path.parent.is_dir():
        raise DeckwrightError(
            f"{path}: can't be written, since there is no folder {path.parent}", hint="Make it first."
        )
    if not may_write(path.parent):
        raise DeckwrightError(f"{path}: can't be written, since its folder is read-only", hint="Name another place.")
    try:
        staging.unlink(missing_ok=True)  # what a killed run may have left
        yield staging
        sync(staging)
        os.replace(staging, path)  # noqa: PTH105  (the call that is atomic, by its own name)
        sync(path.parent)
    except OSError as error:
        raise DeckwrightError(
            f"{path}: can't be written ({reason(error)})", hint="Nothing was changed there. Is the folder writable?"
        ) from None
    finally:
        with suppress(OSError):
            staging.unlink(missing_ok=True)


def may_write(folder: Path) -> bool:
    """Whether the system lets this user put something into a folder that is there."""
    return os.access(folder, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def sync(path: Path) -> None:
    """Have the system put a file, or a folder's list of names, on the disk."""
    if os.name == "nt" and path.is_dir():
        return  # Windows has no such thing for folders
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() or os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def only_run(deck: Path, patience: float = 0) -> Iterator[None]:
    """Keep other runs away from a deck while this one writes to it.

    The system drops the claim when the process ends, however it ends. Raises BusyError where another run has it, and
    still has it after so many seconds.
    """
    name = sha256(os.fsencode(deck.resolve())).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / "deckwright-runs"
    with suppress(OSError):
        folder.mkdir(mode=0o1777, exist_ok=True)
        folder.chmod(0o1777)  # other users build decks too
    try:
        descriptor = os.open(folder / f"{name}.run", os.O_RDWR | os.O_CREAT, 0o666)
    except OSError:
        yield  # no place to claim anything; better unguarded than not at all
        return
    try:
        end = time.monotonic() + patience
        while not _claimed(descriptor):
            if time.monotonic() >= end:
                raise BusyError(f"Another run is working on {deck}", hint="Wait until it is done, then run this again.")
            time.sleep(_PAUSE)
        yield
    finally:
        os.close(descriptor)


def _claimed(descriptor: int) -> bool:
    try:
        _claim(descriptor)
    except OSError:
        return False
    return True


def _claim(descriptor: int) -> None:
    if os.name == "nt":  # pragma: no cover
        import msvcrt  # noqa: PLC0415

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        import fcntl  # noqa: PLC0415

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def reason(error: OSError) -> str:
    """Say in the system's words why something failed."""
    return error.strerror or str(error)
