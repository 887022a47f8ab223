"""Pictures and sounds: each is a media file of the package, or its words stand in its place and the author is told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from deckwright.markdown.extension import Extension, InlineRule, Token
from deckwright.markdown.page import attribute, escape

if TYPE_CHECKING:
    from mistune.core import InlineState

    from deckwright.markdown.inlines import Inlines
    from deckwright.markdown.page import Page

_REMOTE = re.compile(r"(?:[a-zA-Z][a-zA-Z0-9+.-]+:|//)")
_WEB = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_PLAYED = re.compile(r"\.(?:mp3|ogg|oga|opus|wav|flac|m4a|aac|mp4|webm|mkv|mov|ogv|avi|3gp)$", re.IGNORECASE)
_SPACED = re.compile(
    r"!\[([^\[\]\n]{0,300})\]\([ \t]*(?!https?:)([^()<>\[\]\"'\n ]{1,200} [^()<>\[\]\"'\n]{1,200}\.[A-Za-z0-9]{2,4})[ \t]*\)"
)
_SIZE = re.compile(r"(\d{1,4})(?:x(\d{1,4}))?$")


def _parse_sound(inlines: Inlines, match: re.Match[str], state: InlineState) -> int:
    del inlines
    state.append_token({"type": "sound", "raw": match.group(1)})
    return match.end()


def _parse_embed(inlines: Inlines, match: re.Match[str], state: InlineState) -> int:
    """Read Obsidian's `![[file|words or width]]`."""
    del inlines
    path, _, words = match.group(1).partition("|")
    size = _SIZE.match(words.strip())
    token: Token = {"type": "embed", "url": path.strip(), "alt": "" if size else words.strip(), "size": ()}
    if size:
        token["size"] = tuple(filter(None, size.groups()))
    state.append_token(token)
    return match.end()


def _parse_spaced(inlines: Inlines, match: re.Match[str], state: InlineState) -> int:
    """Read a picture whose path holds spaces, which Markdown would only allow between angle brackets."""
    del inlines
    state.append_token({"type": "embed", "url": match.group(2).strip(), "alt": match.group(1), "size": ()})
    return match.end()


def picture(page: Page, path: str, alt: str, extra: str = "") -> str:
    """Write an image, or a player if the file is a sound or a film; `extra` are further attributes, written out."""
    if _REMOTE.match(path):
        return _elsewhere(page, path, alt)
    name = page.settings.media(unquote(path.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0]))
    if name is None:
        page.report(
            "DW304", f"There is no picture “{path}” beside the source; its words stand in its place", once=path, at=path
        )
        return escape(alt)
    page.media[name] = None
    if _PLAYED.search(name):
        page.features.add("audio")
        return f"<dw-s>{escape(name)}</dw-s>"
    page.features.add("image")
    return f'<img src="{attribute(name)}" alt="{attribute(alt)}"{extra}>'


def _elsewhere(page: Page, path: str, alt: str) -> str:
    """Write a link to a picture on the web; nothing on a card may be fetched from there."""
    if not _WEB.match(path):
        page.report("DW304", "A picture written into the text isn't carried over; its words stand in its place")
        return escape(alt)
    page.report("DW305", f"The picture {path} is on the web; a link stands in its place", once=path, at=path)
    if page.in_link or "a" in page.open_tags:
        return escape(alt)
    url = path if path[0] != "/" else "https:" + path
    return f'<a href="{attribute(url)}">{escape(alt or url)}</a>'


def _plain(tokens: list[Token]) -> str:
    """Gather the words of inline tokens."""
    parts: list[str] = []
    for token in tokens:
        if "children" in token:
            parts.append(_plain(token["children"]))
        else:
            parts.append("\n" if token["type"] in {"softbreak", "linebreak"} else token.get("raw", ""))
    return "".join(parts)


def _write_image(page: Page, token: Token) -> str:
    attrs = token["attrs"]
    title = attrs.get("title")
    extra = f' title="{attribute(title)}"' if title else ""
    return picture(page, attrs["url"], _plain(token["children"]), extra)


def _write_embed(page: Page, token: Token) -> str:
    extra = "".join(f' {name}="{value}"' for name, value in zip(("width", "height"), token["size"], strict=False))
    return picture(page, token["url"], token["alt"], extra)


def _write_sound(page: Page, token: Token) -> str:
    path = token["raw"]
    if _REMOTE.match(path) or page.settings.media(path) is None:
        page.report("DW304", f"There is no sound “{path}” beside the source", once=path, at=path)
        return escape(f"[sound:{path}]")
    return picture(page, path, "")


EXTENSION = Extension(
    inlines=(
        InlineRule(starts="[", pattern=re.compile(r"\[sound:([^\]\n<>]{1,300})\]"), parse=_parse_sound),
        InlineRule(starts="!", pattern=re.compile(r"!\[\[([^\[\]\n]{1,300})\]\]"), parse=_parse_embed),
        InlineRule(starts="!", pattern=_SPACED, parse=_parse_spaced),
    ),
    nodes={"image": _write_image, "embed": _write_embed, "sound": _write_sound},
)
