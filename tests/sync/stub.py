"""AnkiConnect as its documentation and its source have it, over a real collection of Anki's own library.

It keeps to its rules, the awkward ones too: no GUIDs, an error may be the empty string, `multi` goes on after a failure,
notes open in the browser don't change, `suspend` skips cards when one of them is suspended already, media names come
back in lower case, imports merge note types and bring scheduling and presets.
"""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class Stub:
    """A running Anki with AnkiConnect. `fault` says what goes wrong with a request, `refuses` whether an action fails."""

    def __init__(self, folder: Path, key: str = "") -> None:
        from anki.collection import Collection

        self.folder = folder
        self.col: Any = Collection(str(folder / "collection.anki2"))
        self.key = key
        self.open_in_browser: set[int] = set()
        self.requests: list[str] = []
        self.synced = 0
        self.told = 0
        """Of how many notes it was asked what is in them."""
        self.window = ""
        self.after_looks = -1
        """In which look after the window opened the learner has pressed Import; never if negative."""
        self.fault: Callable[[dict[str, Any]], str] = lambda _: ""
        self.instead: dict[str, Any] = {}
        """What it answers to an action, whatever it is asked."""
        (folder / "backups").mkdir()
        self.refuses: Callable[[str], bool] = lambda _: False
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._lock = threading.Lock()
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def close(self) -> None:
        self.stop()
        self.col.close()

    def stop(self) -> None:
        """Answer nobody any more."""
        self._server.shutdown()
        self._server.server_close()

    def answer(self, request: dict[str, Any], until: Callable[[], None] = lambda: None) -> dict[str, Any]:
        """One request after the other, as Anki has it; `until` is what it is still busy with before this one."""
        with self._lock:
            until()
            return self._answer(request)

    def _answer(self, request: dict[str, Any]) -> dict[str, Any]:
        name, params = request.get("action", ""), request.get("params", {})
        self.requests.append(name)
        try:
            return {"result": self._done(name, params, request.get("key", "")), "error": None}
        except Exception as error:  # noqa: BLE001  (so it is there)
            return {"result": None, "error": str(error)}

    def _done(self, name: str, params: dict[str, Any], key: str) -> Any:
        if key != self.key:
            raise ValueError("valid api key must be provided")
        if self.refuses(name):
            raise ValueError("")
        if name == "multi":
            return [self._answer(each) for each in params["actions"]]
        if name in self.instead:
            return self.instead[name]
        action = getattr(self, f"do_{name}", None)
        if action is None:
            raise ValueError("unsupported action")
        return action(**params)

    def do_version(self) -> int:
        return 6

    def do_modelNamesAndIds(self) -> dict[str, int]:  # noqa: N802
        return {each.name: each.id for each in self.col.models.all_names_and_ids()}

    def do_findModelsById(self, modelIds: list[int]) -> list[Any]:  # noqa: N802, N803
        models = [self.col.models.get(each) for each in modelIds]
        if None in models:
            raise ValueError("model was not found")
        return models

    def do_updateModelTemplates(self, model: dict[str, Any]) -> None:  # noqa: N802
        held = self._model(model["name"])
        for template in held["tmpls"]:
            sides = model["templates"].get(template["name"], {})
            template["qfmt"] = sides.get("Front") or template["qfmt"]
            template["afmt"] = sides.get("Back") or template["afmt"]
        self.col.models.update_dict(held)

    def do_updateModelStyling(self, model: dict[str, Any]) -> None:  # noqa: N802
        held = self._model(model["name"])
        held["css"] = model["css"]
        self.col.models.update_dict(held)

    def do_findNotes(self, query: str) -> list[int]:  # noqa: N802
        if self.window:
            self.after_looks -= 1
            if self.after_looks == 0:
                self.press_import()
                self.window = ""
        return list(self.col.find_notes(query))

    def do_findCards(self, query: str) -> list[int]:  # noqa: N802
        return list(self.col.find_cards(query))

    def do_notesInfo(self, notes: list[int]) -> list[dict[str, Any]]:  # noqa: N802
        self.told += len(notes)
        return [self._info(number) for number in notes]

    def do_getDecks(self, cards: list[int]) -> dict[str, list[int]]:  # noqa: N802
        decks: dict[str, list[int]] = {}
        for card in cards:
            decks.setdefault(self.col.decks.name(self.col.get_card(card).did), []).append(card)
        return decks

    def do_changeDeck(self, cards: list[int], deck: str) -> None:  # noqa: N802
        self.col.set_deck(cards, self.col.decks.id(deck))

    def do_suspend(self, cards: list[int], *, suspend: bool = True) -> bool:
        for card in cards:
            if (self.col.get_card(card).queue == -1) == suspend:
                cards.remove(card)  # so it is there
        if not cards:
            return False
        (self.col.sched.suspend_cards if suspend else self.col.sched.unsuspend_cards)(cards)
        return True

    def do_unsuspend(self, cards: list[int]) -> None:
        self.do_suspend(cards, suspend=False)

    def do_addTags(self, notes: list[int], tags: str) -> None:  # noqa: N802
        self.col.tags.bulk_add(notes, tags)

    def do_removeTags(self, notes: list[int], tags: str) -> None:  # noqa: N802
        self.col.tags.bulk_remove(notes, tags)

    def do_updateNoteTags(self, note: int, tags: list[str]) -> None:  # noqa: N802
        for tag in self.col.get_note(note).tags:  # one by one, so it is there
            self.col.tags.bulk_remove([note], tag)
        for tag in tags:
            self.col.tags.bulk_add([note], tag)

    def do_updateNoteFields(self, note: dict[str, Any]) -> None:  # noqa: N802
        if note["id"] in self.open_in_browser:
            return
        held = self.col.get_note(note["id"])
        for name, value in note["fields"].items():
            if name in held:
                held[name] = value
        self.col.update_note(held)

    def do_deleteNotes(self, notes: list[int]) -> None:  # noqa: N802
        self.col.remove_notes(notes)

    def do_getMediaDirPath(self) -> str:  # noqa: N802
        return str(self.col.media.dir())

    def do_getMediaFilesNames(self, pattern: str = "*") -> list[str]:  # noqa: N802
        return [path.name for path in Path(self.col.media.dir()).glob(pattern)]

    def do_storeMediaFile(self, filename: str, data: str, deleteExisting: bool = True) -> str:  # noqa: FBT001, FBT002, N802, N803
        if deleteExisting:
            self.col.media.trash_files([filename])
        name: str = self.col.media.write_data(filename.lower(), base64.b64decode(data))
        return name

    def do_deleteMediaFile(self, filename: str) -> None:  # noqa: N802
        self.col.media.trash_files([filename])

    def do_exportPackage(self, deck: str, path: str, includeSched: bool = False) -> bool:  # noqa: FBT001, FBT002, N802, N803
        from anki.collection import DeckIdLimit, ExportAnkiPackageOptions

        held = self.col.decks.by_name(deck)
        if held is None:
            return False
        options = ExportAnkiPackageOptions(with_scheduling=includeSched, with_media=True, legacy=True)
        self.col.export_anki_package(out_path=path, options=options, limit=DeckIdLimit(held["id"]))
        return True

    def do_importPackage(self, path: str) -> bool:  # noqa: N802
        from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

        options = ImportAnkiPackageOptions(merge_notetypes=True, with_scheduling=True, with_deck_configs=True)
        self.col.import_anki_package(ImportAnkiPackageRequest(package_path=path, options=options))
        self.col.models._clear_cache()
        return True

    def do_guiImportFile(self, path: str) -> None:  # noqa: N802
        """Open the window, which leaves it to the learner what happens next."""
        self.window = path

    def press_import(self) -> None:
        """Import what the window shows, as the window proposes it at first."""
        from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest
        from anki.import_export_pb2 import IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_IF_NEWER as IF_NEWER

        options = ImportAnkiPackageOptions(update_notes=IF_NEWER, update_notetypes=IF_NEWER)
        self.col.import_anki_package(ImportAnkiPackageRequest(package_path=self.window, options=options))
        self.col.models._clear_cache()

    def do_sync(self) -> None:
        self.synced += 1

    def _model(self, name: str) -> Any:
        found = self.col.models.by_name(name)
        if found is None:
            raise ValueError(f"model was not found: {name}")
        return found

    def _info(self, number: int) -> dict[str, Any]:
        from anki.errors import NotFoundError

        try:
            note = self.col.get_note(number)
        except NotFoundError:
            return {}
        return {
            "noteId": number,
            "tags": note.tags,
            "modelName": note.note_type()["name"],
            "fields": {name: {"value": value, "order": place} for place, (name, value) in enumerate(note.items())},
            "cards": list(note.card_ids()),
        }


def _handler(stub: Stub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            match stub.fault(request):
                case "cut before":
                    self.close_connection = True
                case "closes":
                    self.close_connection = True
                    threading.Thread(target=stub.stop).start()
                case "cut after":
                    stub.answer(request)
                    self.close_connection = True
                case "cut within":
                    self._say(json.dumps(stub.answer(request)).encode(), cut=True)
                case "500":
                    self.send_error(500)
                case "slow":
                    self._say(json.dumps(stub.answer(request, self._until_given_up)).encode())
                case "garbage":
                    self._say(b"<html>hello</html>")
                case _:
                    self._say(json.dumps(stub.answer(request)).encode())

        def _until_given_up(self) -> None:
            """Wait until whoever asked has hung up; the request is carried out all the same."""
            with suppress(OSError):
                self.connection.recv(1)

        def _say(self, body: bytes, *, cut: bool = False) -> None:
            with suppress(OSError):
                self.send_response(200)
                self.send_header("Content-Type", "text/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body[: len(body) // 2] if cut else body)

        def log_message(self, format: str, *_: object) -> None:  # noqa: A002
            pass

    return Handler
