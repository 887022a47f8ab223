"""What stands in Anki's database, in the schema of packages and of old Ankis (11) and in that of today's (18)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from deckwright.model import DeckName, Guid, Joined
from deckwright.notetypes import REGISTRY, model_id
from deckwright.notetypes.look import deck_of
from deckwright.targets.package.content import PackageNote, PackageNoteType, PackageSnapshot

_FIRST_WITH_TABLES = 15
_DEFAULT_DECK = 1
_SEPARATOR = "\x1f"

_CARDS = "SELECT nid, did, ord, due FROM cards ORDER BY nid, ord"
_REVIEWS = "SELECT c.nid, count(*) FROM revlog r JOIN cards c ON c.id = r.cid GROUP BY c.nid"
_NOTES = "SELECT id, guid, mid, mod, tags, flds FROM notes ORDER BY mod, id"
# Not by their indices, which are sorted by an order of Anki's own that nobody else's SQLite knows.
_TYPES = "SELECT id, name, mtime_secs, config FROM notetypes NOT INDEXED"
_FIELDS = "SELECT ntid, name FROM fields NOT INDEXED ORDER BY ntid, ord"
_DECKS = "SELECT id, name FROM decks NOT INDEXED"


def snapshot(connection: sqlite3.Connection) -> PackageSnapshot:
    """Read a database. Raises sqlite3.Error, KeyError, TypeError or ValueError where it isn't Anki's."""
    (schema,) = connection.execute("SELECT ver FROM col").fetchone()
    if schema < _FIRST_WITH_TABLES:
        types, decks = _legacy(connection)
    else:
        types, decks = _tables(connection)
    owners = {each.deck_id for each in types} - {None}
    own = [name for number, name in decks.items() if number != _DEFAULT_DECK] or list(decks.values())
    return PackageSnapshot(
        deck_id=owners.pop() if len(owners) == 1 else None,
        deck_name=min(own, key=len),
        note_types=MappingProxyType({each.id: each for each in types}),
        notes=MappingProxyType(_notes(connection, decks)),
    )


_Types = list[PackageNoteType]
_Decks = dict[int, DeckName]


def _legacy(connection: sqlite3.Connection) -> tuple[_Types, _Decks]:
    models, decks = map(json.loads, connection.execute("SELECT models, decks FROM col").fetchone())
    types = [
        replace(
            _note_type(
                int(model["id"]),
                model["name"],
                model["mod"],
                tuple(each["name"] for each in sorted(model["flds"], key=lambda each: int(each["ord"]))),
                model["css"],
            ),
            css=model["css"],
            templates=tuple((each["qfmt"], each["afmt"]) for each in model["tmpls"]),
        )
        for model in models.values()
    ]
    return types, {int(number): DeckName(deck["name"]) for number, deck in decks.items()}


def _tables(connection: sqlite3.Connection) -> tuple[_Types, _Decks]:
    fields: dict[int, list[str]] = {}
    for number, name in connection.execute(_FIELDS):
        fields.setdefault(number, []).append(name)
    types = [
        _note_type(number, name, modified, tuple(fields[number]), config.decode(errors="replace"))
        for number, name, modified, config in connection.execute(_TYPES)
    ]
    return types, {number: DeckName(name.replace(_SEPARATOR, "::")) for number, name in connection.execute(_DECKS)}


def _note_type(number: int, name: str, modified: int, fields: tuple[str, ...], css: str) -> PackageNoteType:
    deck_id = deck_of(css)
    key = next((key for key in REGISTRY if deck_id is not None and model_id(deck_id, key) == number), "")
    return PackageNoteType(id=number, name=name, deck_id=deck_id, key=key, modified=modified, fields=fields)


def _notes(connection: sqlite3.Connection, decks: Mapping[int, DeckName]) -> dict[Guid, PackageNote]:
    newest = {note.guid: note for note in _rows(connection, decks)}
    return dict(sorted(newest.items(), key=lambda item: item[1].due))


def _rows(connection: sqlite3.Connection, decks: Mapping[int, DeckName]) -> Iterator[PackageNote]:
    cards: dict[int, list[tuple[int, int, int]]] = {}
    for note, deck, ordinal, due in connection.execute(_CARDS):
        cards.setdefault(note, []).append((deck, ordinal, due))
    reviews = dict(connection.execute(_REVIEWS))
    for number, guid, kind, modified, tags, fields in connection.execute(_NOTES):
        own = cards.get(number, ())
        deck, _, due = own[0] if own else (0, 0, 0)
        yield PackageNote(
            guid=Guid(guid),
            note_type=kind,
            fields=Joined(fields.encode()),
            tags=tuple(tags.split()),
            modified=modified,
            number=number,
            created=number // 1000,
            deck=decks.get(deck, DeckName("")),
            due=due,
            ordinals=tuple(ordinal for _, ordinal, _ in own),
            reviews=reviews.get(number, 0),
        )
