"""A pull: the sources are read as for a build, and what learners made of their notes is compared with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from deckwright.app.build import Build, prepare
from deckwright.app.drafting import Track
from deckwright.app.request import Request
from deckwright.app.syncing import wanted_of
from deckwright.errors import UsageError
from deckwright.swift import dataclass
from deckwright.sync.edits import Edit, edits
from deckwright.sync.standing import Scope, Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """What learners made of a deck's notes."""

    made: Build
    edits: tuple[Edit, ...]
    known: int
    """How many notes of the deck were found there."""


def pull(request: Request, read: Callable[[Scope], Snapshot], label: str, track: Track = iter) -> Pull:
    """Compare the sources with what `read` finds. Writes nothing.

    Raises UsageError where nothing of the deck is there.
    """
    made = prepare(replace(request, fresh=True), track)
    wanted = wanted_of(made)
    snapshot = read(wanted.scope)
    if not snapshot.notes:
        raise UsageError(
            f"{label} holds no note of the deck “{made.frame.name}”", hint="Was it made from these sources?"
        )
    return Pull(made=made, edits=edits(wanted, snapshot), known=len(snapshot.notes))
