"""What this machine remembers of the targets that a deck was synced with: where they are, and what stood there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import field
from hashlib import sha256
from pathlib import Path
from typing import Any

from deckwright.app.files import only_run, staged
from deckwright.app.journal import state_folder
from deckwright.errors import DeckwrightError
from deckwright.model import DeckId, Guid
from deckwright.swift import dataclass

_PATIENCE = 5.0  # seconds in which another sync is done with writing what it remembers


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What is remembered of one target."""

    identity: str = ""
    """Which collection it was, of those that may be found at one address."""
    guids: frozenset[Guid] = frozenset()
    """The deck's notes that stood there after the last sync, and those that the learner had deleted by then."""
    warned: bool = False
    """Whether the user was told what there is to know before the first change."""
    numbers: Mapping[Guid, int] = field(default_factory=dict)
    """Anki's numbers of those of the notes that stood there, where the target has to be asked by them."""


def recall(deck: DeckId) -> Mapping[str, tuple[Place, ...]]:
    """Say what is remembered of a deck's targets, by their addresses; what can't be read is forgotten."""
    return _read(_path(deck))


def _read(path: Path) -> Mapping[str, tuple[Place, ...]]:
    try:
        found = json.loads(path.read_text("utf-8"))
        return {address: tuple(map(_place, each)) for address, each in found.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def among(places: Iterable[Place], identity: str) -> Place:
    """Choose what is remembered of one collection of those at an address."""
    return next((each for each in places if each.identity == identity), Place(identity=identity))


def remember(deck: DeckId, address: str, place: Place) -> None:
    """Keep something of a target in mind. Without a place to keep it, nothing happens."""
    path = _path(deck)
    with suppress(OSError, DeckwrightError), only_run(path, _PATIENCE):  # two checkouts of a deck may be synced at once
        _add(path, address, place)


def _add(path: Path, address: str, place: Place) -> None:
    known = _read(path)
    places = known.get(address, ())
    if not address or place in places:
        return
    others = [each for each in places if each.identity != place.identity]
    kept = {
        each: [_as_json(place) for place in held] for each, held in sorted({**known, address: (*others, place)}.items())
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with staged(path) as new:
        new.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")


def _place(found: Mapping[str, Any]) -> Place:
    return Place(
        identity=str(found["identity"]),
        guids=frozenset(map(Guid, found["guids"])),
        warned=bool(found["warned"]),
        numbers={Guid(guid): int(number) for guid, number in found["numbers"].items()},
    )


def _as_json(place: Place) -> dict[str, object]:
    numbers = dict(sorted(place.numbers.items()))
    return {"identity": place.identity, "warned": place.warned, "guids": sorted(place.guids), "numbers": numbers}


def _path(deck: DeckId) -> Path:
    return state_folder() / f"{sha256(deck.encode()).hexdigest()[:16]}.targets.json"
