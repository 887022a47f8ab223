"""Lists: bullets, numbers, tasks; what nests is decided as people indent, by two, three or four spaces."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deckwright.markdown.blocks import MAX_DEPTH, columns, interrupts, strip_columns
from deckwright.markdown.extension import BlockRule, Extension, Token
from deckwright.markdown.math import continues_math

if TYPE_CHECKING:
    from deckwright.markdown.blocks import Blocks, State
    from deckwright.markdown.page import Page

_ITEM = re.compile(r"([ \t]*)([*+•◦▪‣-]|\d{1,9}[.)])(?:([ \t]+)(?=[^ \t\n])|[ \t]*(?=\n|$))", re.MULTILINE)
_INDENT = re.compile(r"[ \t]*")
_RULE = re.compile(r"([*_-])[ \t]*(?:\1[ \t]*){2,}$", re.MULTILINE)
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")
_TASK = re.compile(r"\[([ xX])\][ \t]+(?=\S)")
_END_TAG = re.compile(r"</([A-Za-z][A-Za-z0-9]*)\s*>")
_LABEL = re.compile(r"\*\*[^*\n]+(?:\*\*[:：]|[:：]\*\*)")
"""A bold label at the left margin begins something new; Markdown would take it for the last item's second line."""


def parse_list(blocks: Blocks, state: State, first: int) -> int | None:
    """Read a list; right under a text line only what is plainly one."""
    del first
    src = state.src
    match = _ITEM.match(src, state.cursor)
    if match is None or (state.paragraph and not _may_interrupt(state, match)):
        return None
    marker = match.group(2)
    token: Token = {"type": "list", "ordered": marker[0].isdigit(), "start": 1, "tight": True, "children": []}
    if token["ordered"]:
        token["start"] = int(marker[:-1])
    state.append_token(token)
    items = token["children"]
    next_item: re.Match[str] | None = match
    stop = state.cursor
    while next_item is not None:
        item, stop, next_item = _parse_item(blocks, state, next_item)
        if item.pop("loose"):
            token["tight"] = False
        items.append(item)
    if token["tight"]:
        for item in items:
            for child in item["children"]:
                if child["type"] == "paragraph":
                    child["type"] = "block_text"
    return stop


def _may_interrupt(state: State, match: re.Match[str]) -> bool:
    src, marker = state.src, match.group(2)
    if match.group(3) is None or continues_math(src, state.paragraph_start, state.cursor):
        return False
    if not marker[0].isdigit() or int(marker[:-1]) == 1:
        return True
    if len(marker) > 4:
        return False
    if src[state.last_line : state.cursor].rstrip("* \t\n").endswith((":", "：")):
        return True
    after = _ITEM.match(src, src.find("\n", match.end()) + 1)
    return after is not None and after.group(2) == f"{int(marker[:-1]) + 1}{marker[-1]}"


def _parse_item(blocks: Blocks, state: State, match: re.Match[str]) -> tuple[Token, int, re.Match[str] | None]:
    """Read one item; returns it, where it ends, and the beginning of the next item if one follows."""
    src, end = state.src, state.cursor_max
    line = state.line_at(match.start())
    lead = columns(src, match.start(), match.end(1))
    marker = match.group(2)
    gap = match.group(3)
    width = columns(src, match.start(), match.end()) if gap else lead + len(marker) + 1
    if gap and width - lead - len(marker) > 4:
        width = lead + len(marker) + 1
    required = min(width, lead + 2)
    line_end = src.find("\n", match.end())
    lines = [src[match.end() : line_end].rstrip(" \t") if not gap else src[match.end() : line_end]]
    position = line_end + 1
    inner: int | None = None
    blanks = 0
    fence = _fence_after("", lines[0])
    loose = False
    next_item: re.Match[str] | None = None
    while position < end:
        indent = _INDENT.match(src, position)
        assert indent is not None
        first = indent.end()
        if first >= end or src[first] == "\n":
            blanks += 1
            position = first + 1
            continue
        line_end = src.find("\n", first)
        indentation = columns(src, position, first)
        if state.open_tags and _closes(src, first, state.open_tags):
            break
        if indentation >= required and not (blanks and len(lines) == 1 and not lines[0]):
            inner = min(width, indentation) if inner is None else inner
            lines.extend([""] * blanks)
            lines.append(strip_columns(src[position:line_end], inner))
            fence = _fence_after(fence, lines[-1])
            blanks = 0
            position = line_end + 1
            continue
        sibling = _ITEM.match(src, position)
        if sibling is not None and not _RULE.match(src, first):
            if _same_kind(sibling.group(2), marker):
                next_item = sibling
                loose = blanks > 0
            break
        if blanks or fence or interrupts(src, position, first) or (first == position and _LABEL.match(src, first)):
            break
        lines.append(src[first:line_end])
        position = line_end + 1
    children, gap_inside = _parse_content(blocks, state, lines, line)
    state.blank = blanks > 0 and next_item is None
    return {"type": "list_item", "children": children, "line": line, "loose": loose or gap_inside}, position, next_item


def _closes(src: str, first: int, open_tags: list[str]) -> bool:
    """Whether a line begins with the end of a tag of the author's in which the whole list stands."""
    match = _END_TAG.match(src, first)
    return match is not None and match.group(1).lower() in open_tags


def _same_kind(marker: str, other: str) -> bool:
    return marker[-1] == other[-1] and marker[0].isdigit() == other[0].isdigit()


def _fence_after(fence: str, line: str) -> str:
    """Tell which fence is open after a line: its signs, or nothing."""
    match = _FENCE.match(line)
    if match is None:
        return fence
    if not fence:
        return match.group(1)
    closes = match.group(1).startswith(fence) and not line[match.end() :].strip()
    return "" if closes else fence


def _parse_content(blocks: Blocks, state: State, lines: list[str], line: int) -> tuple[list[Token], bool]:
    if len(lines) == 1 and blocks.starts_plainly(lines[0]):
        return ([{"type": "paragraph", "text": lines[0], "line": line}] if lines[0] else []), False
    if state.nesting >= MAX_DEPTH:
        state.env.setdefault("too_deep", line)
        return [{"type": "paragraph", "text": "\n".join(lines), "line": line}], False
    child = state.child(lines, line)
    blocks.parse(child)
    return child.tokens, child.gap


def _write_list(page: Page, token: Token) -> str:
    items = "\n".join([_write_item(page, item) for item in token["children"]])
    if not token["ordered"]:
        return f"<ul>{items}</ul>"
    start = token["start"]
    return f'<ol start="{start}">{items}</ol>' if start != 1 else f"<ol>{items}</ol>"


def _write_item(page: Page, item: Token) -> str:
    page.line = item["line"]
    children = item["children"]
    if not children:
        return "<li></li>"
    first = children[0]
    task = _TASK.match(first["text"]) if "text" in first and first["type"] != "heading" else None
    if task is None:
        return f"<li>{page.write_blocks(children)}</li>"
    inner = page.write_blocks([{**first, "text": first["text"][task.end() :]}, *children[1:]])
    name, box = ("dw-task", "☐ ") if task.group(1) == " " else ("dw-task dw-done", "☑ ")
    inner = f"<p>{box}{inner[3:]}" if inner.startswith("<p>") else box + inner
    return f'<li class="{name}">{inner}</li>'


EXTENSION = Extension(
    blocks=(BlockRule(starts="*+•◦▪‣-0123456789", parse=parse_list),),
    nodes={"list": _write_list},
)
