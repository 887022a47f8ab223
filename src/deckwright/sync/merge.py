"""Merging one note, field by field: what we last wrote, what the source asks for, what the learner has made of it.

`Base` holds a hash of each field as we last wrote it, and no text. A field that is no longer as it says in the target
is the learner's; one that is no longer so at the source is the author's; one that is neither was changed on both sides.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from deckwright.model import Note
from deckwright.notetypes import (
    REGISTRY,
    UNSETTLED,
    Base,
    NoteTypeSpec,
    dump_base,
    field_marks,
    fields_hash,
    join_marks,
    load_base,
    split_marks,
)
from deckwright.swift import dataclass
from deckwright.sync.alike import are_alike
from deckwright.sync.wanted import Side

_OURS = ("Key", "Base", "Source")


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
        return tuple(name for name, mine, yours in self._unlike() if not are_alike(mine, yours))

    @property
    def restated(self) -> tuple[str, ...]:
        """The fields in which both say the same in other markup."""
        return tuple(name for name, mine, yours in self._unlike() if are_alike(mine, yours))

    def _unlike(self) -> Iterator[tuple[str, str, str]]:
        for name, mine, yours in zip(self.spec.field_names, self.ours, self.theirs, strict=True):
            if name not in _OURS and _stored(mine) != _stored(yours):
                yield name, mine, yours

    @property
    def is_edited(self) -> bool:
        """Whether the learner changed a field since we last wrote the note; also where that isn't known any more."""
        if self.base is None:
            return True
        if self.base.marks:
            return field_marks(self.spec, self.theirs) != self.base.marks
        return fields_hash(self.spec, self.theirs) != self.base.fields

    def is_overdue(self, *, rerender: bool) -> bool:
        """Whether the source asks for something else than what we last wrote."""
        if self.base is None or self.base.digest != self.wanted.digest:
            return True
        return rerender and (self.base.fields, self.base.tags) != (self.wanted.fields, self.wanted.tags)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """Who changed the fields in which the two sides differ; those in neither are the author's."""

    learners: tuple[str, ...] = ()
    """Fields that only the learner changed."""
    both: tuple[str, ...] = ()
    """Fields that both sides changed, or of which that isn't known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What becomes of a note's fields."""

    taken: tuple[str, ...] = ()
    """Fields that take the source's text."""
    restated: tuple[str, ...] = ()
    """Fields that take it too, and in which a learner sees no difference."""
    kept: tuple[str, ...] = ()
    """Fields that keep the learner's."""
    conflicts: tuple[str, ...] = ()
    """Those of `kept` that both sides changed, where nobody said whose counts."""
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
        ours=tuple(note.fields),
        theirs=(*theirs[:key], note.fields[key], *theirs[key + 1 :]),
        base=load_base(theirs[base]),
        wanted=wanted,
    )


def merge(sides: Texts, *, side: Side | None, rerender: bool) -> Merged:
    """Merge a note's fields. `side` says whose text counts where both changed one; None keeps the learner's as it is."""
    wanted, base = sides.wanted, sides.base
    changed = who_changed(sides)
    if not sides.is_overdue(rerender=rerender):
        assert base is not None, "without it a note is overdue"
        kept = (*changed.learners, *changed.both) if sides.is_edited else ()
        moved = base.deck != wanted.deck and bool(wanted.deck)
        return Merged(kept=kept, base=replace(base, deck=wanted.deck) if moved and base.deck else None)
    conflicts = changed.both if side is None else ()
    theirs = {*changed.learners, *(() if side is Side.SOURCE else changed.both)}
    taken, kept = _split(sides.differing, theirs)
    return Merged(
        taken=taken,
        restated=sides.restated,
        kept=kept,
        conflicts=conflicts,
        base=_unsettled(sides, conflicts) if conflicts else wanted,
    )


def who_changed(sides: Texts) -> Changed:
    """Tell the learner's changes from the author's, and both from those that both made."""
    if not sides.is_edited:
        return Changed()
    if sides.base is None or not sides.base.marks:
        return Changed(both=sides.differing)
    before = split_marks(sides.base.marks)
    mine, yours = (split_marks(field_marks(sides.spec, each)) for each in (sides.ours, sides.theirs))
    places = {name: sides.spec.index(name) for name in sides.differing}
    edited = [name for name, at in places.items() if yours.get(at) != before.get(at)]
    both, learners = _split(edited, {name for name in edited if mine.get(places[name]) == before.get(places[name])})
    return Changed(learners=learners, both=both)


def _split(names: Iterable[str], chosen: Collection[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the names that aren't chosen, then those that are, in order."""
    listed = tuple(names)
    return tuple(name for name in listed if name not in chosen), tuple(name for name in listed if name in chosen)


def _unsettled(sides: Texts, conflicts: tuple[str, ...]) -> Base | None:
    """Say of a note with conflicts what was written, so that what both changed is still known as such next time."""
    base, wanted = sides.base, sides.wanted
    if base is None:
        return None
    if not base.marks:
        return replace(base, tags=wanted.tags, deck=wanted.deck)
    before, marks = split_marks(base.marks), split_marks(wanted.marks)
    for place in map(sides.spec.index, conflicts):
        marks.pop(place, None)
        if place in before:
            marks[place] = before[place]
    return replace(wanted, digest=UNSETTLED, fields=UNSETTLED, marks=join_marks(marks))


def written(sides: Texts, merged: Merged) -> dict[str, str]:
    """Give the fields to write, by name; none where nothing changes."""
    ours = dict(zip(sides.spec.field_names, sides.ours, strict=True))
    if not (*merged.taken, *merged.restated) and (merged.base is None or merged.base == sides.base):
        return {}
    values = {name: ours[name] for name in (*merged.taken, *merged.restated, "Key", "Source")}
    if merged.base is not None:
        values["Base"] = dump_base(merged.base)
    return values


def _stored(text: str) -> str:
    return unicodedata.normalize("NFC", text)
