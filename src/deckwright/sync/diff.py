"""`diff(wanted, snapshot, terms)`: the three-way plan. What we last wrote is in each note, as `Base`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from deckwright.model import Guid
from deckwright.notetypes import REGISTRY
from deckwright.sync.converting import converted, turned
from deckwright.sync.decks import Moves, moves
from deckwright.sync.files import missing, superseded
from deckwright.sync.looks import digest_of, dressing
from deckwright.sync.merge import Merged, Texts, merge, texts, written
from deckwright.sync.plan import Act, Step, SyncPlan
from deckwright.sync.retiring import is_retired, restored, retired
from deckwright.sync.standing import Look, Snapshot, Standing
from deckwright.sync.steps import about, adding, emptied, from_afar, keyed, moved, tagged, visible
from deckwright.sync.wanted import Terms, Wanted, Wish

_FOREIGN = "in Anki it is of another note type, or its note type lacks fields of ours"
_ALTERED = "in Anki, fields or cards were added to or removed from its note type, so that no new note can join"


def diff(wanted: Wanted, snapshot: Snapshot, terms: Terms) -> SyncPlan:
    """Compare what is wanted with what stands there. Notes that nobody asks for and that aren't retired stay."""
    altered = frozenset(key for key, look in snapshot.looks.items() if _is_altered(key, look))
    taken: set[Guid] = set()
    shift = moves(wanted.wishes, snapshot, terms)
    steps: list[Step | None] = []
    for wish in wanted.wishes:
        standing = snapshot.notes.get(wish.note.guid)
        before = turned(wish, wanted, snapshot, terms) if standing is None else None
        if before is not None and before.guid not in taken:
            taken.add(before.guid)
            steps.append(converted(wish, before, shift))
        elif standing is None:
            steps.append(_absent(wish, terms, is_altered=wish.note.note_type in altered))
        else:
            steps.append(_step(wish, standing, shift))
    gone = [
        retired(standing, question, delete=terms.delete_retired)
        for guid, question in wanted.retired.items()
        if guid not in taken and (standing := snapshot.notes.get(guid)) is not None
    ]
    told = tuple(step for step in (*steps, *gone) if step is not None)
    if not terms.abilities.reaches:
        told = tuple(map(from_afar, told))
    dressed = dressing(wanted, snapshot, terms)
    coming = {step.guid for step in told if Act.ADD in step.acts} | {step.becomes for step in told}
    new = {wish.note.note_type for wish in wanted.wishes if wish.note.guid in coming} - snapshot.looks.keys()
    return SyncPlan(
        steps=told,
        restyle=dressed.due,
        introduce=tuple(sorted({step.convert_to for step in told} - snapshot.looks.keys() - {""})),
        styles_kept=dressed.kept,
        looks=digest_of(wanted, {*dressed.due, *new}),
        media=missing(wanted, snapshot, told),
        trash=superseded(snapshot, told),
        renew=not snapshot.is_whole,
        after=_after(wanted, snapshot, terms, told),
        twice=tuple(sorted(snapshot.twice)),
        unchanged=sum(step is None for step in steps),
        standing=len(snapshot.notes),
    )


def _after(wanted: Wanted, snapshot: Snapshot, terms: Terms, steps: Iterable[Step]) -> frozenset[Guid]:
    """Say what to remember; what was known stays known, also where its entry is held or retired meanwhile."""
    ours = {wish.note.guid for wish in wanted.wishes} | wanted.retired.keys()
    there = {*terms.known, *(guid for guid in snapshot.notes if guid in ours)}
    for step in steps:
        if {Act.DELETE, Act.CONVERT} & set(step.acts):
            there.discard(step.guid)
        if {Act.ADD, Act.GONE, Act.CONVERT} & set(step.acts):
            there.add(step.becomes or step.guid)
    return frozenset(there)


def _absent(wish: Wish, terms: Terms, *, is_altered: bool) -> Step:
    """Say what becomes of a note that isn't there."""
    if wish.note.guid in terms.known and not terms.restore_deleted:
        return about(wish, Act.GONE)
    if is_altered:
        return replace(about(wish, Act.BLOCKED), remark=_ALTERED)
    return replace(about(wish, Act.ADD), ours=visible(wish))


def _step(wish: Wish, standing: Standing, shift: Moves) -> Step | None:
    terms = shift.terms
    if standing.fields == wish.note.fields and not is_retired(standing):
        return None  # `Base` says the same too; so it is with nearly all notes
    if standing.note_type not in REGISTRY:
        return replace(about(wish, Act.BLOCKED), remark=_FOREIGN)
    if standing.note_type != wish.note.note_type:
        return converted(wish, standing, shift)
    sides = texts(wish.note, standing.fields)
    merged = merge(sides, side=terms.side(wish.note.guid), rerender=terms.rerender)
    overdue = sides.is_overdue(rerender=terms.rerender)
    step = _merged(wish, standing, sides, merged)
    if sides.base is not None:
        step = tagged(step, standing, sides.base if overdue else sides.wanted, sides.wanted)
        step = moved(step, standing, sides.base, wish, along=shift.go_along(wish, sides.base))
    elif not merged.conflicts:
        step = tagged(step, standing, replace(sides.wanted, tags=()), sides.wanted)
    if is_retired(standing):
        step = restored(step, standing)
    step = keyed(step, standing, wish)
    if step.fields:
        step = emptied(step, standing, _final(step, standing.fields, sides), terms)
    if not step.acts and not step.is_quiet:
        step = adding(step, Act.RECORD)
    return step if step.acts else None


def _merged(wish: Wish, standing: Standing, sides: Texts, merged: Merged) -> Step:
    shown = {*merged.taken, *merged.kept}
    acts = [
        *([Act.UPDATE] if merged.taken else []),
        *([Act.CONFLICT] if merged.conflicts else []),
        *([Act.KEEP] if len(merged.kept) > len(merged.conflicts) else []),
    ]
    names = sides.spec.field_names
    return replace(
        about(wish, *acts),
        fields=written(sides, merged),
        floor=max(standing.modified, wish.note.modified),
        theirs={name: text for name, text in zip(names, sides.theirs, strict=True) if name in shown},
        ours={name: text for name, text in zip(names, sides.ours, strict=True) if name in shown},
        kept=merged.kept,
        conflicts=merged.conflicts,
    )


def _final(step: Step, fields: tuple[str, ...], sides: Texts) -> tuple[str, ...]:
    return tuple(step.fields.get(name, value) for name, value in zip(sides.spec.field_names, fields, strict=True))


def _is_altered(key: str, look: Look) -> bool:
    spec = REGISTRY[key]
    return (look.fields, len(look.templates)) != (spec.field_names, len(spec.templates))
