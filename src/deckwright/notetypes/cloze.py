"""The note type for texts with gaps, one card for each number of a gap."""

from __future__ import annotations

import re

from deckwright.notetypes.spec import NoteTypeSpec, TemplateSpec, field, folded, frozen_id, kept, spares

_KEY = "cloze"

_FIELDS = (
    field(_KEY, "Text"),
    field(_KEY, "Title", "What the text is about, shown above it"),
    field(_KEY, "Context", "Where in the deck the text stands"),
    field(_KEY, "Hint", "Shown on demand, before the answer"),
    field(_KEY, "Extra", "Shown below the answer, not asked for"),
    field(_KEY, "Typed", "Anything, where the gaps are to be typed in"),
    folded(_KEY, "Parent", "The question that this one follows up"),
    folded(_KEY, "Lang", "The language of the text, such as en or ar rtl"),
    folded(_KEY, "Source", "The file and heading that this note was written in"),
    kept(_KEY, "Key"),
    kept(_KEY, "Base"),
    *spares(_KEY),
)

_TEMPLATES = (TemplateSpec(name="Cloze", id=frozen_id(_KEY, "template", "Cloze"), gate="Text", stem="cloze/cloze"),)

_TOKEN = re.compile(r"\{\{c([0-9,]+)::|\}\}")
_DEEPEST = 10
_LARGEST = 500
_U16 = 65_535


def _numbers(written: str) -> tuple[int, ...] | None:
    """Read the numbers of a gap as Anki does: `1`, or `1,2` for a gap that two cards ask for."""
    numbers = tuple(int(part) for part in written.split(",") if part)
    return tuple(number for number in numbers if number <= _U16) or None


def gap_numbers(text: str) -> frozenset[int]:
    """Collect the numbers of the gaps in a text, nested ones too. A gap that is never closed is none.

    The rules are those of Anki's own reader: at most ten gaps deep, `c0` asks for no card, and numbers beyond 500
    count as 500.
    """
    found: set[int] = set()
    open_gaps: list[set[int]] = []
    for token in _TOKEN.finditer(text):
        if token[1] is None:
            if open_gaps:
                closed = open_gaps.pop()
                (open_gaps[-1] if open_gaps else found).update(closed)
        elif (numbers := _numbers(token[1])) is not None and len(open_gaps) < _DEEPEST:
            open_gaps.append({min(number, _LARGEST) for number in numbers if number})
    return frozenset(found)


def _ordinals(fields: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(sorted(number - 1 for number in gap_numbers(fields[0])))


SPEC = NoteTypeSpec(key=_KEY, label="Cloze", is_cloze=True, fields=_FIELDS, templates=_TEMPLATES, ordinals=_ordinals)
