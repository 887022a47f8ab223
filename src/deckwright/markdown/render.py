"""Markdown in, field HTML out: one passage, or one line, as Anki's editor would write it."""

from __future__ import annotations

import unicodedata
from functools import cache

from deckwright.codes import diagnose
from deckwright.errors import Diagnostic
from deckwright.markdown import emphasis, footnotes, links, registry
from deckwright.markdown.blocks import Blocks, State
from deckwright.markdown.extension import Token
from deckwright.markdown.guards import guard
from deckwright.markdown.inlines import Inlines
from deckwright.markdown.page import Page, RenderSettings, escape, no_media
from deckwright.markdown.sanitize import Unstable, sanitize
from deckwright.markdown.text import CONTROL
from deckwright.model import Fragment, Passage

__all__ = ["RenderSettings", "no_media", "render", "render_inline"]


def render(passage: Passage, settings: RenderSettings) -> tuple[Fragment, tuple[Diagnostic, ...]]:
    """Write a passage as field HTML, without a `<p>` around a lone paragraph, and say what the author should know."""
    text = _tidy(passage.text)
    if not text.strip():
        return Fragment(), ()
    state = _read(text, passage.line, settings)
    page = _page(text, settings, state)
    try:
        html = _finish(_write(page, state), page)
    except Unstable:
        state = _read(text, passage.line, settings)
        page = _page(text, settings, state)
        page.allows_html = False
        page.line = passage.line
        page.report("DW310", "The HTML here can't be balanced; its tags are shown as text")
        html = _finish(_write(page, state), page)
    fragment = Fragment(html=html, features=frozenset(page.features), media=tuple(page.media))
    return fragment, (*_noticed(state, settings), *page.diagnostics)


def render_inline(text: str, settings: RenderSettings) -> str:
    """Write one line (a heading above, a deck's name, a parent question) as inline HTML."""
    text = " ".join(_tidy(text).split())
    page = _page(text, settings, State())
    try:
        return _finish(page.write_text(text), page)
    except Unstable:
        return _finish(escape(text), page)


@cache
def _blocks() -> Blocks:
    return Blocks(registry.BLOCK_RULES)


@cache
def _inlines(*, bare_links: bool, marks: bool) -> Inlines:
    rules = registry.INLINE_RULES
    if marks:
        rules += emphasis.MARKS.inlines
    return Inlines(rules + links.BARE.inlines if bare_links else rules)


def _tidy(text: str) -> str:
    """Make line ends newlines, compose characters, and leave out what Anki would drop from a field."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if CONTROL.search(text):
        text = CONTROL.sub("", text.replace("\x0c", " ").replace("\x0b", " "))
    return unicodedata.normalize("NFC", text)


def _read(text: str, line: int, settings: RenderSettings) -> State:
    """Parse a passage's blocks; definitions from elsewhere are read first where the passage could refer to any."""
    state = State(line=line)
    if settings.definitions and "[" in text:
        elsewhere = State()
        elsewhere.process(_tidy(settings.definitions) + "\n")
        _blocks().parse(elsewhere)
        state.env = elsewhere.env
    state.process(text if text.endswith("\n") else text + "\n")
    _blocks().parse(state)
    return state


def _page(text: str, settings: RenderSettings, state: State) -> Page:
    inlines = _inlines(bare_links="://" in text or "www." in text, marks=settings.highlight_marks)
    return Page(settings=settings, nodes=registry.NODES, inlines=inlines, env=state.env, line=state.line)


def _write(page: Page, state: State) -> str:
    tokens: list[Token] = state.tokens
    if len(tokens) == 1 and tokens[0]["type"] == "paragraph":
        html = page.write_block({**tokens[0], "type": "block_text"})
        if not page.footnotes:
            return html
        html = f"<p>{html}</p>"
    else:
        html = page.write_blocks(tokens)
    return html + "\n" + footnotes.write_notes(page, _blocks()) if page.footnotes else html


def _finish(html: str, page: Page) -> str:
    """Balance what holds the author's HTML, then make the whole a fixpoint of Anki's editor."""
    if page.has_html:
        html = sanitize(html.strip("\n"))
    html = guard(html)
    if not html.isascii():
        if not unicodedata.is_normalized("NFC", html):
            html = unicodedata.normalize("NFC", html.replace(">\u0338", ">\u25cc\u0338"))
        html = html.replace("\u00a0", "&nbsp;")
    return html


def _noticed(state: State, settings: RenderSettings) -> tuple[Diagnostic, ...]:
    """Report what the block pass noticed."""
    found: list[Diagnostic] = []
    for key, code, message in (
        ("too_deep", "DW310", "Quotes or lists are nested too deeply here; what lies deeper is shown as text"),
        ("open_math", "DW311", "The math that begins here never ends; it is shown as text"),
        ("open_comment", "DW312", "The comment that begins here never ends; it is shown as text"),
    ):
        if key in state.env:
            found.append(diagnose(code, message, file=settings.file, line=state.env[key]))
    return tuple(found)
