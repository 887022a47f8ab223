"""Retiring a note and bringing it back: what we suspended is told from what the learner did by tags on the note.

A note is tagged as being retired before its cards are suspended, and as retired after, so that a run which was cut off
in between is taken up where it stopped.
"""

from __future__ import annotations

from dataclasses import replace

from deckwright.notetypes import REGISTRY, field_marks, load_base, split_marks
from deckwright.sync.plan import Act, Step
from deckwright.sync.standing import Standing

RETIRED = "deckwright::retired"
"""The tag of notes that are no longer in the sources."""
_BEGUN = "deckwright::retiring"
_BEFORE = f"{RETIRED}::suspended-before-"


def is_retired(standing: Standing) -> bool:
    """Whether we have retired the note, or have begun to."""
    return bool({RETIRED, _BEGUN} & _folded(standing))


def is_mark(tag: str) -> bool:
    """Whether a tag is one of those by which we know what we retired."""
    return tag.casefold() in {RETIRED, _BEGUN} or tag.casefold().startswith(_BEFORE)


def retired(standing: Standing, question: str, *, delete: bool) -> Step | None:
    """Give the step that retires a note; None where that was done, or the learner gave it a type of another kind."""
    if not standing.note_type:
        return None
    step = Step(guid=standing.guid, question=question, acts=(Act.DELETE if delete else Act.RETIRE,))
    if delete:
        return replace(step, remark=_goes_too(standing))
    tags = _folded(standing)
    if RETIRED in tags:
        return replace(step, acts=(Act.RECORD,), drop_tags=(_BEGUN,)) if _BEGUN in tags else None
    cards = [card.ordinal for card in standing.cards if card.is_suspended]
    marks = () if _BEGUN in tags else (_BEGUN, *(f"{_BEFORE}{ordinal + 1}" for ordinal in cards))
    return replace(
        step,
        tags_before_suspending=marks,
        suspend=tuple(card.ordinal for card in standing.cards if not card.is_suspended),
        add_tags=(RETIRED,),
        drop_tags=(_BEGUN,),
    )


def _goes_too(standing: Standing) -> str:
    """Say what of the learner's goes with a note that is deleted."""
    spec = REGISTRY[standing.note_type]
    base = load_base(standing.fields[spec.index("Base")])
    edited: list[str] = []
    if base is not None and base.marks:
        before, now = split_marks(base.marks), split_marks(field_marks(spec, standing.fields))
        edited = [spec.fields[at].name for at in sorted(before.keys() | now.keys()) if before.get(at) != now.get(at)]
    studied = sum(card.is_reviewed for card in standing.cards)
    reviews = f"cards that go with their reviews: {studied}" if studied else ""
    edits = f"what the learner wrote goes too: {', '.join(edited)}" if edited else ""
    return "; ".join(filter(None, (reviews, edits)))


def restored(step: Step, standing: Standing) -> Step:
    """Bring a retired note back: its cards are asked again, but for those that the learner had suspended before."""
    before = {card.ordinal for card in standing.cards if f"{_BEFORE}{card.ordinal + 1}" in _folded(standing)}
    cards = (card.ordinal for card in standing.cards if card.is_suspended and card.ordinal not in before)
    marks = tuple(filter(is_mark, standing.tags))
    return replace(
        step,
        acts=(*step.acts, Act.RESTORE),
        unsuspend=tuple(cards),
        drop_tags=(*step.drop_tags, *marks),
    )


def _folded(standing: Standing) -> frozenset[str]:
    return frozenset(tag.casefold() for tag in standing.tags)
