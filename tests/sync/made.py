"""Small decks as values, for the tests of syncing: what sources ask for, version by version."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from deckwright.model import DeckId, DeckName, Digest, Guid, Note
from deckwright.notetypes import REGISTRY, Base, NoteType, Styles, dump_base, field_marks, fields_hash, note_type
from deckwright.sync.wanted import Wanted, Wish
from deckwright.targets.package.content import PackageContent
from package.made import CREATED, STYLES

DECK_ID = DeckId("synced")
DECK = "Synced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """An entry as an author wrote it. `rendering` stands for what a renderer makes of the same text."""

    guid: str
    answer: str = "It is so."
    hint: str = ""
    extra: str = ""
    reverse: str = ""
    """The front of a second card; of a cloze, its second gap."""
    parent: str = ""
    tags: tuple[str, ...] = ("synced::one",)
    deck: str = DECK
    kind: str = "qa"
    rendering: str = ""
    modified: int = CREATED


@dataclass(frozen=True, slots=True, kw_only=True)
class Deck:
    """All that an author's sources ask for."""

    texts: tuple[Text, ...] = ()
    retired: tuple[str, ...] = ()
    turned: Mapping[str, str] = field(default_factory=dict)
    styles: Styles = STYLES
    styled: int = CREATED
    media: Mapping[str, Path] = field(default_factory=dict)

    @property
    def wanted(self) -> Wanted:
        """The same as a sync wants it."""
        return Wanted(
            deck_id=DECK_ID,
            wishes=tuple(wish(text) for text in self.texts),
            retired={Guid(guid): f"What is {guid}?" for guid in self.retired},
            turned={Guid(new): Guid(old) for new, old in self.turned.items()},
            note_types=self.note_types,
            media=frozenset(self.media),
        )

    @property
    def content(self) -> PackageContent:
        """The same as a package holds it."""
        return PackageContent(
            deck_id=DECK_ID,
            deck_name=DeckName(DECK),
            description="",
            notes=tuple(each.note for each in self.wanted.wishes),
            note_types=self.note_types,
            media=self.media,
            time=CREATED,
        )

    @property
    def note_types(self) -> tuple[NoteType, ...]:
        """The deck's note types in their look."""
        name = DeckName(DECK)
        return tuple(
            note_type(spec, self.styles, deck_id=DECK_ID, deck_name=name, modified=self.styled)
            for spec in REGISTRY.values()
        )


def deck(texts: Iterable[Text], **more: object) -> Deck:
    """Make a deck of entries."""
    return Deck(texts=tuple(texts), **more)  # type: ignore[arg-type]


def wish(text: Text) -> Wish:
    """Make what the sources ask for of an entry."""
    note = made_note(text)
    return Wish(note=note, question=f"What is {text.guid}?", file="deck.md", line=7)


def made_note(text: Text) -> Note:
    """Make the note of an entry."""
    spec = REGISTRY[text.kind]
    front = "Question" if text.kind == "qa" else "Text"
    asked = f"What is {text.guid}?"
    second = f" {{{{c2::{text.reverse}}}}}" if text.reverse else ""
    values = {
        front: asked if text.kind == "qa" else f"{asked} {{{{c1::{text.answer}}}}}{second}",
        "Answer": text.answer + text.rendering,
        "Hint": text.hint,
        "Extra": text.extra,
        "Reverse": text.reverse,
        "Parent": text.parent,
        "Source": "deck.md",
        "Key": text.guid,
    }
    fields = tuple(values.get(name, "") for name in spec.field_names)
    chosen = repr((text.answer, text.hint, text.extra, text.reverse, text.parent, text.tags, text.kind))
    digest = Digest(hashlib.sha256(chosen.encode()).hexdigest()[:16])
    place = spec.index("Base")
    said, marks = fields_hash(spec, fields), field_marks(spec, fields)
    base = Base(digest=digest, fields=said, marks=marks, tags=text.tags, deck=text.deck)
    return Note(
        guid=Guid(text.guid),
        note_type=spec.key,
        fields=(*fields[:place], dump_base(base), *fields[place + 1 :]),
        tags=text.tags,
        deck=DeckName(text.deck),
        digest=digest,
        modified=text.modified,
        created=CREATED,
        ordinals=spec.ordinals(fields),
    )
