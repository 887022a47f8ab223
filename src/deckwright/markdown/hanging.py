"""The lines of a block that a mark opens: what runs on below the mark's line, and what is indented."""

from __future__ import annotations

import re
from collections.abc import Callable

from deckwright.markdown.blocks import State, columns, strip_columns

_INDENT = re.compile(r"[ \t]*")

Ends = Callable[[str, int, int, int], bool]
"""Whether a line begins something else: from the text, and where the line, its first character and its end are."""


def hanging_lines(state: State, opened: int, ends: Ends) -> tuple[list[str], int]:
    """Gather the block's lines, from behind its mark at `opened`; gives them and where the block stops."""
    src, end = state.src, state.cursor_max
    line_end = src.find("\n", opened)
    lines, position, stop, blanks = [src[opened:line_end]], line_end + 1, line_end + 1, 0
    while position < end:
        indent = _INDENT.match(src, position)
        assert indent is not None
        first = indent.end()
        if first >= end or src[first] == "\n":
            blanks += 1
            position = first + 1
            continue
        line_end = src.find("\n", first)
        if columns(src, position, first) < 2 and (blanks or ends(src, position, first, line_end)):
            break
        lines.extend([""] * blanks)
        lines.append(strip_columns(src[position:line_end], 4))
        blanks = 0
        position = stop = line_end + 1
    return lines, stop
