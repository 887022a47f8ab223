"""The one door to Anki's own library: opening collections, and saying so where the library isn't there."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

from deckwright.errors import PackageError, UsageError

if TYPE_CHECKING:
    from anki.collection import Collection


def anki_version() -> str:
    """Say which Anki is installed. Raises UsageError where none is."""
    with needs_extra():
        from anki.buildinfo import version  # noqa: PLC0415 of the extra

    return version


def unpack(package: Path, folder: Path) -> Path:
    """Turn a package in Anki's compressed format into a collection file in `folder`, with its reviews.

    Raises UsageError without the `anki` extra and PackageError where Anki refuses the package.
    """
    with needs_extra():
        import anki.collection  # noqa: F401, PLC0415 has to come before any other part of the library
    from anki._backend import RustBackend  # noqa: PLC0415 of the extra; no public way leads to it

    media = folder / "media"
    media.mkdir()
    path = folder / "collection.anki2"
    with quiet(), refusals(package):
        RustBackend().import_collection_package(
            col_path=str(path),
            backup_path=str(package.resolve()),
            media_folder=str(media),
            media_db=str(folder / "media.db"),
        )
    return path


@contextmanager
def opened(path: Path) -> Iterator[Collection]:
    """Open a collection, and close it in the end. Raises UsageError without the `anki` extra, and what Anki raises."""
    with needs_extra():
        from anki.collection import Collection  # noqa: PLC0415 of the extra

    with quiet(), closing(Collection(str(path))) as collection:
        yield collection


@contextmanager
def needs_extra() -> Iterator[None]:
    """Say in a sentence that the library isn't there. Raises UsageError then."""
    try:
        yield
    except ImportError as error:
        raise UsageError(
            "This needs Anki's own library, which isn't installed.", hint="Run: pip install 'deckwright[anki]'"
        ) from error


@contextmanager
def refusals(package: Path) -> Iterator[None]:
    """Turn Anki's refusal of a package into PackageError."""
    from anki.errors import AnkiException  # noqa: PLC0415 of the extra

    try:
        yield
    except AnkiException as error:
        raise PackageError(f"Anki refuses the package {package}: {error}") from error


def quiet() -> AbstractContextManager[object]:
    """Swallow what Anki before 26 prints whenever a call takes long: stdout is for our own words."""
    return redirect_stdout(io.StringIO())
