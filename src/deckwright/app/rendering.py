"""Rendering an entry: each of its passages to the HTML of the field that it goes into."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from deckwright.app.media import Find
from deckwright.errors import Diagnostic
from deckwright.markdown.cloze_entry import highlights_of, text_with_gaps
from deckwright.markdown.finding import find_gaps
from deckwright.markdown.render import RenderSettings, render, render_inline, render_plain
from deckwright.model import Entry, Fragment, Kind, Passage
from deckwright.notes import Parts

_FIELDS = {"question": "Question", "options": "Options", "answer": "Answer", "hint": "Hint", "extra": "Extra"}
"""Each passage of an entry, and its field."""


def render_entry(
    entry: Entry, find: Find, numbers: tuple[tuple[int, ...], ...] = ()
) -> tuple[Parts, tuple[Diagnostic, ...]]:
    """Render an entry; `find` says what became of a file that it refers to, `numbers` are those of a cloze's gaps."""
    settings = RenderSettings(file=entry.file, definitions=entry.definitions, media=find)
    fragments: dict[str, Fragment] = {}
    diagnostics: list[Diagnostic] = []
    for field, passage in _passages(entry):
        own = replace(settings, numbers=numbers, highlighted_gaps=highlights_of(entry)) if field == "Text" else settings
        if passage:
            fragments[field], said = render(passage, own)
            diagnostics += said
    if entry.typed:
        fragments["Typed"] = Fragment(html=render_plain(entry.typed))
    parts = Parts(
        fragments=fragments,
        headings=tuple(render_inline(heading, settings) for heading in _above(entry)),
        parent=_parent(entry, settings),
        numbers=numbers,
    )
    return parts, tuple(diagnostics)


def _parent(entry: Entry, settings: RenderSettings) -> Fragment:
    """Render the question that an entry follows; what there is to say about it is said where it is asked."""
    if not entry.parent or entry.kind.is_part:
        return Fragment()
    return render(Passage(text=find_gaps(entry.parent).revealed(), line=entry.line), settings)[0]


def _above(entry: Entry) -> tuple[str, ...]:
    """Give what is shown above an entry: its headings, and for a part of an answer also the question, and what of it."""
    if not entry.kind.is_part:
        return entry.headings
    return tuple(filter(None, (*entry.headings, entry.parent.partition("\n\n")[0], entry.aspect)))


def _passages(entry: Entry) -> Iterator[tuple[str, Passage]]:
    """Give an entry's passages by their fields; of a cloze, what has no gaps is its title, or goes below."""
    if entry.kind is not Kind.CLOZE:
        yield from ((field, getattr(entry, name)) for name, field in _FIELDS.items())
        yield "Reverse", entry.reverse
        return
    text = text_with_gaps(entry)
    yield "Text", text
    yield "Title", entry.question if text is entry.answer else Passage()
    yield "Hint", entry.hint
    below = [each for each in (entry.answer, entry.extra) if each and (each is entry.extra or text is entry.question)]
    yield "Extra", below[0] if len(below) == 1 else Passage(text="\n\n".join(each.text for each in below))
