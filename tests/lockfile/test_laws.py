"""Laws of the lock's format."""

from __future__ import annotations

import json
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckwright.lockfile import Lock, Record, dumps, empty, loads, read
from deckwright.model import DeckId, DeckName, Guid
from lockfile.locks import locks, records


@given(locks)
def test_what_is_written_is_read_again(lock: Lock) -> None:
    assert loads(dumps(lock), path="deck.lock") == (lock, ())


@given(locks, st.integers(1, 900), st.randoms(use_true_random=False))
def test_a_lock_of_our_own_is_the_same_read_without_checking(lock: Lock, at_once: int, random: Random) -> None:
    text = dumps(lock)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read, "_AT_ONCE", at_once)
        ours, said = loads(text, path="deck.lock", ours=True)
    assert (ours, said) == loads(text, path="deck.lock")
    assert dumps(ours) == text
    some = [each if random.random() < 0.7 else replace(each, label=f"{each.label}x") for each in ours.records]
    changed = replace(ours, records=tuple(each for each in some if random.random() < 0.9), deck_name=DeckName("Other"))
    assert dumps(changed) == dumps(replace(changed, lines={}))


@given(locks)
def test_a_lock_is_json_lines_with_one_line_a_record(lock: Lock) -> None:
    lines = dumps(lock).split("\n")
    assert lines.pop() == ""
    assert len(lines) == 1 + len(lock.records)
    assert [json.loads(line).get("guid") for line in lines] == [None, *(record.guid for record in lock.records)]


@given(locks, st.randoms(use_true_random=False))
def test_the_order_of_lines_means_nothing(lock: Lock, random: Random) -> None:
    lines = dumps(lock).rstrip("\n").split("\n")
    random.shuffle(lines)
    assert loads("\n".join(lines), path="deck.lock")[0] == lock


@given(st.lists(records, min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_joining_depends_on_the_lines_alone(found: list[Record], random: Random) -> None:
    lines = [replace(record, guid=Guid("a"), note_type="qa") for record in found]
    text = [dumps(replace(empty(DeckId("d"), DeckName("n")), records=(record,))) for record in lines]
    one, said = loads("".join(text), path="deck.lock")
    random.shuffle(text)
    two, _ = loads("".join(text), path="deck.lock")
    assert one == two
    assert len(one.records) == 1
    assert [diagnostic.code for diagnostic in said] == ["DW401"]
    (joined,) = one.records
    assert joined.modified == max(record.modified for record in lines)
    assert joined.created == min(record.created for record in lines)
    assert (joined.digest == "") == (len({record.digest for record in lines}) > 1 or lines[0].digest == "")
    assert len(set(joined.clozes.values())) == len(joined.clozes)


@given(locks)
def test_a_lock_joined_with_itself_is_itself(lock: Lock) -> None:
    assert loads(dumps(lock) * 2, path="deck.lock")[0] == lock
