"""Time resolution at scale, with `python benchmarks/identity/scale.py [ENTRIES]` (default 10,000).

Entries are made of 2,000 words drawn as languages draw them (few often, many rarely). Times are those of the process
itself, in seconds; "missed" are histories not recognised, "wrong" are histories given away.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import accumulate
from random import Random

from deckwright.identity import Scope, Written, record, resolve, settle
from deckwright.lockfile import Lock, dumps, empty, loads
from deckwright.model import DeckId, DeckName, Entry, Passage

SYLLABLES = [
    "ba",
    "co",
    "di",
    "fu",
    "ga",
    "he",
    "ji",
    "ko",
    "la",
    "mi",
    "no",
    "pu",
    "ra",
    "se",
    "ti",
    "vo",
    "wa",
    "xe",
    "yo",
    "zu",
]
WORDS = Random(0).sample(
    [
        *(f"{one}{two}" for one in SYLLABLES for two in SYLLABLES),
        *(
            f"{one}{two}{three}{four}"
            for one in SYLLABLES
            for two in SYLLABLES
            for three in "nrl"
            for four in SYLLABLES[:2]
        ),
    ],
    k=2000,
)
WEIGHTS = tuple(accumulate(1 / rank for rank in range(1, len(WORDS) + 1)))


def say(random: Random, count: int) -> str:
    return " ".join(random.choices(WORDS, cum_weights=WEIGHTS, k=count))


def document(random: Random, count: int) -> list[Entry]:
    return [
        Entry(
            file=f"part-{number // 100}.md",
            line=number % 100 + 1,
            headings=(f"Section {number // 25}",),
            label=f"Q{number % 25 + 1}.",
            question=Passage(text=f"What about {say(random, 7)}?"),
            answer=Passage(text="\n".join(f"- **{say(random, 2)}**: {say(random, 12)}" for _ in range(10))),
        )
        for number in range(count)
    ]


def reworded(entry: Entry, random: Random) -> Entry:
    words = entry.question.text.split()
    words[random.randrange(2, len(words))] = say(random, 1)
    return replace(entry, question=Passage(text=" ".join(words)))


def edited(entry: Entry, random: Random) -> Entry:
    lines = entry.answer.text.split("\n")
    lines[random.randrange(len(lines))] = f"- {say(random, 14)}"
    return replace(entry, answer=Passage(text="\n".join(lines[: random.randrange(6, 11)])))


def timed(name: str, resolved: Callable[[], object]) -> None:
    start = time.process_time()
    said = resolved()
    print(f"{name:42} {time.process_time() - start:7.2f}   {said}", flush=True)


def main(count: int) -> None:
    random = Random(1)
    entries = document(random, count)
    scope = Scope(read=frozenset(entry.file for entry in entries))
    first = resolve(entries, empty(DeckId("deck"), DeckName("Deck")), scope)
    lines = [
        record(one, Written(digest=one.content, modified=1_790_000_000, rendered="0a1b2c3d")) for one in first.decisions
    ]
    text = dumps(settle(empty(DeckId("deck"), DeckName("Deck")), first, lines, 0))
    lock, _ = loads(text, path="deck.lock")
    sizes = sorted(len(line) for line in text.encode().split(b"\n"))
    print(f"{count} entries; median line of the lock {sizes[len(sizes) // 2]} bytes")
    guids = [one.guid for one in first.decisions]

    def outcome(now: Sequence[Entry], before: Lock = lock) -> str:
        found = resolve(now, before, scope).decisions
        missed = sum(one.record is None for one in found)
        wrong = sum(one.record is not None and one.guid != guid for one, guid in zip(found, guids, strict=True))
        return f"missed {missed}, wrong {wrong}"

    timed("the lock read", lambda: f"{len(loads(text, path='deck.lock')[0].records)} records")
    timed("nothing changed", lambda: outcome(entries))
    some = set(random.sample(range(count), k=count // 100))
    for name, change in (
        ("answers edited", edited),
        ("questions reworded", reworded),
        ("both", lambda entry, random: reworded(edited(entry, random), random)),
    ):
        part = [change(entry, random) if at in some else entry for at, entry in enumerate(entries)]
        timed(f"1 %: {name}", lambda part=part: outcome(part))  # type: ignore[misc]
        every = [change(entry, random) for entry in entries]
        timed(f"all: {name}", lambda every=every: outcome(every))  # type: ignore[misc]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
