"""Why a note is sent again of which identity saw nothing change, told from what its fields were.

The lock has no text of tags, pictures, hints and parents, so that the plan can only guess which of them it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from deckwright.media.names import names_in, without_names
from deckwright.model import Note
from deckwright.notetypes import REGISTRY
from deckwright.plan import GUESSED, Change, Effect, Reason
from deckwright.targets.package.content import PackageNote, PackageSnapshot

_OF_FIELDS = {
    "Context": Reason.CONTEXT,
    "Parent": Reason.CONTEXT,
    "Hint": Reason.HINT,
    "Reverse": Reason.CARDS,
    "Typed": Reason.CARDS,
    "Lang": Reason.RENDERER,
}


def told(
    changes: tuple[Change, ...], notes: Iterable[Note], read: Callable[[], PackageSnapshot | None]
) -> tuple[Change, ...]:
    """Put the reasons in the place of guesses, as far as the package that is replaced holds the notes; else leave them."""
    guessed = {each.guid for each in changes if each.effect is Effect.UPDATED and GUESSED.issuperset(each.reasons)}
    before = read() if guessed else None
    if before is None:
        return changes
    reasons = {note.guid: found for note in notes if note.guid in guessed and (found := _reasons(note, before))}
    return tuple(replace(each, reasons=reasons.get(each.guid, each.reasons)) for each in changes)


def _reasons(note: Note, snapshot: PackageSnapshot) -> tuple[Reason, ...]:
    before = snapshot.notes.get(note.guid)
    names = REGISTRY[note.note_type].field_names
    if before is None or snapshot.note_types[before.note_type].fields != names:
        return ()
    return tuple(dict.fromkeys(_compared(before, note, names)))


def _compared(before: PackageNote, note: Note, names: Sequence[str]) -> Iterator[Reason]:
    media = [frozenset(name for field in fields for name in names_in(field)) for fields in (before.fields, note.fields)]
    if media[0] != media[1]:
        yield Reason.MEDIA
    for name, old, new in zip(names, before.fields, note.fields, strict=True):
        if old != new and name in _OF_FIELDS and without_names(old) != without_names(new):
            yield _OF_FIELDS[name]
    if {*before.ordinals} != {*note.ordinals}:
        yield Reason.CARDS
    # What a note shows gives it tags of its own (`has::image`), of which there is nothing more to say.
    if media[0] == media[1] and {tag.casefold() for tag in before.tags} != {tag.casefold() for tag in note.tags}:
        yield Reason.TAGS
