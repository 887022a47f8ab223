"""The target `server`: a collection file that is kept in step with AnkiWeb, or a sync server of one's own."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from deckwright.errors import UsageError
from deckwright.swift import dataclass
from deckwright.sync.standing import Scope, Snapshot
from deckwright.sync.wanted import Abilities
from deckwright.targets.collection.door import opened
from deckwright.targets.collection.file import CollectionTarget
from deckwright.targets.collection.session import CollectionSession, troubles
from deckwright.targets.target import Outcome, TargetError, is_address

if TYPE_CHECKING:
    from anki.collection import Collection

_WAIT = 0.05  # seconds between looks at how far the media are
_PATIENCE = 600  # seconds that media may take
_LATER = "The collection itself is fine; run this again to go on."


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who one is to a server. No message, and no `repr`, says the password."""

    user: str = field(repr=False)
    password: str = field(repr=False)
    endpoint: str = ""
    """The server's address; empty for AnkiWeb."""

    def check(self) -> None:
        """Raise UsageError where the endpoint is no address, or one that holds a password, or no server could read it."""
        if self.endpoint and not is_address(self.endpoint):
            raise UsageError("--endpoint is an address such as https://sync.example.org/, without user and password")
        try:
            f"{self.user}{self.password}".encode()
        except UnicodeEncodeError:
            raise UsageError("The sync server's user and password have to be UTF-8, and one of them isn't") from None


class ServerTarget:
    """A collection file with a server. Note types of notes stay: changing one would force a full sync on everybody."""

    abilities = Abilities(converts=False)
    warning = ""
    notice = ""

    def __init__(self, path: Path, account: Account, *, fetch: bool = True) -> None:
        account.check()
        self._path = path
        self._account = account
        self._fetch = fetch
        self.claim = path
        self.address = f"collection {path.resolve()}"
        self.label = f"{path} with {account.endpoint or 'AnkiWeb'}"

    def read(self, scope: Scope) -> Snapshot:
        """Take over what others did, then look at the file; without `fetch` at what it knows already."""
        if self._fetch and self._path.is_file():
            with _troubles(self._path), opened(self._path) as collection:
                _Link(collection, self._account).sync()
        return CollectionTarget(self._path).read(scope)

    def rest(self) -> str:
        """Do nothing: reading has taken over and sent on what there was."""
        return ""

    @contextmanager
    def session(self) -> Iterator[CollectionSession]:
        """Open the file for changing, after it took over what others did since."""
        with _troubles(self._path), opened(self._path) as collection:
            link = _Link(collection, self._account)
            link.sync()
            session = _ServerSession(collection, self._path, link)
            try:
                yield session
                session.commit()
            finally:
                session.roll_back()


def read_server(account: Account, scope: Scope) -> Snapshot:
    """Look at what a server holds, in a copy that nobody keeps; nothing is changed, there or in any collection here."""
    account.check()
    with TemporaryDirectory(prefix="deckwright-") as folder:
        path = Path(folder) / "collection.anki2"
        with _troubles(path), opened(path) as collection:
            _Link(collection, account).download()
        return CollectionTarget(path).read(scope)


class _Link:
    """A collection's link to its server."""

    def __init__(self, collection: Collection, account: Account) -> None:
        self._collection = collection
        self._auth: Any = collection.sync_login(
            username=account.user, password=account.password, endpoint=account.endpoint or None
        )

    def sync(self) -> None:
        """Send and take over changes, then media. Raises TargetError where only the user may decide whose count."""
        done = self._collection.sync_collection(self._auth, sync_media=False)
        if done.new_endpoint:
            self._auth.endpoint = done.new_endpoint
        if done.required == done.FULL_SYNC:
            raise TargetError(
                "The collection and the server's have come apart, so that one has to replace the other",
                hint="Only you can say which: open the collection in Anki, sync there, and choose.",
            )
        if done.required in {done.FULL_UPLOAD, done.FULL_DOWNLOAD}:
            self._collection.close_for_full_sync()
            self._collection.full_upload_or_download(
                auth=self._auth, server_usn=done.server_media_usn, upload=done.required == done.FULL_UPLOAD
            )
            self._collection.reopen(after_full_sync=True)
        self._collection.sync_media(self._auth)
        self._wait_for_media()

    def download(self) -> None:
        """Take over all that is on the server but media; where nothing is, nothing is sent."""
        done = self._collection.sync_collection(self._auth, sync_media=False)
        if done.new_endpoint:
            self._auth.endpoint = done.new_endpoint
        if done.required == done.FULL_DOWNLOAD:
            self._collection.close_for_full_sync()
            self._collection.full_upload_or_download(auth=self._auth, server_usn=None, upload=False)
            self._collection.reopen(after_full_sync=True)

    def _wait_for_media(self) -> None:
        """Media go in the background; errors come up here."""
        end = time.monotonic() + _PATIENCE
        while self._collection.media_sync_status().active:
            if time.monotonic() > end:
                raise TargetError("The media are still on their way", hint=_LATER)
            time.sleep(_WAIT)


class _ServerSession(CollectionSession):
    """A session whose changes go on to the server."""

    def __init__(self, collection: Collection, path: Path, link: _Link) -> None:
        super().__init__(collection, path)
        self._link = link

    def finish(self) -> Outcome:
        """Keep what was changed, and send it on."""
        self.commit()
        self._link.sync()
        return Outcome(said="sent on to the server")


@contextmanager
def _troubles(path: Path) -> Iterator[None]:
    """Turn what goes wrong with a server into sentences, of which none repeats what was sent."""
    with troubles(path):
        from anki.errors import NetworkError, SyncError, SyncErrorKind  # noqa: PLC0415 of the extra

        try:
            yield
        except SyncError as error:
            if error.kind is SyncErrorKind.AUTH:
                raise TargetError(
                    "The server doesn't know this user and password",
                    hint="They are read from DECKWRIGHT_SYNC_USER and DECKWRIGHT_SYNC_PASSWORD, or asked for.",
                ) from None
            raise TargetError(f"The server refuses: {error}", hint=_LATER) from None
        except NetworkError:
            raise TargetError("The server can't be reached, or the connection broke off", hint=_LATER) from None
