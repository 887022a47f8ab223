"""The parts of a step that all plans share: what it says of an entry, and what becomes of tags, decks and empty cards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from deckwright.notetypes import REGISTRY, Base, dump_base, load_base
from deckwright.sync.plan import Act, Step
from deckwright.sync.standing import Standing
from deckwright.sync.wanted import Terms, Wish

_FROM_AFAR: Mapping[Act, str] = MappingProxyType(
    {
        Act.RETIRE: "it leaves the package; learners keep it, with its reviews",
        Act.DELETE: "it leaves the package; learners keep it, with its reviews",
        Act.MOVE: "cards that learners have already stay in their deck",
        Act.EMPTY: "learners who have the empty card delete it with Tools → Empty Cards",
    }
)


def about(wish: Wish, *acts: Act) -> Step:
    """Begin a step about what the sources ask for."""
    return Step(guid=wish.note.guid, question=wish.question, file=wish.file, line=wish.line, acts=acts)


def adding(step: Step, act: Act) -> Step:
    """Have one more thing happen in a step."""
    return replace(step, acts=(*step.acts, act))


def visible(wish: Wish) -> dict[str, str]:
    """Give the fields of a wish that hold something, by name."""
    names = REGISTRY[wish.note.note_type].field_names
    return {name: text for name, text in zip(names, wish.note.fields, strict=True) if text}


def tagged(step: Step, standing: Standing, before: Base, wanted: Base) -> Step:
    """Add and drop our tags; a tag of ours that the learner took off stays off, one of the learner's stays on."""
    there = {tag.casefold() for tag in standing.tags}
    old = {tag.casefold() for tag in before.tags}
    new = {tag.casefold() for tag in wanted.tags}
    add = tuple(tag for tag in wanted.tags if tag.casefold() not in old | there)
    drop = tuple(tag for tag in standing.tags if tag.casefold() in old - new)
    return replace(adding(step, Act.TAG), add_tags=add, drop_tags=drop) if add or drop else step


def moved(step: Step, standing: Standing, base: Base, wish: Wish, *, along: bool) -> Step:
    """Move the cards that are where we last put them, if the author moved the entry since; both moves are shown.

    `along` says whether cards that the learner put elsewhere go along.
    """
    deck, before = wish.note.deck, base.deck.casefold()
    if not before or before == deck.casefold():
        return step
    known = [card for card in standing.cards if not card.is_away]
    away = [card for card in known if card.deck.casefold() not in {before, deck.casefold()}]
    here = [card for card in known if card.deck.casefold() == before]
    moves = tuple(card.ordinal for card in known if card in here or (along and card in away))
    if len(known) < len(standing.cards):
        step = _awaiting(step, standing, base, deck)
    if moves:
        step = replace(adding(step, Act.MOVE), moves=moves, deck=deck)
    if away:
        decks = ", ".join(sorted({card.deck for card in away}))
        stay = "they go along" if along else "they stay"
        keeps = not along and not {Act.KEEP, Act.CONFLICT} & set(step.acts)
        remark = f"the learner moved {len(away)} of its cards to {decks}; the source moves it to {deck}, and {stay}"
        said = "; ".join(filter(None, (step.remark, remark)))
        step = replace(step, acts=(*step.acts, Act.KEEP) if keeps else step.acts, remark=said)
    return step


def _awaiting(step: Step, standing: Standing, base: Base, deck: str) -> Step:
    """Leave cards in a filtered deck, and have the note say where it was, so that a later run moves them."""
    old = dict(zip(REGISTRY[standing.note_type].field_names, standing.fields, strict=True))
    said = load_base(step.fields.get("Base", ""))
    fields = {**step.fields, "Base": dump_base(replace(said, deck=base.deck))} if said else step.fields
    is_new = any(old.get(name) != text for name, text in fields.items() if name != "Source") or step.convert_to
    keeps = not {Act.KEEP, Act.CONFLICT} & set(step.acts)
    return replace(
        step,
        acts=(*step.acts, Act.KEEP) if keeps else step.acts,
        fields=fields if is_new else {},
        remark=f"cards of it are in a filtered deck; once that is emptied, the next sync moves them to {deck}",
    )


def keyed(step: Step, standing: Standing, wish: Wish) -> Step:
    """Write a note's `Key` again where the learner changed it."""
    place = REGISTRY[standing.note_type].index("Key")
    key = wish.note.fields[place]
    return step if standing.fields[place] == key else replace(step, fields={**step.fields, "Key": key})


def emptied(step: Step, standing: Standing, fields: tuple[str, ...], terms: Terms) -> Step:
    """See to cards that show nothing any more: those never studied go, others are only named."""
    spec = REGISTRY[step.convert_to or standing.note_type]
    shown = spec.ordinals(fields)
    ours = [card for card in standing.cards if spec.is_cloze or card.ordinal < len(spec.templates)]
    empty = [card for card in ours if card.ordinal not in shown]
    if not empty or not shown:
        return step
    unseen = tuple(card.ordinal for card in empty if not card.is_reviewed) if terms.abilities.removes_cards else ()
    left = len(empty) - len(unseen)
    said = f"{left} of its cards now show nothing; Tools → Empty Cards deletes them with their history" if left else ""
    return replace(adding(step, Act.EMPTY), remove_cards=unseen, remark="; ".join(filter(None, (step.remark, said))))


def from_afar(step: Step) -> Step:
    """Say of a step what a package can't do about it: it reaches learners only by being imported."""
    remarks = [_FROM_AFAR[act] for act in step.acts if act in _FROM_AFAR]
    return replace(step, remark="; ".join(remarks)) if remarks else step
