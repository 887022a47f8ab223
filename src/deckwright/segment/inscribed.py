"""Attributes (`{#id .tag key=value}`) behind questions that are no headings: in a summary, a bold line, a table's cell."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from deckwright.model import Entry
from deckwright.segment.attributes import NONE, Attributes, read_attributes

_FOUND = re.compile(
    r"[ \t]*(?P<block>\{#[\w:.-]{1,100}(?:[ \t]+[^{}\n]{1,400})?\})[ \t]*(?=$|\*\*|__|\||</(?:summary|b|strong|dt)>|<br)",
    re.MULTILINE,
)
_HEADING = re.compile(r"[ \t]*(?:(?:\d{1,9}[.)]|[-*+])[ \t]+)?#{1,6}[ \t]")


def find_inscribed(text: str) -> Mapping[int, Attributes]:
    """Find what looks like attributes behind a question, by 1-based line; linear, and nothing to do where there are none.

    Headings have their own way. Only those count that turn out to stand in an entry's first line.
    """
    if "{#" not in text:
        return {}
    found: dict[int, Attributes] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        match = _FOUND.search(line) if "{#" in line and not _HEADING.match(line) else None
        attributes = read_attributes(match["block"])[1] if match else NONE
        if attributes is not NONE:
            found[number] = attributes
    return found


def without(text: str, lines: Collection[int]) -> str:
    """Give the text without the attributes in these lines."""
    return "\n".join(
        _FOUND.sub("", line, count=1) if number in lines else line
        for number, line in enumerate(text.split("\n"), start=1)
    )


def attach(entry: Entry, attributes: Attributes | None) -> Entry:
    """Give an entry the attributes that stand behind its question."""
    if attributes is None:
        return entry
    return replace(
        entry,
        explicit_id=attributes.id or entry.explicit_id,
        tags=(*entry.tags, *attributes.tags),
        attributes={**entry.attributes, **attributes.values},
    )
