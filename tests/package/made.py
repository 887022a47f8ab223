"""Small decks, made of values, for the tests of packages and of what Anki does with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from deckwright.model import DeckId, DeckName, Digest, Guid, Note
from deckwright.notetypes import REGISTRY, Base, Styles, dump_base, field_marks, fields_hash, note_type
from deckwright.targets.package.content import PackageContent

DECK_ID = DeckId("a1b2c3")
DECK = DeckName("Sample")
CREATED = 1_600_000_000
STYLES = Styles(
    css=".card { color: black; }\n",
    templates={
        "qa/recall.front.html": "{{#Question}}<div>{{Question}}</div>{{/Question}}{{#Typed}}{{#Question}}"
        "{{type:Typed}}{{/Question}}{{/Typed}}",
        "qa/recall.back.html": "{{FrontSide}}<hr id=answer>{{Answer}}",
        "qa/reverse.front.html": "{{#Reverse}}{{Reverse}}{{/Reverse}}",
        "qa/reverse.back.html": "{{FrontSide}}<hr id=answer>{{Question}}",
        "cloze/cloze.front.html": "{{cloze:Text}}",
        "cloze/cloze.back.html": "{{cloze:Text}}{{Extra}}",
    },
)


def note(guid: str, *, kind: str = "qa", deck: str = DECK, modified: int = CREATED, **fields: str) -> Note:
    """Make a note; `fields` by name, the first two with a value of their own where none is given."""
    spec = REGISTRY[kind]
    first = {
        "qa": {"Question": f"What is {guid}?", "Answer": f"It is {guid}."},
        "cloze": {"Text": f"{{{{c1::{guid}}}}}"},
    }
    values = {**dict.fromkeys(spec.field_names, ""), **first[kind], "Key": guid, "Source": "sample.md", **fields}
    tags = ("sample::kind",)
    made = tuple(values[name] for name in spec.field_names)
    base = dump_base(
        Base(digest=Digest("d19e"), fields=fields_hash(spec, made), marks=field_marks(spec, made), tags=tags)
    )
    values["Base"] = base
    made = tuple(values[name] for name in spec.field_names)
    return Note(
        guid=Guid(guid),
        note_type=kind,
        fields=made,
        tags=tags,
        deck=DeckName(deck),
        digest=Digest("d19e"),
        modified=modified,
        created=CREATED,
        ordinals=spec.ordinals(made),
    )


def content(
    notes: Iterable[Note],
    *,
    deck_id: DeckId = DECK_ID,
    deck: DeckName = DECK,
    styles: Styles = STYLES,
    styled: int = CREATED,
    media: Mapping[str, Path] | None = None,
) -> PackageContent:
    """Make what a package is written from; `styled` is when the note types last changed."""
    return PackageContent(
        deck_id=deck_id,
        deck_name=deck,
        description=f"{deck}, made for a test",
        notes=tuple(notes),
        note_types=tuple(
            note_type(spec, styles, deck_id=deck_id, deck_name=deck, modified=styled) for spec in REGISTRY.values()
        ),
        media=media or {},
        time=CREATED,
    )


def restyled(css: str) -> Styles:
    """The same templates under another CSS."""
    return replace(STYLES, css=css)
