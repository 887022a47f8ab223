"""The author's own HTML: what is allowed goes into the field, what isn't becomes visible text, comments go.

Markdown between tags is Markdown, with or without blank lines. A tag says where a paragraph ends only if it is a block's.
"""

from __future__ import annotations

import html as html_text
import re
from typing import TYPE_CHECKING

from deckwright.markdown.extension import BlockRule, Extension, InlineRule, Token
from deckwright.markdown.images import picture
from deckwright.markdown.links import address
from deckwright.markdown.page import attribute, escape
from deckwright.markdown.sanitize import ATTRIBUTES, BLOCK_TAGS, TAGS, VOID_TAGS

if TYPE_CHECKING:
    from mistune.core import InlineState

    from deckwright.markdown.blocks import Blocks, State
    from deckwright.markdown.inlines import Inlines
    from deckwright.markdown.page import Page

MAX_OPEN = 50
"""How many tags of an author's may be open at once; further ones are text."""

_ATTRIBUTES = r"""(?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*"""
_TAG = re.compile(rf"<(?P<closing>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?P<attributes>{_ATTRIBUTES})\s*/?>")
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
_TEXT_ALIGN = re.compile(r"text-align\s*:\s*(left|right|center|justify|start|end)\b", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d{1,5}%?$")
_ALIGNS = frozenset({"left", "right", "center", "justify"})
_VERBATIM = frozenset({"script", "style", "textarea"})


def _parse_block(blocks: Blocks, state: State, first: int) -> int | None:
    """Read the tags that a line begins with, and the text between them; what follows the last is read on its own."""
    del blocks
    src = state.src
    if src.startswith("<!--", first):
        return _comment(state, first)
    tag = _TAG.match(src, first)
    if tag is None:
        return None
    name = tag["name"].lower()
    if name in _VERBATIM and not tag["closing"]:
        return _verbatim(state, tag, name)
    if name not in TAGS:
        return None
    if name == "pre" and not tag["closing"]:
        return _preformatted(state, tag)
    parts, end = _line_of_tags(src, tag)
    if not parts or (state.paragraph and name not in BLOCK_TAGS and not _has_block(parts)):
        return None
    state.append_token({"type": "block_html", "parts": parts})
    for part in parts:
        if not isinstance(part, str):
            _follow(state.open_tags, part)
    return end + 1 if src.startswith("\n", end) else end


def _line_of_tags(src: str, tag: re.Match[str]) -> tuple[list[re.Match[str] | str], int]:
    """Split a line into tags and the text between blocks' tags; gives nothing if it is a line of text."""
    parts: list[re.Match[str] | str] = []
    taken = position = tag.start()
    line_end = src.find("\n", tag.end())
    at: re.Match[str] | None = tag
    while at is not None and at.start() < line_end:
        name = at["name"].lower()
        if name == "pre" or name not in TAGS:
            break
        between = src[taken : at.start()]
        if name in BLOCK_TAGS:
            if between.strip():
                parts.append(between)
            parts.append(at)
            taken = at.end()
            line_end = max(line_end, src.find("\n", taken))
        elif not between.strip() and not src[at.end() : line_end].strip():
            parts.append(at)
            taken = at.end()
        position = at.end()
        at = _TAG.search(src, position, line_end)
    only_tags = _only_tags(src, tag, line_end)
    if only_tags and taken < line_end:
        parts, taken = list(only_tags), line_end
    if not parts or (tag["name"].lower() not in BLOCK_TAGS and not only_tags):
        return [], position
    while taken < len(src) and src[taken] in " \t":
        taken += 1
    return parts, taken


def _only_tags(src: str, tag: re.Match[str], line_end: int) -> list[re.Match[str]]:
    """List the tags of a line that holds nothing else, and only such as we carry over."""
    tags: list[re.Match[str]] = []
    at: re.Match[str] | None = tag
    while at is not None and at["name"].lower() in TAGS and at["name"].lower() != "pre":
        tags.append(at)
        position = at.end()
        while position < len(src) and src[position] in " \t":
            position += 1
        if position >= line_end:
            return tags
        at = _TAG.match(src, position)
    return []


def _has_block(parts: list[re.Match[str] | str]) -> bool:
    return any(not isinstance(part, str) and part["name"].lower() in BLOCK_TAGS for part in parts)


def _follow(open_tags: list[str], tag: re.Match[str]) -> None:
    name = tag["name"].lower()
    if tag["closing"]:
        if name in open_tags:
            while open_tags.pop() != name:
                pass
    elif name not in VOID_TAGS and len(open_tags) < MAX_OPEN:
        open_tags.append(name)


def _comment(state: State, first: int) -> int | None:
    src = state.src
    end = -1 if "-->" in state.absent else src.find("-->", first + 4)
    if end < 0:
        state.absent.add("-->")
        return None
    end += 3
    line_end = src.find("\n", end)
    if src[end:line_end].strip():
        return None if state.paragraph else end
    blank = state.blank
    state.close_paragraph(state.cursor)
    state.blank = blank
    return line_end + 1


def _verbatim(state: State, tag: re.Match[str], name: str) -> int:
    """Keep a script or style as a block of code to look at."""
    src = state.src
    closing = None
    if name not in state.absent:
        closing = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(src, tag.end())
        if closing is None:
            state.absent.add(name)
    end = src.find("\n", closing.end() if closing else tag.end())
    state.append_token({"type": "foreign_block", "raw": src[tag.start() : end], "name": name})
    return end + 1


def _preformatted(state: State, tag: re.Match[str]) -> int:
    src = state.src
    closing = re.compile(r"</pre\s*>", re.IGNORECASE).search(src, tag.end())
    end, stop = (closing.start(), closing.end()) if closing else (state.cursor_max, state.cursor_max)
    state.append_token({"type": "preformatted", "tag": tag, "raw": src[tag.end() : end]})
    return stop + 1 if src.startswith("\n", stop) else stop


def _parse_tag(inlines: Inlines, match: re.Match[str], state: InlineState) -> int:
    del inlines
    name = match["name"].lower()
    if name not in TAGS or name == "pre" or _is_generic(match, state):
        state.append_token({"type": "foreign_tag", "raw": match.group(), "name": match["name"]})
        return match.end()
    if name == "code" and not match["closing"]:
        end = state.delimiters.find("</code>", match.end())
        if end is not None:
            state.append_token({"type": "html_code", "raw": state.src[match.end() : end]})
            return end + len("</code>")
    if name == "a":
        state.in_link = not match["closing"]
    state.append_token({"type": "inline_html", "tag": match})
    return match.end()


def _is_generic(match: re.Match[str], state: InlineState) -> bool:
    """Whether a tag is the type parameter of a name (`Box<S>`), or a comparison (`a<b>c`)."""
    before = state.src[match.start() - 1] if match.start() else " "
    name = match["name"]
    if not (before.isalnum() or before == "_") or match["closing"] or len(name) > 1:
        return False
    return name.isupper() or state.delimiters.find(f"</{name}>", match.end()) is None


def _parse_comment(inlines: Inlines, match: re.Match[str], state: InlineState) -> int:
    del inlines
    end = state.delimiters.find("-->", match.end())
    if end is None:
        state.append_token({"type": "open_comment"})
        return match.end()
    state.append_token({"type": "comment", "lines": state.src.count("\n", match.start(), end)})
    return end + 3


def _write_tag(page: Page, tag: re.Match[str]) -> str:
    """Write a tag of the author's with the attributes that cards carry; one that closes nothing is left out."""
    name = tag["name"].lower()
    if not page.allows_html:
        return escape(tag.group())
    page.has_html = True
    if tag["closing"]:
        if name == "br":
            return "<br>"
        if name not in page.open_tags:
            return ""
        _follow(page.open_tags, tag)
        return "</table></div>" if name == "table" else f"</{name}>"
    attributes = {
        key.lower(): html_text.unescape(a or b or c) for key, a, b, c in reversed(_ATTRIBUTE.findall(tag["attributes"]))
    }
    if name == "img":
        sizes = _attributes_of(page, name, {k: v for k, v in attributes.items() if k not in {"src", "alt"}})
        return picture(page, attributes.get("src", "").strip(), attributes.get("alt", ""), sizes)
    if name not in VOID_TAGS:
        if len(page.open_tags) >= MAX_OPEN:
            page.report("DW310", "HTML is nested too deeply here; what lies deeper is shown as text", once="html")
            return escape(tag.group())
        page.open_tags.append(name)
    written = f"<{name}{_attributes_of(page, name, attributes)}>"
    return f'<div class="dw-table">{written}' if name == "table" else written


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


def _write_inline_tag(page: Page, token: Token) -> str:
    return _write_tag(page, token["tag"])


def _write_block(page: Page, token: Token) -> str:
    return "".join(
        [page.write_text(part) if isinstance(part, str) else _write_tag(page, part) for part in token["parts"]]
    )


def _write_verbatim_text(page: Page, text: str) -> str:
    """Write what stands in the author's own `<code>` or `<pre>`: HTML, not Markdown."""
    parts: list[str] = []
    position = 0
    for tag in _TAG.finditer(text):
        parts.append(escape(html_text.unescape(text[position : tag.start()])))
        name = tag["name"].lower()
        known = name in TAGS and name not in BLOCK_TAGS
        parts.append(_write_tag(page, tag) if known else escape(tag.group()))
        position = tag.end()
    parts.append(escape(html_text.unescape(text[position:])))
    return "".join(parts)


def _write_html_code(page: Page, token: Token) -> str:
    return f"<code>{_write_verbatim_text(page, token['raw'])}</code>"


def _write_preformatted(page: Page, token: Token) -> str:
    tag: re.Match[str] = token["tag"]
    opening = _write_tag(page, tag)
    inner = _write_verbatim_text(page, token["raw"].strip("\n"))
    if "pre" not in page.open_tags:
        return opening + inner
    while page.open_tags.pop() != "pre":
        pass
    return f"{opening}{inner}</pre>"


def _write_foreign_tag(page: Page, token: Token) -> str:
    page.report("DW303", f"<{token['name']}> isn't HTML that cards carry; it is shown as text", once=token["name"])
    return escape(token["raw"])


def _write_foreign_block(page: Page, token: Token) -> str:
    page.report("DW303", f"<{token['name']}> isn't HTML that cards carry; it is shown as code", once=token["name"])
    return f'<div class="dw-code"><pre><code>{escape(token["raw"])}</code></pre></div>'


def _write_comment(page: Page, token: Token) -> str:
    page.line += token["lines"]
    return ""


def _write_open_comment(page: Page, token: Token) -> str:
    del token
    page.report("DW312", "The comment that begins here never ends; it is shown as text")
    return "&lt;!--"


EXTENSION = Extension(
    blocks=(BlockRule(starts="<", parse=_parse_block),),
    inlines=(
        InlineRule(starts="<", pattern=re.compile(r"<!--(?!-?>)"), parse=_parse_comment),
        InlineRule(starts="<", pattern=_TAG, parse=_parse_tag),
    ),
    nodes={
        "block_html": _write_block,
        "inline_html": _write_inline_tag,
        "html_code": _write_html_code,
        "preformatted": _write_preformatted,
        "foreign_tag": _write_foreign_tag,
        "foreign_block": _write_foreign_block,
        "comment": _write_comment,
        "open_comment": _write_open_comment,
    },
)
