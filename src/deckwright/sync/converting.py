"""A note that becomes a note of another type and keeps its cards' history."""

from __future__ import annotations

from dataclasses import replace

from deckwright.notetypes import REGISTRY, UNSETTLED, dump_base
from deckwright.sync.decks import Moves
from deckwright.sync.merge import Texts, texts, who_changed
from deckwright.sync.plan import Act, Step
from deckwright.sync.retiring import is_retired, restored
from deckwright.sync.standing import Snapshot, Standing
from deckwright.sync.steps import about, emptied, moved, tagged, visible
from deckwright.sync.wanted import Side, Terms, Wanted, Wish

_FIXED = "it became another kind of note, and this target can't change a note's type"
_WAITS = "it became another kind of note, which has no place for what the learner edited"
_STAYS = "it became another kind of note; it stays what it was, with what the learner edited"


def turned(wish: Wish, wanted: Wanted, snapshot: Snapshot, terms: Terms) -> Standing | None:
    """Find the note that a new wish was before it became one of another type, where it can become that in the target."""
    before = wanted.turned.get(wish.note.guid)
    if not terms.abilities.converts or before is None or before not in wanted.retired:
        return None
    standing = snapshot.notes.get(before)
    if standing is None or standing.note_type not in REGISTRY or standing.note_type == wish.note.note_type:
        return None
    return standing


def converted(wish: Wish, standing: Standing, shift: Moves) -> Step:
    """Change a note's type, unless the learner edited what the new one has no place for."""
    old, terms = REGISTRY[standing.note_type], shift.terms
    named = dict(zip(old.field_names, standing.fields, strict=True))
    sides = texts(wish.note, tuple(named.get(name, "") for name in REGISTRY[wish.note.note_type].field_names))
    known = texts(replace(wish.note, note_type=old.key, fields=_as_written(wish, old.key)), standing.fields)
    step = replace(about(wish), theirs=named, ours=visible(wish), floor=max(standing.modified, wish.note.modified))
    if not terms.abilities.converts:
        return replace(step, acts=(Act.BLOCKED,), remark=_FIXED)
    changed = who_changed(known)
    side = terms.side(wish.note.guid)
    if changed.both and side is not Side.SOURCE:
        return _waiting(step, standing, known, changed.both, is_settled=side is Side.ANKI)
    mine = {name: named[name] for name in changed.learners}
    step = replace(
        step,
        guid=standing.guid,
        acts=(Act.CONVERT, Act.KEEP) if mine else (Act.CONVERT,),
        convert_to=wish.note.note_type,
        convert_from=old.key,
        becomes=wish.note.guid,
        fields={**dict(zip(sides.spec.field_names, sides.ours, strict=True)), **mine},
        kept=tuple(mine),
    )
    step = tagged(step, standing, known.base or sides.wanted, sides.wanted)
    if known.base is not None:
        step = moved(step, standing, known.base, wish, along=shift.go_along(wish, known.base))
    if is_retired(standing):
        step = restored(step, standing)
    return emptied(step, standing, sides.ours, terms)


def _waiting(step: Step, standing: Standing, sides: Texts, both: tuple[str, ...], *, is_settled: bool) -> Step:
    """Leave a note what it is. Where the learner's side counts that is written down, and holds until the source changes."""
    base, wanted = sides.base, sides.wanted
    shown = {**dict.fromkeys(both, ""), **step.ours}
    step = replace(step, ours=shown, kept=tuple(shown))
    if base is not None and base.digest == wanted.digest:
        return replace(step, acts=(Act.KEEP,), remark=_STAYS)
    if not is_settled:
        return replace(step, acts=(Act.CONFLICT,), conflicts=both, remark=_WAITS)
    said = replace(base or replace(wanted, fields=UNSETTLED, marks=""), digest=wanted.digest)
    return replace(step, guid=standing.guid, acts=(Act.KEEP,), fields={"Base": dump_base(said)}, remark=_STAYS)


def _as_written(wish: Wish, key: str) -> tuple[str, ...]:
    """Dress a wish in the fields of another kind, for comparing what the note says of itself."""
    values = dict(zip(REGISTRY[wish.note.note_type].field_names, wish.note.fields, strict=True))
    return tuple(values.get(name, "") for name in REGISTRY[key].field_names)
