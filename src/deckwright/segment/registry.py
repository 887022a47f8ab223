"""The reading styles, in the order in which they are asked where their evidence is equal."""

from __future__ import annotations

from deckwright.segment.headings import Headings
from deckwright.segment.sheet import Style

STYLES: tuple[Style, ...] = (Headings(),)
"""Every reading style."""

NAMES = tuple(style.name for style in STYLES)
"""What `style` in `deck.toml` and front matter may be, besides `auto`."""
