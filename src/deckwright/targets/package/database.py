"""The database in a package: its schema, decks and note types by genanki, and a row for each note and card.

The rows are those that genanki would write, with each note's own time, id and place in the queue, but all at once.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any

from deckwright.errors import PackageError
from deckwright.model import DeckId, DeckName, Guid, Joined, Note
from deckwright.notetypes import NoteType
from deckwright.targets.package.content import PackageContent
from deckwright.targets.package.deferring import deferred

with deferred("asyncio", "yaml", "chevron"):  # nine tenths of what it takes, for nothing that is used here
    import genanki

_SEPARATOR = Joined.SEPARATOR
_HOUR = 3_600
_FIRST_DECK_ID = 1_000_000_000_000
_DECK_IDS = 500_000_000_000

_SETTINGS = "PRAGMA page_size = 16384; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
_NOTE = "INSERT INTO notes VALUES(?,?,?,?,-1,?,?,?,0,0,'')"
_CARD = "INSERT INTO cards VALUES(?,?,?,?,?,-1,0,0,?,0,0,0,0,0,0,0,0,'')"


def write_database(content: PackageContent, path: Path) -> None:
    """Write the database to a new file. Raises PackageError naming the note that can't go into a package."""
    models = {kind.key: _Model(kind) for kind in content.note_types}
    root = genanki.Deck(_deck_id(content.deck_name), content.deck_name, content.description)
    for model in models.values():
        root.add_model(model)
    placed = _placed(content, models)
    subdecks = {note.deck: genanki.Deck(_deck_id(note.deck), note.deck) for _, _, note in placed}
    subdecks.pop(content.deck_name, None)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(_SETTINGS)
        genanki.Package([root, *subdecks.values()]).write_to_db(connection.cursor(), content.time, None)
        connection.execute("UPDATE col SET mod = ?", (content.time * 1000,))
        connection.executemany(_NOTE, (_note_row(ids[0], note, models[note.note_type]) for ids, _, note in placed))
        connection.executemany(_CARD, (row for each in placed for row in _card_rows(*each)))
        connection.commit()


_Placed = tuple[tuple[int, ...], int, Note]
"""A note with its id, then its cards', and its place in the queue of new cards."""


def _placed(content: PackageContent, models: Mapping[str, _Model]) -> list[_Placed]:
    """Give each note its ids and its place, in the order of the ids: SQLite fills its pages twice as well."""
    ids = _Ids(content.deck_id)
    placed: list[_Placed] = []
    for position, note in enumerate(content.notes, start=1):
        if note.note_type not in models:
            raise PackageError(f"The note {note.guid} is of a type that the package lacks: {note.note_type}.")
        if not note.ordinals:
            raise PackageError(f"The note {note.guid} would have no card, because its front is blank.")
        placed.append((ids.take(note), content.positions.get(note.guid, position), note))
    placed.sort(key=itemgetter(0))
    return placed


def _note_row(number: int, note: Note, model: _Model) -> tuple[object, ...]:
    """Give a note's row as genanki would write it."""
    tags = " ".join(note.tags)
    if tags.count(" ") != max(len(note.tags) - 1, 0):
        raise PackageError(f"The note {note.guid} can't be written: a tag of it holds a space: {', '.join(note.tags)}.")
    fields = note.fields.text if isinstance(note.fields, Joined) else _SEPARATOR.join(note.fields)
    if fields.count(_SEPARATOR) != len(model.fields) - 1:
        raise PackageError(f"The note {note.guid} hasn't got the {len(model.fields)} fields of its type.")
    return number, note.guid, model.model_id, note.modified, f" {tags} ", fields, fields.partition(_SEPARATOR)[0]


def _card_rows(ids: tuple[int, ...], position: int, note: Note) -> list[tuple[int, ...]]:
    first, deck = ids[0], _deck_id(note.deck)
    return [
        (number, first, deck, ordinal, note.modified, position)
        for number, ordinal in zip(ids[1:], note.ordinals, strict=True)
    ]


@cache
def _deck_id(name: DeckName) -> int:
    if name.casefold() == "default":
        return 1  # every package holds Anki's own; another one of that name would be called `Default_`
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
        self._notes: dict[int, int] = {}
        self._cards: dict[int, int] = {}

    def take(self, note: Note) -> tuple[int, ...]:
        """Give the note's id, then its cards'."""
        if note.guid in self._guids:
            raise PackageError(f"Two notes have the same identity: {note.guid}.")
        self._guids.add(note.guid)
        first = self._next.get(note.created, (max(note.created, _HOUR + 1) - _HOUR) * 1000 + self._start)
        number = _free(first, self._notes)
        self._next[note.created] = number + 1
        return number, *(_free(number + ordinal, self._cards) for ordinal in note.ordinals)


def _free(number: int, taken: dict[int, int]) -> int:
    """Take the first number from one on that is free. What is taken leads on to where to look next.

    Notes of several cards that were made in one second take long runs of numbers; to try each would take for ever.
    """
    tried: list[int] = []
    while number in taken:
        tried.append(number)
        number = taken[number]
    for each in (*tried, number):
        taken[each] = number + 1
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
