"""What Anki reads in a card template: which fields it shows, and whether it shows anything at all."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from deckwright.swift import dataclass

_TOKEN = re.compile(r"<!--.*?(?:-->|\Z)|\{\{\s*(?P<mark>[#^/]?)(?P<body>.*?)\}\}", re.DOTALL)
_SPECIAL = frozenset({"FrontSide", "Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag", "CardID"})
_CARD_CONDITION = re.compile(r"c[0-9]+")


@dataclass(frozen=True, slots=True)
class _Tag:
    mark: str
    """`#`, `^` or `/` of a section, empty for a field that is shown."""
    key: str


def _filtered(template: str) -> Iterator[_Tag]:
    """Give each tag with the filters of its field (`text:cloze:Text`)."""
    for found in _TOKEN.finditer(template):
        if found["body"] is not None:
            yield _Tag(found["mark"], found["body"].strip())


def _tags(template: str) -> Iterator[_Tag]:
    for tag in _filtered(template):
        yield tag if tag.mark else _Tag("", tag.key.rsplit(":", 1)[-1])


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


def gapped_fields(template: str) -> frozenset[str]:
    """Name the fields that the template shows as texts with gaps, which Anki demands of both sides of a cloze."""
    shown = (tag.key.split(":") for tag in _filtered(template) if not tag.mark)
    return frozenset(name for *filters, name in shown if "cloze" in filters)


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
