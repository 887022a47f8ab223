"""Lists: bullets, numbers, tasks; what nests is decided as people indent, by two, three or four spaces."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deckwright.markdown.blocks import MAX_DEPTH, PLAIN_START, columns, interrupts, strip_columns
from deckwright.markdown.dollars import continues_math
from deckwright.markdown.extension import BlockRule, Extension, Token
from deckwright.swift import dataclass

if TYPE_CHECKING:
    from deckwright.markdown.blocks import Blocks, State
    from deckwright.markdown.page import Page

_ITEM = re.compile(r"([ \t]*)([*+•◦▪‣-]|\d{1,9}[.)])(?:([ \t]+)(?=[^ \t\n])|[ \t]*(?=\n|$))", re.MULTILINE)
_PLAIN_ITEM = re.compile(
    rf"(?:([-*+•]) |\d{{1,9}}([.)]) )({PLAIN_START}[^\n]*)\n(?=(?(1)\1|\d{{1,9}}\2) {PLAIN_START})"
)
"""An item at the left margin that is one plain line, as most are, with another one like it right below."""
_LAST_PLAIN_ITEM = re.compile(rf"(?:[-*+•]|\d{{1,9}}[.)]) ({PLAIN_START}[^\n]*)\n(?:(\n+)(?={PLAIN_START}|\Z)|\Z)")
"""One that ends its list: below it are blank lines and a plain line at the margin, or nothing any more."""
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
        plain, start = _plain_items(state, next_item.start())
        items += plain
        last = _LAST_PLAIN_ITEM.match(src, start)
        if last:
            items.append(_plain_item(last[1], state.line_at(start)))
            state.blank, stop = last[2] is not None, last.end()
            break
        item, stop, next_item = _parse_item(blocks, state, (plain and _ITEM.match(src, start)) or next_item)
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


@dataclass(slots=True, kw_only=True)
class _Item:
    """An item while its lines are gathered, without their indentation."""

    line: int
    marker: str
    width: int
    """The column where the item's text begins."""
    required: int
    """How far a line must be indented to belong to the item: two columns are enough, whatever the marker's width."""
    lines: list[str]
    fence: str
    """The signs of the fence that is open after the last line, if any."""
    inner: int = 0
    """The columns to take off, as the first indented line has them; 0 before there is one."""
    blanks: int = 0

    def take(self, line: str, indentation: int) -> None:
        """Take a line that is indented far enough, and the blank lines before it."""
        self.inner = self.inner or min(self.width, indentation)
        self.lines.extend([""] * self.blanks)
        self.lines.append(strip_columns(line, self.inner))
        self.fence = _fence_after(self.fence, self.lines[-1])
        self.blanks = 0

    def is_bare(self) -> bool:
        """Whether there is nothing but the marker and a blank line below it, which ends an item."""
        return self.blanks > 0 and self.lines == [""]


def _parse_item(blocks: Blocks, state: State, match: re.Match[str]) -> tuple[Token, int, re.Match[str] | None]:
    """Read one item; returns it, where it ends, and the beginning of the next item if one follows."""
    item = _opened(state, match)
    position, next_item = _gather(state, item, state.src.find("\n", match.end()) + 1)
    children, gap_inside = _parse_content(blocks, state, item)
    state.blank = item.blanks > 0 and next_item is None
    loose = gap_inside or (item.blanks > 0 and next_item is not None)
    return {"type": "list_item", "children": children, "line": item.line, "loose": loose}, position, next_item


def _plain_items(state: State, position: int) -> tuple[list[Token], int]:
    """Read the plain items from an offset on, all but the last of them; also returns where that one begins."""
    src, line = state.src, state.line_at(position)
    items: list[Token] = []
    while match := _PLAIN_ITEM.match(src, position):
        items.append(_plain_item(match[3], line))
        position = match.end()
        line += 1
    return items, position


def _plain_item(text: str, line: int) -> Token:
    return {"type": "list_item", "children": [{"type": "paragraph", "text": text, "line": line}], "line": line}


def _opened(state: State, match: re.Match[str]) -> _Item:
    """Read an item's first line."""
    src = state.src
    lead = columns(src, match.start(), match.end(1))
    text_column = lead + len(match.group(2)) + 1
    width = columns(src, match.start(), match.end()) if match.group(3) else text_column
    if width > text_column + 3:
        width = text_column
    text = src[match.end() : src.find("\n", match.end())]
    return _Item(
        line=state.line_at(match.start()),
        marker=match.group(2),
        width=width,
        required=min(width, lead + 2),
        lines=[text],
        fence=_fence_after("", text),
    )


def _gather(state: State, item: _Item, position: int) -> tuple[int, re.Match[str] | None]:
    """Gather the lines of an item; returns where they end, and the beginning of the next item if that is why."""
    src, end = state.src, state.cursor_max
    while position < end:
        indent = _INDENT.match(src, position)
        assert indent is not None
        first = indent.end()
        if first >= end or src[first] == "\n":
            item.blanks += 1
            position = first + 1
            continue
        line_end = src.find("\n", first)
        indentation = columns(src, position, first)
        if state.open_tags and _closes(src, first, state.open_tags):
            break
        if indentation >= item.required and not item.is_bare():
            item.take(src[position:line_end], indentation)
        else:
            sibling = _ITEM.match(src, position)
            if sibling is not None and not _RULE.match(src, first):
                return position, sibling if _same_kind(sibling.group(2), item.marker) else None
            if item.blanks or item.fence or interrupts(src, position, first) or _begins_anew(src, position, first):
                break
            item.lines.append(src[first:line_end])
        position = line_end + 1
    return position, None


def _begins_anew(src: str, position: int, first: int) -> bool:
    return first == position and _LABEL.match(src, first) is not None


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


def _parse_content(blocks: Blocks, state: State, item: _Item) -> tuple[list[Token], bool]:
    """Parse what an item holds; also says whether blank lines part it."""
    lines, line = item.lines, item.line
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
