"""Changing a running Anki: there are no transactions, so each note's changes go one by one and end with `Base`."""

from __future__ import annotations

import base64
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from deckwright.model import DeckName, Guid
from deckwright.notetypes import REGISTRY, NoteType
from deckwright.swift import dataclass
from deckwright.sync.standing import Scope, Snapshot
from deckwright.targets.ankiconnect.client import Action, Client, RefusedError
from deckwright.targets.ankiconnect.reading import Found, looks_of, numbers_of, read_running
from deckwright.targets.applying import packaged
from deckwright.targets.package.content import PackageContent
from deckwright.targets.sending import content
from deckwright.targets.tagging import tags_after, takes_along
from deckwright.targets.target import Outcome, TargetError

_BATCH = 100  # notes whose changes are sent together


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportWindow:
    """Anki's own import window, in which the learner decides how new notes come in, and how long we wait for that."""

    patience: float = 600
    """In seconds."""
    pause: float = 0.5
    """Between two looks, in seconds."""
    notice: str = (
        "Anki's import window opens with the new notes. Press Import there; this run waits for it and goes on."
    )


def have_synced(client: Client) -> str:
    """Have Anki sync, and say so."""
    client.call("sync")
    return "Anki is syncing now; see there whether it asks something."


class AnkiSession:
    """A session with a running Anki. Changes are gathered, and sent for many notes at once, in rounds."""

    def __init__(self, client: Client, *, then_sync: bool, window: ImportWindow | None = None) -> None:
        self._client = client
        self._then_sync = then_sync
        self._window = window
        self._found = Found(snapshot=Snapshot())
        self._queued: dict[Guid, list[Action]] = {}
        self._written: dict[Guid, str] = {}
        self._arrived: Mapping[Guid, int] = {}
        self._missed: set[Guid] = set()
        self._tags: dict[Guid, tuple[str, ...]] = {}
        self._types: Mapping[str, int] = {}
        self._said: list[str] = []
        self._trash: tuple[str, ...] = ()

    def read(self, scope: Scope) -> Snapshot:
        """Look at what stands there now."""
        self._found = read_running(self._client, scope)
        self._types = scope.note_types
        return self._found.snapshot

    def back_up(self) -> str:
        """Have Anki export the decks in which our cards lie, with their schedule, to the profile's backups."""
        decks = {card.deck for note in self._found.snapshot.notes.values() for card in note.cards}
        tops = sorted(deck for deck in decks if not any(deck.startswith(f"{other}::") for other in decks))
        media = self._client.call("getMediaDirPath")
        sign = "\\" if "\\" in media else "/"
        folder = sign.join([media.rpartition(sign)[0], "backups"])
        stamp = time.strftime("%Y-%m-%d-%H.%M.%S")
        paths = [f"{folder}{sign}deckwright-{stamp}-{number}.apkg" for number, _ in enumerate(tops, start=1)]
        for deck, path in zip(tops, paths, strict=True):
            if not self._client.call("exportPackage", deck=deck, path=path, includeSched=True):
                raise TargetError(f"Anki made no backup of the deck {deck}", hint="Nothing was changed.")
        return ", ".join(paths)

    def store_media(self, name: str, path: Path) -> None:
        """Put a file among the media."""
        data = base64.b64encode(content(name, path)).decode()
        stored = self._client.call("storeMediaFile", filename=name, data=data, deleteExisting=False)
        if stored != name:
            raise TargetError(f"Anki calls the file {name} {stored}, so that no card would find it")

    def restyle(self, note_type: NoteType) -> None:
        """Give a note type its CSS and its templates."""
        key = note_type.key
        name = self._found.types[key]
        sides = zip(self._found.templates[key], note_type.templates, strict=False)
        templates = {template: {"Front": front, "Back": back} for template, (front, back) in sides}
        self._client.call("updateModelTemplates", model={"name": name, "templates": templates})
        self._client.call("updateModelStyling", model={"name": name, "css": note_type.css})

    def receive(self, content: PackageContent) -> None:
        """Import notes as a package."""
        before = self._there()
        new = frozenset(note.guid for note in content.notes)
        with packaged(content) as path:
            if self._window:
                self._client.call("guiImportFile", path=path.as_posix())
                self._await(len(before) + len(new), self._window)
            else:
                self._client.call("importPackage", path=str(path))
        self._check_note_types()
        self._arrived = numbers_of(self._client, self._there() - before)
        if missing := new - self._arrived.keys():
            self._missed |= missing
            self._said.append(f"Anki did not take {len(missing)} of {_notes(len(new), 'new note')}.")

    def convert(self, guid: Guid, old: str, new: str) -> None:
        """Refuse: no action of AnkiConnect's does it, and no plan asks for it."""
        raise NotImplementedError

    def rename(self, guid: Guid, becomes: Guid) -> None:
        """Refuse: no action of AnkiConnect's does it, and no plan asks for it."""
        raise NotImplementedError

    def remove_cards(self, guid: Guid, ordinals: tuple[int, ...]) -> None:
        """Refuse: no action of AnkiConnect's does it, and no plan asks for it."""
        raise NotImplementedError

    def move(self, guid: Guid, ordinals: tuple[int, ...], deck: DeckName) -> None:
        """Put cards into a deck."""
        self._queue(guid, "changeDeck", cards=self._cards(guid, ordinals), deck=deck)

    def tag(self, guid: Guid, add: tuple[str, ...], drop: tuple[str, ...]) -> None:
        """Add tags, then drop some; where Anki would drop more than that, all are set in one."""
        note = self._found.notes[guid]
        before = self._tags.get(guid, self._found.snapshot.notes[guid].tags)
        left = self._tags[guid] = tags_after(before, add, drop)
        if takes_along(drop, left):
            self._queue(guid, "updateNoteTags", note=note, tags=list(left))
            return
        if add:
            self._queue(guid, "addTags", notes=[note], tags=" ".join(add))
        if drop:
            self._queue(guid, "removeTags", notes=[note], tags=" ".join(drop))

    def suspend(self, guid: Guid, ordinals: tuple[int, ...]) -> None:
        """Suspend cards."""
        self._queue(guid, "suspend", cards=self._cards(guid, ordinals))

    def unsuspend(self, guid: Guid, ordinals: tuple[int, ...]) -> None:
        """Ask suspended cards again."""
        self._queue(guid, "unsuspend", cards=self._cards(guid, ordinals))

    def write(self, guid: Guid, fields: Mapping[str, str], floor: int) -> None:  # noqa: ARG002  (Anki's own time counts)
        """Write fields."""
        self._queue(guid, "updateNoteFields", note={"id": self._found.notes[guid], "fields": dict(fields)})
        self._written[guid] = fields.get("Base", "")

    def delete(self, guid: Guid) -> None:
        """Delete a note."""
        self._queue(guid, "deleteNotes", notes=[self._found.notes[guid]])

    def trash(self, names: tuple[str, ...]) -> None:
        """Put media files into Anki's trash, once the notes are written that do without them."""
        self._trash = names

    def finish(self) -> Outcome:
        """Send what is gathered, look whether it arrived, and start Anki's own sync if that was asked for."""
        self._flush()
        unwritten = self._not_written()
        if self._trash and not unwritten:
            self._client.calls([("deleteMediaFile", {"filename": name}) for name in self._trash])
        said = [*self._said, *unwritten]
        if self._then_sync:
            said.append(have_synced(self._client))
        return Outcome(said="\n".join(said), missed=frozenset(self._missed), numbers=self._arrived)

    def _queue(self, guid: Guid, action: str, **params: Any) -> None:
        if guid not in self._queued and len(self._queued) >= _BATCH:
            self._flush()
        self._queued.setdefault(guid, []).append((action, params))

    def _flush(self) -> None:
        """Send the first change of each note, then the second …; a note of which one failed gets no more."""
        queued, self._queued = self._queued, {}
        failure: RefusedError | None = None
        while queued:
            results = self._client.calls([actions[0] for actions in queued.values()])
            failed = {guid: each for guid, each in zip(queued, results, strict=True) if isinstance(each, RefusedError)}
            failure = failure or next(iter(failed.values()), None)
            queued = {guid: actions[1:] for guid, actions in queued.items() if actions[1:] and guid not in failed}
        if failure:
            raise failure

    def _not_written(self) -> list[str]:
        """Anki keeps the fields of a note that is open in its browser, and doesn't say so."""
        due = {self._found.notes[guid]: guid for guid, base in self._written.items() if base}
        infos = self._client.call("notesInfo", notes=list(due)) if due else ()
        stands = {due[info["noteId"]]: info["fields"].get("Base") for info in infos if info and info["noteId"] in due}
        left = {guid for guid, base in stands.items() if not base or base["value"] != self._written[guid]}
        if not left:
            return []
        self._missed |= left
        those = f"{_notes(len(left), 'note')} did not change, since {'it is' if len(left) == 1 else 'they are'}"
        return [f"{those} open in Anki; close its browser and run this again."]

    def _check_note_types(self) -> None:
        """Stop where an import has changed our fields, as one that merges note types does for a note of another type."""
        before = self._found.snapshot.looks
        for key, look in looks_of(self._client, self._types).items():
            if look.fields != (before[key].fields if key in before else REGISTRY[key].field_names):
                raise TargetError(
                    f"As Anki took in new notes, it changed the fields of the note type “{key}”; this stopped there",
                    hint="A note of the deck was given another note type in Anki. In Anki now: Edit → Undo, or else"
                    " File → Switch Profile → Open Backup. Then delete that note or give it its note type again.",
                )

    def _await(self, count: int, window: ImportWindow) -> None:
        """Wait until the learner has imported. The package has to lie there until then."""
        end = time.monotonic() + window.patience
        while len(self._there()) < count:
            if time.monotonic() > end:
                raise TargetError(
                    f"Nothing was imported in Anki's window within {window.patience:g} seconds",
                    hint="What was done until then stays; run this again to go on.",
                )
            time.sleep(window.pause)

    def _there(self) -> frozenset[int]:
        """Find the notes of our types; to look for each by its key would take Anki long."""
        search = " OR ".join(f"mid:{number}" for number in self._types.values())
        return frozenset(self._client.call("findNotes", query=search))

    def _cards(self, guid: Guid, ordinals: tuple[int, ...]) -> list[int]:
        return [self._found.cards[guid, ordinal] for ordinal in ordinals]


def _notes(count: int, noun: str) -> str:
    return f"{count} {noun if count == 1 else noun + 's'}"
