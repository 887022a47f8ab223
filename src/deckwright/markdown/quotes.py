"""Block quotes, and the callouts that GitHub and Obsidian write as quotes (`> [!NOTE]`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deckwright.markdown.blocks import MAX_DEPTH, columns, interrupts
from deckwright.markdown.extension import BlockRule, Extension, Token
from deckwright.markdown.page import attribute

if TYPE_CHECKING:
    from deckwright.markdown.blocks import Blocks, State
    from deckwright.markdown.page import Page

_INDENT = re.compile(r"[ \t]*")
_MARK = re.compile(r">( |\t)?")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_CALLOUT = re.compile(r"\[!([A-Za-z][\w-]*)\][+-]?[ \t]*([^\n]*)$")


def _parse_quote(blocks: Blocks, state: State, first: int) -> int:
    line = state.line_at(state.cursor)
    lines, stop = _quoted_lines(state, first)
    token: Token = {"type": "block_quote", "line": line}
    state.append_token(token)
    callout = _CALLOUT.match(lines[0])
    if callout:
        token.update(type="callout", kind=callout.group(1), title=callout.group(2).strip())
        lines, line = lines[1:] or [""], line + 1
    if state.nesting >= MAX_DEPTH:
        state.env.setdefault("too_deep", line)
        token["children"] = [{"type": "paragraph", "text": "\n".join(lines), "line": line}]
        return stop
    child = state.child(lines, line)
    blocks.parse(child)
    token["children"] = child.tokens
    return stop


def _quoted_lines(state: State, first: int) -> tuple[list[str], int]:
    """Take the marks off a quote's lines; a line without one belongs to it only where a paragraph runs on."""
    src, end, position = state.src, state.cursor_max, state.cursor
    lines: list[str] = []
    fence = False
    while position < end:
        indent = _INDENT.match(src, position)
        assert indent is not None
        first = indent.end()
        if first >= end or src[first] == "\n":
            break
        line_end = src.find("\n", first)
        mark = _MARK.match(src, first)
        if mark is not None and columns(src, position, first) < 4:
            text = src[mark.end() : line_end]
            lines.append("  " + text if mark.group(1) == "\t" else text)
            fence ^= _FENCE.match(lines[-1]) is not None
        elif not lines[-1].strip() or fence or interrupts(src, position, first):
            break
        else:
            lines.append(src[first:line_end])
        position = line_end + 1
    return lines, min(position, end)


def _write_quote(page: Page, token: Token) -> str:
    return f"<blockquote>{page.write_blocks(token['children'])}</blockquote>"


def _write_callout(page: Page, token: Token) -> str:
    kind = token["kind"]
    title = page.write_text(token["title"]) if token["title"] else kind.capitalize()
    head = f'<p class="dw-callout-title">{title}</p>'
    body = "\n".join(filter(None, (head, page.write_blocks(token["children"]))))
    return f'<blockquote class="dw-callout dw-{attribute(kind.lower())}">{body}</blockquote>'


EXTENSION = Extension(
    blocks=(BlockRule(starts=">", parse=_parse_quote),),
    nodes={"block_quote": _write_quote, "callout": _write_callout},
)
