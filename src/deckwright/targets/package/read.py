"""Reading packages (`.apkg`, `.colpkg`) and collection files (`.anki2`), whoever wrote them."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Collection, Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile

from deckwright.errors import PackageError
from deckwright.targets.package.content import PackageSnapshot
from deckwright.targets.package.snapshot import snapshot

_MODERN = "collection.anki21b"
_LEGACY = ("collection.anki21", "collection.anki2")
_SQLITE = b"SQLite format 3\x00"
_CHUNK = 1 << 20


def read(path: Path) -> PackageSnapshot:
    """Read a package or a collection, which stays as it is.

    Raises PackageError where it is none, is damaged, or is open in Anki; UsageError where it is in Anki's compressed
    format and the `anki` extra isn't installed.
    """
    try:
        if _is_collection(path):
            return _read_database(path)
        with TemporaryDirectory(prefix="deckwright-") as folder:
            return _read_database(_unpack(path, Path(folder)))
    except (BadZipFile, EOFError) as error:
        raise PackageError(f"{path} is no Anki package: {error}.") from error
    except sqlite3.OperationalError as error:
        raise PackageError(f"{path} can't be read: {error}.", hint="If Anki has it open, close Anki.") from error
    except OSError as error:
        raise _unreadable(str(path), error) from error
    except (sqlite3.Error, ValueError, KeyError, TypeError, AttributeError) as error:
        raise PackageError(f"{path} can't be read: {error}.") from error


def media_names(path: Path) -> frozenset[str]:
    """Name the media files that a package holds, or that lie beside a collection. Raises as `read` does."""
    try:
        if _is_collection(path):
            return _listed(path.with_suffix(".media"))
        with ZipFile(path) as archive:
            if _MODERN not in archive.namelist():
                return frozenset(json.loads(archive.read("media")).values())
        with TemporaryDirectory(prefix="deckwright-") as folder:
            _unpack(path, Path(folder))
            return _listed(Path(folder) / "media")
    except OSError as error:
        raise _unreadable(f"The media in {path}", error) from error
    except (BadZipFile, EOFError, KeyError, ValueError) as error:
        raise PackageError(f"The media in {path} can't be read: {error}.") from error


def take_media(path: Path, names: Collection[str], folder: Path) -> Mapping[str, Path]:
    """Copy those of the media files `names` that a package holds to `folder`, and say where they are.

    Those of a collection lie beside it already. Raises as `read` does.
    """
    try:
        if _is_collection(path):
            return _among(path.with_suffix(".media"), names)
        with ZipFile(path) as archive:
            if _MODERN in archive.namelist():
                _unpack(path, folder)
                return _among(folder / "media", names)
            held = {name: number for number, name in json.loads(archive.read("media")).items() if name in names}
            taken = {name: folder / number for name, number in held.items()}
            for name, number in held.items():
                with archive.open(number) as packed, taken[name].open("wb") as file:
                    shutil.copyfileobj(packed, file, _CHUNK)
    except OSError as error:
        raise _unreadable(f"The media in {path}", error) from error
    except (BadZipFile, EOFError, KeyError, ValueError) as error:
        raise PackageError(f"The media in {path} can't be read: {error}.") from error
    return taken


def _unreadable(what: str, error: OSError) -> PackageError:
    """Say in the system's words why something can't be read."""
    hint = "See that you have the right to read it." if isinstance(error, PermissionError) else ""
    return PackageError(f"{what} can't be read: {error.strerror or error}.", hint=hint)


def _is_collection(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


def _listed(folder: Path) -> frozenset[str]:
    return frozenset(each.name for each in folder.iterdir()) if folder.is_dir() else frozenset()


def _among(folder: Path, names: Collection[str]) -> Mapping[str, Path]:
    return {name: folder / name for name in sorted(names) if (folder / name).is_file()}


def _unpack(path: Path, folder: Path) -> Path:
    with ZipFile(path) as archive:
        names = archive.namelist()
        if _MODERN in names:
            from deckwright.targets.collection.door import unpack  # noqa: PLC0415 needs the anki extra

            return unpack(path, folder)
        name = next((each for each in _LEGACY if each in names), None)
        if name is None:
            raise PackageError(f"{path} is no Anki package: there is no collection in it.")
        database = folder / name
        with archive.open(name) as packed, database.open("wb") as file:
            shutil.copyfileobj(packed, file, _CHUNK)
        return database


def _read_database(path: Path) -> PackageSnapshot:
    place = path.resolve()
    untouched = "" if place.with_name(f"{place.name}-wal").exists() else "&immutable=1"
    with closing(sqlite3.connect(f"{place.as_uri()}?mode=ro{untouched}", uri=True, timeout=0)) as connection:
        return snapshot(connection)
