"""Rendering an entry: each of its passages to the HTML of the field that it goes into."""

from __future__ import annotations

from deckwright.app.media import Find
from deckwright.errors import Diagnostic
from deckwright.markdown.render import RenderSettings, render, render_inline
from deckwright.model import Entry, Fragment, Passage
from deckwright.notes import Parts

_FIELDS = {"question": "Question", "options": "Options", "answer": "Answer", "hint": "Hint", "extra": "Extra"}
"""Each passage of an entry, and its field."""


def render_entry(entry: Entry, find: Find) -> tuple[Parts, tuple[Diagnostic, ...]]:
    """Render an entry; `find` says what became of a file that it refers to."""
    settings = RenderSettings(file=entry.file, definitions=entry.definitions, media=find)
    fragments: dict[str, Fragment] = {}
    diagnostics: list[Diagnostic] = []
    for passage_name, field in _FIELDS.items():
        passage = getattr(entry, passage_name)
        if passage:
            fragments[field], said = render(passage, settings)
            diagnostics += said
    parts = Parts(
        fragments=fragments,
        headings=tuple(render_inline(heading, settings) for heading in entry.headings),
        parent=_parent(entry, settings),
    )
    return parts, tuple(diagnostics)


def _parent(entry: Entry, settings: RenderSettings) -> Fragment:
    """Render the question that an entry follows; what there is to say about it is said where it is asked."""
    return render(Passage(text=entry.parent, line=entry.line), settings)[0] if entry.parent else Fragment()
