"""Targets that a deck was synced with from this machine, so that a build can say what it is about to replace there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from deckwright.app.build import Build
from deckwright.app.memory import recall
from deckwright.app.syncing import wanted_of
from deckwright.errors import DeckwrightError
from deckwright.plan import Effect
from deckwright.swift import dataclass
from deckwright.sync.edits import Edit, edits
from deckwright.sync.standing import Scope, Snapshot
from deckwright.targets.target import Target

_PATIENCE = 5.0  # seconds in which a running Anki has to answer


@dataclass(frozen=True, slots=True, kw_only=True)
class AtStake:
    """Learners' edits, in one place, on notes that a build is about to change."""

    label: str
    edits: tuple[Edit, ...]


def at_stake(made: Build, key: str = "") -> Iterator[AtStake]:
    """Look into the collections that are known, where they are closed, and into a running Anki on this machine.

    `key` is AnkiConnect's. Nothing else is asked, and nothing on another machine.
    """
    changing = {change.guid for change in made.plan.of(Effect.UPDATED, Effect.RESTORED)}
    known = recall(made.frame.deck_id) if changing else {}
    if not known:
        return
    wanted = wanted_of(made)
    scope = replace(wanted.scope, media=frozenset(), only=frozenset(changing))
    for address in known:
        target = _target(address, key)
        if target is None:
            continue
        snapshot = _looked(target.read, scope)
        found = tuple(each for each in edits(wanted, snapshot) if each.guid in changing)
        if found:
            yield AtStake(label=target.label, edits=found)


def _target(address: str, key: str) -> Target | None:
    kind, _, place = address.partition(" ")
    if kind == "collection":
        from deckwright.targets.collection.file import CollectionTarget  # noqa: PLC0415  (only what is known)

        return CollectionTarget(Path(place))
    if kind == "anki" and _is_here(place):
        from deckwright.targets.ankiconnect.client import Client  # noqa: PLC0415  (only what is known)
        from deckwright.targets.ankiconnect.running import RunningTarget  # noqa: PLC0415

        return RunningTarget(Client(place, key, timeout=_PATIENCE))
    return None


def _is_here(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _looked(read: Callable[[Scope], Snapshot], scope: Scope) -> Snapshot:
    """Look, and see nothing where that can't be done now: Anki may be open, or closed."""
    try:
        return read(scope)
    except DeckwrightError:
        return Snapshot()
