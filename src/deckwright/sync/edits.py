"""What learners made of our notes: their edits against the source, for the author to take over by hand."""

from __future__ import annotations

from collections.abc import Mapping

from deckwright.model import Guid
from deckwright.notes import ANKIS_TAGS
from deckwright.swift import dataclass
from deckwright.sync.merge import Texts, texts, who_changed
from deckwright.sync.retiring import is_mark
from deckwright.sync.standing import Snapshot, Standing
from deckwright.sync.wanted import Wanted, Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What a learner changed in one note."""

    guid: Guid
    question: str
    file: str
    line: int
    ours: Mapping[str, str]
    """The source's text of the fields that the learner changed, as HTML."""
    theirs: Mapping[str, str]
    """The learner's text of the same fields."""
    tags_added: tuple[str, ...] = ()
    tags_dropped: tuple[str, ...] = ()
    is_changed_here_too: bool = False
    """Whether the source has changed too since the learner got the note."""
    is_unclear: bool = False
    """Whether it can't be told whose change a difference is."""


def edits(wanted: Wanted, snapshot: Snapshot) -> tuple[Edit, ...]:
    """Collect the learner's edits, in the order of the sources."""
    found = (
        _edit(wish, standing)
        for wish in wanted.wishes
        if (standing := snapshot.notes.get(wish.note.guid)) is not None
        and standing.note_type == wish.note.note_type
        and (standing.fields, standing.tags) != (wish.note.fields, wish.note.tags)
    )
    return tuple(each for each in found if each is not None)


def _edit(wish: Wish, standing: Standing) -> Edit | None:
    sides = texts(wish.note, standing.fields)
    names, is_unclear = _names(sides)
    before = {tag.casefold() for tag in (sides.base.tags if sides.base else wish.note.tags)}
    now = {tag.casefold() for tag in standing.tags}
    added = tuple(tag for tag in standing.tags if tag.casefold() not in before | ANKIS_TAGS and not is_mark(tag))
    wanted = {tag.casefold() for tag in wish.note.tags}
    dropped = tuple(tag for tag in (sides.base.tags if sides.base else ()) if tag.casefold() in wanted - now)
    if not (names or added or dropped):
        return None
    return Edit(
        guid=wish.note.guid,
        question=wish.question,
        file=wish.file,
        line=wish.line,
        ours=_chosen(sides, sides.ours, names),
        theirs=_chosen(sides, sides.theirs, names),
        tags_added=added,
        tags_dropped=dropped,
        is_changed_here_too=sides.is_overdue(rerender=False),
        is_unclear=is_unclear,
    )


def _names(sides: Texts) -> tuple[tuple[str, ...], bool]:
    """Name the fields that the learner changed, and say whether some of them may be the author's."""
    changed = who_changed(sides)
    is_known = sides.base is not None and bool(sides.base.marks)
    mine = {*changed.learners, *changed.both}
    return tuple(name for name in sides.differing if name in mine), bool(changed.both) and not is_known


def _chosen(sides: Texts, fields: tuple[str, ...], names: tuple[str, ...]) -> Mapping[str, str]:
    return {name: text for name, text in zip(sides.spec.field_names, fields, strict=True) if name in names}
