"""Footnotes: a raised number in the text, and the notes below it; only those that the text refers to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deckwright.markdown.blocks import interrupts
from deckwright.markdown.extension import BlockRule, Extension, InlineRule, Token
from deckwright.markdown.gaps import NO_MARKS
from deckwright.markdown.hanging import hanging_lines

if TYPE_CHECKING:
    from mistune.core import InlineState

    from deckwright.markdown.blocks import Blocks, State
    from deckwright.markdown.inlines import Inlines
    from deckwright.markdown.page import Page

_DEFINITION = re.compile(r"\[\^([^\]\s]{1,200})\]:[ \t]*")


def _parse_definition(blocks: Blocks, state: State, first: int) -> int | None:
    """Keep a note for later: its first line, what runs on, and what is indented below it."""
    match = _DEFINITION.match(state.src, first)
    if match is None:
        return None
    state.close_paragraph(state.cursor)
    line = state.line_at(state.cursor)
    lines, stop = hanging_lines(state, match.end(), _begins_anew)
    child = state.child(lines, line)
    notes = state.env.setdefault("footnotes", {})
    if match.group(1) not in notes:
        notes[match.group(1)] = child
    del blocks
    return stop


def _begins_anew(src: str, position: int, first: int, _: int) -> bool:
    """Whether a line is another note, or the beginning of another block."""
    return _DEFINITION.match(src, first) is not None or interrupts(src, position, first)


def _parse_mark(inlines: Inlines, match: re.Match[str], state: InlineState) -> int | None:
    del inlines
    known = match.group(1) in state.env.get("footnotes", {})
    state.append_token({"type": "footnote_mark" if known else "footnote_missing", "raw": match.group(1)})
    return match.end()


def _write_mark(page: Page, token: Token) -> str:
    page.marks.setdefault(token["raw"], page.note[0] if page.note else page.line)
    number = page.footnotes.setdefault(token["raw"], len(page.footnotes) + 1)
    return f'<sup class="dw-fn">{number}</sup>'


def _write_missing(page: Page, token: Token) -> str:
    page.report("DW308", f"There is no footnote “{token['raw']}”", once=token["raw"], at=f"[^{token['raw']}")
    return page.write([{"type": "text", "raw": f"[^{token['raw']}]"}])


def write_notes(page: Page, blocks: Blocks) -> str:
    """Write the notes that the text referred to, in order; a note may refer to further ones."""
    written: list[str] = []
    for key in page.footnote_keys():
        state: State = page.env["footnotes"][key]
        page.note = (page.marks[key], f"[^{key}") if key in page.env.get("notes_elsewhere", ()) else None
        if not state.tokens:
            _report_gaps(page, key, state.src)
            blocks.parse(state)
        tokens = state.tokens
        if len(tokens) == 1 and tokens[0]["type"] == "paragraph":
            tokens[0]["type"] = "block_text"
        written.append(f"<li>{page.write_blocks(tokens)}</li>")
    page.note = None
    notes = "\n".join(written)
    return f'<div class="dw-footnotes"><ol>{notes}</ol></div>'


def _report_gaps(page: Page, key: str, src: str) -> None:
    """Report gaps in a note: several questions may refer to one note, so it is no part of any one's text."""
    if "{{c" not in src:
        return
    from deckwright.markdown.finding import find_gaps  # noqa: PLC0415  (of no use where there are no gaps)

    found = find_gaps(src.translate(NO_MARKS))
    if found.found:
        message = f"The gap “{found.said(found.found[0])}” stands in the footnote “{key}”, where it is text"
        page.report("DW317", message, once=key, at=f"[^{key}")


EXTENSION = Extension(
    blocks=(BlockRule(starts="[", parse=_parse_definition),),
    inlines=(InlineRule(starts="[", pattern=re.compile(r"\[\^([^\]\s]{1,200})\](?!\()"), parse=_parse_mark),),
    nodes={"footnote_mark": _write_mark, "footnote_missing": _write_missing},
)
