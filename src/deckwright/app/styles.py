"""Where the cards' templates and CSS lie: in the deck's own `styles/`, or in the ones that come with Deckwright."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from deckwright.codes import diagnose
from deckwright.errors import Diagnostic, UsageError

if TYPE_CHECKING:
    from deckwright.notetypes import Styles

_PACKAGED = Path(__file__).parents[1] / "styles"
_CHECKOUT = Path(__file__).parents[3] / "styles"


def style_files(folder: Path | None) -> Mapping[str, Path]:
    """Give the files of the styles that go into the package under their own names: those that start with `_`.

    Anki never replaces such a file: `_deckwright-custom.css` is the learner's from the first import on.
    """
    return {path.name: path for path in sorted(place(folder).glob("_*")) if path.is_file()}


def find_styles(folder: Path | None) -> Styles:
    """Load a folder's styles, or the ones that come with Deckwright.

    Raises UsageError where the folder doesn't exist, ConfigError where a file in it is missing or wrong.
    """
    from deckwright.targets.styles import load_styles  # noqa: PLC0415  (of no use where nothing has changed)

    return load_styles(place(folder))


def running(folder: Path | None) -> Iterator[Diagnostic]:
    """Report where an author's own templates run a script. Raises as `find_styles` does."""
    if folder is None:
        return
    from deckwright.notetypes.loaded import script_lines  # noqa: PLC0415  (of no use where nothing has changed)

    for name, text in find_styles(folder).templates.items():
        for line in script_lines(text):
            yield diagnose("DW511", "This template runs a script", file=str(place(folder) / name), line=line)


def place(folder: Path | None) -> Path:
    """Give the folder of the styles. Raises UsageError where it doesn't exist."""
    if folder is None:
        return _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT
    if not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder of styles")
    return folder


def copy_styles(folder: Path) -> None:
    """Copy the styles that come with Deckwright. Raises UsageError where there is something already."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is there already", hint="Name a folder that isn't there yet, or an empty one.")
    shutil.copytree(place(None), folder, dirs_exist_ok=True)
