"""Holding what can't be built now: the record that such an entry most likely is stays as it is, rather than retired."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from deckwright.identity.decision import Decision, Effect, Resolution
from deckwright.identity.sketch import answer_text, read_sketch, short_hash
from deckwright.identity.text import collapse
from deckwright.lockfile import Record
from deckwright.model import Entry


def hold(resolution: Resolution, unbuildable: Collection[int]) -> Resolution:
    """Hold a record for each new entry that turned out to make no note; `unbuildable` are indexes of decisions."""
    unbuilt = [resolution.decisions[index] for index in sorted(unbuildable)]
    return hold_for(resolution, [decision for decision in unbuilt if decision.effect is Effect.NEW])


def hold_for(resolution: Resolution, broken: Sequence[Decision]) -> Resolution:
    """Hold a record for each of the unknown entries that no note can be built of.

    Better a note too many than one that is gone from the package for a slip in its question: a record that was held
    for nothing is retired as soon as the entry can be built.
    """
    if not broken:
        return resolution
    free = {record.guid: record for record in resolution.retired}
    held = {record.guid: (free.pop(record.guid), entry) for record, entry in _likely(broken, resolution.retired)}
    places = {(decision.entry.file, decision.entry.line) for decision in broken}
    return replace(
        resolution,
        retired=tuple(free.values()),
        held=(*resolution.held, *(record for record, _ in held.values())),
        mistaken={**resolution.mistaken, **{guid: entry for guid, (_, entry) in held.items()}},
        # An entry that isn't built doesn't start anew either.
        diagnostics=tuple(
            said for said in resolution.diagnostics if said.code != "DW405" or (said.file, said.line) not in places
        ),
    )


def _likely(broken: Iterable[Decision], retired: Sequence[Record]) -> Iterator[tuple[Record, Entry]]:
    """Yield a record for each entry that may be one, none twice; the surest evidence of all entries goes first."""
    given = {record.guid for record in retired}
    left = list(broken)
    for evidence in (_candidates, _numbered, _answered):
        unknown: list[Decision] = []
        for decision in left:
            record = next((one for one in evidence(decision, retired) if one.guid in given), None)
            if record:
                given.discard(record.guid)
                yield record, decision.entry
            else:
                unknown.append(decision)
        left = unknown


def _candidates(decision: Decision, _: Sequence[Record]) -> Iterable[Record]:
    return decision.candidates


def _numbered(decision: Decision, retired: Sequence[Record]) -> Iterable[Record]:
    entry = decision.entry
    return (record for record in retired if entry.label and (record.file, record.label) == (entry.file, entry.label))


def _answered(decision: Decision, retired: Sequence[Record]) -> Iterable[Record]:
    answer = collapse(answer_text(decision.entry))
    hashed = short_hash(answer)
    return (
        record
        for record in retired
        if answer and record.file == decision.entry.file and read_sketch(record.sketch).answer_hash == hashed
    )
