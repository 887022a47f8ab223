"""Measure the thresholds of recognition, with `python benchmarks/identity/thresholds.py [RUNS]`.

The corpus beside this file goes through random edits (those of `tests/identity/edits.py`), three at a time. Beside
that, every question is replaced by each of those most like it ("twins"), in its place and under its number, which is
the hardest case of all: taken for the same, it is a history given away. Printed are the scores of true and of wrong
pairs, and, for each constant, what RUNS random runs (default 200) and the twins come to when it alone is changed. A
constant stands well where nothing is given away on either side of it, and where it is as mild as that allows.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random
from types import ModuleType

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from deckwright.identity import assign, exact, likeness
from deckwright.identity.decision import Scope
from deckwright.identity.likeness import Gauge, Traits, traits
from deckwright.identity.sheet import sheet
from deckwright.identity.sketch import cut_question
from deckwright.lockfile import Lock
from deckwright.model import Digest, Entry
from identity.build import Learner, build, fresh_lock
from identity.corpus import corpus, reserve
from identity.edits import EDITS, Item, lay, start

SWEEPS: tuple[tuple[ModuleType, str, Sequence[float]], ...] = (
    (assign, "ACCEPT", (0.47, 0.52, 0.57, 0.62, 0.67, 0.72)),
    (assign, "MARGIN", (0.0, 0.03, 0.06, 0.12, 0.24)),
    (assign, "CLAIM", (0.55, 0.65, 0.75, 0.85, 0.95)),
    (likeness, "CONFLICT", (0.4, 0.5, 0.6, 0.7, 0.8, 1.0)),
    (likeness, "CONFLICT_ANSWER", (0.7, 0.8, 0.85, 0.9, 1.0)),
    (likeness, "CONTRARY", (0.35, 0.45, 0.55, 0.65, 0.75)),
    (likeness, "CONTRARY_ANSWER", (0.7, 0.76, 0.82, 0.9, 1.0)),
    (likeness, "SLIP_ANSWER", (0.55, 0.65, 0.75, 0.85)),
    (likeness, "PART", (0.8, 0.85, 0.9, 0.95)),
    (likeness, "RARER", (0.0, 1.0, 2.0, 3.0)),
    (likeness, "CUT", (0.9, 0.95, 0.99)),
    (likeness, "TWIN", (0.75, 0.85, 0.95)),
    (likeness, "TWIN_ANSWER", (0.6, 0.7, 0.8, 0.9)),
    (likeness, "TELLS", (0.7, 0.75, 0.8, 0.85, 0.9)),
    (likeness, "COMMON", (0.1, 0.2, 0.4)),
    (likeness, "ASKING_WEIGHT", (0.1, 0.3, 0.6, 1.0)),
    (likeness, "ASKS", (0.0, 0.1, 0.2, 0.3)),
    (likeness, "ANSWER_CEILING", (0.8, 0.9, 1.0)),
    (exact, "TELLING", (0.9, 0.95, 1.01)),
)
NEAREST = 3
"""How many of those most like it each question is replaced by."""
Twin = tuple[Lock, list[Entry], int]


def scores(runs: int) -> None:
    """Print how edited entries score against their own record and against the nearest other one."""
    print(f"{'edit':16} {'true pairs':>10}   lowest    5 %  median | wrong pairs:  median   95 %  highest")
    _, lock = build([item.entry for item in start()], fresh_lock())
    gauge = Gauge(lock.records)
    records = {record.content: record for record in lock.records}
    owner = {item.name: records[_content(item.entry)] for item in start()}
    for name, edit in sorted(EDITS.items()):
        true: list[float] = []
        wrong: list[float] = []
        for seed in range(max(1, runs // 10)):
            for item in edit(start(), Random(seed)):
                if _content(item.entry) not in records:
                    own, trait = owner.get(item.name), _traits(item.entry)
                    wrong.append(max(gauge.measure(trait, one).score for one in lock.records if one != own))
                    true += [gauge.measure(trait, own).score] if own else []
        if wrong:
            low = " ".join(f"{_at(true, share):7.2f}" for share in (0, 0.05, 0.5)) if true else " " * 23
            high = " ".join(f"{_at(wrong, share):7.2f}" for share in (0.5, 0.95, 1))
            print(f"{name:16} {len(true):10}  {low} | {'':12} {high}")


def twins() -> list[Twin]:
    """Give locks without a question, and the entries in which it stands in the place of one that is like it."""
    every = [*corpus(), *reserve()]
    _, lock = build(every, fresh_lock())
    gauge, place = Gauge(lock.records), {record.question: record for record in lock.records}
    found: list[Twin] = []
    for at, entry in enumerate(every):
        trait, without = _traits(entry), [*every[:at], *every[at + 1 :]]
        _, before = build(_laid(without), fresh_lock())
        near = sorted(
            range(len(without)), key=lambda one: -gauge.measure(trait, place[_question(without[one])]).question
        )
        for other in near[:NEAREST]:
            now = [*without[:other], _in_place(entry, without[other]), *without[other + 1 :]]
            found.append((before, _laid(now), other))
    return found


def sweep(runs: int) -> None:
    """Print what each value of each constant costs."""
    tempting = twins()
    print(f"\n{'constant':16} {'value':>6}   lost of {'kept':>6}   given away   given to twins of {len(tempting)}")
    for module, name, values in SWEEPS:
        chosen = getattr(module, name)
        for value in values:
            setattr(module, name, value)
            kept, lost, wrong = replay(runs)
            taken = sum(_is_taken(*twin) for twin in tempting)
            mark = "  <- chosen" if value == chosen else ""
            print(f"{name:16} {value:6.2f}   {lost:4} of {kept + lost:6}   {wrong:10}   {taken:6}{mark}", flush=True)
        setattr(module, name, chosen)


def replay(runs: int) -> tuple[int, int, int]:
    """Count histories kept, lost and given away over random edits, at once and one after the other by turns."""
    kept = lost = wrong = 0
    for seed in range(runs):
        random, deck, learner = Random(seed), start(), Learner()
        learner.take(deck)
        for number, name in enumerate(random.choices(sorted(EDITS), k=3)):
            deck = EDITS[name](deck, random)
            if number == 2 or seed % 2:
                tally = learner.take(deck)
                kept, lost, wrong = kept + tally.kept, lost + len(tally.lost), wrong + len(tally.wrong)
    return kept, lost, wrong


def _is_taken(before: Lock, now: list[Entry], at: int) -> bool:
    return build(now, before)[0].decisions[at].record is not None


def _in_place(entry: Entry, other: Entry) -> Entry:
    return Entry(file=other.file, headings=other.headings, line=1, question=entry.question, answer=entry.answer)


def _laid(entries: Sequence[Entry]) -> list[Entry]:
    return [item.entry for item in lay(Item(name="", entry=entry) for entry in entries)]


def _question(entry: Entry) -> str:
    return cut_question(entry)[0]


def _content(entry: Entry) -> Digest:
    return sheet([entry], (), Scope(read=frozenset())).entries[0].content


def _traits(entry: Entry) -> Traits:
    return traits(sheet([entry], (), Scope(read=frozenset())).entries[0])


def _at(values: Sequence[float], share: float) -> float:
    return sorted(values)[int(share * (len(values) - 1))]


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    scores(count)
    sweep(count)
