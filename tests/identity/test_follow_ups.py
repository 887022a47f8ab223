"""Follow-ups keep their histories through what authors do to them and to their parents: random edits of real Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckwright.identity import Effect, Resolution
from deckwright.lockfile import Lock
from deckwright.model import Guid, Kind
from deckwright.segment.cut import segment
from identity.build import build, fresh_lock
from identity.corpus import corpus, rewordings


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question with the name that a person would know it by; `below` are its follow-ups."""

    name: str
    question: str
    answer: str
    below: tuple[Asked, ...] = ()


Deck = tuple[Asked, ...]
_PLAIN = [
    entry
    for entry in corpus()
    if "\n" not in entry.question.text
    and "?" in entry.question.text
    and entry.question.text in rewordings()
    and len(entry.answer.text.split()) > 8  # a new wording over "No." says nothing of who it is
]


def start() -> Deck:
    """Twelve questions, most with one to three follow-ups; two parents are followed by the same words."""
    material = iter(_PLAIN)
    found = []
    for number in range(12):
        entry = next(material)
        below = tuple(
            Asked(name=f"{number}.{at}", question=each.question.text, answer=each.answer.text)
            for at, each in enumerate(next(material) for _ in range(number % 4))
        )
        if number % 5 == 0:
            why = Asked(name=f"{number}.why", question="And why?", answer=f"Since {entry.answer.text.lower()}")
            below = (*below, why)
        found.append(Asked(name=str(number), question=entry.question.text, answer=entry.answer.text, below=below))
    return tuple(found)


def text(deck: Deck) -> str:
    lines = ["# Deck", ""]
    for number, asked in enumerate(deck):
        lines += [f"## {number // 4 + 1}. Part", ""] if number % 4 == 0 else []
        lines += [f"### Q{number // 4 + 1}.{number % 4 + 1}: {asked.question}", "", asked.answer, ""]
        for each in asked.below:
            lines += [f"**Follow-up**: {each.question}", "", each.answer, ""]
    return "\n".join(lines)


def resolved(deck: Deck, lock: Lock) -> tuple[dict[str, Guid], Resolution, Lock]:
    """Give each question's GUID by its name; identical questions are told by the order in which they stand."""
    names = [each.name for asked in deck for each in (asked, *asked.below)]
    entries = segment(text(deck), file="t.md").entries
    assert [entry.question.text for entry in entries] == [
        each.question for asked in deck for each in (asked, *asked.below)
    ]
    resolution, after = build(entries, lock)
    return dict(zip(names, (one.guid for one in resolution.decisions), strict=True)), resolution, after


def reword_a_parent(deck: Deck, random: Random) -> Deck:
    at = random.randrange(len(deck))
    return _put(deck, at, replace(deck[at], question=_reworded(deck[at].question)))


def reword_a_follow_up(deck: Deck, random: Random) -> Deck:
    return _at_a_follow_up(deck, random, lambda each: replace(each, question=_reworded(each.question)))


def change_an_answer(deck: Deck, random: Random) -> Deck:
    return _at_a_follow_up(deck, random, lambda each: replace(each, answer=f"{each.answer}\n\nOne measures it first."))


def swap_two_follow_ups(deck: Deck, random: Random) -> Deck:
    at = random.choice([at for at, asked in enumerate(deck) if len(asked.below) > 1])
    below = list(deck[at].below)
    random.shuffle(below)
    return _put(deck, at, replace(deck[at], below=tuple(below)))


def move_a_parent(deck: Deck, random: Random) -> Deck:
    rest = list(deck)
    moved = rest.pop(random.randrange(len(rest)))
    rest.insert(random.randrange(len(rest) + 1), moved)
    return tuple(rest)


def move_a_follow_up(deck: Deck, random: Random) -> Deck:
    """Put a follow-up below another question; one of the same words as another is known by where it stands."""
    own = [(at, each) for at, asked in enumerate(deck) for each in asked.below if not each.name.endswith("why")]
    at, each = random.choice(own)
    deck = _put(deck, at, replace(deck[at], below=tuple(other for other in deck[at].below if other is not each)))
    to = random.randrange(len(deck))
    return _put(deck, to, replace(deck[to], below=(*deck[to].below, each)))


KEEPING = (
    reword_a_parent,
    reword_a_follow_up,
    change_an_answer,
    swap_two_follow_ups,
    move_a_parent,
    move_a_follow_up,
)


def _reworded(question: str) -> str:
    return rewordings().get(question, question)


def _put(deck: Deck, at: int, asked: Asked) -> Deck:
    return (*deck[:at], asked, *deck[at + 1 :])


def _at_a_follow_up(deck: Deck, random: Random, change: Callable[[Asked], Asked]) -> Deck:
    at = random.choice([at for at, asked in enumerate(deck) if asked.below])
    which = random.randrange(len(deck[at].below))
    below = tuple(change(each) if place == which else each for place, each in enumerate(deck[at].below))
    return _put(deck, at, replace(deck[at], below=below))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(KEEPING), min_size=1, max_size=6), st.integers(0, 10**9))
def test_no_edit_of_follow_ups_or_parents_costs_a_history(edits: list[Callable[..., Deck]], seed: int) -> None:
    random = Random(seed)
    deck = start()
    before, _, lock = resolved(deck, fresh_lock())
    assert len(set(before.values())) == len(before)
    for edit in edits:
        deck = edit(deck, random)
        now, resolution, lock = resolved(deck, lock)
        assert now == before, edit.__name__
        parents = {each.name: asked.name for asked in deck for each in asked.below}
        for (name, guid), decision in zip(now.items(), resolution.decisions, strict=True):
            assert decision.parent == (now[parents[name]] if name in parents else "")
            assert (decision.entry.kind is Kind.FOLLOW_UP) == (name in parents)
            assert guid == decision.guid


def test_a_new_follow_up_starts_anew_and_disturbs_no_other() -> None:
    deck = start()
    before, _, lock = resolved(deck, fresh_lock())
    new = Asked(name="new", question="And what does it cost?", answer="Room for one more copy.")
    deck = _put(deck, 5, replace(deck[5], below=(new, *deck[5].below)))
    now, resolution, _ = resolved(deck, lock)
    assert now.pop("new") not in before.values()
    assert now == before
    assert [one.effect for one in resolution.decisions].count(Effect.NEW) == 1


def test_one_that_becomes_a_question_and_one_again() -> None:
    deck = start()
    before, _, lock = resolved(deck, fresh_lock())
    for at, asked in enumerate(deck):
        for each in asked.below:
            others = tuple(other for other in asked.below if other is not each)
            promoted = (*_put(deck, at, replace(asked, below=others)), each)
            now, _, later = resolved(promoted, lock)
            assert now == {name: before[name] for name in now}
            assert resolved(deck, later)[0] == before


def test_with_a_parent_its_follow_ups_go_and_come_back() -> None:
    deck = start()
    before, _, lock = resolved(deck, fresh_lock())
    gone = deck[3]
    now, resolution, later = resolved((*deck[:3], *deck[4:]), lock)
    assert now == {name: guid for name, guid in before.items() if not name.startswith(gone.name)}
    assert {record.guid for record in resolution.retired} == {before[each.name] for each in (gone, *gone.below)}
    again, resolution, _ = resolved(deck, later)
    assert again == before
    assert [one.effect for one in resolution.decisions].count(Effect.RESTORED) == 1 + len(gone.below)


def _errors() -> Iterator[tuple[str, Callable[[str], str]]]:
    yield "no answer", lambda source: source.replace(_THIRD.answer, "TODO", 1)
    yield (
        "a doubled id",
        lambda source: source.replace(_THIRD.question, f"{_THIRD.question} {{#x}}", 1).replace(
            start()[0].question, f"{start()[0].question} {{#x}}", 1
        ),
    )


_THIRD = start()[3]


@pytest.mark.parametrize(("name", "spoil"), list(_errors()), ids=[name for name, _ in _errors()])
def test_what_follows_an_entry_with_an_error_is_held_with_it(name: str, spoil: Callable[[str], str]) -> None:
    deck = start()
    before, _, lock = resolved(deck, fresh_lock())
    resolution, after = build(segment(spoil(text(deck)), file="t.md").entries, lock)
    held = {one.guid for one in resolution.decisions if one.effect is Effect.HELD}
    held |= {record.guid for record in resolution.held}
    assert {before[each.name] for each in (_THIRD, *_THIRD.below)} <= held
    assert resolution.retired == ()
    kept = {record.guid: record for record in lock.records}
    assert all(record == kept[record.guid] for record in after.records if record.guid in held)


def test_one_that_follows_another_belongs_to_the_question_that_both_stand_in() -> None:
    document = (
        "## Why?\n\nBecause it is so.\n\n## What is a lock?\n\nA mutex.\n\n"
        "### Follow-up: Why?\n\nOne at a time.\n\n#### Follow-up: And why that?\n\nElse data tear.\n"
    )
    found, _ = build(segment(document, file="t.md").entries, fresh_lock())
    guids = {each.entry.answer.text.partition("\n")[0]: each.guid for each in found.decisions}
    parents = {each.entry.answer.text: each.parent for each in found.decisions if each.entry.parent}
    assert [each.entry.parent for each in found.decisions] == ["", "", "What is a lock?", "Why?"]
    assert parents == dict.fromkeys(("One at a time.", "Else data tear."), guids["A mutex."])
