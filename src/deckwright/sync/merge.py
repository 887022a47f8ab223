"""Merging one note: what we last wrote, what the source asks for, and what the learner has made of it.

`Base` holds a hash of all fields as we last wrote them, and no text. Yet it says which fields the learner changed: of
the fields that differ from the source's, those are the learner's for which the source's text, put in their place,
gives the hash. Only where one field was changed on both sides does no choice give it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from deckwright.model import Note
from deckwright.notetypes import REGISTRY, Base, NoteTypeSpec, dump_base, fields_hash, load_base
from deckwright.sync.wanted import Side

_OURS = ("Key", "Base", "Source")
_MOST = 12  # differing fields among which the learner's are told apart; 2 to the 12th hashes at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The fields of one note on both sides, in the order of the note type, and what we last wrote."""

    spec: NoteTypeSpec
    ours: tuple[str, ...]
    """What the source asks for."""
    theirs: tuple[str, ...]
    """What stands in the target."""
    base: Base | None
    wanted: Base
    """The same for what the source asks for."""

    @property
    def differing(self) -> tuple[str, ...]:
        """The fields that a learner sees in which the two sides differ."""
        return tuple(
            name
            for name, mine, yours in zip(self.spec.field_names, self.ours, self.theirs, strict=True)
            if name not in _OURS and _stored(mine) != _stored(yours)
        )

    @property
    def is_edited(self) -> bool:
        """Whether the learner changed a field since we last wrote the note; also where that isn't known any more."""
        return self.base is None or fields_hash(self.spec, self.theirs) != self.base.fields

    def is_overdue(self, *, rerender: bool) -> bool:
        """Whether the source asks for something else than what we last wrote."""
        if self.base is None or self.base.digest != self.wanted.digest:
            return True
        return rerender and (self.base.fields, self.base.tags) != (self.wanted.fields, self.wanted.tags)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What becomes of a note's fields."""

    taken: tuple[str, ...] = ()
    """Fields that take the source's text."""
    kept: tuple[str, ...] = ()
    """Fields that keep the learner's."""
    is_conflict: bool = False
    """Whether both sides changed the same, and nobody said whose counts."""
    base: Base | None = None
    """What to say of it from now on; None to leave it."""


def texts(note: Note, theirs: tuple[str, ...]) -> Texts:
    """Put a note's two sides together. The `Key` counts as it should be, whatever the learner did to it."""
    spec = REGISTRY[note.note_type]
    key, base = spec.index("Key"), spec.index("Base")
    wanted = load_base(note.fields[base])
    assert wanted is not None, "the source's notes say what they are"
    return Texts(
        spec=spec,
        ours=note.fields,
        theirs=(*theirs[:key], note.fields[key], *theirs[key + 1 :]),
        base=load_base(theirs[base]),
        wanted=wanted,
    )


def merge(sides: Texts, *, side: Side | None, rerender: bool) -> Merged:
    """Merge a note's fields. `side` says whose text counts where both changed; None keeps the learner's as it is."""
    wanted, base = sides.wanted, sides.base
    if not sides.is_overdue(rerender=rerender):
        assert base is not None, "without it a note is overdue"
        kept = (learners(sides) or sides.differing) if sides.is_edited else ()
        moved = base.deck != wanted.deck and bool(wanted.deck)
        return Merged(kept=kept, base=replace(base, deck=wanted.deck) if moved and base.deck else None)
    if not sides.is_edited or not sides.differing:
        return Merged(taken=sides.differing, base=wanted)
    mine = learners(sides)
    if mine is not None:
        return Merged(taken=tuple(name for name in sides.differing if name not in mine), kept=mine, base=wanted)
    match side:
        case Side.SOURCE:
            return Merged(taken=sides.differing, base=wanted)
        case Side.ANKI:
            return Merged(kept=sides.differing, base=wanted)
        case _:
            known = replace(base, tags=wanted.tags, deck=wanted.deck) if base and _is_elsewhere(base, wanted) else None
            return Merged(kept=sides.differing, is_conflict=True, base=known)


def learners(sides: Texts) -> tuple[str, ...] | None:
    """Name the fields that the learner changed, of those that differ; None where that can't be told."""
    if sides.base is None:
        return None
    for names in _subsets(sides.differing):
        chosen = frozenset(names)
        fields = tuple(
            mine if name in chosen else yours
            for name, mine, yours in zip(sides.spec.field_names, sides.ours, sides.theirs, strict=True)
        )
        if fields_hash(sides.spec, fields) == sides.base.fields:
            return names
    return None


def written(sides: Texts, merged: Merged) -> dict[str, str]:
    """Give the fields to write, by name; none where nothing changes."""
    ours = dict(zip(sides.spec.field_names, sides.ours, strict=True))
    if not merged.taken and (merged.base is None or merged.base == sides.base):
        return {}
    values = {name: ours[name] for name in (*merged.taken, "Key", "Source")}
    if merged.base is not None:
        values["Base"] = dump_base(merged.base)
    return values


def _is_elsewhere(base: Base, wanted: Base) -> bool:
    return (base.tags, base.deck) != (wanted.tags, wanted.deck)


def _subsets(names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if len(names) <= _MOST:
        for size in range(len(names) + 1):
            yield from combinations(names, size)


def _stored(text: str) -> str:
    return unicodedata.normalize("NFC", text)
