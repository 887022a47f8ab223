"""The tags of an author's: how they look, and how those that cards carry are written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deckwright.markdown.images import picture
from deckwright.markdown.links import address
from deckwright.markdown.page import attribute, characters, escape
from deckwright.markdown.sanitize import ATTRIBUTES, BLOCK_TAGS, TAGS, VOID_TAGS

if TYPE_CHECKING:
    from deckwright.markdown.page import Page

MAX_OPEN = 50
"""How many tags of an author's may be open at once; further ones are text."""

_ATTRIBUTES = r"""(?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*"""
TAG = re.compile(rf"<(?P<closing>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?P<attributes>{_ATTRIBUTES})\s*/?>")
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
_TEXT_ALIGN = re.compile(r"text-align\s*:\s*(left|right|center|justify|start|end)\b", re.IGNORECASE)
_SIZE = re.compile(r"(\d{1,5})(?:\.\d*)?(?:px|(%))?\s*(?:!important)?$", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d{1,5}%?$")
_FORMATTING = frozenset(
    {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"}
)
"""Tags that only their own end closes: a browser opens them anew behind the end of what they began in."""
_CELLS = frozenset({"td", "th", "caption"})
_ALIGNS = frozenset({"left", "right", "center", "justify"})


def follow(open_tags: list[str], tag: re.Match[str]) -> None:
    """Keep a list of open tags up to date with the next tag."""
    name = tag["name"].lower()
    if tag["closing"]:
        if name in open_tags:
            _close(open_tags, name)
    elif name not in VOID_TAGS and len(open_tags) < MAX_OPEN:
        open_tags.append(name)


def _close(open_tags: list[str], name: str) -> None:
    """Take a tag off those that are open, with what a browser closes with it: bold and the like go on without it."""
    index = len(open_tags) - 1 - open_tags[::-1].index(name)
    within = open_tags[index + 1 :]
    cell = next((at for at, tag in enumerate(within) if tag in _CELLS), None)
    if name in _FORMATTING:
        if cell is None:
            open_tags[index:] = [tag for tag in within if tag in _FORMATTING or tag in BLOCK_TAGS]
        return
    goes_on = () if name in _CELLS else within[:cell]
    open_tags[index:] = [tag for tag in goes_on if tag in _FORMATTING]


def write_tag(page: Page, tag: re.Match[str]) -> str:
    """Write a tag of the author's with the attributes that cards carry; one that closes nothing is left out."""
    if not page.allows_html:
        return escape(tag.group())
    page.has_html = True
    name = tag["name"].lower()
    if tag["closing"]:
        return _write_end(page, tag, name)
    attributes = attributes_of(tag)
    if name == "img":
        attributes |= _sizes(attributes)
        sizes = _attributes_of(page, name, {k: v for k, v in attributes.items() if k not in {"src", "alt"}})
        return picture(page, attributes.get("src", "").strip(), attributes.get("alt", ""), sizes)
    written = f"<{name}{_attributes_of(page, name, attributes)}>"
    if name == "a" and " href=" not in written:
        return ""
    if name not in VOID_TAGS:
        if len(page.open_tags) >= MAX_OPEN:
            page.report("DW310", "HTML is nested too deeply here; what lies deeper is shown as text", once="html")
            return escape(tag.group())
        page.open_tags.append(name)
    if name == "table":
        page.features.add("table")
        written = f'<div class="dw-table">{written}'
    return written


def attributes_of(tag: re.Match[str]) -> dict[str, str]:
    """Give a tag's attributes, the last first; of two with one name the first counts."""
    found = _ATTRIBUTE.findall(tag["attributes"])
    return {key.lower(): characters(a or b or c) for key, a, b, c in reversed(found)}


def _sizes(attributes: dict[str, str]) -> dict[str, str]:
    """Read a picture's size, `300`, `300px` or `50%`, from its attributes or else from its style."""
    sizes: dict[str, str] = {}
    for name in ("height", "width"):
        styled = re.search(rf"(?<![\w-]){name}\s*:\s*([^;]*)", attributes.get("style", ""), re.IGNORECASE)
        for written in (styled[1] if styled else "", attributes.get(name, "")):
            size = _SIZE.match(written.strip())
            if size:
                sizes[name] = f"{int(size[1])}{size[2] or ''}"
    return sizes


def _write_end(page: Page, tag: re.Match[str], name: str) -> str:
    if name == "br":
        return "<br>"
    if name not in page.open_tags:
        return ""
    follow(page.open_tags, tag)
    return "</table></div>" if name == "table" else f"</{name}>"


def _attributes_of(page: Page, name: str, attributes: dict[str, str]) -> str:
    align = attributes.get("align", "").lower()
    style = _TEXT_ALIGN.search(attributes.pop("style", ""))
    if align in _ALIGNS or style:
        attributes["style"] = f"text-align:{style.group(1).lower() if style else align}"
    if name == "a" and "href" in attributes:
        href = address(page, attributes.pop("href").strip())
        if href is not None:
            attributes["href"] = href
    allowed = ATTRIBUTES["*"] | ATTRIBUTES.get(name, frozenset())
    return "".join(
        f' {key}="{attribute(value)}"'
        for key, value in reversed(attributes.items())
        if key in allowed and _is_fit(key, value)
    )


def _is_fit(key: str, value: str) -> bool:
    if key in {"width", "height", "colspan", "rowspan", "start", "value", "span"}:
        return _NUMBER.match(value) is not None
    return key != "dir" or value in {"ltr", "rtl", "auto"}


def write_verbatim(page: Page, text: str) -> str:
    """Write what stands in the author's own `<code>` or `<pre>`: HTML, not Markdown."""
    parts: list[str] = []
    position = 0
    for tag in TAG.finditer(text):
        parts.append(escape(characters(text[position : tag.start()])))
        name = tag["name"].lower()
        known = name in TAGS and name not in BLOCK_TAGS
        parts.append(write_tag(page, tag) if known else escape(tag.group()))
        position = tag.end()
    parts.append(escape(characters(text[position:])))
    return "".join(parts)
