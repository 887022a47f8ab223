"""`rehearse`: what an update would do to a learner who has studied every card and edited every note."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from deckwright.model import Guid
from deckwright.swift import dataclass
from deckwright.targets.collection.door import anki_version
from deckwright.targets.collection.practice import StoredNote, practice

_OURS = ("Base", "Source")
"""Fields of our note types that an author doesn't write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """What became of a learner's deck in an update, in Anki's words where they are Anki's."""

    anki: str
    """The version of Anki that it was tried with."""
    new: tuple[Guid, ...]
    updated: tuple[Guid, ...]
    unchanged: tuple[Guid, ...]
    conflicting: tuple[Guid, ...]
    """Known under another note type: Anki skips them, now and with every later package."""
    retired: tuple[Guid, ...]
    """Not in the new package; they stay with the learner."""
    cards: int
    """How many cards had been studied."""
    history_lost: tuple[Guid, ...]
    """Notes of which a card has lost its reviews, its schedule or its flag, or is gone."""
    restarted: tuple[tuple[Guid, Guid], ...]
    """Questions that the new package holds under another GUID: the learner starts them anew, and has them twice."""
    edits: int
    """How many notes that the author didn't change the learner had edited and tagged."""
    edits_lost: tuple[Guid, ...]
    """Those of them whose edit or tag is gone."""
    replaced: tuple[Guid, ...]
    """Notes that the author did change, in which Anki replaced the learner's words and tags."""

    @property
    def is_safe(self) -> bool:
        """Whether no history is lost, and no edit on a note that the author didn't change."""
        return not (self.history_lost or self.restarted or self.edits_lost)


def rehearse(old: Path, new: Path) -> Rehearsal:
    """Import `old`, study and edit all of it, import `new`, and compare.

    Raises UsageError without the `anki` extra and PackageError where Anki refuses a package.
    """
    with practice() as author:
        author.receive(new)
        written = author.notes()
    with practice() as learner:
        learner.receive(old)
        known = learner.notes()
        learner.study_all()
        learner.edit_all()
        before = learner.history()
        log = learner.receive(new)
        after, held = learner.history(), learner.notes()

    changed = {guid for guid in known if guid in written and _texts(known[guid]) != _texts(written[guid])}
    lost = {guid for guid in known if guid not in held or not held[guid].is_edited}
    return Rehearsal(
        anki=anki_version(),
        new=log.new,
        updated=log.updated,
        unchanged=log.unchanged,
        conflicting=log.conflicting,
        retired=tuple(sorted(known.keys() - written.keys())),
        cards=len(before),
        history_lost=tuple(sorted({card[0] for card, kept in before.items() if after.get(card) != kept})),
        restarted=_restarted(known, written),
        edits=len(known) - len(changed),
        edits_lost=tuple(sorted(lost - changed)),
        replaced=tuple(sorted(lost & changed)),
    )


def _texts(note: StoredNote) -> tuple[object, ...]:
    """Give what an author writes into a note; tags match whatever their case."""
    fields = {name: value for name, value in note.fields.items() if name not in _OURS}
    return fields, frozenset(map(str.casefold, note.tags)), note.note_type


def _restarted(known: Mapping[Guid, StoredNote], written: Mapping[Guid, StoredNote]) -> tuple[tuple[Guid, Guid], ...]:
    """Pair notes that vanished with new ones whose first field says the same."""
    vanished = {_first(known[guid]): guid for guid in sorted(known.keys() - written.keys())}
    arrived = ((guid, vanished.get(_first(written[guid]))) for guid in sorted(written.keys() - known.keys()))
    return tuple((old, new) for new, old in arrived if old is not None)


def _first(note: StoredNote) -> str:
    return next(iter(note.fields.values()))
