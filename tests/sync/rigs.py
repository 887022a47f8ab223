"""Each target with a real collection behind it, and the learner who studies there: what the contract is held against."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from anki_oracle.oracle import Learner
from deckwright.targets.ankiconnect.client import Client
from deckwright.targets.ankiconnect.running import RunningTarget
from deckwright.targets.collection.file import CollectionTarget
from deckwright.targets.collection.server import Account, ServerTarget
from deckwright.targets.target import Target
from sync.server import sync_server
from sync.stub import Stub


class Rig(Protocol):
    """A target, and what stands behind it."""

    @property
    def target(self) -> Target: ...

    def learner(self) -> AbstractContextManager[Learner]:
        """Sit down at the collection; nobody syncs meanwhile."""
        ...

    def close(self) -> None: ...


class FileRig:
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

    def close(self) -> None:
        pass


class AnkiRig:
    """The target `anki`: the learner sits at the very Anki that is spoken to."""

    def __init__(self, folder: Path, key: str = "") -> None:
        self.stub = Stub(folder, key)
        self.target = RunningTarget(Client(self.stub.url, key, timeout=5))

    @contextmanager
    def learner(self) -> Iterator[Learner]:
        learner = Learner.__new__(Learner)
        learner.folder, learner.col = self.stub.folder, self.stub.col
        yield learner

    def close(self) -> None:
        self.stub.close()


class ServerRig:
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
    {"collection": FileRig, "anki": AnkiRig, "server": ServerRig}
)
