"""Markdown in, field HTML out: one passage, or one line, as Anki's editor would write it."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from deckwright.codes import diagnose
from deckwright.errors import Diagnostic
from deckwright.markdown import emphasis, footnotes, links, registry
from deckwright.markdown.blocks import Blocks, State
from deckwright.markdown.extension import Token
from deckwright.markdown.finding import find_gaps
from deckwright.markdown.gaps import NO_MARKS
from deckwright.markdown.guards import guard
from deckwright.markdown.inlines import Inlines
from deckwright.markdown.page import CONTROL, Page, RenderSettings, escape, no_media
from deckwright.markdown.sanitize import Unstable, sanitize
from deckwright.model import Fragment, Passage

_STREAM_SAFE = 30
_LONG_RUN = re.compile(rf"[^\x00-\x7f][^\x00-\x7f]{{{_STREAM_SAFE - 1},}}")
_MANY_MARKS = re.compile(rf"[^\w\s\x00-\x7f]{{{_STREAM_SAFE},}}")

__all__ = ["RenderSettings", "no_media", "render", "render_inline", "render_plain"]


def render(passage: Passage, settings: RenderSettings) -> tuple[Fragment, tuple[Diagnostic, ...]]:
    """Write a passage as field HTML, without a `<p>` around a lone paragraph, and say what the author should know."""
    text = _tidy(passage.text)
    if not text.strip():
        return Fragment(), ()
    if settings.numbers:
        text = _marked(text, settings)
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
    return fragment, (*_noticed(state, page), *page.diagnostics)


def render_inline(text: str, settings: RenderSettings) -> str:
    """Write one line (a heading above, a deck's name, a parent question) as inline HTML."""
    text = " ".join(_tidy(text).split())
    if not (settings.numbers or _inlines_for(text, settings).has_markup(text)):
        return _settled(guard(escape(text)))
    page = _page(text, settings, _state(text, 1, settings))
    try:
        return _finish(page.write_text(text), page).replace("\n", " ").strip()
    except Unstable:
        return _finish(escape(text), page)


def render_plain(text: str) -> str:
    """Write plain text as a field: no Markdown, and nothing that Anki would take for anything else."""
    html = guard(escape(" ".join(_tidy(text).split())))
    return html if html.isascii() else unicodedata.normalize("NFC", html).replace("\u00a0", "&nbsp;")


@cache
def _blocks() -> Blocks:
    return Blocks(registry.BLOCK_RULES)


@cache
def _inlines(*, bare_links: bool, marks: bool) -> Inlines:
    rules = registry.INLINE_RULES
    if marks:
        rules += emphasis.MARKS.inlines
    return Inlines(rules + links.BARE.inlines if bare_links else rules)


def _inlines_for(text: str, settings: RenderSettings) -> Inlines:
    return _inlines(bare_links="://" in text or "www." in text, marks=settings.highlight_marks)


def _tidy(text: str) -> str:
    """Make line ends newlines, compose characters, and leave out what Anki would drop from a field."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if CONTROL.search(text):
        text = CONTROL.sub("", text.replace("\x0c", " ").replace("\x0b", " "))
    if not text.isascii():
        # Byte order marks, of files that were joined, are seen by nobody and kept by no parser.
        text = text.replace("\ufeff", "")
        if _LONG_RUN.search(text):
            text = _MANY_MARKS.sub(_stream_safe, text)
        text = unicodedata.normalize("NFC", text)
    return text


def _stream_safe(marks: re.Match[str]) -> str:
    """Part long runs of combining marks as Unicode's stream-safe format does; composing takes their length squared."""
    parted: list[str] = []
    run = 0
    for char in marks.group():
        run = run + 1 if unicodedata.combining(char) else 0
        if run > _STREAM_SAFE:
            parted.append("\u034f")
            run = 1
        parted.append(char)
    return "".join(parted)


def _state(text: str, line: int, settings: RenderSettings) -> State:
    """Make a state that knows the definitions from elsewhere, where the text could refer to any."""
    state = State(line=line)
    if settings.definitions and "[" in text:
        elsewhere = State()
        elsewhere.process(_tidy(settings.definitions) + "\n")
        _blocks().parse(elsewhere)
        state.env = elsewhere.env
        state.env["notes_elsewhere"] = frozenset(state.env.get("footnotes", ()))
    return state


def _marked(text: str, settings: RenderSettings) -> str:
    """Mark the places of a cloze's gaps; those that nobody numbered stay text."""
    found = find_gaps(text.translate(NO_MARKS), highlights=settings.highlighted_gaps)
    return found.marked() if len(found.found) == len(settings.numbers) else found.text


def _read(text: str, line: int, settings: RenderSettings) -> State:
    """Parse a passage's blocks."""
    state = _state(text, line, settings)
    state.process(text if text.endswith("\n") else text + "\n")
    _blocks().parse(state)
    return state


def _page(text: str, settings: RenderSettings, state: State) -> Page:
    return Page(
        settings=settings,
        nodes=registry.NODES,
        inlines=_inlines_for(text, settings),
        env=state.env,
        line=state.line,
        lines=text.split("\n"),
        first_line=state.line,
    )


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
        html = sanitize(html)
    html = guard(html)
    if page.settings.numbers:
        html = _with_gaps(html, page)
    return _settled(html)


def _settled(html: str) -> str:
    """Compose characters, and write the space that doesn't break as Anki's editor does."""
    if not html.isascii():
        if not unicodedata.is_normalized("NFC", html):
            html = unicodedata.normalize("NFC", html.replace(">\u0338", ">\u25cc\u0338"))
        html = html.replace("\u00a0", "&nbsp;")
    return html


def _with_gaps(html: str, page: Page) -> str:
    from deckwright.markdown.clozes import write_gaps  # noqa: PLC0415  (of no use where there are no gaps)

    html, there = write_gaps(html, page.settings.numbers)
    for index, numbers in enumerate(page.settings.numbers):
        if index not in there:
            page.report("DW317", f"A gap of card {', '.join(map(str, numbers))} stands where no card can ask for it")
    return html


def _noticed(state: State, page: Page) -> tuple[Diagnostic, ...]:
    """Report what the block pass noticed."""
    found: list[Diagnostic] = []
    for key, code, message in (
        ("too_deep", "DW310", "Quotes or lists are nested too deeply here; what lies deeper is shown as text"),
        ("no_dashes", "DW313", "This looks like a table, but has no row of dashes below its head; it is shown as text"),
        ("open_math", "DW311", "The math that begins here never ends; it is shown as text"),
    ):
        if key in state.env:
            found.append(diagnose(code, message, file=page.settings.file, line=state.env[key]))
    notes = state.env.get("footnotes", {})
    for key in notes.keys() - page.footnotes.keys() - state.env.get("notes_elsewhere", frozenset()):
        message = f"Nothing refers to the footnote “{key}”, so it is left out"
        found.append(diagnose("DW309", message, file=page.settings.file, line=notes[key].line))
    return tuple(sorted(found, key=lambda diagnostic: diagnostic.line))
