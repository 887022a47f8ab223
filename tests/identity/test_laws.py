"""Laws of identity, over decks that are edited at random as authors edit them."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from deckwright.identity import Effect
from identity.build import Learner, build, fresh_lock
from identity.edits import EDITS, start

seeds = st.integers(0, 2**32)
three = st.lists(st.sampled_from(sorted(EDITS)), min_size=3, max_size=3)


@settings(max_examples=120, deadline=None)
@given(three, seeds)
@example(["swap_answers", "reword", "remove"], 168)
@example(["reword", "rename_sections", "swap_answers"], 684)
@example(["put_other", "swap_answers", "remove"], 1013)
def test_three_edits_at_once_give_no_history_away(names: list[str], seed: int) -> None:
    random, deck, learner = Random(seed), start(), Learner()
    learner.take(deck)
    for name in names:
        deck = EDITS[name](deck, random)
    assert learner.take(deck).wrong == ()


@settings(max_examples=40, deadline=None)
@given(three, seeds)
@example(["split_entry", "halve", "put_other"], 2885)
def test_three_edits_one_after_the_other_give_no_history_away(names: list[str], seed: int) -> None:
    random, deck, learner = Random(seed), start(), Learner()
    learner.take(deck)
    for name in names:
        deck = EDITS[name](deck, random)
        assert learner.take(deck).wrong == ()


def test_three_edits_at_once_keep_99_of_100_histories() -> None:
    kept = lost = 0
    for seed in range(100):
        random, deck, learner = Random(seed), start(), Learner()
        learner.take(deck)
        for name in random.choices(sorted(EDITS), k=3):
            deck = EDITS[name](deck, random)
        tally = learner.take(deck)
        kept, lost = kept + tally.kept, lost + len(tally.lost)
    assert kept / (kept + lost) >= 0.99


@pytest.mark.parametrize("name", sorted(EDITS))
def test_one_kind_of_edit_keeps_every_history(name: str) -> None:
    answers = Counter(item.entry.answer.text for item in start())
    hopeless = {item.name for item in start() if answers[item.entry.answer.text] > 1}
    for seed in range(5):
        deck, learner = start(), Learner()
        learner.take(deck)
        tally = learner.take(EDITS[name](deck, Random(seed)))
        assert tally.wrong == ()
        # Asked in other words, where the whole answer is "No." and another one's too: nothing is left to know it by.
        assert set(tally.lost) <= (hopeless if name == "reword" else set())


@settings(max_examples=25, deadline=None)
@given(three, seeds)
def test_a_second_build_finds_everything_known(names: list[str], seed: int) -> None:
    random, deck = Random(seed), start()
    _, lock = build([item.entry for item in deck], fresh_lock())
    for name in names:
        deck = EDITS[name](deck, random)
    entries = [item.entry for item in deck]
    first, lock = build(entries, lock)
    second, again = build(entries, lock)
    assert {decision.effect for decision in second.decisions} == {Effect.KNOWN}
    assert [one.guid for one in second.decisions] == [one.guid for one in first.decisions]
    assert (second.retired, second.held, again) == ((), (), lock)


@settings(max_examples=25, deadline=None)
@given(three, seeds)
def test_the_order_of_entries_and_files_changes_no_guid(names: list[str], seed: int) -> None:
    random, deck = Random(seed), start()
    _, lock = build([item.entry for item in deck], fresh_lock())
    for name in names:
        deck = EDITS[name](deck, random)
    entries = [item.entry for item in deck]
    one, _ = build(entries, lock)
    shuffled = random.sample(range(len(entries)), k=len(entries))
    other, _ = build([entries[at] for at in shuffled], lock)
    assert [other.decisions[shuffled.index(at)].guid for at in range(len(entries))] == [d.guid for d in one.decisions]
    assert one.retired == other.retired
    assert one.diagnostics == other.diagnostics


def test_what_was_removed_gets_its_history_back() -> None:
    for seed in range(10):
        random, deck, learner = Random(seed), start(), Learner()
        learner.take(deck)
        learner.take(EDITS["remove"](deck, random))
        tally = learner.take(EDITS["extend"](deck, random))
        assert (tally.lost, tally.wrong) == ((), ())
