"""What stands in a collection's database, read by SQL: with the `anki` library or without it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from deckwright.model import DeckName, Guid
from deckwright.notetypes import REGISTRY
from deckwright.sync.standing import Card, Look, Scope, Snapshot, Standing
from deckwright.targets import wire

Rows = Callable[[str], Iterable[Any]]
"""Answers a query with rows."""

OLDEST = 15
"""The first version of the database's schema that keeps note types in tables."""

_SEPARATOR = "\x1f"
_CSS, _FRONT, _BACK = 3, 1, 2  # numbers of fields in Anki's messages

# Not by indices: some are sorted by an order of Anki's own that nobody else's SQLite knows.
_TYPES = "SELECT id, mtime_secs, config FROM notetypes NOT INDEXED WHERE id IN ({ids})"
_FIELDS = "SELECT ntid, name FROM fields NOT INDEXED WHERE ntid IN ({ids}) ORDER BY ntid, ord"
_TEMPLATES = "SELECT ntid, config FROM templates NOT INDEXED WHERE ntid IN ({ids}) ORDER BY ntid, ord"
_DECKS = "SELECT id, name FROM decks NOT INDEXED"
_NOTES = "SELECT id, guid, mid, mod, tags, flds FROM notes WHERE mid IN ({ids}) ORDER BY mod, id"
_OTHERS = "SELECT id, guid, mod FROM notes WHERE mid NOT IN ({ids})"
_CARDS = (
    "SELECT c.nid, c.ord, CASE WHEN c.odid != 0 THEN c.odid ELSE c.did END, c.queue = -1, c.reps > 0 OR c.type > 0"
    " FROM cards c WHERE c.nid IN (SELECT id FROM notes WHERE mid IN ({ids})) ORDER BY c.nid, c.ord"
)


def read_standing(rows: Rows, scope: Scope) -> Snapshot:
    """Read what stands there, without its media. Raises ValueError where the database isn't Anki's."""
    keys = {number: key for key, number in scope.note_types.items()}
    ids = ", ".join(str(int(number)) for number in keys)
    names: dict[int, list[str]] = {}
    for number, name in rows(_FIELDS.format(ids=ids)):
        names.setdefault(number, []).append(name)
    places = {number: _places(keys[number], found) for number, found in names.items()}
    ((created,),) = rows("SELECT crt FROM col")
    notes, twice = _notes(rows, ids, keys, places, scope)
    return Snapshot(notes=notes, twice=twice, looks=_looks(rows, ids, keys, names), identity=str(created))


def _notes(
    rows: Rows, ids: str, keys: Mapping[int, str], places: Mapping[int, tuple[int, ...] | None], scope: Scope
) -> tuple[dict[Guid, Standing], frozenset[Guid]]:
    """Read the notes, of two with one GUID the newest; and say of which there are two."""
    decks = {number: DeckName(name.replace(_SEPARATOR, "::")) for number, name in rows(_DECKS)}
    cards: dict[int, list[Card]] = {}
    for note, ordinal, deck, suspended, reviewed in rows(_CARDS.format(ids=ids)):
        cards.setdefault(note, []).append(
            Card(
                ordinal=ordinal,
                deck=decks.get(deck, DeckName("")),
                is_suspended=bool(suspended),
                is_reviewed=bool(reviewed),
            )
        )
    found = {
        Guid(guid): Standing(guid=Guid(guid), note_type="", fields=(), tags=(), modified=modified, cards=())
        for _, guid, modified in rows(_OTHERS.format(ids=ids))
        if guid in scope.guids
    }
    twice: set[Guid] = set()
    for number, guid, kind, modified, tags, fields in rows(_NOTES.format(ids=ids)):
        values = fields.split(_SEPARATOR)
        order = places.get(kind)
        if guid in found and found[Guid(guid)].note_type:
            twice.add(Guid(guid))
        found[Guid(guid)] = Standing(
            guid=Guid(guid),
            note_type=keys[kind] if order is not None else "",
            fields=tuple(values[place] for place in order) if order is not None else (),
            tags=tuple(tags.split()),
            modified=modified,
            cards=tuple(cards.get(number, ())),
        )
    return found, frozenset(twice)


def _looks(rows: Rows, ids: str, keys: Mapping[int, str], names: Mapping[int, list[str]]) -> dict[str, Look]:
    sides: dict[int, list[tuple[str, str]]] = {}
    for number, config in rows(_TEMPLATES.format(ids=ids)):
        sides.setdefault(number, []).append((wire.text(bytes(config), _FRONT), wire.text(bytes(config), _BACK)))
    return {
        keys[number]: Look(
            css=wire.text(bytes(config), _CSS),
            templates=tuple(sides.get(number, ())),
            fields=tuple(names.get(number, ())),
            modified=modified,
        )
        for number, modified, config in rows(_TYPES.format(ids=ids))
    }


def _places(key: str, names: list[str]) -> tuple[int, ...] | None:
    """Say where in the database's order our fields stand; None where one of them is missing."""
    try:
        return tuple(names.index(name) for name in REGISTRY[key].field_names)
    except ValueError:
        return None
