"""Reading a package: whose it is, and which notes stand in it."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any
from zipfile import BadZipFile, ZipFile

from deckwright.errors import PackageError
from deckwright.model import DeckId, DeckName, Guid
from deckwright.notetypes import REGISTRY, model_id
from deckwright.notetypes.notetype import deck_of
from deckwright.targets.package.content import PackageNote, PackageNoteType, PackageSnapshot

_MODERN = "collection.anki21b"
_LEGACY = ("collection.anki21", "collection.anki2")
_DEFAULT_DECK = "1"

_CARDS = "SELECT nid, did, ord, due FROM cards ORDER BY nid, ord"
_NOTES = "SELECT id, guid, mid, mod, tags, flds FROM notes ORDER BY mod, id"


def read(path: Path) -> PackageSnapshot:
    """Read a package. Raises PackageError where it is none, is damaged, or is in Anki's compressed format."""
    try:
        with _database(path) as connection:
            return _snapshot(connection)
    except (BadZipFile, EOFError) as error:
        raise PackageError(f"{path} is no Anki package: {error}.") from error
    except (OSError, sqlite3.Error, ValueError, KeyError, TypeError) as error:
        raise PackageError(f"The package {path} can't be read: {error}.") from error


@contextmanager
def _database(path: Path) -> Iterator[sqlite3.Connection]:
    """Unpack the database and open it, as read-only."""
    with ZipFile(path) as archive, TemporaryDirectory(prefix="deckwright-") as folder:
        names = archive.namelist()
        if _MODERN in names:
            raise PackageError(
                f"{path} was exported by Anki in its compressed format, which only Anki itself can read.",
                hint="Install Deckwright with the anki extra, or export again with “Support older Anki versions”.",
            )
        name = next((each for each in _LEGACY if each in names), None)
        if name is None:
            raise PackageError(f"{path} is no Anki package: there is no collection in it.")
        database = Path(folder) / name
        with archive.open(name) as packed, database.open("wb") as file:
            shutil.copyfileobj(packed, file, 1 << 20)
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            yield connection


def _snapshot(connection: sqlite3.Connection) -> PackageSnapshot:
    models, decks = map(json.loads, connection.execute("SELECT models, decks FROM col").fetchone())
    deck_id = next(filter(None, (deck_of(model["css"]) for model in models.values())), None)
    names = {int(number): DeckName(deck["name"]) for number, deck in decks.items()}
    own = [name for number, name in names.items() if str(number) != _DEFAULT_DECK] or list(names.values())
    return PackageSnapshot(
        deck_id=deck_id,
        deck_name=min(own, key=len),
        note_types=MappingProxyType({int(number): _note_type(model, deck_id) for number, model in models.items()}),
        notes=MappingProxyType(_notes(connection, names)),
    )


def _note_type(model: Mapping[str, Any], deck_id: DeckId | None) -> PackageNoteType:
    number = int(model["id"])
    key = next((key for key in REGISTRY if deck_id is not None and model_id(deck_id, key) == number), "")
    fields = tuple(each["name"] for each in sorted(model["flds"], key=lambda each: each["ord"]))
    return PackageNoteType(id=number, name=model["name"], key=key, modified=model["mod"], fields=fields)


def _notes(connection: sqlite3.Connection, decks: Mapping[int, DeckName]) -> dict[Guid, PackageNote]:
    cards: dict[int, list[tuple[int, int, int]]] = {}
    for note, deck, ordinal, due in connection.execute(_CARDS):
        cards.setdefault(note, []).append((deck, ordinal, due))
    nowhere = [(0, 0, 0)]
    notes = [
        PackageNote(
            guid=Guid(guid),
            note_type=kind,
            fields=tuple(fields.split("\x1f")),
            tags=tuple(tags.split()),
            modified=modified,
            deck=decks.get(cards.get(number, nowhere)[0][0], DeckName("")),
            due=cards.get(number, nowhere)[0][2],
            ordinals=tuple(ordinal for _, ordinal, _ in cards.get(number, ())),
        )
        for number, guid, kind, modified, tags, fields in connection.execute(_NOTES)
    ]
    newest = {note.guid: note for note in notes}
    return dict(sorted(newest.items(), key=lambda item: item[1].due))
