"""Heading attributes `{#id .tag key=value}`: read where the braces hold nothing else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import field

from deckwright.segment.own_tags import is_tag
from deckwright.swift import dataclass

FLAGS = ("reverse", "type", "highlights")
"""A flag by itself is a choice of that name (`deckwright.choices`): `{reverse}` is `{reverse=true}`."""
_BLOCK = re.compile(r"[ \t]*\{:?[ \t]*([^{}\n]{1,500})\}[ \t]*$")
_BRACES = re.compile(r"[ \t]\{:?[ \t]*(?:[.#]\w|[A-Za-z][\w-]*=)[^{}\n]{0,500}\}$")
"""What other braces may stand right behind."""
_OF_PICTURE = re.compile(
    r"!\[[^\[\]\n]{0,300}\](?:\([^()\n]{1,400}\)|\[[^\[\]\n]{0,200}\])$|!\[\[[^\[\]\n]{1,300}\]\]$"
)
_SIZES = frozenset({"width", "height"})
_PART = re.compile(
    r"#(?P<id>[\w:.-]+)|\.(?P<tag>\S+)|(?P<key>[A-Za-z][\w-]*)=(?P<value>\"[^\"]*\"|'[^']*'|[^\s\"'{}]+)"
    rf"|(?P<flag>{'|'.join(FLAGS)})"
)
_PARTS = re.compile(r"[A-Za-z][\w-]*=(?:\"[^\"]*\"|'[^']*')(?!\S)|\S+")
_PLAIN_TAG = re.compile(r"[\w:./-]+")
"""What counts right behind a word, too; with other signs a tag stands behind a space, or is text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributes:
    """What an author wants for one entry."""

    id: str = ""
    tags: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)


NONE = Attributes()
_MOST = 20
"""Braces behind a question that are read."""


def read_attributes(text: str) -> tuple[str, Attributes]:
    """Give a heading's text without its attributes, and these; braces that hold anything else are text."""
    read = NONE
    for _ in range(_MOST):  # several braces are as good as one
        rest, before = _behind(text)
        if rest == text:
            break
        text, read = rest, merged(before, read)
    return text, read


def _behind(text: str) -> tuple[str, Attributes]:
    """Read the last braces."""
    if not text.endswith("}"):
        return text, NONE
    match = _BLOCK.search(text[-600:])
    if match is None:
        return text, NONE
    rest = text[: len(text) - len(match[0])].rstrip()
    spaced = match[0][0].isspace() or _BRACES.search(rest[-600:]) is not None
    identifier, tags, values = "", [], {}
    for part in _PARTS.findall(unicodedata.normalize("NFC", match[1])):
        found = _PART.fullmatch(part)
        if found is None or not _may_stand(found, spaced=spaced):
            return text, NONE
        if found["flag"]:
            values[found["flag"]] = "true"
        identifier = found["id"] or identifier
        tags += [found["tag"]] if found["tag"] else []
        if found["key"]:
            values[found["key"]] = found["value"].strip("\"'")
    if _OF_PICTURE.search(rest) and values.keys() & _SIZES:
        return text, NONE
    return rest, Attributes(id=identifier, tags=tuple(tags), values=values)


def merged(own: Attributes, more: Attributes | None) -> Attributes:
    """Give both; the second ones count where they disagree."""
    if more is None:
        return own
    return Attributes(id=more.id or own.id, tags=(*own.tags, *more.tags), values={**own.values, **more.values})


def _may_stand(part: re.Match[str], *, spaced: bool) -> bool:
    """Whether a part is what it looks like, behind a space or right behind a word."""
    if part["tag"]:
        return is_tag(part["tag"]) and (spaced or _PLAIN_TAG.fullmatch(part["tag"]) is not None)
    return spaced or not part["flag"]
