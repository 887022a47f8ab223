"""What the author should know about identities: each unclear decision, with the command that settles it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deckwright.codes import diagnose
from deckwright.errors import Diagnostic
from deckwright.identity.decide import Outcome
from deckwright.identity.decision import Change, Decision, Effect
from deckwright.model import Entry


def report(outcome: Outcome, decisions: Sequence[Decision]) -> tuple[Diagnostic, ...]:
    """Report doubled ids, doubled entries and what is unclear, by file and line."""
    found = [*_doubled_ids(outcome), *_doubled_entries(outcome)]
    found += [_unclear(decision) for decision in decisions if decision.candidates and not _is_broken(outcome, decision)]
    return tuple(sorted(found, key=lambda one: (one.file, one.line, one.code)))


def _is_broken(outcome: Outcome, decision: Decision) -> bool:
    return bool(decision.entry.defect) or decision.entry.explicit_id in outcome.doubled


def _doubled_ids(outcome: Outcome) -> Iterator[Diagnostic]:
    first: dict[str, Entry] = {}
    for known in outcome.sheet.entries:
        name = known.entry.explicit_id
        if name in outcome.doubled:
            other = first.setdefault(name, known.entry)
            if other is not known.entry:
                message = f"The id {{#{name}}} stands at {other.file}:{other.line} already."
                yield diagnose("DW404", message, file=known.entry.file, line=known.entry.line)


def _doubled_entries(outcome: Outcome) -> Iterator[Diagnostic]:
    first: dict[str, Entry] = {}
    for known in outcome.sheet.entries:
        other = first.setdefault(known.content, known.entry)
        if other is not known.entry and not known.entry.defect:
            message = f"This entry is the same, word for word, as the one at {other.file}:{other.line}."
            yield diagnose("DW408", message, file=known.entry.file, line=known.entry.line)


def _unclear(decision: Decision) -> Diagnostic:
    entry, candidates = decision.entry, decision.candidates
    best = candidates[0]
    if decision.effect is Effect.SKIPPED:
        message = (
            f'This seems to be "{best.question}" of {best.file}, which this run did not read; it is left as it is.'
        )
        return diagnose("DW406", message, file=entry.file, line=entry.line)
    if any(reason.change is Change.KIND for reason in decision.reasons):
        message = f'"{best.question}" became a {entry.kind.value} entry and starts anew.'
        return diagnose("DW407", message, file=entry.file, line=entry.line)
    names = ", ".join(f'"{record.question}" ({record.guid})' for record in candidates)
    hint = f"If it is the same question: deckwright relink {best.guid} {decision.guid}"
    message = f"This entry starts anew; it may be {names}."
    return diagnose("DW405", message, file=entry.file, line=entry.line, hint=hint)
