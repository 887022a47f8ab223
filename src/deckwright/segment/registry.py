"""The reading styles, in the order in which they are asked where their evidence is equal."""

from __future__ import annotations

from deckwright.segment.bold import Bold
from deckwright.segment.callouts import Callouts
from deckwright.segment.definitions import Definitions
from deckwright.segment.details import Details
from deckwright.segment.flashcards import Flashcards
from deckwright.segment.folded import Folded
from deckwright.segment.headings import Headings
from deckwright.segment.keyed import Keyed
from deckwright.segment.labelled import Labelled
from deckwright.segment.lines import Lines
from deckwright.segment.lists import Lists
from deckwright.segment.sheet import Style
from deckwright.segment.tables import Tables

STYLES: tuple[Style, ...] = (
    Keyed(),
    Headings(),
    Details(),
    Folded(),
    Callouts(),
    Labelled(),
    Bold(),
    Definitions(),
    Flashcards(),
    Tables(),
    Lists(),
    Lines(),
)
"""Every reading style."""

NAMES = tuple(style.name for style in STYLES)
"""What `style` in `deck.toml` and front matter may be, besides `auto`."""
