"""Making a build's package: anywhere, in its place, or only to see whether the one on disk is still the same."""

from __future__ import annotations

import filecmp
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from deckwright.app.caching import Cache
from deckwright.app.files import staged
from deckwright.app.means import ALONE, Means
from deckwright.targets.package.pieces import Pieces

if TYPE_CHECKING:
    from deckwright.app.build import Build


def press(made: Build, path: Path) -> None:
    """Write a build's package to a path from which it is then put in its place."""
    pieces = _write_to(made, path)
    if pieces:
        _means(made).keep(tuple(pieces.written), "pieces", str(made.package.absolute()))


def _write_to(made: Build, path: Path) -> Pieces | None:
    """Write a build's package to a path."""
    from deckwright.targets.package.write import write  # noqa: PLC0415  (imports genanki)

    pieces = _pieces(made)
    if made.held_media:
        with tempfile.TemporaryDirectory(prefix="deckwright-") as folder:
            media = {**made.content.media, **_kept(made, Path(folder))}
            write(replace(made.content, media={name: media[name] for name in sorted(media)}), path, pieces)
    else:
        write(made.content, path, pieces)
    return pieces


def _kept(made: Build, folder: Path) -> Mapping[str, Path]:
    """Take the media of held notes out of the package on disk, and what it doesn't have out of released ones."""
    from deckwright.targets.package.read import take_media  # noqa: PLC0415  (imports sqlite3)

    kept: dict[str, Path] = {}
    for number, path in enumerate((made.package, *made.request.after[::-1])):
        missing = made.held_media - kept.keys()
        if missing and path.exists():
            place = folder / str(number)
            place.mkdir()
            kept |= take_media(path, missing, place)
    return kept


def _pieces(made: Build) -> Pieces | None:
    """Give the pieces of the package on disk, as far as the cache knows them."""
    available = _means(made)
    if available.cache is None:
        return None
    try:
        return Pieces(made.package, available.known("pieces", str(made.package.absolute())) or ())
    except (TypeError, ValueError):
        return Pieces(made.package)


def _means(made: Build) -> Means:
    return Means(cache=Cache(made.request.cache)) if made.request.cache else ALONE


def put_in_place(made: Build) -> None:
    """Replace the package on disk, in one step; the build's lock has to be there already."""
    with staged(made.package) as path:
        press(made, path)


def is_current(made: Build) -> bool:
    """Whether the package on disk has the very bytes that writing it would give."""
    if not made.package.exists():
        return False
    with tempfile.TemporaryDirectory(prefix="deckwright-") as folder:
        path = Path(folder) / made.package.name
        _write_to(made, path)
        return filecmp.cmp(path, made.package, shallow=False)
