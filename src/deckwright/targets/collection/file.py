"""The target `collection`: a collection file of an Anki that isn't running."""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager, closing
from pathlib import Path

from deckwright.sync.standing import Scope, Snapshot
from deckwright.sync.wanted import Abilities
from deckwright.targets.collection.files import with_files
from deckwright.targets.collection.session import CollectionSession, collection_session, is_open
from deckwright.targets.database import OLDEST, read_standing
from deckwright.targets.target import TargetError


class CollectionTarget:
    """A collection file. Reading it needs no Anki; changing it needs the `anki` extra."""

    abilities = Abilities()
    warning = ""
    notice = ""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.claim = path
        self.address = f"collection {path.resolve()}"
        self.label = str(path)

    def read(self, scope: Scope) -> Snapshot:
        """Look at what stands there, without opening it for writing."""
        if not self._path.is_file():
            raise TargetError(
                f"{self._path}: there is no such collection",
                hint="It is called collection.anki2 and lies in the profile's folder (Anki: Tools → Add-ons → View Files).",
            )
        place = self._path.resolve()
        untouched = "" if place.with_name(f"{place.name}-wal").exists() else "&immutable=1"
        try:
            with closing(sqlite3.connect(f"{place.as_uri()}?mode=ro{untouched}", uri=True, timeout=0)) as connection:
                (schema,) = connection.execute("SELECT ver FROM col").fetchone()
                if schema < OLDEST:
                    raise TargetError(f"{self._path} is of an Anki too old", hint="Open it once in a newer Anki.")
                found = read_standing(connection.execute, scope)
                return with_files(found, self._path, scope, connection.execute)
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise is_open(self._path) from None
            raise TargetError(f"{self._path} can't be read: {error}") from error
        except OSError as error:  # of the media beside it
            raise TargetError(f"{self._path} can't be read: {error.strerror or error}") from error
        except (sqlite3.Error, ValueError, TypeError) as error:
            raise TargetError(f"{self._path} is no collection of Anki's: {error}") from error

    def rest(self) -> str:
        """Do nothing."""
        return ""

    def session(self) -> AbstractContextManager[CollectionSession]:
        """Open it for changing."""
        return collection_session(self._path)
