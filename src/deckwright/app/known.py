"""Collections that a deck was synced with from this machine, so that a build can say what it is about to replace there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from deckwright.app.build import Build
from deckwright.app.journal import state_folder
from deckwright.app.syncing import wanted_of
from deckwright.errors import DeckwrightError
from deckwright.model import DeckId
from deckwright.plan import Effect
from deckwright.sync.edits import Edit, edits
from deckwright.sync.standing import Scope, Snapshot
from deckwright.targets.collection.file import CollectionTarget


@dataclass(frozen=True, slots=True, kw_only=True)
class AtStake:
    """Learners' edits, in one place, on notes that a build is about to change."""

    label: str
    edits: tuple[Edit, ...]


def remember(deck: DeckId, collection: Path) -> None:
    """Keep in mind that a deck stands in a collection. Without a place to keep it, nothing happens."""
    known = {str(path) for path in _known(deck)} | {str(collection.resolve())}
    path = _path(deck)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(sorted(known), ensure_ascii=False), encoding="utf-8")


def at_stake(made: Build) -> Iterator[AtStake]:
    """Look into the collections that are known, and closed, for edits that a package would replace."""
    changing = {change.guid for change in made.plan.of(Effect.UPDATED, Effect.RESTORED)}
    known = _known(made.frame.deck_id) if changing else ()
    if not known:
        return
    wanted = wanted_of(made)
    for path in known:
        snapshot = _looked(CollectionTarget(path).read, wanted.scope)
        found = tuple(each for each in edits(wanted, snapshot) if each.guid in changing)
        if found:
            yield AtStake(label=str(path), edits=found)


def _looked(read: Callable[[Scope], Snapshot], scope: Scope) -> Snapshot:
    """Look, and see nothing where that can't be done now: Anki may be open."""
    try:
        return read(scope)
    except DeckwrightError:
        return Snapshot()


def _known(deck: DeckId) -> Iterable[Path]:
    try:
        found = json.loads(_path(deck).read_text("utf-8"))
    except (OSError, ValueError):
        return ()
    return tuple(Path(each) for each in found if isinstance(each, str)) if isinstance(found, list) else ()


def _path(deck: DeckId) -> Path:
    return state_folder() / f"{sha256(deck.encode()).hexdigest()[:16]}.collections.json"
