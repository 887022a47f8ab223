"""Pipe tables: where a row's cells part, ragged rows, alignment; in lists and quotes, and right under a line of text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mistune.core import InlineState

from deckwright.markdown.blocks import interrupts
from deckwright.markdown.dollars import inline_math_end
from deckwright.markdown.extension import BlockRule, Extension, Token
from deckwright.markdown.scan import DELIMITERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deckwright.markdown.blocks import Blocks, State
    from deckwright.markdown.page import Page

_PART = re.compile(r"\\[(\[]|\\.|`+|\$|\|")
_INDENT = re.compile(r"[ \t]*")


def _parse_table(blocks: Blocks, state: State, first: int) -> int | None:
    """Read a table at its delimiter row; the line above it, the open paragraph's last, is its head."""
    del blocks
    src = state.src
    line_end = src.find("\n", first)
    row = src[first:line_end]
    if state.paragraph is None or "|" not in row:
        return None
    if not DELIMITERS.match(row):
        if row[0] == "|" and src.startswith("|", state.last_line) and row.rstrip().endswith("|"):
            state.env.setdefault("no_dashes", state.line_at(state.last_line))
        return None
    head = src[state.last_line : state.cursor].strip()
    if "|" not in head:
        return None
    aligns = [_alignment(cell) for cell in split_plainly(row)]
    token: Token = {"type": "table", "rows": [], "children": [], "uneven": ""}
    cells = split_row(head, len(aligns))
    if len(cells) != len(aligns):
        token["uneven"] = f"The table's head has {len(cells)} cells, the dashes below it {len(aligns)}"
        aligns = (aligns + [""] * len(cells))[: len(cells)]
    after, begin = state.cursor, state.last_line
    state.close_paragraph(begin)
    state.cursor = begin
    state.append_token(token)
    token.update(head=cells, aligns=aligns)
    token["line_of_rows"] = state.line_at(after) + 1
    return _read_rows(state, token, line_end + 1)


def _read_rows(state: State, token: Token, position: int) -> int:
    src, end = state.src, state.cursor_max
    while position < end:
        indent = _INDENT.match(src, position)
        assert indent is not None
        first = indent.end()
        line_end = src.find("\n", first)
        row = src[first:line_end]
        if "|" not in row or (row[0] != "|" and interrupts(src, position, first)):
            break
        token["rows"].append(_pieces(row, len(token["aligns"])))
        position = line_end + 1
    return min(position, end)


def _alignment(cell: str) -> str:
    cell = cell.strip()
    if cell.endswith(":"):
        return "center" if cell.startswith(":") and len(cell) > 1 else "right"
    return "left" if cell.startswith(":") else ""


def split_row(row: str, expected: int) -> list[str]:
    """Part a row into cells of Markdown, not at pipes in code and math unless only so the number is right."""
    return [_markdown(cell) for cell in _pieces(row, expected)]


def _pieces(row: str, expected: int) -> list[str]:
    """Part a row into what stands between its pipes, as it stands there."""
    cells = _trimmed(_split(row), row)
    if len(cells) != expected:
        plain = split_plainly(row)
        if len(plain) == expected:
            cells = plain
    return cells


def _markdown(cell: str) -> str:
    """Give a cell's Markdown from what stands between its pipes."""
    return cell.strip(" \t").replace("\\|", "|")


def split_plainly(row: str) -> list[str]:
    """Part a row at every pipe that isn't escaped."""
    return _trimmed(re.split(r"(?<!\\)\|", row), row)


def _split(row: str) -> list[str]:
    if "`" not in row and "$" not in row and "\\" not in row:
        return row.split("|")
    cells, start, position = [], 0, 0
    seen = InlineState({})
    seen.src = row
    while (match := _PART.search(row, position)) is not None:
        sign = match.group()
        position = match.end()
        if sign == "|":
            cells.append(row[start : match.start()])
            start = position
        elif sign[0] == "`":
            closed = seen.delimiters.code_end(sign, position)
            position = position if closed is None else closed + len(sign)
        elif sign == "$":
            position = _dollar_end(row, match.start(), seen) or position
        elif sign in {"\\(", "\\["}:
            closed = seen.delimiters.find("\\)" if sign == "\\(" else "\\]", position)
            position = position if closed is None else closed + 2
    cells.append(row[start:])
    return cells


def _dollar_end(row: str, start: int, seen: InlineState) -> int | None:
    if row.startswith("$$", start):
        closed = seen.delimiters.find("$$", start + 2)
        return start + 2 if closed is None else closed + 2
    return inline_math_end(row, start)


def _trimmed(cells: list[str], row: str) -> list[str]:
    """Leave out what stands before the first and after the last of the pipes that frame a row."""
    if row.startswith("|") and len(cells) > 1:
        cells = cells[1:]
    if len(cells) > 1 and not cells[-1].strip():
        cells = cells[:-1]
    return cells


def _write_table(page: Page, token: Token) -> str:
    page.features.add("table")
    aligns: list[str] = token["aligns"]
    if token["uneven"]:
        page.report("DW302", token["uneven"])
    head = _write_row(page, "th", token["head"], aligns)
    body: list[str] = []
    for line, cells in enumerate(token["rows"], token["line_of_rows"]):
        page.line = line
        body.append(_write_row(page, "td", _fit(page, cells, len(aligns)), aligns))
    rows = "\n".join(body)
    rows = f"\n<tbody>{rows}</tbody>" if rows else ""
    return f'<div class="dw-table"><table><thead>{head}</thead>{rows}</table></div>'


def _fit(page: Page, cells: list[str], width: int) -> list[str]:
    """Make a row as wide as the head: pad it, or join what is too much into the last cell; say so."""
    if len(cells) == width:
        return [_markdown(cell) for cell in cells]
    page.report("DW302", f"This {misfit(len(cells), width)}")
    if len(cells) < width:
        return [*map(_markdown, cells), *[""] * (width - len(cells))]
    return [*map(_markdown, cells[: width - 1]), _markdown("|".join(cells[width - 1 :]))]


def misfit(count: int, width: int) -> str:
    """Say of a row that its cells are too few or too many, and what becomes of it."""
    if count < width:
        return f"row has {count} of {width} cells; the others stay empty"
    return f"row has {count} cells, the table's head {width}; the last ones are joined"


def _write_row(page: Page, tag: str, cells: Sequence[str], aligns: Sequence[str]) -> str:
    written: list[str] = []
    for cell, align in zip(cells, aligns, strict=True):
        style = f' style="text-align:{align}"' if align else ""
        written.append(f"<{tag}{style}>{page.write_text(cell)}</{tag}>")
    cells_of_row = "\n".join(written)
    return f"<tr>{cells_of_row}</tr>"


EXTENSION = Extension(blocks=(BlockRule(starts="|-:", parse=_parse_table),), nodes={"table": _write_table})
