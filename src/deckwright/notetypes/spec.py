"""What a kind of note type is made of: its fields, its templates, and which cards a note of it gets."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping

from deckwright.swift import dataclass

_BLANK = re.compile(r"(?:[ \t\n\v\f\r]|</?(?:br|div) ?/?>)*", re.IGNORECASE)


def _nothing(_values: Mapping[str, str]) -> Mapping[str, str]:
    return {}


_KEPT = "Deckwright finds this note by it. Please leave it as it is."
_SPARE = "Reserved for later versions of Deckwright. Please leave it empty."


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpec:
    """A field of a note type. Anki recognises it by `id`, so it can be renamed, but never added, moved or removed."""

    name: str
    id: int
    description: str = ""
    """What the editor shows in place of an empty field."""
    collapsed: bool = False
    """Whether Anki's editor shows the field folded."""
    plain_text: bool = False
    """Whether Anki's editor shows the HTML instead of its rendering."""
    exclude_from_search: bool = False
    """Whether only a search that names the field looks into it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateSpec:
    """A card template. Anki recognises it by `id`, so it can be renamed, but never added, moved or removed."""

    name: str
    id: int
    gate: str
    """The field that has to hold something for the card to exist."""
    stem: str = ""
    """Where `styles/` has its sides: `STEM.front.html` and `STEM.back.html`; empty for a spare template."""
    browser_front: str = ""
    """What Anki's card browser shows as the question; empty for the front itself."""
    browser_back: str = ""

    @property
    def sides(self) -> tuple[str, str]:
        """The names of the front's and the back's file in `styles/`."""
        return f"{self.stem}.front.html", f"{self.stem}.back.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteTypeSpec:
    """A kind of note type. Its schema (`fields` and `templates` by id and order) is frozen for ever."""

    key: str
    """How the lock and `Note.note_type` name it."""
    label: str
    """How it is called in the names of note types."""
    is_cloze: bool
    fields: tuple[FieldSpec, ...]
    templates: tuple[TemplateSpec, ...]
    ordinals: Callable[[tuple[str, ...]], tuple[int, ...]]
    """The cards that Anki makes for these field values, in order; empty where the front would be blank."""
    derived: Callable[[Mapping[str, str]], Mapping[str, str]] = _nothing
    """Fields that are made of others: their HTML by name, from that of all that an entry fills itself."""

    @property
    def field_names(self) -> tuple[str, ...]:
        """The fields' names, in order."""
        return tuple(each.name for each in self.fields)

    def index(self, name: str) -> int:
        """Say where the field of that name stands."""
        return self.field_names.index(name)


def frozen_id(kind: str, part: str, first_name: str) -> int:
    """Give a field or template its id for ever, from the name that it had in the first release.

    It stays below 2**53, so that programs that read it as a floating point number keep it.
    """
    digest = hashlib.sha256(f"deckwright/{kind}/{part}/{first_name}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 11


def field(kind: str, name: str, description: str = "") -> FieldSpec:
    """Describe a field that holds text of the author's."""
    return FieldSpec(name=name, id=frozen_id(kind, "field", name), description=description)


def folded(kind: str, name: str, description: str = "") -> FieldSpec:
    """Describe a field that a learner seldom needs: folded in the editor, found only by a search that names it."""
    identity = frozen_id(kind, "field", name)
    return FieldSpec(name=name, id=identity, description=description, collapsed=True, exclude_from_search=True)


def kept(kind: str, name: str) -> FieldSpec:
    """Describe a field that is ours alone: as `folded`, and shown as plain text."""
    return FieldSpec(
        name=name,
        id=frozen_id(kind, "field", name),
        description=_KEPT,
        collapsed=True,
        plain_text=True,
        exclude_from_search=True,
    )


def spares(kind: str) -> tuple[FieldSpec, ...]:
    """Describe the eight fields that are kept free, since none can be added later."""
    return tuple(folded(kind, f"Spare {number}", _SPARE) for number in range(1, 9))


def is_blank(html: str) -> bool:
    """Say whether Anki takes the field for empty: nothing but ASCII white space, `<br>` and `<div>`."""
    return _BLANK.fullmatch(html) is not None
