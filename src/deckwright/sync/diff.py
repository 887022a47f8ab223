"""`diff(wanted, snapshot, terms)`: the three-way plan. What we last wrote is in each note, as `Base`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from deckwright import media
from deckwright.model import Guid
from deckwright.notetypes import REGISTRY, Base
from deckwright.sync.merge import Merged, Texts, merge, texts, who_changed, written
from deckwright.sync.plan import Act, Step, SyncPlan
from deckwright.sync.retiring import is_retired, restored, retired
from deckwright.sync.standing import Look, Snapshot, Standing
from deckwright.sync.wanted import Side, Terms, Wanted, Wish

_FOREIGN = "in Anki it is of another note type, or its note type lacks fields of ours"
_ALTERED = "in Anki, fields or cards were added to or removed from its note type, so that no new note can join"
_FIXED = "it became another kind of note, and this target can't change a note's type"


def diff(wanted: Wanted, snapshot: Snapshot, terms: Terms) -> SyncPlan:
    """Compare what is wanted with what stands there. Notes that nobody asks for and that aren't retired stay."""
    altered = frozenset(key for key, look in snapshot.looks.items() if _is_altered(key, look))
    steps = [
        _about(wish, acts=(Act.BLOCKED,), remark=_ALTERED)
        if wish.note.note_type in altered and wish.note.guid not in snapshot.notes
        else _step(wish, snapshot.notes.get(wish.note.guid), terms)
        for wish in wanted.wishes
    ]
    gone = [
        retired(standing, question, delete=terms.delete_retired)
        for guid, question in wanted.retired.items()
        if (standing := snapshot.notes.get(guid)) is not None
    ]
    told = tuple(step for step in (*steps, *gone) if step is not None)
    differing = [each for each in wanted.note_types if _looks_different(each.key, wanted, snapshot)]
    due = {each.key for each in differing if each.modified > snapshot.looks[each.key].modified}
    return SyncPlan(
        steps=told,
        restyle=tuple(sorted(due)),
        introduce=tuple(sorted({step.convert_to for step in told} - snapshot.looks.keys() - {""})),
        styles_kept=tuple(sorted({each.key for each in differing} - due)),
        media=_missing(wanted, snapshot, told),
        unchanged=sum(step is None for step in steps),
        standing=len(snapshot.notes),
    )


def _step(wish: Wish, standing: Standing | None, terms: Terms) -> Step | None:
    if standing is None:
        return _about(wish, acts=(Act.ADD,), ours=_visible(wish))
    if standing.fields == wish.note.fields and not is_retired(standing):
        return None  # `Base` says the same too; so it is with nearly all notes
    if standing.note_type not in REGISTRY:
        return _about(wish, acts=(Act.BLOCKED,), remark=_FOREIGN)
    if standing.note_type != wish.note.note_type:
        return _converted(wish, standing, terms)
    sides = texts(wish.note, standing.fields)
    merged = merge(sides, side=terms.side(wish.note.guid), rerender=terms.rerender)
    overdue = sides.is_overdue(rerender=terms.rerender)
    step = _merged(wish, standing, sides, merged)
    if sides.base is not None:
        step = _tagged(step, standing, sides.base if overdue else sides.wanted, sides.wanted)
        step = _moved(step, standing, sides.base, wish)
    elif not merged.conflicts:
        step = _tagged(step, standing, replace(sides.wanted, tags=()), sides.wanted)
    if is_retired(standing):
        step = restored(step, standing)
    if step.fields:
        step = _emptied(step, standing, _final(step, standing.fields, sides), terms)
    if not step.acts and not step.is_quiet:
        step = _with(step, Act.RECORD)
    return step if step.acts else None


def _merged(wish: Wish, standing: Standing, sides: Texts, merged: Merged) -> Step:
    shown = {*merged.taken, *merged.kept}
    acts = [
        *([Act.UPDATE] if merged.taken else []),
        *([Act.CONFLICT] if merged.conflicts else []),
        *([Act.KEEP] if len(merged.kept) > len(merged.conflicts) else []),
    ]
    names = sides.spec.field_names
    return _about(
        wish,
        acts=tuple(acts),
        fields=written(sides, merged),
        floor=max(standing.modified, wish.note.modified),
        theirs={name: text for name, text in zip(names, sides.theirs, strict=True) if name in shown},
        ours={name: text for name, text in zip(names, sides.ours, strict=True) if name in shown},
        kept=merged.kept,
        conflicts=merged.conflicts,
    )


def _tagged(step: Step, standing: Standing, before: Base, wanted: Base) -> Step:
    """Add and drop our tags; a tag of ours that the learner took off stays off, one of the learner's stays on."""
    there = {tag.casefold() for tag in standing.tags}
    old = {tag.casefold() for tag in before.tags}
    new = {tag.casefold() for tag in wanted.tags}
    add = tuple(tag for tag in wanted.tags if tag.casefold() not in old | there)
    drop = tuple(tag for tag in standing.tags if tag.casefold() in old - new)
    return replace(_with(step, Act.TAG), add_tags=add, drop_tags=drop) if add or drop else step


def _moved(step: Step, standing: Standing, base: Base, wish: Wish) -> Step:
    """Move the cards that are where we last put them, if the author moved the entry since."""
    deck, before = wish.note.deck, base.deck.casefold()
    if not before or before == deck.casefold():
        return step
    moves = tuple(card.ordinal for card in standing.cards if card.deck.casefold() == before)
    return replace(_with(step, Act.MOVE), moves=moves, deck=deck) if moves else step


def _converted(wish: Wish, standing: Standing, terms: Terms) -> Step:
    """Change a note's type, unless the learner edited what the new one has no place for."""
    old = REGISTRY[standing.note_type]
    named = dict(zip(old.field_names, standing.fields, strict=True))
    sides = texts(wish.note, tuple(named.get(name, "") for name in REGISTRY[wish.note.note_type].field_names))
    known = texts(replace(wish.note, note_type=old.key, fields=_as_written(wish, old.key)), standing.fields)
    step = _about(wish, acts=(), theirs=named, ours=_visible(wish), floor=max(standing.modified, wish.note.modified))
    if not terms.abilities.converts:
        return replace(step, acts=(Act.BLOCKED,), remark=_FIXED)
    changed = who_changed(known)
    if changed.both and terms.side(wish.note.guid) is not Side.SOURCE:
        remark = "it became another kind of note"
        return replace(step, acts=(Act.CONFLICT,), kept=tuple(named), conflicts=changed.both, remark=remark)
    mine = {name: named[name] for name in changed.learners}
    fields = {**dict(zip(sides.spec.field_names, sides.ours, strict=True)), **mine}
    acts = (Act.CONVERT, Act.KEEP) if mine else (Act.CONVERT,)
    step = replace(
        step, acts=acts, convert_to=wish.note.note_type, convert_from=old.key, fields=fields, kept=tuple(mine)
    )
    step = _tagged(step, standing, known.base or sides.wanted, sides.wanted)
    if known.base is not None:
        step = _moved(step, standing, known.base, wish)
    if is_retired(standing):
        step = restored(step, standing)
    return _emptied(step, standing, sides.ours, terms)


def _as_written(wish: Wish, key: str) -> tuple[str, ...]:
    """Dress a wish in the fields of another kind, for comparing what the note says of itself."""
    values = dict(zip(REGISTRY[wish.note.note_type].field_names, wish.note.fields, strict=True))
    return tuple(values.get(name, "") for name in REGISTRY[key].field_names)


def _emptied(step: Step, standing: Standing, fields: tuple[str, ...], terms: Terms) -> Step:
    """See to cards that show nothing any more: those never studied go, others are only named."""
    key = step.convert_to or standing.note_type
    spec = REGISTRY[key]
    shown = spec.ordinals(fields)
    ours = [card for card in standing.cards if spec.is_cloze or card.ordinal < len(spec.templates)]
    empty = [card for card in ours if card.ordinal not in shown]
    if not empty or not shown:
        return step
    unseen = tuple(card.ordinal for card in empty if not card.is_reviewed) if terms.abilities.removes_cards else ()
    left = len(empty) - len(unseen)
    remark = (
        f"{left} of its cards now show nothing; Tools → Empty Cards deletes them with their history" if left else ""
    )
    return replace(_with(step, Act.EMPTY), remove_cards=unseen, remark=remark)


def _final(step: Step, fields: tuple[str, ...], sides: Texts) -> tuple[str, ...]:
    return tuple(step.fields.get(name, value) for name, value in zip(sides.spec.field_names, fields, strict=True))


def _looks_different(key: str, wanted: Wanted, snapshot: Snapshot) -> bool:
    look = snapshot.looks.get(key)
    ours = next(each for each in wanted.note_types if each.key == key)
    return look is not None and (look.css, look.templates[: len(ours.templates)]) != (ours.css, ours.templates)


def _is_altered(key: str, look: Look) -> bool:
    spec = REGISTRY[key]
    return (look.fields, len(look.templates)) != (spec.field_names, len(spec.templates))


def _missing(wanted: Wanted, snapshot: Snapshot, steps: Iterable[Step]) -> tuple[str, ...]:
    """Name the files that the target's notes will use and that aren't there."""
    absent = wanted.media - snapshot.media
    if not absent:
        return ()
    after: dict[Guid, Mapping[str, str]] = {step.guid: step.fields or step.ours for step in steps}
    used = {name for name in absent if not media.names_in(name)}  # what the templates use
    for wish in wanted.wishes:
        standing = snapshot.notes.get(wish.note.guid)
        texts_used = [*after.get(wish.note.guid, {}).values(), *(standing.fields if standing else ())]
        used.update(name for text in texts_used for name in media.names_in(text))
    return tuple(sorted(absent & used))


def _about(wish: Wish, **what: Any) -> Step:
    return replace(Step(guid=wish.note.guid, question=wish.question, file=wish.file, line=wish.line, acts=()), **what)


def _visible(wish: Wish) -> dict[str, str]:
    names = REGISTRY[wish.note.note_type].field_names
    return {name: text for name, text in zip(names, wish.note.fields, strict=True) if text}


def _with(step: Step, act: Act) -> Step:
    return replace(step, acts=(*step.acts, act))
