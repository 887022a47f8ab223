"""What Anki reads in a card template: which fields it shows, and whether it shows anything at all."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

_TOKEN = re.compile(r"<!--.*?(?:-->|\Z)|\{\{\s*(?P<mark>[#^/]?)(?P<body>.*?)\}\}", re.DOTALL)
_SPECIAL = frozenset({"FrontSide", "Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag", "CardID"})
_CARD_CONDITION = re.compile(r"c[0-9]+")


@dataclass(frozen=True, slots=True)
class _Tag:
    mark: str
    """`#`, `^` or `/` of a section, empty for a field that is shown."""
    key: str


def _tags(template: str) -> Iterator[_Tag]:
    for found in _TOKEN.finditer(template):
        if found["body"] is not None:
            key = found["body"].strip()
            yield _Tag(found["mark"], key if found["mark"] else key.rsplit(":", 1)[-1].strip())


def renders(template: str, filled: Collection[str]) -> bool:
    """Say whether Anki makes a card of this front when just the fields `filled` hold something."""
    hidden = 0
    for tag in _tags(template):
        shown = tag.key in filled
        if tag.mark == "/":
            hidden -= hidden > 0
        elif tag.mark:
            hidden += hidden > 0 or shown is (tag.mark == "^")
        elif shown and not hidden:
            return True
    return False


def unknown_fields(template: str, known: Collection[str]) -> tuple[str, ...]:
    """Name what the template refers to and the note type doesn't have."""
    return tuple(
        tag.key
        for tag in _tags(template)
        if tag.key not in known and tag.key not in _SPECIAL and not (tag.mark and _CARD_CONDITION.fullmatch(tag.key))
    )


def unclosed_sections(template: str) -> tuple[str, ...]:
    """Name the sections (`{{#Field}}`) that aren't closed in the order in which they were opened."""
    opened: list[str] = []
    for tag in _tags(template):
        if tag.mark == "/":
            if not opened or opened.pop() != tag.key:
                return (tag.key,)
        elif tag.mark:
            opened.append(tag.key)
    return tuple(opened)
