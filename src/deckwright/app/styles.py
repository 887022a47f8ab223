"""Where the cards' templates and CSS lie: in the deck's own `styles/`, or in the ones that come with Deckwright."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from deckwright.errors import UsageError
from deckwright.notetypes import Styles
from deckwright.targets.styles import load_styles

_PACKAGED = Path(__file__).parents[1] / "styles"
_CHECKOUT = Path(__file__).parents[3] / "styles"


def style_files(folder: Path | None) -> Mapping[str, Path]:
    """Give the files of the styles that go into the package under their own names: those that start with `_`.

    Anki never replaces such a file: `_deckwright-custom.css` is the learner's from the first import on.
    """
    return {path.name: path for path in sorted(_place(folder).glob("_*")) if path.is_file()}


def find_styles(folder: Path | None) -> Styles:
    """Load a folder's styles, or the ones that come with Deckwright.

    Raises UsageError where the folder doesn't exist, ConfigError where a file in it is missing or wrong.
    """
    return load_styles(_place(folder))


def _place(folder: Path | None) -> Path:
    if folder is None:
        return _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT
    if not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder of styles")
    return folder
