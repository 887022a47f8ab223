"""The target `anki`: a running Anki with AnkiConnect."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from deckwright.sync.standing import Scope, Snapshot
from deckwright.sync.wanted import Abilities
from deckwright.targets.ankiconnect.client import Client
from deckwright.targets.ankiconnect.reading import read_running
from deckwright.targets.ankiconnect.session import AnkiSession, ImportWindow, have_synced
from deckwright.targets.target import TargetError

URL = "http://127.0.0.1:8765"
"""Where AnkiConnect listens unless it was told otherwise."""

_OLDEST = 6


class RunningTarget:
    """A running Anki."""

    abilities = Abilities(converts=False, removes_cards=False)
    warning = (
        "New notes come by Anki's import, which remembers how it was done: the next time that you open its import window,"
        " it will propose to merge note types and to take over scheduling and presets. With --import-window they come by"
        " Anki's own import window instead, and nothing is remembered but what you choose there."
    )
    notice = ""

    def __init__(self, client: Client, *, then_sync: bool = False, window: ImportWindow | None = None) -> None:
        self._client = client
        self._then_sync = then_sync
        self._window = window
        if window:
            self.warning, self.notice = "", window.notice
        self.address = f"anki {_usual(client.url)}"
        self.claim = Path(_usual(client.url))
        self.label = f"Anki at {client.url}"

    def read(self, scope: Scope) -> Snapshot:
        """Look at what stands there."""
        version = self._client.call("version")
        if not isinstance(version, int) or version < _OLDEST:
            raise TargetError(f"AnkiConnect is too old (version {version})", hint="Update the add-on in Anki.")
        return read_running(self._client, scope).snapshot

    def rest(self) -> str:
        """Have Anki sync, if that was asked for."""
        return have_synced(self._client) if self._then_sync else ""

    @contextmanager
    def session(self) -> Iterator[AnkiSession]:
        """Open it for changing: it is open anyway."""
        yield AnkiSession(self._client, then_sync=self._then_sync, window=self._window)


def _usual(url: str) -> str:
    """Give an address as it is written most often: it may be asked for as `localhost`, or with a slash at the end."""
    parts = urlsplit(url)
    place = parts.netloc.lower()
    host, colon, port = place.partition(":")
    return f"{parts.scheme}://{'127.0.0.1' if host == 'localhost' else host}{colon}{port}{parts.path.rstrip('/')}"
