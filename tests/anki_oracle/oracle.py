"""A learner with the real Anki: imports packages as the desktop does, studies, edits, and tells what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pytest


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """The buckets of Anki's import log, with the notes' GUIDs sorted. Compare whole logs: the empty ones count too."""

    new: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    duplicate: tuple[str, ...] = ()
    conflicting: tuple[str, ...] = ()
    first_field_match: tuple[str, ...] = ()
    missing_notetype: tuple[str, ...] = ()
    missing_deck: tuple[str, ...] = ()
    empty_first_field: tuple[str, ...] = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """How many notes are in each bucket that isn't empty."""
        return {each.name: len(bucket) for each in fields(self) if (bucket := getattr(self, each.name))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A note as the learner has it."""

    fields: Mapping[str, str]
    tags: tuple[str, ...]
    modified: int


class Learner:
    """A collection of the real Anki. `col` is Anki's own object, for whatever isn't here."""

    def __init__(self, folder: Path) -> None:
        collection = pytest.importorskip("anki.collection", reason="needs the anki extra")
        self.folder = folder
        self.col: Any = collection.Collection(str(folder / "collection.anki2"))

    def close(self) -> None:
        """Close the collection."""
        self.col.close()

    @property
    def media(self) -> Path:
        """The folder of the media files."""
        return Path(self.col.media.dir())

    def receive(self, package: Path) -> Log:
        """Import a package with the desktop's defaults: notes and note types if newer, nothing else."""
        from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest
        from anki.import_export_pb2 import IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_IF_NEWER as IF_NEWER

        options = ImportAnkiPackageOptions(update_notes=IF_NEWER, update_notetypes=IF_NEWER)
        request = ImportAnkiPackageRequest(package_path=str(package), options=options)
        log = self.col.import_anki_package(request).log
        self.col.models._clear_cache()
        guids = dict(self.col.db.all("select id, guid from notes"))
        return Log(
            **{
                each.name: tuple(sorted(guids.get(note.id.nid, note.fields[0]) for note in getattr(log, each.name)))
                for each in fields(Log)
            }
        )

    def export(self, path: Path, deck: str, *, media: bool = False, legacy: bool = True) -> None:
        """Export a deck with its schedule; `legacy` is "Support older Anki versions"."""
        from anki.collection import DeckIdLimit, ExportAnkiPackageOptions

        options = ExportAnkiPackageOptions(
            with_scheduling=True, with_deck_configs=False, with_media=media, legacy=legacy
        )
        limit = DeckIdLimit(deck_id=self.col.decks.id(deck))
        self.col.export_anki_package(out_path=str(path), options=options, limit=limit)

    def note_id(self, guid: str) -> int:
        """Say under which number Anki has the note."""
        number: int = self.col.db.scalar("select id from notes where guid = ?", guid)
        assert number, f"there is no note {guid}"
        return number

    def card_id(self, guid: str, ordinal: int = 0) -> int:
        """Say under which number Anki has a card."""
        query = "select id from cards where nid = ? and ord = ?"
        number: int = self.col.db.scalar(query, self.note_id(guid), ordinal)
        assert number, f"the note {guid} has no card {ordinal}"
        return number

    def ordinals(self, guid: str) -> tuple[int, ...]:
        """Say which cards a note has."""
        return tuple(self.col.db.list("select ord from cards where nid = ? order by ord", self.note_id(guid)))

    def guids(self) -> tuple[str, ...]:
        """Name all notes."""
        return tuple(self.col.db.list("select guid from notes order by guid"))

    def see(self, guid: str) -> Seen:
        """Look at a note."""
        note = self.col.get_note(self.note_id(guid))
        return Seen(fields=dict(note.items()), tags=tuple(note.tags), modified=note.mod)

    def see_all(self) -> Mapping[str, Seen]:
        """Look at all notes."""
        return {guid: self.see(guid) for guid in self.guids()}

    def show(self, guid: str, ordinal: int = 0) -> tuple[str, str]:
        """Render a card's front and back."""
        card = self.col.get_card(self.card_id(guid, ordinal))
        return card.question(), card.answer()

    def study(self, guid: str, ordinal: int = 0, rating: int = 3) -> None:
        """Answer a card: 1 again, 2 hard, 3 good, 4 easy.

        Nobody answers two cards within one millisecond. Anki numbers reviews by milliseconds, so that the second of
        two would get the next one; where that belongs to the next second, Anki's own check of the database complains.
        """
        card = self.col.get_card(self.card_id(guid, ordinal))
        card.start_timer()
        states = self.col._backend.get_scheduling_states(card.id)
        answer = self.col.sched.build_answer(card=card, states=states, rating=rating - 1)
        last = self.col.db.scalar("select max(id) from revlog") or 0
        answer.answered_at_millis = max(answer.answered_at_millis, last + 1)
        self.col.sched.answer_card(answer)

    def history(self) -> Mapping[tuple[str, int], tuple[object, ...]]:
        """Collect what a learner would be sad to lose, per card: reviews, schedule, flag, suspension, deck."""
        cards = (
            "select n.guid, c.ord, c.id, c.did, c.type, c.queue, c.due, c.ivl, c.factor, c.reps, c.flags from cards c"
        )
        return {
            (guid, ordinal): (*kept, tuple(map(tuple, self.col.db.all("select * from revlog where cid = ?", card))))
            for guid, ordinal, card, *kept in self.col.db.all(f"{cards} join notes n on n.id = c.nid")
        }

    def edit(self, guid: str, **values: str) -> None:
        """Change fields, as in the editor."""
        note = self.col.get_note(self.note_id(guid))
        for name, value in values.items():
            note[name] = value
        self.col.update_note(note)

    def tag(self, guid: str, tag: str) -> None:
        """Add a tag."""
        self.col.tags.bulk_add([self.note_id(guid)], tag)

    def lose(self, *names: str) -> None:
        """Delete media behind Anki's back, later than in the tick in which they came: it goes by the folder's time."""
        came = self.media.stat().st_mtime_ns // 10**6  # Anki's unit; file systems may tick more slowly
        for name in names:
            (self.media / name).unlink()
        while self.media.stat().st_mtime_ns // 10**6 == came:
            (self.media / "probe").touch()
            (self.media / "probe").unlink()

    def decks(self) -> tuple[str, ...]:
        """Name the decks, without Anki's default one."""
        return tuple(sorted(each.name for each in self.col.decks.all_names_and_ids() if each.id != 1))

    def deck_of(self, guid: str, ordinal: int = 0) -> str:
        """Say in which deck a card is."""
        name: str = self.col.decks.name(self.col.get_card(self.card_id(guid, ordinal)).did)
        return name

    def note_types(self) -> Mapping[str, Mapping[str, Any]]:
        """Give the note types that some note uses, by name."""
        used = self.col.db.list("select distinct mid from notes")
        return {kind["name"]: kind for kind in map(self.col.models.get, used)}

    def new_queue(self) -> tuple[str, ...]:
        """Name the notes in the order in which their new cards are due."""
        query = "select n.guid from cards c join notes n on n.id = c.nid where c.type = 0 order by c.due, c.ord"
        return tuple(self.col.db.list(query))

    def problems(self) -> str:
        """Say what Anki's own check of the database finds; nothing where all is well."""
        found, well = self.col.fix_integrity()
        return "" if well else found
