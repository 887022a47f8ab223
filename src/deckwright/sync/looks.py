"""Which note types get our look, and which keep the one that the learner gave them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from deckwright.notetypes import NoteType
from deckwright.notetypes.look import is_as_written
from deckwright.swift import dataclass
from deckwright.sync.standing import Look, Snapshot
from deckwright.sync.wanted import Side, Terms, Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Dressing:
    """What becomes of the looks of note types, by key."""

    due: tuple[str, ...] = ()
    """Those that get ours."""
    kept: tuple[str, ...] = ()
    """Those that stay as the learner made them."""


def dressing(wanted: Wanted, snapshot: Snapshot, terms: Terms) -> Dressing:
    """Compare the looks: ours comes where the learner changed nothing, or did so before the author did."""
    pairs = ((each, snapshot.looks[each.key]) for each in wanted.note_types if each.key in snapshot.looks)
    differing = [(each, look) for each, look in pairs if _sides(look, each) != (each.css, each.templates)]
    due = {
        each.key
        for each, look in differing
        if terms.prefer is Side.SOURCE
        or each.modified > look.modified
        or is_as_written(*_sides(look, each), ours=(each.css, each.templates))
    }
    kept = {each.key for each, _ in differing} - due
    return Dressing(due=tuple(sorted(due)), kept=tuple(sorted(kept)))


def digest_of(wanted: Wanted, keys: Collection[str]) -> str:
    """Hash the looks that are to be written; empty where none is."""
    if not keys:
        return ""
    looks = [(each.key, each.css, each.templates) for each in wanted.note_types if each.key in keys]
    return hashlib.sha256(repr(looks).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _sides(look: Look, ours: NoteType) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Give a look without the templates that the learner added."""
    return look.css, look.templates[: len(ours.templates)]
