"""What a sync would do to a target, and what it did, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from deckwright.report.fields import diff_fields, text_of
from deckwright.report.line import Line, Tone, counted, shortened
from deckwright.sync.plan import Act, Step, SyncPlan

_TONES = {
    Act.ADD: Tone.GOOD,
    Act.RESTORE: Tone.GOOD,
    Act.CONFLICT: Tone.WARNING,
    Act.RETIRE: Tone.WARNING,
    Act.DELETE: Tone.ERROR,
    Act.GONE: Tone.QUIET,
    Act.BLOCKED: Tone.ERROR,
}
_SHOWN = 40  # steps of one kind that are shown in full; all are in --json


def headline(plan: SyncPlan) -> str:
    """Sum up a plan in one line."""
    counts = plan.count()
    said = [f"{counts[act]} {act.value}" for act in Act if counts[act]]
    if plan.restyle:
        said.append("new styles")
    if plan.media:
        said.append(counted(len(plan.media), "file"))
    if plan.trash:
        said.append(f"{counted(len(plan.trash), 'file')} to the trash")
    return f"{', '.join([*said, f'{plan.unchanged} unchanged'])}"


def lines(deck: str, label: str, plan: SyncPlan) -> Iterator[Line]:
    """Give the plan for a terminal, with what differs in each field."""
    yield Line(f"{deck}, in {label}: {headline(plan)}", Tone.STRONG)
    for act in Act:
        steps = [step for step in plan.steps if step.acts[0] is act]
        for step in steps[:_SHOWN]:
            yield from _step_lines(step)
        if len(steps) > _SHOWN:
            yield Line(f"{act.value}: … and {counted(len(steps) - _SHOWN, 'more', 'more')}", Tone.QUIET)
    yield from _besides(plan)
    if plan.of(Act.CONVERT):
        yield Line("Anki will ask for a full sync after this, since notes change their type.", Tone.WARNING)
    if plan.of(Act.GONE):
        yield Line("What was deleted in Anki stays deleted; --restore-deleted brings it back.", Tone.QUIET)
    if plan.objection:
        yield Line(f"A sync would stop here: {plan.objection}. --retire goes on.", Tone.WARNING)
    if plan.of(Act.CONFLICT):
        yield Line(
            "What was edited on both sides stays as it is in Anki; --prefer source or --prefer anki settles it,"
            " for one note as --prefer source=GUID.",
            Tone.WARNING,
        )


def _besides(plan: SyncPlan) -> Iterator[Line]:
    """Say what happens to note types and files."""
    for key in plan.restyle:
        yield Line(f"the note type “{key}” gets its new templates and CSS")
    for key in plan.styles_kept:
        yield Line(f"the note type “{key}” was changed in Anki; it stays, --prefer source brings ours", Tone.QUIET)
    if plan.twice:
        ids = shortened(", ".join(plan.twice), 100)
        said = f"in Anki two notes have one id, and only one of them is brought up to date: {ids}"
        yield Line(f"{said}; a search for Key:{plan.twice[0]} shows both", Tone.WARNING)
    if plan.media:
        yield Line(f"{counted(len(plan.media), 'file')} for cards: {shortened(', '.join(plan.media), 100)}")
    if plan.trash:
        names = shortened(", ".join(plan.trash), 100)
        yield Line(f"{counted(len(plan.trash), 'file')} that no card shows any more, to Anki's trash: {names}")
    if plan.renew:
        yield Line("the package is written anew, since more of it has changed than its notes")


def as_json(deck: str, label: str, plan: SyncPlan) -> dict[str, object]:
    """Give the plan as JSON values. `id` says which plan it is: a saved one is applied only where it still has the same."""
    return {
        "deck": deck,
        "target": label,
        "id": plan.id,
        "quiet": plan.is_quiet,
        "counts": {act.value: count for act, count in plan.count().items() if count},
        "unchanged": plan.unchanged,
        "steps": [_step_as_json(step) for step in plan.steps],
        "styles": list(plan.restyle),
        "styles_kept": list(plan.styles_kept),
        "twice": list(plan.twice),
        "media": list(plan.media),
        "trash": list(plan.trash),
        "renew": plan.renew,
        "objection": plan.objection or None,
    }


def field_lines(step: Step) -> Iterator[Line]:
    """Show field by field what goes (`-`) and what comes (`+`); what the learner keeps against the source likewise."""
    for name, differing in _differing(step).items():
        both = "changed on both sides; " if name in step.conflicts else ""
        stays = f" ({both}stays as it is in Anki; + is the source's)" if name in step.kept else ""
        yield Line(f"    {name}:{stays}", Tone.QUIET)
        for line in differing:
            yield Line(f"      {shortened(line, 100)}", Tone.GOOD if line.startswith("+") else Tone.PLAIN)


def _step_lines(step: Step) -> Iterator[Line]:
    place = f"{step.file}:{step.line}, " if step.line else f"{step.file}, " if step.file else ""
    acts = ", ".join(act.value for act in step.acts)
    yield Line(f"{acts}: {shortened(step.question, 70)}  ({place}{step.guid})", _TONES.get(step.acts[0], Tone.PLAIN))
    if Act.ADD in step.acts and (above := " ".join(text_of(step.ours.get("Parent", "")))):
        yield Line(f"    follow-up to {shortened(above, 80)}", Tone.QUIET)
    if step.remark:
        yield Line(f"    {step.remark}", Tone.QUIET)
    if Act.ADD not in step.acts:
        yield from field_lines(step)
    if step.moves:
        yield Line(f"    to the deck {step.deck}", Tone.QUIET)
    tags = [*(f"+{tag}" for tag in step.add_tags), *(f"-{tag}" for tag in step.drop_tags)]
    if tags and Act.TAG in step.acts:
        yield Line(f"    tags: {' '.join(tags)}", Tone.QUIET)


def _step_as_json(step: Step) -> dict[str, object]:
    return {
        "guid": step.guid,
        "acts": [act.value for act in step.acts],
        "question": step.question,
        "file": step.file or None,
        "line": step.line or None,
        "fields": {} if Act.ADD in step.acts else {name: list(found) for name, found in _differing(step).items()},
        "kept": list(step.kept),
        "conflicts": list(step.conflicts),
        "add_tags": list(step.add_tags),
        "drop_tags": list(step.drop_tags),
        "deck": step.deck or None,
        "remark": step.remark or None,
    }


def _differing(step: Step) -> Mapping[str, tuple[str, ...]]:
    return {each.name: each.lines for each in diff_fields(step.theirs, step.ours)}
