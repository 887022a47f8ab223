"""The door to nh3: what HTML of an author's a field may hold, balanced as a browser would and printed as Chromium does."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import nh3

INLINE_TAGS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "br",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "mark",
        "nobr",
        "q",
        "rb",
        "rp",
        "rt",
        "rtc",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
BLOCK_TAGS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "caption",
        "center",
        "col",
        "colgroup",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "picture",
        "pre",
        "section",
        "source",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
VOID_TAGS = frozenset({"br", "col", "hr", "img", "source", "wbr"})
TAGS = INLINE_TAGS | BLOCK_TAGS
OUR_TAGS = frozenset({"dw-i", "dw-d", "dw-s"})
"""Math and sound until `guards` writes them; no author can write these."""

_SIZED = {"width", "height"}
ATTRIBUTES: dict[str, frozenset[str]] = {
    "*": frozenset({"class", "dir", "lang", "title", "style"}),
    "a": frozenset({"href"}),
    "col": frozenset({"span", "width"}),
    "details": frozenset({"open"}),
    "div": frozenset({"data-lang"}),
    "img": frozenset({"src", "alt", *_SIZED}),
    "li": frozenset({"value"}),
    "ol": frozenset({"start"}),
    "table": frozenset(_SIZED),
    "td": frozenset({"colspan", "rowspan", *_SIZED}),
    "th": frozenset({"colspan", "rowspan", *_SIZED}),
}
SCHEMES = frozenset({"http", "https", "mailto", "tel", "ftp", "ftps", "sms", "anki", "obsidian", "zotero"})
MAX_DEPTH = 200
"""Chromium flattens what is nested more than 512 deep."""

_TAG = re.compile(r"<(/?)([a-z][a-z0-9-]*)")
_EMPTY = re.compile(r"\n?<p(?: [^>]*)?>\s*</p>\n?")


class Unstable(Exception):  # noqa: N818
    """The HTML changes each time that it is parsed, or lies too deep for a browser."""


@cache
def _cleaner() -> nh3.Cleaner:
    import nh3  # noqa: PLC0415

    return nh3.Cleaner(
        tags=set(TAGS | OUR_TAGS),
        clean_content_tags=set(),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        filter_style_properties={"text-align"},
        url_schemes=set(SCHEMES),
        link_rel=None,
    )


def sanitize(html: str) -> str:
    """Balance and filter a whole field; raises `Unstable` where no parser would leave the outcome alone."""
    clean = _cleaner().clean
    before = html
    for _ in range(4):
        after = _EMPTY.sub("\n", clean(before)).strip("\n")
        if after == before:
            if _depth(after) > MAX_DEPTH:
                break
            return after
        before = after
    raise Unstable


def _depth(html: str) -> int:
    deepest = depth = 0
    for closing, name in _TAG.findall(html):
        if closing:
            depth -= 1
        elif name not in VOID_TAGS:
            depth += 1
            deepest = max(deepest, depth)
    return deepest
