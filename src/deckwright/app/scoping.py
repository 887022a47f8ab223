"""Of which files a run knows what they hold now, so that what isn't in them is gone."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from deckwright.app.reading import Reading
from deckwright.app.workspace import Workspace
from deckwright.identity import Scope
from deckwright.lockfile import Lock


def scope_of(workspace: Workspace, reading: Reading, lock: Lock) -> Scope:
    """Say of which files it is known what they hold now: those that were read, and those that don't exist any more."""
    known = {record.file for record in lock.records}
    given = reading.files | set(reading.unreadable)
    read = {_spelt(file): workspace.folder / file for file in reading.files} if known - given else {}
    missing = {file for file in known - given if _is_gone(workspace.folder / file, read.get(_spelt(file)))}
    return Scope(read=reading.files, gone=frozenset(missing))


def _is_gone(path: Path, namesake: Path | None) -> bool:
    """Whether nothing goes by a path any more, or only what was read under a name that the system takes for the same."""
    try:
        return not path.exists() or (namesake is not None and path.samefile(namesake))
    except OSError:
        return False


def _spelt(file: str) -> str:
    """Give what the names share that a file may have where case, or how letters are composed, makes no difference."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", file).casefold())
