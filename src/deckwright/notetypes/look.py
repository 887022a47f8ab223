"""The comment at the head of a note type's CSS: which deck it was made for, and how we last dressed it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from deckwright.model import DeckId
from deckwright.notetypes.escape import escape, unescape

_MARK = re.compile(r"/\* Deckwright deck: (?P<deck>\S+)(?: look: (?P<css>[0-9a-f]+) (?P<templates>[0-9a-f]+))? \*/\n?")

Sides = tuple[tuple[str, str], ...]
"""Front and back of each template."""


def marked(css: str, templates: Sides, deck_id: DeckId) -> str:
    """Put the comment before the CSS."""
    return f"/* Deckwright deck: {escape(deck_id)} look: {_hash([css])} {_hash(sum(templates, ()))} */\n{css}"


def deck_of(css: str) -> DeckId | None:
    """Read, wherever the comment stands, which deck it was made for; None where it isn't ours."""
    found = _MARK.search(css)
    return DeckId(unescape(found["deck"])) if found else None


def is_as_written(css: str, templates: Sides, *, ours: tuple[str, Sides]) -> bool:
    """Whether nobody but us made the look what it is: each half is as the comment says, or as ours is now.

    The latter where a run was cut off that had brought the templates and not yet the CSS.
    """
    found = _MARK.search(css)
    if found is None or not found["css"]:
        return False
    rest = css[: found.start()] + css[found.end() :]
    return (css == ours[0] or _hash([rest]) == found["css"]) and (
        templates == ours[1] or _hash(sum(templates, ())) == found["templates"]
    )


def _hash(texts: Iterable[str]) -> str:
    """Hash without regard to white space, of which Anki's window for templates doesn't keep every kind."""
    words = "\x1f".join(" ".join(text.split()) for text in texts)
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:12]
