"""A plan in full: every note that changes, why, how its fields differ, and what that means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field

from deckwright.errors import visible
from deckwright.model import Guid
from deckwright.plan import Change, Effect, Plan
from deckwright.report import changes as brief
from deckwright.report.consequences import consequences
from deckwright.report.fields import FieldDiff
from deckwright.report.line import Line, Tone, shortened
from deckwright.swift import dataclass

_ORDER = (Effect.NEW, Effect.UPDATED, Effect.RESTORED, Effect.RETIRED, Effect.HELD, Effect.BLOCKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class FullPlan:
    """A plan with what it is compared with, and how the fields of changed notes differ from there."""

    deck: str
    plan: Plan
    baseline: str
    """What the fields are compared with, in words; empty where there is nothing but the lock."""
    fields: Mapping[Guid, tuple[FieldDiff, ...]] = field(default_factory=dict)
    objection: str = ""
    """Why a build would stop and ask; empty where it wouldn't."""


def lines(full: FullPlan) -> Iterator[Line]:
    """Give the plan for a terminal."""
    yield Line(f"{full.deck}: {brief.headline(full.plan)}", Tone.STRONG)
    if full.baseline:
        yield Line(f"compared with {full.baseline}", Tone.QUIET)
    for effect in _ORDER:
        for change in full.plan.of(effect) if not full.plan.first else ():
            yield from _change_lines(change, full.fields.get(change.guid, ()))
    said = tuple(consequences(full.plan))
    if said:
        yield Line("")
        yield Line("What this means for learners:", Tone.STRONG)
        yield from (Line(f"- {sentence}") for sentence in said)
    if full.objection:
        yield Line(f"A build would stop here: {full.objection}. `build --retire` goes on.", Tone.WARNING)


def markdown(full: FullPlan) -> Iterator[str]:
    """Give the plan as release notes."""
    yield f"## {full.deck}"
    yield ""
    headline = brief.headline(full.plan)
    yield f"{headline[:1].upper()}{headline[1:]}."
    headings = {
        Effect.NEW: "New",
        Effect.UPDATED: "Changed",
        Effect.RESTORED: "Back again",
        Effect.RETIRED: "No longer part of the deck",
    }
    for effect, heading in headings.items():
        found = full.plan.of(effect)
        if found:
            yield from ("", f"### {heading}", "")
            for change in found:
                was = f" (was: {_inline(change.was)})" if change.was else ""
                why = f": {', '.join(reason.value for reason in change.reasons)}" if change.reasons else ""
                follows = f" ({brief.relation(change)}: {_inline(change.parent)})" if change.parent else ""
                yield f"- {_inline(change.question)}{follows}{was}{why}"
    said = tuple(consequences(full.plan))
    if said:
        yield from ("", "### What this means for your reviews", "")
        yield from (f"- {sentence}" for sentence in said)


def as_json(full: FullPlan) -> dict[str, object]:
    """Give the plan as JSON values."""
    return {
        "deck": full.deck,
        **brief.as_json(full.plan),
        "compared_with": full.baseline or None,
        "fields": {
            guid: {each.name: list(each.lines) for each in differing} for guid, differing in full.fields.items()
        },
        "consequences": list(consequences(full.plan)),
        "objection": full.objection or None,
    }


def _change_lines(change: Change, differing: tuple[FieldDiff, ...]) -> Iterator[Line]:
    place = f"{change.file}:{change.line}" if change.line else change.file
    where = f"{place}, {change.guid}" if place else change.guid
    yield Line(f"{change.effect.value:9} {brief.asked(change, 80)}  ({where})", _TONES[change.effect])
    if change.why:
        yield Line(f"          {change.why}", Tone.QUIET)
    for each in differing:
        yield Line(f"          {each.name}:", Tone.QUIET)
        for line in each.lines:
            yield Line(f"            {shortened(line, 100)}", Tone.GOOD if line.startswith("+") else Tone.PLAIN)


_TONES = {
    Effect.NEW: Tone.GOOD,
    Effect.UPDATED: Tone.PLAIN,
    Effect.UNCHANGED: Tone.QUIET,
    Effect.RESTORED: Tone.GOOD,
    Effect.RETIRED: Tone.WARNING,
    Effect.HELD: Tone.WARNING,
    Effect.BLOCKED: Tone.ERROR,
}


def _inline(text: str) -> str:
    return visible(shortened(text, 120)).replace("<", "&lt;")
