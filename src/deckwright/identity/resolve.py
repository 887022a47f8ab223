"""Who each entry is: the one pipeline from entries and lock to decisions, its rules in the order in which they count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from deckwright.codes import diagnose
from deckwright.errors import Diagnostic
from deckwright.identity.decision import Decision, Effect, Resolution, Scope
from deckwright.identity.exact import by_content, by_explicit_id, by_question
from deckwright.identity.mint import mint
from deckwright.identity.reasons import reasons
from deckwright.identity.sheet import Known, Sheet, recorded_key, sheet
from deckwright.lockfile import Lock
from deckwright.model import Entry, Guid


def resolve(entries: Sequence[Entry], lock: Lock, scope: Scope) -> Resolution:
    """Say who each entry is, and which records are retired or held; the order of `entries` changes nothing."""
    paired = sheet(entries, lock.records, scope)
    doubled = _doubled_ids(entries)
    by_explicit_id(paired, doubled)
    by_content(paired)
    by_question(paired)
    decisions = _decide(paired, lock, doubled)
    held_entries = {decision.guid for decision in decisions if decision.effect is Effect.HELD}
    unseen = [record for record in paired.free_records() if not record.retired]
    return Resolution(
        decisions=decisions,
        retired=tuple(record for record in unseen if record.file in scope),
        held=tuple(
            record
            for record in lock.records
            if record.guid in held_entries
            or (record.guid not in paired.taken and not record.retired and record.file not in scope)
        ),
        diagnostics=tuple(_reports(entries, doubled)),
    )


def _doubled_ids(entries: Sequence[Entry]) -> frozenset[str]:
    counts = Counter(entry.explicit_id for entry in entries if entry.explicit_id)
    return frozenset(name for name, count in counts.items() if count > 1)


def _decide(paired: Sheet, lock: Lock, doubled: frozenset[str]) -> tuple[Decision, ...]:
    guids = _mint_all(paired, lock, doubled)
    decisions: list[Decision | None] = [None] * len(paired.entries)
    for known in paired.entries:
        decisions[known.index] = _decision(paired, known, guids, doubled)
    return tuple(decision for decision in decisions if decision)


def _decision(paired: Sheet, known: Known, guids: dict[int, Guid], doubled: frozenset[str]) -> Decision:
    entry, match = known.entry, paired.matches.get(known.position)
    parent = paired.parent_of(known)
    broken = bool(entry.defect) or entry.explicit_id in doubled
    if match is None:
        effect = Effect.SKIPPED if broken else Effect.NEW
    elif broken:
        effect = Effect.HELD
    else:
        effect = Effect.RESTORED if match.record.retired else Effect.KNOWN
    return Decision(
        entry=entry,
        content=known.content,
        effect=effect,
        guid=guids.get(known.position, Guid("")),
        record=match.record if match else None,
        parent=guids.get(parent.position, Guid("")) if parent else Guid(""),
        evidence=match.evidence if match else "",
        reasons=reasons(known, match.record) if match else (),
    )


def _mint_all(paired: Sheet, lock: Lock, doubled: frozenset[str]) -> dict[int, Guid]:
    """Give the GUID of each entry that has one, by position; new ones are minted from what they ask."""
    guids = {position: match.record.guid for position, match in paired.matches.items()}
    fresh = [
        known for known in paired.free_entries() if not known.entry.defect and known.entry.explicit_id not in doubled
    ]
    if not fresh:
        return guids
    taken: set[str] = {guid for record in lock.records for guid in (record.guid, *record.aliases)}
    asked = Counter(known.question for known in paired.entries)
    recorded = {recorded_key(record) for record in lock.records}
    for known in fresh:
        unique = asked[known.question] == 1 and known.question not in recorded
        material = (known.question,) if unique else (known.question, known.content)
        guid = mint(lock.deck_id, *material, taken=taken)
        taken.add(guid)
        guids[known.position] = guid
    return guids


def _reports(entries: Sequence[Entry], doubled: frozenset[str]) -> Iterator[Diagnostic]:
    first: dict[str, Entry] = {}
    for entry in sorted(entries, key=lambda entry: (entry.file, entry.line)):
        name = entry.explicit_id
        if name in doubled:
            other = first.setdefault(name, entry)
            if other is not entry:
                message = f"The id {{#{name}}} stands at {other.file}:{other.line} already."
                yield diagnose("DW404", message, file=entry.file, line=entry.line)
