"""A plan as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from deckwright.plan import Change, Effect, Plan
from deckwright.report.line import Line, Tone, counted, shortened

_SHOWN = 20  # changes of one effect that a summary names; all are in --json and in `plan`


def headline(plan: Plan) -> str:
    """Sum up a plan in one line that names its baseline."""
    counts = plan.count()
    if plan.first:
        return f"{counts[Effect.NEW]:,} new (first build)"
    said = [f"{counts[effect]:,} {effect.value}" for effect in Effect if counts[effect]]
    if plan.restyled:
        said.append("new styles")
    return f"{', '.join(said) or 'no notes'} since {plan.baseline}"


def details(plan: Plan) -> Iterator[Line]:
    """Name the notes that change, but for those of a first build."""
    if plan.first:
        return
    for effect in (Effect.NEW, Effect.UPDATED, Effect.RESTORED, Effect.RETIRED, Effect.HELD, Effect.BLOCKED):
        changes = plan.of(effect)
        for change in changes[:_SHOWN]:
            yield Line(f"  {effect.value:9} {_described(change)}", _tone(effect))
        if len(changes) > _SHOWN:
            yield Line(f"  {effect.value:9} … and {counted(len(changes) - _SHOWN, 'more', 'more')}", _tone(effect))


def as_json(plan: Plan) -> dict[str, object]:
    """Give a plan as JSON values: the counts and every change, unchanged notes by their number only."""
    return {
        "baseline": None if plan.first else plan.baseline.removeprefix("the "),
        "counts": {effect.value: count for effect, count in plan.count().items()},
        "restyled": list(plan.restyled),
        "changes": [_change_as_json(change) for change in plan.changes if change.effect is not Effect.UNCHANGED],
    }


def _described(change: Change) -> str:
    place = f"  ({change.file}:{change.line})" if change.line else f"  ({change.file})" if change.file else ""
    why = change.why
    return f"{asked(change, 60)}{place}{f': {why}' if why else ''}"


def asked(change: Change, width: int) -> str:
    """Give a note's question, and what it follows or is a part of."""
    above = f' ({relation(change)} "{shortened(change.parent, 40)}")' if change.parent else ""
    return f"{shortened(change.question, width)}{above}"


def relation(change: Change) -> str:
    """Say what a note is to its parent."""
    return f"{change.kind.value} of" if change.kind.is_part else "follow-up to"


def _tone(effect: Effect) -> Tone:
    return Tone.WARNING if effect in {Effect.RETIRED, Effect.HELD, Effect.BLOCKED} else Tone.PLAIN


def _change_as_json(change: Change) -> dict[str, object]:
    return {
        "guid": change.guid,
        "effect": change.effect.value,
        "reasons": [reason.value for reason in change.reasons],
        "question": change.question,
        "kind": change.kind.value,
        "parent": change.parent or None,
        "was": change.was or None,
        "evidence": change.evidence or None,
        "file": change.file or None,
        "line": change.line or None,
        "modified": change.modified,
    }
