"""Keys of front matter that say nothing to us and most likely should: misspelt ones, and a deck's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deckwright.choices import FIELDS, unknown
from deckwright.codes import CATALOGUE, diagnose
from deckwright.errors import Diagnostic
from deckwright.segment.frontmatter import FrontMatter
from deckwright.segment.mistyped import near
from deckwright.segment.registry import NAMES
from deckwright.segment.sheet import Sheet

_KNOWN = ("title", "deck", "tags", "style", "lang", "silence", *FIELDS)
_READ = frozenset({*_KNOWN, "language"})
_OF_A_DECK = frozenset({"subdecks", "tag_root", "tag_files", "unanswered"})
"""Keys of `deck.toml` that no other tool has; the rest of them (`id`, `name`, `version` …) may be anybody's."""
_TABLE = "cards."
"""How `deck.toml` begins the keys that are written bare in front matter."""


def about_front_keys(sheet: Sheet, front: FrontMatter, file: str) -> Iterator[Diagnostic]:
    """Report the keys that mean nothing though they look like ours, and silenced codes that there are none of."""
    for key in front.values:
        if key not in _READ and (said := _about(key, front)):
            yield _said(sheet, key, said, file)
    for code in front.texts("silence"):
        if code not in CATALOGUE:
            yield _said(
                sheet, "silence", (f'"silence" knows no "{code}".', "See docs/diagnostics.md for the codes."), file
            )


def _about(key: str, front: FrontMatter) -> tuple[str, str] | None:
    """Give message and hint for a key that isn't read; None where it is other tools'."""
    if key in _OF_A_DECK:
        return f'"{key}" is said of a whole deck.', "Write it into deck.toml."
    meant = near(key.removeprefix(_TABLE), _KNOWN)
    if meant and meant not in front.values and _could_be(meant, front.text(key)):
        return f'There is no key "{key}".', f'Did you mean "{meant}"?'
    if key.startswith("deckwright"):
        return f'There is no key "{key}".', f"Those that there are: {', '.join(_KNOWN)}."
    return None


def _could_be(key: str, value: str) -> bool:
    """Whether a value is one that the key could have, so that a page's own `styles` or `highlight` isn't taken for ours."""
    if key == "style":
        return bool(near(value, (*NAMES, "auto")))
    return not list(unknown({key: value})) if key in FIELDS else True


def _said(sheet: Sheet, key: str, said: tuple[str, str], file: str) -> Diagnostic:
    written = re.compile(rf"[\"']?(?={re.escape(key)}[\"']?\s*[:=])")
    places = ((index, written.match(sheet.lines[index])) for index in range(1, sheet.scan.front))
    line, column = next(((index, match.end()) for index, match in places if match), (0, 0))
    message, hint = said
    return diagnose("DW217", message, file=file, line=line + 1, column=column + 1, hint=hint)
