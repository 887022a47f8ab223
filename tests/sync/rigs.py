"""Each target with a real collection behind it, and the learner who studies there: what the contract is held against."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from anki_oracle.oracle import Learner
from deckwright.targets.collection.file import CollectionTarget
from deckwright.targets.target import Target


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


RIGS: Mapping[str, Callable[[Path], Rig]] = MappingProxyType({"collection": FileRig})
