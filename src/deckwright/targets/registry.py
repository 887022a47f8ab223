"""The one list of the targets that a sync can bring up to date; a new one is a file and a row here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from deckwright.errors import UsageError
from deckwright.swift import dataclass
from deckwright.targets.target import Target

if TYPE_CHECKING:
    from deckwright.targets.package.target import Press


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a target is, as far as a user said so, and what opens it."""

    package: tuple[Path, Press] | None = None
    """A package file, and what makes it."""
    collection: Path | None = None
    url: str = ""
    """Where AnkiConnect listens; empty for its usual place on this machine."""
    key: str = field(default="", repr=False)
    """AnkiConnect's key."""
    endpoint: str = ""
    """The sync server's address; empty for AnkiWeb."""
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    fetch: bool = True
    """Whether to take over what is on the server before the plan is made."""
    import_window: bool = False
    """Whether new notes come by the running Anki's import window."""
    then_sync: bool = False
    """Whether the running Anki is to sync by itself afterwards."""


def _collection(address: Address) -> Target:
    from deckwright.targets.collection.file import CollectionTarget  # noqa: PLC0415  (only what is asked for)

    return CollectionTarget(collection_path(address))


def _running(address: Address) -> Target:
    from deckwright.targets.ankiconnect.client import Client  # noqa: PLC0415  (only what is asked for)
    from deckwright.targets.ankiconnect.running import URL, RunningTarget  # noqa: PLC0415
    from deckwright.targets.ankiconnect.session import ImportWindow  # noqa: PLC0415

    window = ImportWindow() if address.import_window else None
    return RunningTarget(Client(address.url or URL, address.key), then_sync=address.then_sync, window=window)


def _package(address: Address) -> Target:
    from deckwright.targets.package.target import PackageTarget  # noqa: PLC0415  (only what is asked for)

    assert address.package is not None, "it is known as soon as the sources are read"
    return PackageTarget(*address.package)


def _server(address: Address) -> Target:
    from deckwright.targets.collection.server import Account, ServerTarget  # noqa: PLC0415  (only what is asked for)

    account = Account(user=address.user, password=address.password, endpoint=address.endpoint)
    return ServerTarget(collection_path(address), account, fetch=address.fetch)


def collection_path(address: Address) -> Path:
    """Give the collection's path. Raises UsageError where none was named."""
    if address.collection is None:
        raise UsageError(
            "Which collection? --collection names the file",
            hint="It is called collection.anki2 and lies in the profile's folder (Anki: Tools → Add-ons → View Files).",
        )
    return address.collection


TARGETS: Mapping[str, Callable[[Address], Target]] = MappingProxyType(
    {"anki": _running, "collection": _collection, "package": _package, "server": _server}
)
"""How to get at each target, by its name on the command line."""
