"""A plan in full: a prepared build, compared field by field with what learners have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from deckwright.app import recorded
from deckwright.app.build import Build, standing
from deckwright.app.objecting import objects
from deckwright.app.since import since
from deckwright.model import Guid
from deckwright.notetypes import REGISTRY
from deckwright.plan import Effect, Plan
from deckwright.report.fields import FieldDiff, diff_fields
from deckwright.report.plan import FullPlan
from deckwright.targets.package.content import PackageSnapshot

_COMPARED = (Effect.UPDATED, Effect.RESTORED)


def full_plan(made: Build, against: Path | None = None) -> FullPlan:
    """Compare a build with what learners have who imported `against`; by default with the last build."""
    plan, snapshot, baseline = made.plan, None, str(made.package) if made.package.exists() else ""
    if against:
        own = {change.guid for change in made.plan.changes}
        snapshot, baseline = recorded.read_release(against, made.frame.deck_id, own), str(against)
        plan = since(plan, made.content, snapshot, against)
    else:
        snapshot = standing(made, *_COMPARED)
    return FullPlan(
        deck=made.frame.name,
        plan=plan,
        baseline=baseline,
        fields=dict(_fields(plan, made, snapshot)) if snapshot else {},
        objection=objects(made),
    )


def _fields(plan: Plan, made: Build, snapshot: PackageSnapshot) -> Iterator[tuple[Guid, tuple[FieldDiff, ...]]]:
    changed = {change.guid for change in plan.of(*_COMPARED)}
    for note in made.content.notes:
        before = snapshot.notes.get(note.guid)
        if before and (note.guid in changed or before.modified < note.modified):
            key = snapshot.note_types[before.note_type].key
            if key in REGISTRY and len(before.fields) == len(REGISTRY[key].fields):
                differing = tuple(
                    diff_fields(_named(key, before.fields, before.tags), _named(note.note_type, note.fields, note.tags))
                )
                if differing:
                    yield note.guid, differing


def _named(key: str, fields: Sequence[str], tags: tuple[str, ...]) -> Mapping[str, str]:
    return {**dict(zip(REGISTRY[key].field_names, fields, strict=True)), "Tags": "<br>".join(sorted(tags))}
