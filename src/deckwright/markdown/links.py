"""Links: Markdown's own, bare addresses, and wiki links; those that lead nowhere from a card keep only their words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deckwright.markdown.extension import BlockRule, Extension, InlineRule, Token
from deckwright.markdown.images import is_shown
from deckwright.markdown.page import attribute

if TYPE_CHECKING:
    from mistune.core import InlineState

    from deckwright.markdown.blocks import Blocks, State
    from deckwright.markdown.inlines import Inlines
    from deckwright.markdown.page import Page

_DEFINITION = re.compile(r" {0,3}\[(?P<reflink_1>(?=[\s\S]{0,999}\])(?:[^\\\[\]]|\\.){0,999})\]:")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_SAFE = frozenset({"http", "https", "mailto", "tel", "ftp", "ftps", "sms", "anki", "obsidian", "zotero"})
# An address ends before the hint of a gap (`deckwright.markdown.gaps`).
_URL = re.compile(
    r"(?<![^\W_])https?://[A-Za-z0-9.-]{1,250}(?::\d+)?(?:[/?#][^\s<>\"`|\\^{}\ufdd2]{0,2000})?", re.IGNORECASE
)
_WWW = re.compile(r"(?<![^\W_]|/)www\.[A-Za-z0-9.-]{1,250}(?:[/?#][^\s<>\"`|\\^{}\ufdd2]{0,2000})?")
_ENCODED = {ord(sign): f"%{ord(sign):02X}" for sign in '[]\\{}|^`<>" '}
_TRAILING = re.compile(r"(?:[?!.,:;*_~'\"]|&[A-Za-z0-9]+;)+$")

_SHOW = "Put a ! before the first bracket, and the card shows or plays the file."


def _parse_definition(blocks: Blocks, state: State, first: int) -> int | None:
    del first
    match = _DEFINITION.match(state.src, state.cursor)
    if match is None or state.paragraph is not None:
        return None
    return blocks.parse_ref_link(match, state)


def _parse_open(inlines: Inlines, match: re.Match[str], state: InlineState) -> int | None:
    return inlines.parse_link(match, state)


def _parse_close(inlines: Inlines, match: re.Match[str], state: InlineState) -> int:
    return inlines.parse_link_close(match, state)


def _parse_auto(inlines: Inlines, match: re.Match[str], state: InlineState) -> int:
    return inlines.parse_auto_link(match, state)


def _parse_email(inlines: Inlines, match: re.Match[str], state: InlineState) -> int:
    return inlines.parse_auto_email(match, state)


def _parse_bare(inlines: Inlines, match: re.Match[str], state: InlineState) -> int | None:
    """Read `https://…` and `www.…` in running text, without the punctuation that follows it."""
    del inlines
    start = match.start()
    if state.in_link:
        return None
    url = match.group()
    while True:
        shorter = _TRAILING.sub("", url)
        if shorter.endswith(")") and shorter.count(")") > shorter.count("("):
            shorter = shorter[:-1]
        if shorter == url:
            break
        url = shorter
    if state.brackets and "]" in url:
        url = url[: url.index("]")]
    if len(url) < 9 or "." not in url:
        return None
    address = url if url[0] != "w" else "https://" + url
    token: Token = {"type": "link", "children": [{"type": "text", "raw": url}], "attrs": {"url": address}}
    state.append_token({**token, "_autolink": url})
    return start + len(url)


def _parse_wiki(inlines: Inlines, match: re.Match[str], state: InlineState) -> int | None:
    """Read `[[page|words]]`; a card has only the words."""
    del inlines
    if state.src[match.start() - 1 : match.start()].isalnum():
        return None
    state.append_token({"type": "text", "raw": match.group(2) or match.group(1).strip()})
    return match.end()


def _write_link(page: Page, token: Token) -> str:
    url: str = token["attrs"]["url"]
    inside, page.in_link = page.in_link, True
    words = page.write(token["children"])
    page.in_link = inside
    if inside:
        return words
    href = address(page, url)
    if href is None:
        return words
    title = token["attrs"].get("title")
    titled = f' title="{attribute(title)}"' if title else ""
    return f'<a href="{attribute(href)}"{titled}>{words or attribute(href)}</a>'


def address(page: Page, url: str) -> str | None:
    """Say where a link on a card may lead; None for places in the folder, which no card can reach, and for scripts."""
    written, url = url, url.translate(_ENCODED)
    scheme = _SCHEME.match(url)
    if scheme is None:
        if url.startswith("//"):
            return "https:" + url
        message = f"A link to “{url}” leads nowhere from a card; its words stay"
        page.report("DW307", message, hint=_SHOW if is_shown(url) else "", once=url, at=written)
        return None
    if scheme.group(1).lower() not in _SAFE:
        page.report("DW306", f"A link to “{url[:80]}” isn't carried over; its words stay", once=url, at=written)
        return None
    return url


EXTENSION = Extension(
    blocks=(BlockRule(starts="[", parse=_parse_definition),),
    inlines=(
        InlineRule(
            starts="[",
            pattern=re.compile(r"\[\[([^\W\d_][^\[\]|\n,;=(){}\"'`]*)(?:\|([^\[\]|\n]+))?\]\](?![(\[])"),
            parse=_parse_wiki,
        ),
        InlineRule(starts="[!", pattern=re.compile(r"!?\["), parse=_parse_open),
        InlineRule(starts="]", pattern=re.compile(r"\]+"), parse=_parse_close),
        InlineRule(
            starts="<", pattern=re.compile(r"<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\x00-\x20]*>"), parse=_parse_auto
        ),
        InlineRule(
            starts="<",
            pattern=re.compile(
                r"<[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61})(?:\.[a-zA-Z0-9][a-zA-Z0-9-]{0,61})*>"
            ),
            parse=_parse_email,
        ),
    ),
    nodes={"link": _write_link},
)

BARE = Extension(
    inlines=(
        InlineRule(starts="hH", pattern=_URL, parse=_parse_bare),
        InlineRule(starts="w", pattern=_WWW, parse=_parse_bare),
    )
)
"""Bare addresses; their first letters are common ones, so texts without any are read without these rules."""
