"""From matches to decisions: effects, GUIDs for what is new, and what an unmatched entry may be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from deckwright.identity.decision import NO_GUID, Change, Decision, Effect, Reason
from deckwright.identity.guid import mints
from deckwright.identity.reasons import reasons
from deckwright.identity.sheet import Known, Match, Sheet, recorded_key
from deckwright.identity.text import shown
from deckwright.identity.words import words
from deckwright.model import DeckId, Guid
from deckwright.swift import dataclass

if TYPE_CHECKING:
    from deckwright.identity.assign import Scored
    from deckwright.identity.judge import Pair

_NAMED = 3
"""Candidates that are named at most."""
_HIGHLIGHT = "=="


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the rules have found."""

    sheet: Sheet
    deck_id: DeckId
    names: frozenset[Guid]
    """All GUIDs that the lock holds, also as another name."""
    doubled: frozenset[str]
    """The explicit ids that several entries carry."""
    considered: Mapping[int, Sequence[Scored]]
    """What the entries without a match may be, by position, best first."""

    def is_broken(self, known: Known) -> bool:
        """Say whether no note can be built of an entry as it stands, or of the one that it follows."""
        if _is_broken(known, self.doubled):
            return True
        parent = self.sheet.parent_of(known) if known.entry.parent else None
        return parent is not None and _is_broken(parent, self.doubled)

    def is_elsewhere(self, known: Known, match: Match) -> bool:
        """Say whether a match is in use by another file, which wasn't read: it may have moved, or been copied."""
        return match.record.file != known.entry.file and self.sheet.is_away(match.record)


def _is_broken(known: Known, doubled: frozenset[str]) -> bool:
    return bool(known.entry.defect) or known.entry.explicit_id in doubled


def decide(outcome: Outcome) -> tuple[Decision, ...]:
    """Decide on each entry, in the order in which they came in."""
    guids = _guids(outcome)
    decisions = {known.index: _decision(outcome, known, guids) for known in outcome.sheet.entries}
    return tuple(decisions[index] for index in range(len(decisions)))


def _decision(outcome: Outcome, known: Known, guids: Mapping[int, Guid]) -> Decision:
    match = outcome.sheet.matches.get(known.position)
    parent = outcome.sheet.parent_of(known) if known.entry.parent else None
    above = guids.get(parent.position, NO_GUID) if parent else NO_GUID
    if match is None or outcome.is_elsewhere(known, match):
        found = outcome.considered.get(known.position, ()) if match is None else ()
        candidates = tuple(one.pair.record for one in found[:_NAMED]) if match is None else (match.record,)
        guid = guids.get(known.position, NO_GUID)
        return Decision(
            entry=known.entry,
            content=known.content,
            question=known.question.partition("\x1f")[0],
            effect=(Effect.DIVIDED if known.entry.divided else Effect.NEW) if guid else Effect.SKIPPED,
            guid=guid,
            parent=above,
            reasons=_unclear(known, found),
            candidates=candidates,
        )
    return Decision(
        entry=known.entry,
        content=known.content,
        question=known.question.partition("\x1f")[0],
        effect=_effect(outcome, known, match),
        guid=match.record.guid,
        record=match.record,
        parent=above,
        evidence=match.evidence,
        reasons=reasons(known, match.record),
    )


def _effect(outcome: Outcome, known: Known, match: Match) -> Effect:
    if outcome.is_broken(known):
        return Effect.HELD
    if known.entry.divided:
        return Effect.DIVIDED
    return Effect.RESTORED if match.record.retired else Effect.KNOWN


def _unclear(known: Known, found: Sequence[Scored]) -> tuple[Reason, ...]:
    if known.entry.defect:
        return (Reason(change=Change.DEFECT, detail=known.entry.defect),)
    if not found:
        return ()
    from deckwright.identity.assign import ACCEPT  # noqa: PLC0415  (there by now: it found them)

    best = found[0]
    turned = best.pair.record.kind.note_type != known.entry.kind.note_type
    if turned and (best.score >= ACCEPT or _only_marks_changed(best.pair)):
        return (Reason(change=Change.KIND, detail=f"was a {best.pair.record.kind.value} entry, which Anki can't turn"),)
    names = " and ".join(f'"{one.pair.record.question}"' for one in found[:_NAMED])
    clear = "ambiguous between " if len(found) > 1 else "perhaps, but not clearly, "
    return (Reason(change=Change.AMBIGUOUS, detail=clear + names),)


def _only_marks_changed(pair: Pair) -> bool:
    """Whether a question has the same words in the same place, but for the signs of highlights that became its gaps."""
    now = shown(pair.known.entry, pair.known.entry.question)
    asked, before = (words(text.replace(_HIGHLIGHT, "")) for text in (now, pair.record.question))
    return pair.in_place and asked == before


def _guids(outcome: Outcome) -> dict[int, Guid]:
    """Give the GUID of each entry that has one, by position; new ones are minted from what they ask."""
    sheet = outcome.sheet
    guids: dict[int, Guid] = {}
    for known in sheet.entries:
        match = sheet.matches.get(known.position)
        if match and not outcome.is_elsewhere(known, match):
            guids[known.position] = match.record.guid
    fresh = [known for known in sheet.free_entries() if not outcome.is_broken(known)]
    if not fresh:
        return guids
    taken: set[str] = set(outcome.names)
    streams: dict[tuple[str, ...], Iterator[Guid]] = {}
    asked = Counter(known.question for known in sheet.entries)
    recorded = {recorded_key(record) for record in sheet.records}
    for known in fresh:
        unique = asked[known.question] == 1 and known.question not in recorded
        material = (known.question,) if unique else (known.question, known.content)
        # Of identical entries each goes on where the one before found what is free.
        minted = streams.setdefault(material, mints(outcome.deck_id, *material))
        guids[known.position] = guid = next(guid for guid in minted if guid not in taken)
        taken.add(guid)
    return guids
