"""The block pass: mistune's block parser, led line by line by first characters, with source lines on its tokens."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mistune.block_parser import BlockParser
from mistune.core import BlockState

if TYPE_CHECKING:
    from deckwright.markdown.extension import BlockRule, Token

MAX_DEPTH = 20
"""How deep quotes and lists may stand in one another; what lies deeper is kept as text."""

_INDENT = re.compile(r"[ \t]*")
_HOLDS_TEXT = frozenset(
    {"p", "summary", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "td", "th", "li", "caption", "figcaption"}
)
"""Tags of an author's in which text right behind the tag is no paragraph of its own."""
PLAIN_START = r"(?:\*\*?)?[^\W\d_]"
"""What shows that a line can be nothing but a paragraph's: a letter, or bold text."""
_PLAIN = re.compile(PLAIN_START)
_MARKER_AHEAD = re.compile(r"(?:[*+•◦▪‣-]|\d{1,9}[.)])[ \t]+\S")
_INTERRUPTION = re.compile(
    r"#{1,6}(?:[ \t]|$)|`{3,}[^`\n]*$|~{3}|>|\$\$|(?:[*+•◦▪‣-]|\d{1,9}[.)])[ \t]+\S|([*_-])[ \t]*(?:\1[ \t]*){2,}$"
    r"|</?(?:address|article|aside|blockquote|center|details|div|dl|dt|dd|fieldset|figure|footer|form|h[1-6]|header|hr"
    r"|main|nav|ol|p|pre|section|summary|table|tr|td|th|ul|li)\b",
    re.MULTILINE | re.IGNORECASE,
)


class State(BlockState):
    """Where the block parser stands in one text: a whole passage, or what is inside one quote or list item."""

    def __init__(self, parent: State | None = None, *, line: int = 1) -> None:
        super().__init__(parent)
        self.line = line
        self.nesting: int = parent.nesting + 1 if parent else 0
        self.paragraph: Token | None = None
        """The paragraph that is still open; always the last token."""
        self.paragraph_start = 0
        self.last_line = 0
        """Where the open paragraph's last line begins."""
        self.blank = True
        """Whether a blank line, or nothing, stands right before the cursor."""
        self.gap = False
        """Whether a blank line stands between two of the tokens, which makes a list loose."""
        self.open_tags: list[str] = []
        """The author's HTML tags that are open here, outermost first."""
        self.absent: set[str] = set()
        """What was looked for in the rest of this text in vain, so that nobody looks for it again and again."""
        self._counted = (0, line)

    def child(self, lines: Sequence[str], line: int) -> State:
        """Make a state for the text in a container; `line` is the source line of the first of `lines`."""
        inner = State(self, line=line)
        inner.process("\n".join(lines) + "\n")
        return inner

    def line_at(self, position: int) -> int:
        """Count the source line of an offset; quick as long as offsets grow from call to call."""
        seen, line = self._counted
        if position < seen:
            seen, line = 0, self.line
        line += self.src.count("\n", seen, position)
        self._counted = (position, line)
        return line

    def append_token(self, token: Token) -> None:
        """Add a block, which ends an open paragraph."""
        self.close_paragraph(self.cursor)
        if self.blank and self.tokens:
            self.gap = True
        self.blank = False
        token.setdefault("line", self.line_at(self.cursor))
        self.tokens.append(token)

    def append_paragraph(self) -> int | None:
        """Say where the line ends if it continues a paragraph (mistune's rules ask before they interrupt one)."""
        return self.find_line_end() if self.paragraph else None

    def close_paragraph(self, end: int) -> None:
        """End the open paragraph at an offset; nothing is left of it if that is where it began."""
        if self.paragraph is None:
            return
        if end <= self.paragraph_start:
            self.tokens.remove(self.paragraph)
        else:
            self.paragraph["text"] = self.src[self.paragraph_start : end]
        self.paragraph = None

    def take_line(self, position: int) -> None:
        """Take the line at an offset as a paragraph's."""
        if self.paragraph is None:
            bare = not self.blank and self.open_tags and self.open_tags[-1] in _HOLDS_TEXT
            token: Token = {"type": "block_text" if bare else "paragraph", "text": ""}
            self.append_token(token)
            self.paragraph, self.paragraph_start = token, position
        self.last_line = position


class Blocks(BlockParser):
    """Reads blocks by the rules of our extensions; a line that no rule takes is a paragraph's."""

    def __init__(self, rules: Sequence[BlockRule]) -> None:
        super().__init__(max_nested_level=MAX_DEPTH)
        starts = {start for rule in rules for start in rule.starts}
        self._rules_at: Mapping[str, tuple[Any, ...]] = {
            start: tuple(rule.parse for rule in rules if start in rule.starts) for start in starts
        }

    def starts_plainly(self, text: str) -> bool:
        """Whether a line can be nothing but a paragraph's, as most lines show at once: by a letter, or bold text."""
        return _PLAIN.match(text) is not None

    def parse(self, state: BlockState, rules: list[str] | None = None) -> None:
        """Read all blocks of a state; mistune's choice of rules by container isn't used."""
        del rules
        assert isinstance(state, State)
        src, end, find = state.src, state.cursor_max, state.src.find
        while state.cursor < end:
            position = state.cursor
            indented = _INDENT.match(src, position)
            assert indented is not None
            first = indented.end()
            if first >= end or src[first] == "\n":
                state.close_paragraph(position)
                state.blank = True
                state.cursor = first + 1
                continue
            stop = self._block_at(state, first)
            if stop is None:
                state.take_line(position)
                stop = find("\n", first) + 1 or end
            state.cursor = stop
        state.close_paragraph(end)

    def _block_at(self, state: State, first: int) -> int | None:
        src = state.src
        if first - state.cursor > 3 or "\t" in src[state.cursor : first]:
            after_html = not state.blank and state.tokens and state.tokens[-1]["type"] == "block_html"
            if columns(src, state.cursor, first) > 3:
                if not state.paragraph and not after_html:
                    return _indented_code(state)
                if not (_MARKER_AHEAD.match(src, first) or (after_html and src[first] == "<")):
                    return None
        if src[first] == "*" and _PLAIN.match(src, first):
            return None  # bold text, as most such lines begin
        for rule in self._rules_at.get(src[first], ()):
            stop: int | None = rule(self, state, first)
            if stop is not None:
                return stop
        return None


def columns(src: str, start: int, end: int) -> int:
    """How wide the white space from start to end is; tab stops are four apart."""
    if "\t" not in src[start:end]:
        return end - start
    return len(src[start:end].expandtabs(4))


def strip_columns(line: str, width: int) -> str:
    """Take up to so many columns of white space off a line; what is left of a tab stays as spaces."""
    if "\t" not in line[:width]:
        return line[min(width, len(line) - len(line.lstrip(" "))) :]
    column = index = 0
    while index < len(line) and column < width and line[index] in " \t":
        column += 4 - column % 4 if line[index] == "\t" else 1
        index += 1
    return " " * (column - width) + line[index:]


def interrupts(src: str, position: int, first: int) -> bool:
    """Whether the line begins a block that ends a paragraph also where it is less indented than the paragraph."""
    return columns(src, position, first) < 4 and _INTERRUPTION.match(src, first) is not None


def _indented_code(state: State) -> int:
    """Read code that is indented by four columns, with its inner blank lines."""
    src, position, stop = state.src, state.cursor, state.cursor
    lines: list[str] = []
    kept = 0
    while position < state.cursor_max:
        indented = _INDENT.match(src, position)
        assert indented is not None
        first = indented.end()
        line_end = src.find("\n", first)
        line_end = state.cursor_max if line_end < 0 else line_end
        blank = first >= line_end
        if not blank and columns(src, position, first) < 4:
            break
        lines.append(strip_columns(src[position:line_end], 4))
        position = line_end + 1
        if not blank:
            stop, kept = position, len(lines)
    state.append_token({"type": "block_code", "raw": "\n".join(lines[:kept]), "info": ""})
    return stop
