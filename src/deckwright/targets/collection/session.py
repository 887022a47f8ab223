"""Changing a collection with Anki's own library: one transaction, so that all of a plan happens or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deckwright.model import DeckName, Guid
from deckwright.notetypes import NoteType
from deckwright.sync.standing import Scope, Snapshot
from deckwright.targets.applying import packaged
from deckwright.targets.collection.door import opened
from deckwright.targets.collection.files import with_files
from deckwright.targets.database import read_standing
from deckwright.targets.package.content import PackageContent
from deckwright.targets.sending import content
from deckwright.targets.tagging import tags_after
from deckwright.targets.target import Outcome, TargetError

if TYPE_CHECKING:
    from anki.collection import Collection


_SETTINGS = (
    "SELECT key, val FROM config WHERE key IN"
    " ('mergeNotetypes', 'updateNotes', 'updateNotetypes', 'withDeckConfigs', 'withScheduling')"
)
_WHOLE = "Nothing was changed in it."


@contextmanager
def collection_session(path: Path) -> Iterator[CollectionSession]:
    """Open a collection for changing; what was changed is kept only if all went well.

    Raises TargetError where Anki has it open, or refuses a change.
    """
    with troubles(path), opened(path) as collection:
        session = CollectionSession(collection, path)
        try:
            yield session
            session.commit()
        finally:
            session.roll_back()


@contextmanager
def troubles(path: Path) -> Iterator[None]:
    """Turn what Anki raises into TargetError."""
    from deckwright.targets.collection.door import needs_extra  # noqa: PLC0415

    with needs_extra():
        import anki.collection  # noqa: F401, PLC0415 has to come before any other part of the library
        from anki.errors import AnkiException, DBError  # noqa: PLC0415 of the extra
    try:
        yield
    except DBError as error:
        if "already open" in str(error) or "locked" in str(error):
            raise is_open(path) from None
        raise TargetError(f"Anki can't use {path}: {error}", hint=_WHOLE) from error
    except OSError as error:
        raise TargetError(f"{path} can't be changed: {error.strerror or error}", hint=_WHOLE) from error
    except AnkiException as error:
        raise TargetError(f"Anki refuses a change of {path}: {error}", hint=_WHOLE) from error


def is_open(path: Path) -> TargetError:
    """Say that a collection is in use."""
    return TargetError(
        f"{path} is open in Anki", hint="Close Anki and run this again, or sync with the running one: --target anki."
    )


class CollectionSession:
    """A session on an open collection."""

    def __init__(self, collection: Collection, path: Path) -> None:
        self._collection = collection
        self._path = path
        self._ids: dict[Guid, int] = {}
        self._types: Mapping[str, int] = {}
        self._writing = False
        self._trash: tuple[str, ...] = ()

    def read(self, scope: Scope) -> Snapshot:
        """Look at what stands there now."""
        self._types = scope.note_types
        found = read_standing(self._rows, scope)
        return with_files(found, self._path, scope, self._rows)

    def back_up(self) -> str:
        """Have Anki make a backup of its own, and begin."""
        folder = self._path.parent / "backups"
        folder.mkdir(exist_ok=True)
        self._collection.create_backup(backup_folder=str(folder), force=True, wait_for_completion=True)
        self._collection._backend.db_begin()  # noqa: SLF001  (`db.transact`, but over several calls)
        self._writing = True
        newest = max(folder.glob("*.colpkg"), key=lambda each: each.stat().st_mtime, default=folder)
        return str(newest)

    def store_media(self, name: str, path: Path) -> None:
        """Put a file among the media."""
        stored = self._collection.media.write_data(name, content(name, path))
        if stored != name:
            raise TargetError(f"Anki holds another file called {name}")

    def restyle(self, note_type: NoteType) -> None:
        """Give a note type its CSS and its templates."""
        models = self._collection.models
        held: Any = models.get(self._type(note_type.key))
        held["css"] = note_type.css
        for template, (front, back) in zip(held["tmpls"], note_type.templates, strict=False):
            template["qfmt"], template["afmt"] = front, back
        models.update_dict(held)

    def receive(self, content: PackageContent) -> None:
        """Import notes as a package."""
        from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest  # noqa: PLC0415 of the extra
        from anki.import_export_pb2 import (  # noqa: PLC0415 of the extra
            IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_IF_NEWER as IF_NEWER,
        )

        options = ImportAnkiPackageOptions(update_notes=IF_NEWER, update_notetypes=IF_NEWER)
        with packaged(content) as path, self._settings_kept():
            request = ImportAnkiPackageRequest(package_path=str(path), options=options)
            log = self._collection.import_anki_package(request).log
        self._collection.models._clear_cache()  # noqa: SLF001  (as Anki's own window does after an import)
        if refused := len(log.conflicting) + len(log.missing_notetype) + len(log.missing_deck):
            raise TargetError(f"Anki took {len(log.new)} new notes and refused {refused}")

    def convert(self, guid: Guid, old: str, new: str) -> None:
        """Change a note's type; its cards stay what they are."""
        from anki.models import ChangeNotetypeRequest  # noqa: PLC0415 of the extra

        models = self._collection.models
        old_id, new_id = (models.get(self._type(key))["id"] for key in (old, new))  # type: ignore[index]
        info = models.change_notetype_info(old_notetype_id=old_id, new_notetype_id=new_id)
        request = ChangeNotetypeRequest()
        request.CopyFrom(info.input)
        request.note_ids.append(self._note(guid))
        models.change_notetype_of_notes(request)

    def move(self, guid: Guid, ordinals: tuple[int, ...], deck: DeckName) -> None:
        """Put cards into a deck."""
        number = self._collection.decks.id(deck)
        assert number is not None, "it was made"
        self._collection.set_deck(self._cards(guid, ordinals), number)

    def tag(self, guid: Guid, add: tuple[str, ...], drop: tuple[str, ...]) -> None:
        """Add and drop tags."""
        note = self._collection.get_note(self._note(guid))
        note.tags = list(tags_after(note.tags, add, drop))
        self._collection.update_note(note)

    def suspend(self, guid: Guid, ordinals: tuple[int, ...]) -> None:
        """Suspend cards."""
        self._collection.sched.suspend_cards(self._cards(guid, ordinals))

    def unsuspend(self, guid: Guid, ordinals: tuple[int, ...]) -> None:
        """Ask suspended cards again."""
        self._collection.sched.unsuspend_cards(self._cards(guid, ordinals))

    def write(self, guid: Guid, fields: Mapping[str, str], floor: int) -> None:
        """Write fields."""
        note = self._collection.get_note(self._note(guid))
        for name, value in fields.items():
            note[name] = value
        self._collection.update_note(note)
        assert self._collection.db is not None
        self._collection.db.execute(
            "UPDATE notes SET mod = max(mod, ?) WHERE id = ?",
            floor + 1,
            note.id,
        )

    def rename(self, guid: Guid, becomes: Guid) -> None:
        """Give a note another GUID."""
        note = self._collection.get_note(self._note(guid))
        note.guid = becomes
        self._collection.update_note(note)

    def remove_cards(self, guid: Guid, ordinals: tuple[int, ...]) -> None:
        """Delete cards."""
        self._collection.remove_cards_and_orphaned_notes(self._cards(guid, ordinals))

    def delete(self, guid: Guid) -> None:
        """Delete a note."""
        self._collection.remove_notes([self._note(guid)])

    def trash(self, names: tuple[str, ...]) -> None:
        """Put media files into Anki's trash, once the notes are kept that do without them."""
        self._trash = names

    def finish(self) -> Outcome:
        """Nothing is left to send."""
        return Outcome()

    def commit(self) -> None:
        """Keep what was changed."""
        if self._writing:
            self._collection._backend.db_commit()  # noqa: SLF001
            self._writing = False
            if self._trash:
                self._empty_into_trash()

    def _empty_into_trash(self) -> None:
        """Do it after all else is kept; where it fails, the next plan says so again."""
        from anki.errors import AnkiException  # noqa: PLC0415 of the extra

        with suppress(AnkiException, OSError):
            self._collection.media.trash_files(list(self._trash))

    def roll_back(self) -> None:
        """Undo what was changed since the backup and not kept."""
        if self._writing:
            self._collection._backend.db_rollback()  # noqa: SLF001
            self._writing = False

    def _rows(self, query: str) -> list[Any]:
        assert self._collection.db is not None
        return self._collection.db.all(query)

    @contextmanager
    def _settings_kept(self) -> Iterator[None]:
        """Put back what an import remembers as the learner's choice for the next one."""
        assert self._collection.db is not None
        before = {key: bytes(value).decode() for key, value in self._rows(_SETTINGS)}
        yield
        after = {key: bytes(value).decode() for key, value in self._rows(_SETTINGS)}
        for key in after.keys() - before.keys():
            self._collection.db.execute("DELETE FROM config WHERE key = ?", key)
        changed = [(value, key) for key, value in before.items() if after.get(key) != value]
        self._collection.db.executemany("UPDATE config SET val = CAST(? AS BLOB) WHERE key = ?", changed)

    def _type(self, key: str) -> Any:
        return self._types[key]

    def _note(self, guid: Guid) -> Any:
        if guid not in self._ids:
            ids = ", ".join(map(str, self._types.values()))
            found = self._rows(f"SELECT id, guid FROM notes WHERE mid IN ({ids}) ORDER BY mod, id")  # noqa: S608  (numbers of ours)
            self._ids = {Guid(each): number for number, each in found}
        return self._ids[guid]

    def _cards(self, guid: Guid, ordinals: tuple[int, ...]) -> list[Any]:
        chosen = ", ".join(map(str, ordinals))
        query = f"SELECT id FROM cards WHERE nid = {self._note(guid)} AND ord IN ({chosen})"  # noqa: S608  (numbers)
        return [number for (number,) in self._rows(query)]
