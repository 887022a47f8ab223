"""Code blocks, fenced and indented, with every space kept; a fence named `math` is math."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from deckwright import highlight
from deckwright.markdown.extension import BlockRule, Extension, Token
from deckwright.markdown.fences import language_of
from deckwright.markdown.marks import has_marks, part_marks, put_marks
from deckwright.markdown.page import escape

if TYPE_CHECKING:
    from deckwright.markdown.blocks import Blocks, State
    from deckwright.markdown.page import Page

_OPENING = re.compile(r"(`{3,}|~{3,})[ \t]*([^\n]*)")
_MATH = frozenset({"math", "latex-math", "katex"})


@lru_cache(maxsize=64)
def _closing(sign: str, length: int) -> re.Pattern[str]:
    return re.compile(rf"^ {{0,3}}{sign}{{{length},}}[ \t]*(?:\n|$)", re.MULTILINE)


def _parse_fence(blocks: Blocks, state: State, first: int) -> int | None:
    del blocks
    src = state.src
    match = _OPENING.match(src, first)
    if match is None:
        return None
    sign, info = match.group(1), match.group(2).strip()
    if sign[0] == "`" and "`" in info:
        return None
    begin = min(match.end() + 1, state.cursor_max)
    closed = _closing(sign[0], len(sign)).search(src, begin)
    end, stop = (closed.start(), closed.end()) if closed else (state.cursor_max, state.cursor_max)
    code = src[begin:end].removesuffix("\n")
    indent = first - state.cursor
    if indent:
        code = re.sub(rf"^ {{1,{indent}}}", "", code, flags=re.MULTILINE)
    if language_of(info).lower() in _MATH:
        state.append_token({"type": "block_math", "raw": re.sub(r"\n\s*\n", "\n", code)})
    else:
        state.append_token({"type": "block_code", "raw": code, "info": info})
    return stop


def _write_code(page: Page, token: Token) -> str:
    page.features.add("code")
    source, language = token["raw"], language_of(token["info"])
    if page.settings.numbers and has_marks(source):
        return _write_gapped(page, token)
    if not language:
        return f'<div class="dw-code"><pre><code>{escape(source)}</code></pre></div>'
    html = highlight.code(source, language)
    if html is None and highlight.is_diagram(language):
        page.report("DW314", f"Cards don't draw “{language}”; its source is shown", once=language, at=language)
    elif html is None:
        near = highlight.nearest(language)
        hint = f"Did you mean “{near}”?" if near else ""
        page.report(
            "DW301", f"No colours for code in “{language}”, which isn't known", hint=hint, once=language, at=language
        )
    elif highlight.is_too_long(source, language):
        page.report("DW318", f"No colours for code of more than {highlight.MAX_LENGTH:,} signs", at=language)
    if html is None:
        return f'<div class="dw-code"><pre><code>{escape(source)}</code></pre></div>'
    name = highlight.canonical(language)
    label = f' data-lang="{name}"' if name != "text" else ""
    return f'<div class="dw-code"{label}><pre><code>{html}</code></pre></div>'


def _write_gapped(page: Page, token: Token) -> str:
    """Write code with gaps: coloured as if there were none, then the marks go back to their places."""
    plain, marks = part_marks(token["raw"])
    html = _write_code(page, {**token, "raw": plain})
    head, start, rest = html.partition("<code>")
    return f"{head}{start}{put_marks(rest, marks)}"


EXTENSION = Extension(
    blocks=(BlockRule(starts="`~", parse=_parse_fence),),
    nodes={"block_code": _write_code},
)
