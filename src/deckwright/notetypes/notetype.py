"""A deck's own note types: a kind's fixed schema, dressed in the templates and the CSS of `styles/`."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict

from deckwright.errors import ConfigError
from deckwright.model import DeckId, DeckName, Digest
from deckwright.notetypes.look import marked
from deckwright.notetypes.spec import NoteTypeSpec, TemplateSpec
from deckwright.notetypes.template import gapped_fields, renders, unclosed_sections, unknown_fields
from deckwright.swift import dataclass

_FIRST_ID = 1_000_000_000_000
_IDS = 500_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Styles:
    """What stands in `styles/`: one CSS for all cards, and the templates' sides by file name (`qa/recall.front.html`)."""

    css: str
    templates: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteType:
    """A note type as it goes into a package."""

    spec: NoteTypeSpec
    id: int
    name: str
    css: str
    templates: tuple[tuple[str, str], ...]
    """Front and back of each template of `spec`, in order."""
    modified: int
    """Unix time in seconds; Anki takes over CSS and templates where this is newer than what it has."""

    @property
    def key(self) -> str:
        """The key of the kind."""
        return self.spec.key


def model_id(deck_id: DeckId, key: str) -> int:
    """Give a deck's note type its id: in the past, as Anki's check demands, among 5e11 that no other deck shares."""
    digest = hashlib.sha256(f"deckwright/note-type/{key}/{deck_id}".encode()).digest()
    return _FIRST_ID + int.from_bytes(digest[:8], "big") % _IDS


def model_name(spec: NoteTypeSpec, deck_name: DeckName) -> str:
    """Name a deck's note type as the learner sees it."""
    words = unicodedata.normalize("NFC", deck_name).replace('"', "").split()
    return f"Deckwright {spec.label} · {' '.join(words)}"


def note_type(
    spec: NoteTypeSpec, styles: Styles, *, deck_id: DeckId, deck_name: DeckName, modified: int = 0
) -> NoteType:
    """Dress a kind of note type for a deck. The CSS says whose it is and how it looked, so that any copy is recognised.

    Raises ConfigError where `styles` lacks a file.
    """
    templates = tuple(_sides(template, styles) for template in spec.templates)
    return NoteType(
        spec=spec,
        id=model_id(deck_id, spec.key),
        name=model_name(spec, deck_name),
        css=marked(styles.css, templates, deck_id),
        templates=templates,
        modified=modified,
    )


def styles_digest(spec: NoteTypeSpec, styles: Styles) -> Digest:
    """Hash all that an update of the note type in place would bring: CSS, templates, names, the editor's settings."""
    fields = [asdict(each) for each in spec.fields]
    templates = [[asdict(each), _sides(each, styles)] for each in spec.templates]
    text = json.dumps([spec.key, styles.css, fields, templates])
    return Digest(hashlib.sha256(text.encode()).hexdigest()[:32])


def style_problems(spec: NoteTypeSpec, styles: Styles) -> tuple[str, ...]:
    """Say in sentences where templates refer to unknown fields or would make other cards than `spec` says."""
    names = frozenset(spec.field_names)
    problems: list[str] = []
    for template in spec.templates:
        front, back = _sides(template, styles)
        for name, side in zip(template.sides, (front, back), strict=True):
            problems += (f"{name}: there is no field “{each}”" for each in unknown_fields(side, names))
            problems += (f"{name}: the section “{each}” isn't closed in order" for each in unclosed_sections(side))
            if not spec.is_cloze:
                problems += (
                    f"{name}: {{{{cloze:{each}}}}}, which works only in the templates of cloze/"
                    for each in sorted(gapped_fields(side))
                )
            elif template.gate not in gapped_fields(side):
                problems.append(f"{name}: doesn't show “{{{{cloze:{template.gate}}}}}”, which Anki demands")
        if not renders(front, {template.gate}):
            problems.append(f"{template.sides[0]}: shows nothing where only “{template.gate}” is filled")
        if renders(front, names - {template.gate}):
            problems.append(f"{template.sides[0]}: has to lie within {{{{#{template.gate}}}}}…{{{{/{template.gate}}}}}")
    return tuple(problems)


def _sides(template: TemplateSpec, styles: Styles) -> tuple[str, str]:
    if not template.stem:
        gate = template.gate
        return f"{{{{#{gate}}}}}{{{{{gate}}}}}{{{{/{gate}}}}}", "{{FrontSide}}"
    try:
        front, back = (styles.templates[name] for name in template.sides)
    except KeyError as missing:
        raise ConfigError(f"The styles have no file {missing.args[0]}.") from None
    return front, back
