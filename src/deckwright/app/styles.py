"""Where the cards' templates and CSS lie: in the deck's own `styles/`, or in the ones that come with Deckwright."""

from __future__ import annotations

from pathlib import Path

from deckwright.errors import UsageError
from deckwright.notetypes import Styles
from deckwright.targets.styles import load_styles

_PACKAGED = Path(__file__).parents[1] / "styles"
_CHECKOUT = Path(__file__).parents[3] / "styles"


def find_styles(folder: Path | None) -> Styles:
    """Load a folder's styles, or the ones that come with Deckwright.

    Raises UsageError where the folder doesn't exist, ConfigError where a file in it is missing or wrong.
    """
    if folder is None:
        return load_styles(_PACKAGED if _PACKAGED.is_dir() else _CHECKOUT)
    if not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder of styles")
    return load_styles(folder)
