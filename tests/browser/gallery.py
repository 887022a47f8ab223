"""The cards of `cards/`, rendered by the real Anki from the templates and the CSS of `styles/`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deckwright.highlight import code
from deckwright.model import DeckId, DeckName
from deckwright.notetypes import REGISTRY, note_type
from deckwright.targets.styles import load_styles

if TYPE_CHECKING:
    from anki.cards import Card
    from anki.collection import Collection

ROOT = Path(__file__).parents[2]
STYLES = ROOT / "styles"
GALLERY = Path(__file__).parent / "cards"
CUSTOM = "_deckwright-custom.css"

_SECTION = re.compile(r"^=== (.+)\n", re.MULTILINE)
_CODE = re.compile(r"^@code ?([^\n]*)\n(.*?)^@end\n", re.MULTILINE | re.DOTALL)
_TYPE_IN = re.compile(r"\[\[type:(.+?)\]\]")
_INPUT = "<center><input type=text id=typeans style=\"font-family: 'Arial'; font-size: 20px;\"></center>"
_COMPARED = "<hr id=answer><div style=\"font-family: 'Arial'; font-size: 20px\">{}</div>"
_PLAYED = re.compile(r"\[anki:play:[qa]:\d+\]")
_BUTTON = (
    '<a class="replay-button soundLink" href=#><svg class="playImage" viewBox="0 0 64 64" version="1.1">'
    '<circle cx="32" cy="32" r="29" /><path d="M56.502,32.301l-37.502,20.101l0.329,-40.804l37.173,20.703Z" /></svg></a>'
)
_PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}">'
    '<rect width="{0}" height="{1}" fill="#5b7fa6"/></svg>'
)
MEDIA: Mapping[str, bytes] = {
    "wide.svg": _PICTURE.format(1600, 300).encode(),
    "tall.svg": _PICTURE.format(900, 2400).encode(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One side of a card, as Anki hands it to its reviewer."""

    name: str
    html: str


def fields_of(text: str) -> dict[str, str]:
    """Read a `.card` file: `=== Field` lines, HTML below them; `@code LANGUAGE` to `@end` is highlighted."""
    parts = _SECTION.split(text)
    return {name: _CODE.sub(_highlighted, value).strip() for name, value in zip(parts[1::2], parts[2::2], strict=True)}


def _highlighted(found: re.Match[str]) -> str:
    language, source = found.groups()
    label = f' data-lang="{language}"' if language else ""
    return f'<div class="dw-code"{label}><pre><code>{code(source, language or "text")}</code></pre></div>'


@contextmanager
def collection(folder: Path) -> Iterator[Collection]:
    """An empty collection of the real Anki with our note types in it."""
    pytest.importorskip("anki", reason="anki isn't installed (the anki extra)")
    from anki.collection import Collection

    col = Collection(str(folder / "collection.anki2"))
    styles = load_styles(STYLES)
    for spec in REGISTRY.values():
        ours = note_type(spec, styles, deck_id=DeckId("gallery"), deck_name=DeckName("Gallery"))
        theirs = col.models.new(f"Gallery {spec.label}")
        theirs["type"] = int(spec.is_cloze)
        theirs["css"] = ours.css
        for each in spec.fields:
            col.models.add_field(theirs, col.models.new_field(each.name))
        for side, (front, back) in zip(spec.templates, ours.templates, strict=True):
            template = col.models.new_template(side.name)
            template["qfmt"], template["afmt"] = front, back
            col.models.add_template(theirs, template)
        col.models.add(theirs)
    try:
        yield col
    finally:
        col.close()


def cards_of(col: Collection, fields: Mapping[str, str]) -> list[Card]:
    """Add a note to the collection and give its cards. `Tags` is not a field, but the note's tags."""
    model = col.models.by_name("Gallery Cloze" if "Text" in fields else "Gallery QA")
    assert model is not None
    note = col.new_note(model)
    for name, value in fields.items():
        if name == "Tags":
            note.set_tags_from_str(value)
        else:
            note[name] = value
    deck = col.decks.id("Gallery")
    assert deck is not None
    col.add_note(note, deck)
    return note.cards()


def sides(col: Collection, name: str, fields: Mapping[str, str]) -> Iterator[Shown]:
    """Give front and answer of each of a note's cards, with what the reviewer makes of a type-in field."""
    for number, card in enumerate(cards_of(col, fields), 1):
        for side, html in zip(("front", "answer"), reviewed(card, typed="the gaap"), strict=True):
            yield Shown(name=f"{name}-{number}-{side}", html=html)


def reviewed(card: Card, *, typed: str) -> tuple[str, str]:
    """Give front and answer of a card with what the reviewer makes of sounds and of what was typed in."""
    front, back = (_PLAYED.sub(lambda _: _BUTTON, side) for side in (card.question(), card.answer()))
    if found := _TYPE_IN.search(back):
        expected = "the gap" if found[1].startswith("cloze:") else card.note()[found[1]]
        compared = card.col.compare_answer(expected, typed)
        back = _TYPE_IN.sub(lambda _: _COMPARED.format(compared), back.replace("<hr id=answer>", ""))
    return _TYPE_IN.sub(lambda _: _INPUT, front), back


def cards_of_package(package: Path, folder: Path) -> list[Shown]:
    """Import a package into an empty collection of the real Anki and give both sides of every card, in order."""
    pytest.importorskip("anki", reason="anki isn't installed (the anki extra)")
    from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

    col = Collection(str(folder / "collection.anki2"))
    try:
        options = ImportAnkiPackageOptions()
        col.import_anki_package(ImportAnkiPackageRequest(package_path=str(package), options=options))
        cards = [col.get_card(card) for card in col.find_cards("", order="c.due")]
        return [
            Shown(name=f"{package.stem}-{number}-{side}", html=html)
            for number, card in enumerate(cards, 1)
            for side, html in zip(("front", "answer"), reviewed(card, typed="another"), strict=True)
        ]
    finally:
        col.close()


def gallery() -> dict[str, dict[str, str]]:
    """All cards of the gallery by name."""
    return {path.stem: fields_of(path.read_text(encoding="utf-8")) for path in sorted(GALLERY.glob("*.card"))}
