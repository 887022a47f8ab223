"""Who each entry is: the one pipeline from entries and lock to decisions, its rules in the order in which they count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from deckwright.identity.decide import Outcome, decide
from deckwright.identity.decision import Effect, Resolution, Scope
from deckwright.identity.exact import Twins, by_content, by_explicit_id, by_parent, by_question
from deckwright.identity.holding import hold_for
from deckwright.identity.report import report
from deckwright.identity.seal import Seal
from deckwright.identity.sheet import Sheet, sheet
from deckwright.lockfile import Lock
from deckwright.model import Entry

if TYPE_CHECKING:
    from deckwright.identity.assign import Scored


def resolve(entries: Sequence[Entry], lock: Lock, scope: Scope, seals: Sequence[Seal] | None = None) -> Resolution:
    """Say who each entry is, and which records are retired or held; the order of `entries` changes nothing.

    `seals` are the entries', in their order, where they are known already.
    """
    paired = sheet(entries, lock.records, scope, seals)
    doubled = _doubled_ids(entries)
    by_explicit_id(paired, doubled)
    twins = by_content(paired)
    considered = _by_text(paired, twins)
    aliases = (record.aliases for record in lock.records if record.aliases)
    names = frozenset({record.guid for record in lock.records}.union(*aliases))
    outcome = Outcome(sheet=paired, deck_id=lock.deck_id, names=names, doubled=doubled, considered=considered)
    decisions = decide(outcome)
    kept = {decision.guid for decision in decisions if decision.effect in (Effect.KNOWN, Effect.RESTORED)}
    stay = {decision.guid for decision in decisions if decision.effect is Effect.HELD}
    unseen = [record for record in lock.records if not record.retired and record.guid not in kept]
    held = tuple(record for record in unseen if record.guid in stay or paired.is_away(record))
    stay.update(record.guid for record in held)
    resolution = Resolution(
        decisions=decisions,
        retired=tuple(record for record in unseen if record.guid not in stay),
        held=held,
        diagnostics=report(outcome, decisions),
    )
    broken = [decisions[known.index] for known in paired.free_entries() if outcome.is_broken(known)]
    return hold_for(resolution, broken)


def _by_text(paired: Sheet, twins: Sequence[Twins]) -> Mapping[int, Sequence[Scored]]:
    """Apply the rules that read the text; give what was considered for the entries that they leave without a match."""
    considered: dict[int, list[Scored]] = {}
    if next(paired.free_entries(), None) is None or next(paired.free_records(), None) is None:
        return considered
    from deckwright.identity.assign import by_answer, by_likeness  # noqa: PLC0415  (of no use for a first build)
    from deckwright.identity.crowds import by_crowd  # noqa: PLC0415
    from deckwright.identity.judge import Judge  # noqa: PLC0415
    from deckwright.identity.redrawn import by_picture  # noqa: PLC0415
    from deckwright.identity.sentences import by_sentence  # noqa: PLC0415

    judge = Judge(paired)
    # Follow-ups come after what stands for itself: by then their parents are known, and tell which "Why?" is which.
    for follows in (False, True):
        if follows:
            by_parent(paired, twins)
        wave = tuple(known for known in paired.entries if bool(known.entry.parent) == follows)
        by_question(paired, judge, wave)
        by_picture(paired, wave)
        by_crowd(paired, judge, wave)
        by_answer(paired, judge, wave)
        by_likeness(paired, [pair for pair in judge.candidates(wave) if bool(pair.record.parent) == follows])
        by_sentence(paired, judge, wave)
    # At last also between the two: a follow-up that got a heading of its own is still the same question.
    for one in by_likeness(paired, judge.candidates(paired.entries)):
        considered.setdefault(one.pair.known.position, []).append(one)
    return considered


def _doubled_ids(entries: Sequence[Entry]) -> frozenset[str]:
    counts = Counter(entry.explicit_id for entry in entries if entry.explicit_id)
    return frozenset(name for name, count in counts.items() if count > 1)
