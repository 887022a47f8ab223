"""A build as far as identity goes: entries and lock in, resolution and next lock out; and what it did to histories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deckwright.identity import Decision, Effect, Resolution, Scope, Written, record, resolve, settle
from deckwright.identity.gaps import Asked, number_gaps
from deckwright.lockfile import Lock, dumps, empty, loads
from deckwright.markdown.cloze_entry import gaps_of
from deckwright.model import DeckId, DeckName, Entry, Kind
from identity.edits import Deck

START = 1_790_000_000


def fresh_lock() -> Lock:
    return empty(DeckId("deck"), DeckName("Deck"))


def build(
    entries: Sequence[Entry], lock: Lock, *, scope: Scope | None = None, now: int = START
) -> tuple[Resolution, Lock]:
    """Resolve and settle, through the lock's text, as a build does it."""
    read = frozenset(entry.file for entry in entries)
    scope = scope or Scope(read=read, gone=frozenset(known.file for known in lock.records) - read)
    resolution = resolve(entries, lock, scope)
    lines = []
    for decision in resolution.decisions:
        if decision.effect in (Effect.HELD, Effect.SKIPPED, Effect.DIVIDED):
            continue
        old = decision.record
        same = old is not None and old.digest == decision.content
        modified = old.modified if old and same else max(now, old.modified + 1 if old else now)
        written = Written(
            digest=decision.content,
            modified=modified,
            note_type=decision.entry.kind.note_type,
            rendered="0a1b2c3d",
            clozes=_clozes(decision),
        )
        lines.append(record(decision, written))
    after, _ = loads(dumps(settle(lock, resolution, lines, now)), path="deck.lock")
    return resolution, after


def _clozes(decision: Decision) -> Mapping[str, int]:
    if decision.entry.kind is not Kind.CLOZE:
        return {}
    gaps = gaps_of(decision.entry)
    asked = [Asked(text=gaps.said(gap), numbers=gap.numbers, beside=gaps.beside(gap)) for gap in gaps.found]
    return number_gaps(asked, decision.record.clozes if decision.record else {}, gaps.revealed()).clozes


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What became of the histories of the questions that were there before."""

    kept: int = 0
    lost: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


class Learner:
    """Someone who has the deck: which name each GUID's reviews belong to."""

    def __init__(self) -> None:
        self.lock = fresh_lock()
        self._names: dict[str, str] = {}
        self._guids: dict[str, str] = {}
        self._now = START

    def take(self, deck: Deck) -> Tally:
        """Build and import a deck; count what was kept, lost and given to another question."""
        self._now += 86_400
        resolution, self.lock = build([item.entry for item in deck], self.lock, now=self._now)
        kept, lost, wrong = 0, list[str](), list[str]()
        there = {item.name for item in deck}
        for item, decision in zip(deck, resolution.decisions, strict=True):
            owner = self._names.setdefault(decision.guid, item.name)
            inherited = owner in item.absorbed or (owner == item.answer_of and owner not in there)
            if owner != item.name and not inherited:
                wrong.append(f"{item.name} took the history of {owner}: {decision.evidence}")
            elif item.name in self._guids:
                if self._guids[item.name] == decision.guid:
                    kept += 1
                else:
                    lost.append(item.name)
            self._guids[item.name] = decision.guid
        return Tally(kept=kept, lost=tuple(lost), wrong=tuple(wrong))
