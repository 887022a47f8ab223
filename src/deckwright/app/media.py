"""Finding the files that cards use: beside the source that names them, in declared folders, never outside the deck's."""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from deckwright.app.means import ALONE, Means
from deckwright.app.packing import MEDIUM
from deckwright.app.tree import Spot, Tree, Trouble
from deckwright.codes import diagnose
from deckwright.config import FILE_NAME
from deckwright.errors import Diagnostic
from deckwright.media.kinds import is_supported
from deckwright.media.names import LONGEST, places
from deckwright.model import Medium, Remark

Find = Callable[[str], Medium]
"""Gives what became of a file, by its path as written."""
_SHOWN = 80  # characters of a path in a message
_INSTEAD = "; its words stand in its place"
_LISTED = 10  # unused files of a folder that are named


class MediaShelf:
    """The media files of one deck: what documents name, found and read once."""

    def __init__(self, folder: Path, folders: Iterable[str] = (), means: Means = ALONE) -> None:
        self._folder = folder
        self._tree = Tree(folder)
        self._folders = tuple(posixpath.normpath(each.replace("\\", "/")) for each in folders)
        self._means = means
        self._place = str(folder.absolute())
        known = means.known("media", self._place)
        self._known: dict[str, Any] = known if isinstance(known, dict) else {}
        self._kept: dict[str, Any] = {}
        self._media: dict[Path, Medium] = {}
        self._found: dict[tuple[str, str], Medium] = {}
        self._by_name: Mapping[str, tuple[str, ...]] | None = None
        self.files: dict[str, Path] = {}
        """Every file that was asked for and may be used, by its name in the package."""

    def beside(self, source: str) -> Find:
        """Give the look-up for one source, by its path from the deck's folder."""
        folder = posixpath.dirname(source)

        def find(written: str) -> Medium:
            asked = folder, written
            if asked not in self._found:
                self._found[asked] = self._find(written, folder)
            return self._found[asked]

        return find

    @property
    def receipt(self) -> tuple[tuple[str, str, Any], ...]:
        """Say what was asked for so far and what became of it, in plain values."""
        return tuple((folder, written, MEDIUM.pack(medium)) for (folder, written), medium in self._found.items())

    def confirms(self, receipt: Iterable[tuple[str, str, Any]]) -> bool:
        """Whether the same would become of all that was asked for in another run."""
        return all(
            MEDIUM.pack(self.beside(posixpath.join(folder, "-"))(written)) == known
            for folder, written, known in receipt
        )

    def keep(self) -> None:
        """Keep for the next run what the files hold."""
        unasked = self._known.keys() - self._kept.keys()  # of other sources, in a run that reads only some
        kept = {key: self._known[key] for key in sorted(unasked) if (self._folder / key).exists()} | self._kept
        if kept != self._known:
            self._means.keep(kept, "media", self._place)

    def missing_folders(self) -> Iterator[Diagnostic]:
        """Report the declared folders that aren't there."""
        for name in self._folders:
            spot = self._tree.find(name) if name != "." else None
            settings = str(self._folder / FILE_NAME)
            if spot is Trouble.OUTSIDE:
                yield diagnose("DW501", f"The folder {name} is a link that leaves the deck's", file=settings)
            elif spot and not (isinstance(spot, Spot) and spot.path.is_dir()):
                yield diagnose("DW602", f"There is no folder {name}", file=settings)

    def unused(self) -> Iterator[Diagnostic]:
        """Report, folder by folder, media files that nothing used: in declared folders, and beside those in use."""
        candidates = dict.fromkeys(path for folder in self._folders for path in self._tree.below(folder))
        for folder in dict.fromkeys(path.parent for path in self._media):
            candidates |= dict.fromkeys(path for path in sorted(folder.iterdir()) if path.is_file())
        found: dict[str, list[str]] = {}
        for path in candidates:
            if path not in self._media and is_supported(path.suffix.lstrip(".")) and not path.is_symlink():
                inside = self._tree.inside(path)
                found.setdefault(inside.parent.as_posix(), []).append(inside.name)
        for place, names in found.items():
            more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
            message = f"{len(names)} files here are on no card: {', '.join(names[:_LISTED])}{more}"
            yield diagnose(
                "DW510", message.replace("1 files here are", "1 file here is"), file=str(self._folder / place)
            )

    def _find(self, written: str, folder: str) -> Medium:
        words = unquote(written)
        shown = f"“{words if len(words) <= _SHOWN else words[: _SHOWN - 1] + '…'}”"
        meant, leaves = places(written, folder)
        loops = False
        declared = [place for each in self._folders for place in places(written, each)[0]]
        for place in (*meant, *declared):
            spot = self._tree.find(place)
            if isinstance(spot, Spot):
                return self._taken(spot, shown)
            leaves = leaves or spot is Trouble.OUTSIDE
            loops = loops or spot is Trouble.LOOP
        if leaves:
            return _refused("DW501", f"{shown} lies outside the deck's folder")
        if loops:
            return _refused("DW507", f"{shown} is a link that leads to itself", "Let the link lead to a file.")
        if any(len(part.encode("utf-8", "replace")) > LONGEST for part in written.split("/")):
            message = f"{shown} is a name that no file has: it is longer than {LONGEST} bytes"
            return _refused("DW507", message, "Shorten the file's name.")
        return self._named_so(written, shown)

    def _named_so(self, written: str, shown: str) -> Medium:
        """Look through the declared folders for a file by its name or the end of its path, as Obsidian does."""
        for meant in places(written, "")[0]:
            fitting = [each for each in self._names().get(_last(meant), ()) if _ends(each, meant)]
            if fitting:
                spot = self._tree.find(fitting[0])
                assert isinstance(spot, Spot), "it was listed"
                is_exact = f"/{fitting[0]}".endswith(f"/{meant}")
                medium = self._taken(Spot(path=spot.path, is_exact=is_exact), shown)
                if len(fitting) == 1:
                    return medium
                message = f"{shown} may be any of {', '.join(fitting[:3])}; the first is taken"
                return replace(medium, remarks=(*medium.remarks, Remark(code="DW509", message=message)))
        return Medium()

    def _names(self) -> Mapping[str, tuple[str, ...]]:
        """Index the declared folders' files by their names; of those with one name the nearest come first."""
        if self._by_name is None:
            found: dict[str, list[str]] = {}
            for path in dict.fromkeys(path for folder in self._folders for path in self._tree.below(folder)):
                place = self._tree.inside(path).as_posix()
                found.setdefault(_last(place), []).append(place)
            self._by_name = {
                name: tuple(sorted(fitting, key=lambda place: (place.count("/"), place)))
                for name, fitting in found.items()
            }
        return self._by_name

    def _taken(self, spot: Spot, shown: str) -> Medium:
        if spot.path not in self._media:
            self._media[spot.path] = self._inspected(spot.path)
        medium = self._media[spot.path]
        words = "" if medium.name else _INSTEAD
        remarks = [replace(each, message=each.message.replace("{}", shown, 1) + words) for each in medium.remarks]
        if not spot.is_exact:
            name = spot.path.name
            remarks.append(Remark(code="DW508", message=f"{shown} is called “{name}”, in other letters"))
        if medium.name:
            self.files.setdefault(medium.name, spot.path)
        return replace(medium, remarks=tuple(remarks))

    def _inspected(self, path: Path) -> Medium:
        """Look into a file, unless an earlier run did and the system says that it has not been touched since."""
        key = self._tree.inside(path).as_posix()
        known = self._known.get(key)
        if known is not None:
            try:
                stamp, packed = known
                from deckwright.app.inspecting import stamp_of  # noqa: PLC0415  (of no use without media)

                if stamp == stamp_of(path.stat()):
                    medium = MEDIUM.unpack(packed)
                    self._kept[key] = known
                    return medium
            except (OSError, TypeError, ValueError, KeyError):
                pass
        from deckwright.app.inspecting import inspect  # noqa: PLC0415  (of no use without media)

        found = inspect(path)
        if found.stamp and self._means.cache:
            self._kept[key] = (found.stamp, MEDIUM.pack(found.medium))
        return found.medium


def _refused(code: str, message: str, hint: str = "") -> Medium:
    return Medium(remarks=(Remark(code=code, message=message + _INSTEAD, hint=hint),))


def _last(place: str) -> str:
    return unicodedata.normalize("NFC", PurePosixPath(place).name).casefold()


def _ends(place: str, meant: str) -> bool:
    return f"/{place}".casefold().endswith(f"/{meant}".casefold())
