"""Writing a package: the database by genanki, the archive around it by us, byte for byte the same every time."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory

from deckwright.errors import PackageError
from deckwright.targets.package.archive import write_archive
from deckwright.targets.package.content import PackageContent
from deckwright.targets.package.pieces import Pieces


def write(content: PackageContent, path: Path, pieces: Pieces | None = None) -> None:
    """Write a complete package to `path` and flush it to the disk; after a failure nothing is left there.

    `pieces` change nothing but the time that it takes.
    Raises PackageError where a note can't go into a package or a file can't be read or written.
    """
    from deckwright.targets.package.database import write_database  # noqa: PLC0415 genanki is slow to import

    with TemporaryDirectory(prefix="deckwright-") as folder:
        database = Path(folder) / "collection.anki2"
        try:
            write_database(content, database)
            write_archive(path, database, content.media, pieces)
        except (OSError, sqlite3.Error) as error:
            raise PackageError(f"The package {path} can't be written: {error}.") from error
