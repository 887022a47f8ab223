"""What the author should know about identities: each unclear decision, with the command that settles it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from deckwright.codes import diagnose
from deckwright.errors import Diagnostic
from deckwright.identity.decide import Outcome
from deckwright.identity.decision import Change, Decision, Effect
from deckwright.model import Entry

_CROWD = 3
"""Entries with one question that are reported one by one at most."""


def report(outcome: Outcome, decisions: Sequence[Decision]) -> tuple[Diagnostic, ...]:
    """Report doubled ids, doubled entries and what is unclear, by file and line."""
    found = [*_doubled_ids(outcome), *_doubled_entries(outcome)]
    found += _all_unclear(
        one for one in decisions if one.candidates and not (one.entry.divided or _is_broken(outcome, one))
    )
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
    """Report entries that are the same word for word, a crowd of them once."""
    counts = Counter(known.content for known in outcome.sheet.entries)
    same: dict[str, list[Entry]] = {}
    for known in outcome.sheet.entries:
        if counts[known.content] > 1:
            same.setdefault(known.content, []).append(known.entry)
    for first, *others in same.values():
        more = [entry for entry in others if not entry.defect]
        shown, rest = (more[:1], len(more) - 1) if len(more) > _CROWD else (more, 0)
        for entry in shown:
            message = f"This entry is the same, word for word, as the one at {first.file}:{first.line}"
            message += f"; so are {rest} more." if rest else "."
            yield diagnose("DW408", message, file=entry.file, line=entry.line)


def _all_unclear(decisions: Iterable[Decision]) -> Iterator[Diagnostic]:
    """Report what is unclear entry by entry, but a crowd that nothing tells apart once."""
    crowds: dict[tuple[str, str, str], list[tuple[Decision, Diagnostic]]] = {}
    for decision in decisions:
        said = _unclear(decision)
        crowds.setdefault((said.code, said.file, decision.candidates[0].question), []).append((decision, said))
    for crowd in crowds.values():
        first, said = min(crowd, key=lambda one: one[1].line)
        if said.code == "DW405" and len(crowd) > _CROWD:
            yield _crowd(first, len(crowd))
        else:
            yield from (said for _, said in crowd)


def _crowd(first: Decision, count: int) -> Diagnostic:
    best = first.candidates[0]
    message = f'This entry and {count - 1} more of its file start anew: each may be one of several that asked "{best.question}".'
    hint = f"Where one is the same question, settle it; of this one: deckwright relink {best.guid} {first.guid}"
    return diagnose("DW405", message, file=first.entry.file, line=first.entry.line, hint=hint)


def _unclear(decision: Decision) -> Diagnostic:
    entry, candidates = decision.entry, decision.candidates
    best = candidates[0]
    if decision.effect is Effect.SKIPPED:
        message = (
            f'This seems to be "{best.question}" of {best.file}, which this run did not read; it is left as it is.'
        )
        return diagnose("DW406", message, file=entry.file, line=entry.line)
    if any(reason.change is Change.KIND for reason in decision.reasons):
        message = f'"{best.question}" became a {entry.kind.value} entry, which is another kind of note.'
        return diagnose("DW407", message, file=entry.file, line=entry.line)
    names = ", ".join(f'"{record.question}" ({record.guid})' for record in candidates)
    same = next((record for record in candidates if record.kind.note_type == entry.kind.note_type), None)
    hint = "If it is, its reviews start anew: in a package, Anki can't turn the one kind of note into the other."
    if same:
        hint = f"If it is the same question: deckwright relink {same.guid} {decision.guid}"
    message = f"This entry starts anew; it may be {names}."
    return diagnose("DW405", message, file=entry.file, line=entry.line, hint=hint)
