"""Each target with a real collection behind it, and the learner who studies there: what the contract is held against."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Protocol

from anki_oracle.oracle import Learner
from deckwright.model import Note
from deckwright.targets.ankiconnect.client import Client
from deckwright.targets.ankiconnect.running import RunningTarget
from deckwright.targets.collection.file import CollectionTarget
from deckwright.targets.collection.server import Account, ServerTarget
from deckwright.targets.package.content import PackageContent
from deckwright.targets.package.target import PackageTarget, Press
from deckwright.targets.package.write import write
from deckwright.targets.target import Target
from sync.made import Deck
from sync.server import sync_server
from sync.stub import Stub


class Rig(Protocol):
    """A target, and what stands behind it."""

    @property
    def target(self) -> Target: ...

    def learner(self) -> AbstractContextManager[Learner]:
        """Sit down at the collection; nobody syncs meanwhile."""
        ...

    def expect(self, made: Deck) -> None:
        """Learn what the next sync is about."""
        ...

    def close(self) -> None: ...


class _Rig:
    def expect(self, made: Deck) -> None:
        pass

    def close(self) -> None:
        pass


class FileRig(_Rig):
    """The target `collection`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.target = CollectionTarget(folder / "collection.anki2")
        with self.learner():
            pass

    @contextmanager
    def learner(self) -> Iterator[Learner]:
        with closing(Learner(self.folder)) as learner:
            yield learner


class AnkiRig(_Rig):
    """The target `anki`: the learner sits at the very Anki that is spoken to."""

    def __init__(self, folder: Path, key: str = "") -> None:
        self.stub = Stub(folder, key)
        self.target = RunningTarget(Client(self.stub.url, key))

    @contextmanager
    def learner(self) -> Iterator[Learner]:
        learner = Learner.__new__(Learner)
        learner.folder, learner.col = self.stub.folder, self.stub.col
        yield learner

    def close(self) -> None:
        self.stub.close()


class ServerRig(_Rig):
    """The target `server`: the learner studies on another device, and syncs before and after."""

    def __init__(self, folder: Path) -> None:
        self._stack = ExitStack()
        (folder / "server").mkdir()
        self.account = self._stack.enter_context(sync_server(folder / "server"))
        self.author, self.device = folder / "author", folder / "device"
        for each in (self.author, self.device):
            each.mkdir()
            with closing(Learner(each)):
                pass
        self.target = ServerTarget(self.author / "collection.anki2", self.account)

    @contextmanager
    def learner(self) -> Iterator[Learner]:
        with closing(Learner(self.device)) as learner:
            sync_device(learner, self.account)
            yield learner
            sync_device(learner, self.account)

    def close(self) -> None:
        self._stack.close()


class PackageRig(_Rig):
    """The target `package`: the learner imports it whenever there is a new one."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "deck.apkg"
        self.folder = folder / "learner"
        self.folder.mkdir()
        self._made: Deck | None = None
        self._modified: dict[str, tuple[str, int]] = {}
        self.target = PackageTarget(self.path, Press(is_current=self._is_current, make=self._make))

    def expect(self, made: Deck) -> None:
        self._made = made

    @contextmanager
    def learner(self) -> Iterator[Learner]:
        with closing(Learner(self.folder)) as learner:
            if self.path.exists():
                learner.receive(self.path)
            yield learner

    def _is_current(self) -> bool:
        with TemporaryDirectory() as folder:
            other = Path(folder) / self.path.name
            write(self._content(), other)
            return other.read_bytes() == self.path.read_bytes()

    def _make(self) -> None:
        content = self._content()
        self._modified = {note.guid: (note.digest, note.modified) for note in content.notes}
        write(content, self.path)

    def _content(self) -> PackageContent:
        """Give what changed a later time, as builds do."""
        assert self._made is not None
        content = self._made.content
        return replace(content, notes=tuple(map(self._timed, content.notes)))

    def _timed(self, note: Note) -> Note:
        digest, modified = self._modified.get(note.guid, (note.digest, note.modified))
        return replace(note, modified=modified if digest == note.digest else max(modified + 1, _LATE))


def sync_device(learner: Learner, who: Account) -> None:
    """Sync as Anki's own window does, where it needn't ask."""
    col = learner.col
    auth = col.sync_login(who.user, who.password, who.endpoint)
    done = col.sync_collection(auth, sync_media=False)
    assert done.required != done.FULL_SYNC
    if done.required in {done.FULL_UPLOAD, done.FULL_DOWNLOAD}:
        col.close_for_full_sync()
        col.full_upload_or_download(
            auth=auth, server_usn=done.server_media_usn, upload=done.required == done.FULL_UPLOAD
        )
        col.reopen(after_full_sync=True)
    col.sync_media(auth)
    while col.media_sync_status().active:
        time.sleep(0.01)


RIGS: Mapping[str, Callable[[Path], Rig]] = MappingProxyType(
    {"collection": FileRig, "anki": AnkiRig, "server": ServerRig, "package": PackageRig}
)
REACHING = ("anki", "collection", "server")
"""The targets that stand where the learner studies."""
_LATE = 2_000_000_000  # after whatever a learner did
