"""Definition lists: a line of text, and below it what it means, behind a colon."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deckwright.markdown.blocks import MAX_DEPTH, interrupts
from deckwright.markdown.extension import BlockRule, Extension, Token
from deckwright.markdown.hanging import hanging_lines

if TYPE_CHECKING:
    from deckwright.markdown.blocks import Blocks, State
    from deckwright.markdown.page import Page

_MARK = re.compile(r":[ \t]+(?=\S)")
_INDENT = re.compile(r"[ \t]*")


def _parse_definition(blocks: Blocks, state: State, first: int) -> int | None:
    """Read one meaning; what it explains is the paragraph above, or what the last meaning explained."""
    match = _MARK.match(state.src, first)
    last = state.tokens[-1] if state.tokens else None
    if match is None or last is None or state.nesting >= MAX_DEPTH:
        return None
    if state.paragraph:
        state.close_paragraph(state.cursor)
        terms = [{"type": "term", "text": line} for line in last["text"].strip("\n").split("\n")]
        state.tokens.pop()
        children = _list_above(state, last["line"])
        children.extend(terms)
    elif last["type"] == "definition_list":
        children = last["children"]
    else:
        return None
    lines, stop = hanging_lines(state, match.end(), _begins_anew)
    child = state.child(lines, state.line_at(state.cursor))
    blocks.parse(child)
    if len(child.tokens) == 1 and child.tokens[0]["type"] == "paragraph":
        child.tokens[0]["type"] = "block_text"
    children.append({"type": "meaning", "children": child.tokens})
    state.blank = False
    return stop


def _list_above(state: State, line: int) -> list[Token]:
    """Find the entries of the list that ends right above, or begin a new one."""
    if not state.tokens or state.tokens[-1]["type"] != "definition_list":
        state.append_token({"type": "definition_list", "children": [], "line": line})
    children: list[Token] = state.tokens[-1]["children"]
    return children


def _begins_anew(src: str, position: int, first: int, line_end: int) -> bool:
    """Whether a line is another meaning, the next term, or the beginning of another block."""
    if _MARK.match(src, first) or interrupts(src, position, first):
        return True
    indent = _INDENT.match(src, line_end + 1)
    return indent is not None and _MARK.match(src, indent.end()) is not None


def _write_list(page: Page, token: Token) -> str:
    return f"<dl>{page.write_blocks(token['children'])}</dl>"


def _write_term(page: Page, token: Token) -> str:
    return f"<dt>{page.write_text(token['text'])}</dt>"


def _write_meaning(page: Page, token: Token) -> str:
    return f"<dd>{page.write_blocks(token['children'])}</dd>"


EXTENSION = Extension(
    blocks=(BlockRule(starts=":", parse=_parse_definition),),
    nodes={"definition_list": _write_list, "term": _write_term, "meaning": _write_meaning},
)
