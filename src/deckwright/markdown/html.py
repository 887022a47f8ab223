"""The author's own HTML: what is allowed goes into the field, what isn't becomes visible text, comments go.

Markdown between tags is Markdown, with or without blank lines. A tag says where a paragraph ends only if it is a block's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deckwright.markdown.extension import BlockRule, Extension, InlineRule, Token
from deckwright.markdown.images import player
from deckwright.markdown.page import escape
from deckwright.markdown.sanitize import BLOCK_TAGS, TAGS
from deckwright.markdown.tags import TAG, attributes_of, follow, write_tag, write_verbatim

if TYPE_CHECKING:
    from mistune.core import InlineState

    from deckwright.markdown.blocks import Blocks, State
    from deckwright.markdown.inlines import Inlines
    from deckwright.markdown.page import Page

_PLAYERS = frozenset({"audio", "video"})
_PLAYER = 2_000  # characters that a player takes at most
_NOT_PLAYERS = re.compile(r"\n[ \t]*\n|<(?:audio|video)\b", re.IGNORECASE)
_VERBATIM = frozenset({"script", "style", "textarea"})


def _parse_block(blocks: Blocks, state: State, first: int) -> int | None:
    """Read what a line begins with: a comment, text to be taken as it is, or tags."""
    del blocks
    if state.src.startswith("<!--", first):
        return _comment(state, first)
    tag = TAG.match(state.src, first)
    if tag is None:
        return None
    name = tag["name"].lower()
    if name in _VERBATIM and not tag["closing"]:
        return _verbatim(state, tag, name)
    if name == "pre" and not tag["closing"]:
        return _preformatted(state, tag)
    if name in _PLAYERS and not tag["closing"]:
        return _player(state, tag, name)
    return _tags(state, tag) if name in TAGS else None


def _tags(state: State, tag: re.Match[str]) -> int | None:
    """Read the tags that a line begins with, and the text between them; what follows the last is read on its own."""
    parts, end = _line_of_tags(state.src, tag)
    if not parts or (state.paragraph and tag["name"].lower() not in BLOCK_TAGS and not _has_block(parts)):
        return None
    state.append_token({"type": "block_html", "parts": parts})
    for part in parts:
        if not isinstance(part, str):
            follow(state.open_tags, part)
    return end + 1 if state.src.startswith("\n", end) else end


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
        at = TAG.search(src, position, line_end)
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
        at = TAG.match(src, position)
    return []


def _has_block(parts: list[re.Match[str] | str]) -> bool:
    return any(not isinstance(part, str) and part["name"].lower() in BLOCK_TAGS for part in parts)


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


def _player(state: State, tag: re.Match[str], name: str) -> int | None:
    """Read a player that stands on lines of its own; one inside a line of text is the inline pass's."""
    if state.paragraph:
        return None
    src = state.src
    closing = re.compile(rf"</{name}\s*>[ \t]*\n?", re.IGNORECASE).search(src, tag.end(), tag.end() + _PLAYER)
    if closing is None or not _is_players(src[tag.end() : closing.start()]):
        return None
    if not closing.group().endswith("\n") and closing.end() < state.cursor_max:
        return None
    state.append_token({"type": "player", "tag": tag, "raw": src[tag.end() : closing.start()]})
    return closing.end()


def _is_players(inner: str) -> bool:
    """Whether what stands between a player's tags is its own: no blank line, no other player."""
    return _NOT_PLAYERS.search(inner) is None


def _parse_tag(inlines: Inlines, match: re.Match[str], state: InlineState) -> int:
    del inlines
    name = match["name"].lower()
    if name in _PLAYERS and not match["closing"]:
        end = state.delimiters.find(f"</{match['name']}>", match.end())
        if end is not None and _is_players(state.src[match.end() : end]):
            state.append_token({"type": "player", "tag": match, "raw": state.src[match.end() : end]})
            return end + len(name) + 3
        if "src" in attributes_of(match):
            state.append_token({"type": "player", "tag": match, "raw": ""})
            return match.end()
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


def _write_inline_tag(page: Page, token: Token) -> str:
    return write_tag(page, token["tag"])


def _write_block(page: Page, token: Token) -> str:
    return "".join(
        [page.write_text(part) if isinstance(part, str) else write_tag(page, part) for part in token["parts"]]
    )


def _write_html_code(page: Page, token: Token) -> str:
    return f"<code>{write_verbatim(page, token['raw'])}</code>"


def _write_preformatted(page: Page, token: Token) -> str:
    tag: re.Match[str] = token["tag"]
    opening = write_tag(page, tag)
    inner = write_verbatim(page, token["raw"].strip("\n"))
    if "pre" not in page.open_tags:
        return opening + inner
    while page.open_tags.pop() != "pre":
        pass
    return f"{opening}{inner}</pre>"


def _write_foreign_tag(page: Page, token: Token) -> str:
    page.report(
        "DW303",
        f"<{token['name']}> isn't HTML that cards carry; it is shown as text",
        once=token["name"],
        at=f"<{token['name']}",
    )
    return escape(token["raw"])


def _write_foreign_block(page: Page, token: Token) -> str:
    page.report(
        "DW303",
        f"<{token['name']}> isn't HTML that cards carry; it is shown as code",
        once=token["name"],
        at=f"<{token['name']}",
    )
    return f'<div class="dw-code"><pre><code>{escape(token["raw"])}</code></pre></div>'


def _write_player(page: Page, token: Token) -> str:
    """Write a player as Anki has it; the words in it are for browsers that know none."""
    tags = [token["tag"], *(tag for tag in TAG.finditer(token["raw"]) if tag["name"].lower() == "source")]
    return player(page, [path for tag in tags if (path := attributes_of(tag).get("src", "").strip())])


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
        InlineRule(starts="<", pattern=TAG, parse=_parse_tag),
    ),
    nodes={
        "block_html": _write_block,
        "inline_html": _write_inline_tag,
        "html_code": _write_html_code,
        "preformatted": _write_preformatted,
        "foreign_tag": _write_foreign_tag,
        "foreign_block": _write_foreign_block,
        "player": _write_player,
        "comment": _write_comment,
        "open_comment": _write_open_comment,
    },
)
