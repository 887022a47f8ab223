"""Finding the files that cards use, beside the source that names them and nowhere outside its folder."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath

from deckwright import media


class MediaShelf:
    """The media files of one deck: what documents name, found and hashed once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._names: dict[Path, str | None] = {}
        self.files: dict[str, Path] = {}
        """Every file that was asked for and may be used, by its name in the package."""

    def beside(self, source: Path) -> Callable[[str], str | None]:
        """Give the look-up for one source: a path as written there to its name in the package, or None."""
        beside = source.resolve().parent

        def find(written: str) -> str | None:
            relative = media.local_path(written)
            return self.name(beside / relative) if relative and media.is_supported(relative) else None

        return find

    @property
    def looked(self) -> Mapping[Path, str | None]:
        """Every path that was looked for so far, with the file's name in the package if it may be used."""
        return self._names

    def name(self, path: Path) -> str | None:
        """Give a file's name in the package, or None if it is missing or may not be used."""
        if path not in self._names:
            self._names[path] = self._admit(path)
        return self._names[path]

    def _admit(self, path: Path) -> str | None:
        """Hash a file, unless it is missing or lies, links followed, outside the deck's folder."""
        try:
            real = path.resolve(strict=True)
            if not real.is_relative_to(self._folder) or not real.is_file():
                return None
            with real.open("rb") as stream:
                digest = hashlib.sha256()
                while chunk := stream.read(1 << 20):
                    digest.update(chunk)
        except (OSError, ValueError):
            return None
        name = media.package_name(digest.hexdigest(), PurePosixPath(path.name))
        self.files[name] = real
        return name
