"""Crowds: many entries that ask the same in the same words, and only their answers tell them apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest

from deckwright.identity import Decision, Effect, mint
from deckwright.model import DeckId, Entry, Passage
from identity.build import build, fresh_lock

SIZES = (3, 20, 30, 60, 200, 1000)
VERBS = ("lends", "folds", "warms", "hides", "tears", "wakes", "spins", "melts", "rings", "burns")
THINGS = ("lamp", "coat", "soup", "gate", "boat", "bell", "rope", "tent", "drum", "sled", "kite")


def ask(question: str, answer: str) -> Entry:
    return Entry(file="a.md", line=1, question=Passage(text=question), answer=Passage(text=answer))


def laid(entries: list[Entry]) -> list[Entry]:
    return [replace(entry, line=10 * number, label=f"Q{number}.") for number, entry in enumerate(entries, start=1)]


def creature(number: int) -> Entry:
    return ask("What is it?", f"The creature {number} lives in region{number} foo and eats bar{number}")


def coded(number: int) -> Entry:
    return ask(
        f"What's the output?\n\n```js\nlet x{number} = {number}\n```",
        f"It is {number}, because the value {7 * number} was assigned.",
    )


def answered(number: int) -> Entry:
    code = f"```js\nlet {THINGS[number % 11]} = {number};\nconsole.log({THINGS[number % 11]} + {number * 7 % 97});\n```"
    return ask("What's the output?", f"{code}\n\nIt prints {number + number * 7 % 97}: both are numbers.")


def told(number: int) -> Entry:
    random = Random(number)
    said = " ".join(f"{random.choice(VERBS)} the {random.choice(THINGS)}{random.randrange(9)}" for _ in range(12))
    return ask("And then?", f"Whoever {said}.")


def put_in(entry: Entry) -> Entry:
    return replace(entry, answer=Passage(text=entry.answer.text.replace("foo", "foo baz")))


def reword(entry: Entry) -> Entry:
    return replace(entry, answer=Passage(text=entry.answer.text.replace("It is", "It was").replace("both", "these")))


def extend(entry: Entry) -> Entry:
    return replace(entry, answer=Passage(text=f"{entry.answer.text}\n\nThis was tried out on every machine at hand."))


def cut(entry: Entry) -> Entry:
    words = entry.answer.text.split(" ")
    return replace(entry, answer=Passage(text=" ".join(words[: 3 * len(words) // 4])))


Crowd = tuple[Callable[[int], Entry], Callable[[Entry], Entry]]
CROWDS: dict[str, Crowd] = {
    "a word put in": (creature, put_in),
    "a word in all answers replaced": (coded, reword),
    "code in the answers": (answered, reword),
    "answers of the same words": (told, cut),
    "extended": (creature, extend),
}


def rebuild(before: list[Entry], now: list[Entry]) -> tuple[Decision, ...]:
    _, lock = build(laid(before), fresh_lock())
    resolution, _ = build(laid(now), lock)
    return resolution.decisions


@pytest.mark.parametrize("name", CROWDS)
@pytest.mark.parametrize("size", SIZES)
def test_a_crowd_that_is_edited_as_a_whole_keeps_every_history(name: str, size: int) -> None:
    make, edit = CROWDS[name]
    before = [make(number) for number in range(size)]
    order = Random(size).sample(range(size), k=size)
    first, lock = build(laid(before), fresh_lock())
    for numbers in (range(size), order):
        resolution, _ = build(laid([edit(before[number]) for number in numbers]), lock)
        assert {one.effect for one in resolution.decisions} == {Effect.KNOWN}
        assert [one.guid for one in resolution.decisions] == [first.decisions[number].guid for number in numbers]


@pytest.mark.parametrize("name", CROWDS)
@pytest.mark.parametrize("size", SIZES)
def test_newcomers_of_a_crowd_take_no_history_of_those_that_left(name: str, size: int) -> None:
    make, edit = CROWDS[name]
    before = [make(number) for number in range(size)]
    gone = set(Random(size).sample(range(size), k=size // 3))
    numbers = [number for number in range(size) if number not in gone] + list(range(size, size + len(gone)))
    first, lock = build(laid(before), fresh_lock())
    owners = {one.guid: number for number, one in enumerate(first.decisions)}
    resolution, _ = build(laid([edit(make(number)) for number in numbers]), lock)
    took = [owners.get(one.guid) for one in resolution.decisions]
    assert [number for number in took if number is not None] == [
        number for number, has in zip(numbers, took, strict=True) if has is not None
    ]
    assert took[: size - len(gone)].count(None) <= size // 50


def test_a_crowd_that_nothing_tells_apart_gives_no_history_away() -> None:
    before = [ask("True or false?", "True, for once.") for _ in range(40)]
    decisions = rebuild(before, [replace(entry, answer=Passage(text="False, for once.")) for entry in before])
    assert {one.effect for one in decisions} == {Effect.NEW}


def test_a_crowd_that_is_unclear_is_reported_once() -> None:
    question = "Which of the two cables carries the larger current through the long tunnel?"
    for count, expected in ((3, 3), (4, 1), (40, 1)):
        before = [ask(question, f"The {'older ' * number}one.") for number in range(count)]
        _, lock = build(laid(before), fresh_lock())
        resolution, _ = build(
            laid([ask(question, f"Not the {'newer ' * number}one.") for number in range(count)]), lock
        )
        said = [each for each in resolution.diagnostics if each.code == "DW405"]
        assert len(said) == expected
        assert all(len(each.message) < 450 for each in said)
        assert all(f"deckwright relink {resolution.decisions[0].candidates[0].guid}" in said[0].hint for each in said)
    assert f"and {count - 1} more" in said[0].message


def test_identical_entries_get_the_guids_that_minting_one_by_one_gives() -> None:
    entries = laid([ask("What is it?", "A thing.") for _ in range(3000)])
    resolution, _ = build(entries, fresh_lock())
    guids = [one.guid for one in resolution.decisions]
    taken: set[str] = set()
    for guid in guids[:40]:
        assert guid == mint(DeckId("deck"), "What is it?", resolution.decisions[0].content, taken=taken)
        taken.add(guid)
    assert len({*guids}) == len(entries)


def test_a_copy_of_a_known_entry_with_a_word_changed_is_new() -> None:
    before = [creature(number) for number in range(30)]
    copy = replace(before[4], answer=Passage(text=before[4].answer.text.replace("eats", "never eats")))
    decisions = rebuild(before, [*before[:20], copy, *before[21:]])
    assert decisions[20].effect is Effect.NEW
    assert [one.effect for one in decisions].count(Effect.KNOWN) == 29


def test_twins_of_a_crowd_are_told_apart_by_place_and_number() -> None:
    shared = "a long account of how the ferry crosses the sound at night without lights or a pilot"
    before = [creature(number) for number in range(10)]
    before[3:5] = [
        ask("What is it?", f"{shared}, by the northern channel {name}") for name in ("under sail", "under oars")
    ]
    now = [
        replace(entry, answer=Passage(text=entry.answer.text.replace("the sound", "the wide sound")))
        for entry in before
    ]
    decisions = rebuild(before, now)
    first, _ = build(laid(before), fresh_lock())
    assert [one.guid for one in decisions] == [one.guid for one in first.decisions]
