"""The note type for questions with an answer: the cards that recall it, in one direction or in both."""

from __future__ import annotations

from deckwright.notetypes.spec import NoteTypeSpec, TemplateSpec, field, folded, frozen_id, is_blank, kept, spares

_KEY = "qa"

_FIELDS = (
    field(_KEY, "Question"),
    field(_KEY, "Options", "The choices of a quiz"),
    field(_KEY, "Answer"),
    field(_KEY, "Context", "Where in the deck the question stands"),
    field(_KEY, "Hint", "Shown on demand, before the answer"),
    field(_KEY, "Extra", "Shown below the answer, not asked for"),
    field(_KEY, "Typed", "What is to be typed in, where the answer is to be typed"),
    field(_KEY, "Reverse", "The front of a second card that asks the other way round"),
    folded(_KEY, "Parent", "The question that this one follows up"),
    folded(_KEY, "Lang", "The language of the text, such as en or ar rtl"),
    folded(_KEY, "Source", "The file and heading that this note was written in"),
    kept(_KEY, "Key"),
    kept(_KEY, "Base"),
    *spares(_KEY),
)

_TEMPLATES = (
    TemplateSpec(
        name="Recall",
        id=frozen_id(_KEY, "template", "Recall"),
        gate="Question",
        stem="qa/recall",
        browser_front="{{Question}}",
        browser_back="{{Answer}}",
    ),
    TemplateSpec(
        name="Reverse",
        id=frozen_id(_KEY, "template", "Reverse"),
        gate="Reverse",
        stem="qa/reverse",
        browser_front="{{Reverse}}",
        browser_back="{{Question}}",
    ),
    TemplateSpec(name="Spare 1", id=frozen_id(_KEY, "template", "Spare 1"), gate="Spare 7"),
    TemplateSpec(name="Spare 2", id=frozen_id(_KEY, "template", "Spare 2"), gate="Spare 8"),
)

_NAMES = tuple(each.name for each in _FIELDS)
_GATES = tuple(_NAMES.index(template.gate) for template in _TEMPLATES)


def _ordinals(fields: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(ordinal for ordinal, gate in enumerate(_GATES) if not is_blank(fields[gate]))


SPEC = NoteTypeSpec(key=_KEY, label="QA", is_cloze=False, fields=_FIELDS, templates=_TEMPLATES, ordinals=_ordinals)
