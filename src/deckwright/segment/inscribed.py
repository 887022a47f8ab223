"""Attributes (`{#id .tag key=value}`) behind questions that are no headings: in a summary, a bold line, a table's cell."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from deckwright.choices import FIELDS
from deckwright.segment.attributes import FLAGS, NONE, Attributes, merged, read_attributes
from deckwright.segment.sheet import Cut

_SURE = rf"\{{(?:#[\w:.-]|(?:{'|'.join((*FIELDS, 'kind', 'lang'))})=)"
_WEAK = rf"\{{(?:\.(?!\d*\.?\d+[ \t}}])[^\s{{}}()]{{1,200}}|{'|'.join(FLAGS)})(?=[ \t}}])"
"""What may as well be text (a number `{.5}` always is), and counts only behind a word and a space, and of a table only in the first cell."""
_FOUND = re.compile(
    rf"(?<![ \t])[ \t]*(?P<block>(?:(?={_SURE})|(?P<weak>(?<=[^\s|][ \t])(?={_WEAK})))\{{[^{{}}\n]{{1,500}}\}})[ \t]*"
    r"(?=$|\*\*|__|\||</(?:summary|b|strong|dt)>|<br)",
    re.MULTILINE,
)
_MAYBE = re.compile(rf"{_SURE}|{_WEAK}")
_HEADING = re.compile(r"[ \t]*(?:(?:\d{1,9}[.)]|[-*+])[ \t]+)?#{1,6}[ \t]")


def find_inscribed(text: str) -> Mapping[int, Attributes]:
    """Find what looks like attributes behind a question, by 1-based line; linear, and nothing to do where there are none.

    Headings have their own way. Only those count that turn out to stand in an entry's first line.
    """
    if not _MAYBE.search(text):
        return {}
    found: dict[int, Attributes] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        match = _FOUND.search(line) if "{" in line and not _HEADING.match(line) else None
        if match and match["weak"] is not None and line[:1] == "|" and "|" in line[1 : match.start("block")]:
            continue
        attributes = read_attributes(match[0].rstrip())[1] if match else NONE
        if attributes is not NONE:
            found[number] = attributes
    return found


def without(text: str, lines: Collection[int]) -> str:
    """Give the text without the attributes in these lines."""
    return "\n".join(
        _FOUND.sub("", line, count=1) if number in lines else line
        for number, line in enumerate(text.split("\n"), start=1)
    )


def attach(cut: Cut, attributes: Attributes | None) -> Cut:
    """Give a cut the attributes that stand behind its question."""
    if attributes is None:
        return cut
    return replace(cut, attributes=merged(cut.attributes, attributes))
