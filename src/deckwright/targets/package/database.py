"""The database in a package, written by genanki, with each note's own time, id and place in the queue."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import genanki

from deckwright.errors import PackageError
from deckwright.model import DeckId, DeckName, Guid, Note
from deckwright.notetypes import NoteType
from deckwright.targets.package.content import PackageContent

_SEPARATOR = "\x1f"
_HOUR = 3_600
_FIRST_DECK_ID = 1_000_000_000_000
_DECK_IDS = 500_000_000_000

_SETTINGS = "PRAGMA page_size = 16384; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
_NOTE = "INSERT INTO notes VALUES(?,?,?,?,-1,?,?,?,0,0,'')"
_CARD = "INSERT INTO cards VALUES(?,?,?,?,?,-1,0,0,?,0,0,0,0,0,0,0,0,'')"


def write_database(content: PackageContent, path: Path) -> None:
    """Write the database to a new file. Raises PackageError naming the note that can't go into a package."""
    root, subdecks = _decks(content)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(_SETTINGS)
        genanki.Package([root, *subdecks]).write_to_db(connection.cursor(), content.time, None)
        connection.execute("UPDATE col SET mod = ?", (content.time * 1000,))
        connection.commit()


def _decks(content: PackageContent) -> tuple[genanki.Deck, list[genanki.Deck]]:
    """Make genanki's decks. The first holds all notes and note types: genanki would write those of a second one twice."""
    root = genanki.Deck(_deck_id(content.deck_name), content.deck_name, content.description)
    models: dict[str, _Model] = {}
    for kind in content.note_types:
        models[kind.key] = _Model(kind)
        root.add_model(models[kind.key])
    ids = _Ids(content.deck_id)
    decks = {content.deck_name: root}
    for position, note in enumerate(content.notes, start=1):
        model = models.get(note.note_type)
        if model is None:
            raise PackageError(f"The note {note.guid} is of a type that the package lacks: {note.note_type}.")
        if note.deck not in decks:
            decks[note.deck] = genanki.Deck(_deck_id(note.deck), note.deck)
        deck_id = decks[note.deck].deck_id
        place = content.positions.get(note.guid, position)
        root.add_note(_Note(note, model, deck_id=deck_id, position=place, ids=ids.take(note)))
    root.notes.sort(key=lambda each: each.id)  # SQLite fills its pages twice as well
    return root, list(decks.values())[1:]


def _deck_id(name: DeckName) -> int:
    return _FIRST_DECK_ID + _number(f"deckwright/deck/{name}") % _DECK_IDS


def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


class _Ids:
    """Hands out the ids of notes and cards: milliseconds, as Anki has it, from some time in the hour before creation.

    Where in that hour is the deck's own, because decks that are built in the same second would have the same ids.
    """

    def __init__(self, deck_id: DeckId) -> None:
        self._start = _number(f"deckwright/ids/{deck_id}") % (_HOUR * 1000)
        self._guids: set[Guid] = set()
        self._next: dict[int, int] = {}
        self._notes: set[int] = set()
        self._cards: set[int] = set()

    def take(self, note: Note) -> tuple[int, ...]:
        """Give the note's id, then its cards'."""
        if note.guid in self._guids:
            raise PackageError(f"Two notes have the same identity: {note.guid}.")
        self._guids.add(note.guid)
        first = self._next.get(note.created, (max(note.created, _HOUR + 1) - _HOUR) * 1000 + self._start)
        number = _free(first, self._notes)
        self._next[note.created] = number + 1
        return number, *(_free(number + ordinal, self._cards) for ordinal in note.ordinals)


def _free(number: int, taken: set[int]) -> int:
    while number in taken:
        number += 1
    taken.add(number)
    return number


class _Model(genanki.Model):  # type: ignore[misc]
    """A note type with its own time. Which fields a card needs we know; genanki would try it out, field by field."""

    def __init__(self, kind: NoteType) -> None:
        spec = kind.spec
        super().__init__(
            kind.id,
            kind.name,
            fields=[
                {
                    "name": each.name,
                    "id": each.id,
                    "font": "Arial",
                    "description": each.description,
                    "collapsed": each.collapsed,
                    "plainText": each.plain_text,
                    "excludeFromSearch": each.exclude_from_search,
                    "preventDeletion": True,
                }
                for each in spec.fields
            ],
            templates=[
                {
                    "name": each.name,
                    "id": each.id,
                    "qfmt": front,
                    "afmt": back,
                    "bqfmt": each.browser_front,
                    "bafmt": each.browser_back,
                }
                for each, (front, back) in zip(spec.templates, kind.templates, strict=True)
            ],
            css=kind.css,
            model_type=self.CLOZE if spec.is_cloze else self.FRONT_BACK,
        )
        self._req = [[ordinal, "any", [spec.index(each.gate)]] for ordinal, each in enumerate(spec.templates)]
        self._modified = kind.modified

    def to_json(self, timestamp: float, deck_id: int) -> dict[str, Any]:
        del timestamp
        made: dict[str, Any] = super().to_json(self._modified, deck_id)
        return made


class _Note(genanki.Note):  # type: ignore[misc]
    """A note with its own deck, time and ids, none of which depend on what else is in the package or on the clock."""

    def __init__(self, note: Note, model: _Model, *, deck_id: int, position: int, ids: tuple[int, ...]) -> None:
        if not note.ordinals:
            raise PackageError(f"The note {note.guid} would have no card, because its front is blank.")
        try:
            super().__init__(model, note.fields, tags=note.tags, guid=note.guid, due=position)
        except ValueError as error:
            raise PackageError(f"The note {note.guid} can't be written: {error}") from error
        self.id = ids[0]
        self._modified = note.modified
        self._cards = [
            (number, self.id, deck_id, ordinal, note.modified, position)
            for number, ordinal in zip(ids[1:], note.ordinals, strict=True)
        ]

    def write_to_db(self, cursor: sqlite3.Cursor, *_: object) -> None:
        fields = self._format_fields()
        if fields.count(_SEPARATOR) != len(self.model.fields) - 1:
            raise PackageError(f"The note {self.guid} hasn't got the {len(self.model.fields)} fields of its type.")
        tags, first = self._format_tags(), self.fields[0]
        cursor.execute(_NOTE, (self.id, self.guid, self.model.model_id, self._modified, tags, fields, first))
        cursor.executemany(_CARD, self._cards)
