"""Collections that nobody keeps, to try packages in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from deckwright.model import Guid
from deckwright.swift import dataclass
from deckwright.targets.collection.door import opened, refusals

if TYPE_CHECKING:
    from anki.collection import Collection

CardName = tuple[Guid, int]
"""A card, by its note's GUID and its template or gap."""

_TAG = "deckwright-rehearsal"
_EDIT = " (my own words)"
_FLAG = 4

_HISTORY = (
    "SELECT n.guid, c.ord, c.type, c.queue, c.due, c.ivl, c.factor, c.reps, c.flags,"
    " (SELECT group_concat(r.id || ' ' || r.ease, ',') FROM revlog r WHERE r.cid = c.id)"
    " FROM cards c JOIN notes n ON n.id = c.nid"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportLog:
    """What Anki says it did with the notes of a package."""

    new: tuple[Guid, ...]
    updated: tuple[Guid, ...]
    unchanged: tuple[Guid, ...]
    """Anki's “duplicate”: already there, and not older than the package's."""
    conflicting: tuple[Guid, ...]
    """Skipped, since they are there under another note type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredNote:
    """A note as a collection holds it."""

    note_type: int
    fields: Mapping[str, str]
    tags: frozenset[str]

    @property
    def is_edited(self) -> bool:
        """Whether what `Practice.edit_all` did to it is still there."""
        return _TAG in self.tags and any(value.endswith(_EDIT) for value in self.fields.values())


class Practice:
    """A learner whose collection nobody keeps, with the real Anki."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    def receive(self, package: Path) -> ImportLog:
        """Import a package with the desktop's defaults. Raises PackageError where Anki refuses it."""
        from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest  # noqa: PLC0415 of the extra
        from anki.import_export_pb2 import (  # noqa: PLC0415 of the extra
            IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_IF_NEWER as IF_NEWER,
        )

        options = ImportAnkiPackageOptions(update_notes=IF_NEWER, update_notetypes=IF_NEWER)
        request = ImportAnkiPackageRequest(package_path=str(package.resolve()), options=options)
        with refusals(package):
            log = self._collection.import_anki_package(request).log
        guids = {number: Guid(guid) for number, guid in self._rows("SELECT id, guid FROM notes")}
        new, updated, unchanged, conflicting = (
            tuple(guids[each.id.nid] for each in bucket)
            for bucket in (log.new, log.updated, log.duplicate, log.conflicting)
        )
        return ImportLog(new=new, updated=updated, unchanged=unchanged, conflicting=conflicting)

    def study_all(self) -> None:
        """Answer every card with “Good” and flag it."""
        from anki.scheduler_pb2 import CardAnswer  # noqa: PLC0415 of the extra

        cards = [card for (card,) in self._rows("SELECT id FROM cards ORDER BY id")]
        if cards:
            backend = self._collection._backend  # noqa: SLF001 as Anki's own window does
            backend.grade_now(card_ids=cards, rating=CardAnswer.GOOD)
            self._collection.set_user_flag_for_cards(_FLAG, cards)

    def edit_all(self) -> None:
        """Give every note a tag and words of the learner's, as if it were in the second of the author's last change."""
        rows = self._rows("SELECT id, mod FROM notes")
        notes = [self._collection.get_note(number) for number, _ in rows]
        for note in notes:
            note.tags.append(_TAG)
            note.fields[min(1, len(note.fields) - 1)] += _EDIT
        self._collection.update_notes(notes)
        assert self._collection.db is not None
        self._collection.db.executemany(
            "UPDATE notes SET mod = ? WHERE id = ?", [(mod, number) for number, mod in rows]
        )

    def notes(self) -> Mapping[Guid, StoredNote]:
        """Look at all notes."""
        names: dict[int, list[str]] = {}
        for kind, name in self._rows("SELECT ntid, name FROM fields ORDER BY ntid, ord"):
            names.setdefault(kind, []).append(name)
        return {
            Guid(guid): StoredNote(
                note_type=kind,
                fields=dict(zip(names[kind], fields.split("\x1f"), strict=True)),
                tags=frozenset(tags.split()),
            )
            for guid, kind, fields, tags in self._rows("SELECT guid, mid, flds, tags FROM notes")
        }

    def history(self) -> Mapping[CardName, tuple[object, ...]]:
        """Look at what a learner would be sad to lose: schedule, flag and reviews of each card."""
        return {(Guid(guid), ordinal): tuple(kept) for guid, ordinal, *kept in self._rows(_HISTORY)}

    def _rows(self, query: str) -> list[Any]:
        assert self._collection.db is not None
        return self._collection.db.all(query)


@contextmanager
def practice() -> Iterator[Practice]:
    """Open an empty collection and throw it away in the end. Raises UsageError without the `anki` extra."""
    with TemporaryDirectory(prefix="deckwright-") as folder, opened(Path(folder) / "collection.anki2") as collection:
        yield Practice(collection)
