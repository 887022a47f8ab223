"""Pictures and sounds: each is a media file of the package, or its words stand in its place and the author is told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import unquote

from mistune.util import unikey

from deckwright.markdown.extension import Extension, InlineRule, Token
from deckwright.markdown.page import attribute, escape

if TYPE_CHECKING:
    from mistune.core import InlineState

    from deckwright.markdown.inlines import Inlines
    from deckwright.markdown.page import Page

_ADDRESS = re.compile(r"(?!file:)(?:[a-zA-Z][a-zA-Z0-9+.-]+:|//)", re.IGNORECASE)
_WEB = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_PLAYED = re.compile(
    r"\.(?:3gp|aac|avi|flac|m4a|m4v|mkv|mov|mp3|mp4|mpeg|mpg|oga|ogg|ogv|opus|spx|wav|webm)$", re.IGNORECASE
)
_PICTURED = re.compile(r"\.(?:avif|gif|ico|jpe?g|png|svg|webp)$", re.IGNORECASE)
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{2,5}(?:[?#].*)?$")
_SHOWN = 80  # characters of a path in a message
_SPACED = re.compile(
    r"!\[([^\[\]\n]{0,300})\]\([ \t]*(?!https?:)([^()<>\[\]\"'\n ]{1,200} [^()<>\[\]\"'\n]{1,200}\.[A-Za-z0-9]{2,4})[ \t]*\)"
)
_REFERRED = re.compile(
    r"(?<!\w)!\[(?=((?:[^\[\]`\\]|\\.|`[^`\n]{1,100}`){1,300})\]\[((?!\^)[^\[\]`\\]{0,200})\](?!\())"
)
"""A picture by reference, as far as its first bracket; of how many signs, bounds the time that it takes."""
_SIZE = re.compile(r"(\d{1,4})(?:x(\d{1,4}))?$")
_TITLE = re.compile(r' title="([^"]*)"')
_SIDE = r"(\d{1,4}%?)?"
_MEASURED = re.compile(
    r"!\[([^\[\]\n]{0,300})\]\([ \t]*([^()<>\n\"]{1,400}?)(?:[ \t]+\"([^\"\n]{0,300})\")?[ \t]+"
    rf"=(?=\d|x\d){_SIDE}(?:x{_SIDE})?[ \t]*\)"
)
_ATTRIBUTE = r"(?:[.#][\w:-]{1,60}|[A-Za-z][\w-]{0,30}=(?:\"[^\"{}\n]{0,60}\"|'[^'{}\n]{0,60}'|[^\s\"'{}]{1,60}))"
_ATTRIBUTES = re.compile(rf"\{{:?[ \t]{{0,4}}({_ATTRIBUTE}(?:[ \t]{{1,4}}{_ATTRIBUTE}){{0,9}})[ \t]{{0,4}}\}}")
_DIMENSION = re.compile(r"""(?<![\w-])(width|height)=["']?(\d{1,4})(?:px|(%))?["']?(?![\w.%])""", re.IGNORECASE)


def _parse_sound(inlines: Inlines, match: re.Match[str], state: InlineState) -> int:
    del inlines
    state.append_token({"type": "sound", "raw": match.group(1)})
    return match.end()


def _parse_embed(inlines: Inlines, match: re.Match[str], state: InlineState) -> int:
    """Read Obsidian's `![[file|words or width]]`."""
    del inlines
    path, _, words = match.group(1).partition("|")
    alt, size = _sized(words)
    state.append_token({"type": "embed", "url": path.strip(), "alt": alt, "size": size})
    return match.end()


def _parse_spaced(inlines: Inlines, match: re.Match[str], state: InlineState) -> int:
    """Read a picture whose path holds spaces, which Markdown would only allow between angle brackets."""
    del inlines
    state.append_token({"type": "embed", "url": match.group(2).strip(), "alt": match.group(1), "size": ""})
    return match.end()


def _parse_measured(inlines: Inlines, match: re.Match[str], state: InlineState) -> int:
    """Read a picture with its size behind the path: `![words](file =200x100)`, of which either number may be missing."""
    del inlines
    alt, path, title, *sides = match.groups()
    size = _dimensions(dict(zip(("width", "height"), sides, strict=True)))
    state.append_token({"type": "embed", "url": path.strip(), "alt": alt, "size": size + _titled(title)})
    return match.end()


def _parse_undefined(inlines: Inlines, match: re.Match[str], state: InlineState) -> int | None:
    """Take note of a picture by reference that nothing defines; how it is read is up to the rules of links."""
    words, label = match.group(1), match.group(2).strip() or match.group(1)
    if unikey(label) in state.env.get("ref_links", ()):
        return None
    state.append_token({"type": "undefined_picture", "words": words, "label": label})
    return inlines.parse_link(match, state)


def _parse_attributes(inlines: Inlines, match: re.Match[str], state: InlineState) -> int | None:
    """Read `{width=200}` right behind a picture; what else it says there goes."""
    del inlines
    picture = state.tokens[-1] if state.tokens else {"type": ""}
    if picture["type"] not in {"image", "embed"}:
        return None
    found = {name.lower(): number + percent for name, number, percent in _DIMENSION.findall(match[1])}
    picture["measured"] = _dimensions(found)
    return match.end()


def _dimensions(found: Mapping[str, str | None]) -> str:
    return "".join(f' {name}="{found[name]}"' for name in ("width", "height") if found.get(name))


def _titled(title: str | None) -> str:
    return f' title="{attribute(title)}"' if title else ""


def _sized(words: str) -> tuple[str, str]:
    """Part words as Obsidian has them, `words|300x200`, into the words and the size, written out."""
    alt, bar, last = words.rpartition("|")
    size = _SIZE.match(last.strip())
    if size is None:
        return words.strip(), ""
    written = zip(("width", "height"), filter(None, size.groups()), strict=False)
    return alt.strip() if bar else "", "".join(f' {name}="{value}"' for name, value in written)


def picture(page: Page, path: str, alt: str, extra: str = "") -> str:
    """Write an image, or a player if the file is a sound or a film; `extra` are further attributes, written out."""
    if _ADDRESS.match(path):
        return _elsewhere(page, path, alt)
    name = _file(page, path)
    if not name:
        return escape(alt)
    if _PLAYED.search(name):
        page.features.add("audio")
        return _spoken(f"<dw-s>{escape(name)}</dw-s>", alt, extra)
    page.features.add("image")
    return f'<img src="{attribute(name)}" alt="{attribute(alt)}"{extra}>'


def _spoken(sound: str, alt: str, extra: str) -> str:
    """Keep a sound's words and title with it, for those who point at it; it has no size."""
    title = _TITLE.search(extra)
    words = ": ".join(filter(None, (attribute(alt), title[1] if title else "")))
    return f'<span title="{words}">{sound}</span>' if words else sound


def is_shown(path: str) -> bool:
    """Whether a path is that of a file that cards show or play, by its name."""
    return bool(_PICTURED.search(path) or _PLAYED.search(path))


def player(page: Page, paths: Sequence[str]) -> str:
    """Write a player of the first file that is there; of none, nothing stays, and the author is told."""
    for path in paths:
        if not _ADDRESS.match(path) and page.settings.media(path).name:
            return picture(page, path, "")
    for path in paths:
        return picture(page, path, path.rpartition("/")[2])
    page.report("DW304", "This player names no file", once="player")
    return ""


def _file(page: Page, path: str) -> str:
    """Give a file's name in the package, and tell the author what there is to tell; empty where there is none."""
    medium = page.settings.media(path)
    for remark in medium.remarks:
        page.report(remark.code, remark.message, hint=remark.hint, once=path + remark.code, at=path)
    if medium.name:
        page.media[medium.name] = None
    elif not medium.remarks:
        page.report("DW304", _absence(path), once=path, at=path)
    return medium.name


def _absence(path: str) -> str:
    if not path:
        return "This picture names no file; its words stand in its place"
    shown = unquote(path)  # as mistune encodes it
    shown = shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"
    if _SUFFIX.search(path):
        return f"There is no {_noun(path)} “{shown}” beside the source; its words stand in its place"
    return f"“{shown}” is no picture or sound, and other pages aren't carried over; its words stand in its place"


def _noun(path: str) -> str:
    return "sound or film" if _PLAYED.search(path) else "picture"


def _elsewhere(page: Page, path: str, alt: str) -> str:
    """Write a link to a picture on the web; nothing on a card may be fetched from there."""
    if not _WEB.match(path):
        hint = "Save it as a file beside the source, and refer to the file."
        what = "written into the text" if path[:5].lower() == "data:" else f"at “{path[:_SHOWN]}”"
        page.report("DW304", f"A picture {what} isn't carried over; its words stand in its place", hint=hint)
        return escape(alt)
    page.report("DW305", f"The {_noun(path)} {path} is on the web; a link stands in its place", once=path, at=path)
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
    words = _plain(token["children"])
    alt, size = _sized(words) if "|" in words else (words, "")
    return picture(page, attrs["url"], alt, (token.get("measured") or size) + _titled(attrs.get("title")))


def _write_undefined(page: Page, token: Token) -> str:
    """Report it; the text is written by what follows."""
    label = " ".join(token["label"].split())
    shown = label if len(label) <= _SHOWN else f"{label[: _SHOWN - 1]}…"
    page.report(
        "DW304",
        f"Nothing says which file the picture “{shown}” is, so it is shown as text",
        hint=f"Write “[{shown}]: FILE” on a line of its own, or a backslash before the first bracket.",
        once=unikey(label),
        at=f"![{token['words']}][",
    )
    return ""


def _write_embed(page: Page, token: Token) -> str:
    return picture(page, token["url"], token["alt"], token.get("measured") or token["size"])


def _write_sound(page: Page, token: Token) -> str:
    path = token["raw"]
    if _ADDRESS.match(path):
        return _elsewhere(page, path, path)
    if not _file(page, path):
        return escape(f"[sound:{path}]")
    return picture(page, path, "")


EXTENSION = Extension(
    inlines=(
        InlineRule(starts="[", pattern=re.compile(r"\[sound:([^\]\n<>]{1,1000})\]"), parse=_parse_sound),
        InlineRule(starts="!", pattern=re.compile(r"!\[\[([^\[\]\n]{1,1000})\]\]"), parse=_parse_embed),
        InlineRule(starts="!", pattern=_SPACED, parse=_parse_spaced),
        InlineRule(starts="!", pattern=_MEASURED, parse=_parse_measured),
        InlineRule(starts="!", pattern=_REFERRED, parse=_parse_undefined),
        InlineRule(starts="{", pattern=_ATTRIBUTES, parse=_parse_attributes),
    ),
    nodes={"image": _write_image, "embed": _write_embed, "sound": _write_sound, "undefined_picture": _write_undefined},
)
