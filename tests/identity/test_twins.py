"""Follow-ups and rows that say the very same below several questions stay with their own ones, whatever happens to these."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckwright.identity import Effect
from deckwright.lockfile import Lock
from deckwright.model import Entry, Guid, Kind, Passage
from deckwright.segment.cut import segment
from identity.build import build, fresh_lock
from identity.corpus import corpus, rewordings

FOLLOW_UPS = "**Follow-up**: What does it cost?\n\nLogarithmic time.\n\n**Follow-up**: And why?\n\nIt halves."
ROWS = "| Command | Does |\n| --- | --- |\n| help | shows help |\n| init | makes a folder |"


@dataclass(frozen=True, kw_only=True)
class Parent:
    """A question with the name that a person would know it by."""

    name: str
    question: str
    answer: str


Deck = tuple[Parent, ...]
_MATERIAL = [
    Parent(name=str(number), question=entry.question.text, answer=entry.answer.text)
    for number, entry in enumerate(corpus())
    if entry.question.text in rewordings() and "\n" not in entry.question.text and len(entry.answer.text.split()) > 8
][:9]
START, LATER = tuple(_MATERIAL[:6]), _MATERIAL[6:]


def text(deck: Deck, children: str) -> str:
    """Write the parents below two headings, all of them with the same children."""
    style = " {cards=rows}" if children == ROWS else ""
    lines = ["# Deck", ""]
    for number, parent in enumerate(deck):
        lines += [f"## {'First' if number == 0 else 'Second'} part{style}", ""] if number in (0, 3) else []
        lines += [f"### {parent.question}", "", parent.answer, "", children, ""]
    return "\n".join(lines)


def resolved(deck: Deck, children: str, lock: Lock) -> tuple[dict[tuple[str, str], Guid], Lock]:
    """Give the GUIDs by the names of parents and the questions of children."""
    resolution, after = build(segment(text(deck, children), file="t.md").entries, lock)
    names = {parent.question: parent.name for parent in deck}
    found = {}
    for one in resolution.decisions:
        key = (names[one.entry.parent], one.entry.question.text) if one.entry.parent else ("", one.entry.question.text)
        found[key if one.entry.parent else (names[one.entry.question.text], "")] = one.guid
    assert len(found) == 3 * len(deck)
    return found, after


def reword(deck: Deck, random: Random) -> Deck:
    at = random.randrange(len(deck))
    question = rewordings().get(deck[at].question, deck[at].question)
    return (*deck[:at], replace(deck[at], question=question), *deck[at + 1 :])


def move(deck: Deck, random: Random) -> Deck:
    return tuple(random.sample(deck, len(deck)))


def extend(deck: Deck, random: Random) -> Deck:
    at = random.randrange(len(deck))
    return (*deck[:at], replace(deck[at], answer=f"{deck[at].answer} One measures it."), *deck[at + 1 :])


def put_in(deck: Deck, random: Random) -> Deck:
    new = [parent for parent in LATER if parent.name not in {other.name for other in deck}]
    at = random.randrange(len(deck) + 1)
    return (*deck[:at], *new[:1], *deck[at:])


def nothing(deck: Deck, _: Random) -> Deck:
    return deck


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from((FOLLOW_UPS, ROWS)),
    st.lists(st.sampled_from((reword, move, extend, put_in, nothing)), min_size=1, max_size=5),
    st.integers(0, 10**9),
)
def test_identical_children_stay_with_their_parents(children: str, edits: list[Callable[..., Deck]], seed: int) -> None:
    random = Random(seed)
    deck = START
    before, lock = resolved(deck, children, fresh_lock())
    for edit in edits:
        deck = edit(deck, random)
        now, lock = resolved(deck, children, lock)
        assert {name: guid for name, guid in now.items() if name in before} == before, edit.__name__
        assert len(set(now.values())) == len(now)
        before = now


@pytest.mark.parametrize("children", [FOLLOW_UPS, ROWS])
def test_with_one_parent_its_own_children_go_and_come_back(children: str) -> None:
    before, lock = resolved(START, children, fresh_lock())
    now, later = resolved((*START[:2], *START[3:]), children, lock)
    assert now == {name: guid for name, guid in before.items() if name[0] != START[2].name}
    again, _ = resolved(START, children, later)
    assert again == before


def test_one_that_gets_a_heading_of_its_own_takes_what_was_below_its_question() -> None:
    before, lock = resolved(START, FOLLOW_UPS, fresh_lock())
    above = START[0]
    deck = [replace(START[1], question=rewordings()[START[1].question]), *START[2:]]
    alone = f"### {above.question}\n\n{above.answer}\n\n### What does it cost?\n\nLogarithmic time."
    resolution, _ = build(segment(f"{text(tuple(deck), FOLLOW_UPS)}\n{alone}\n", file="t.md").entries, lock)
    names = {parent.question: parent.name for parent in deck}
    asked = [one for one in resolution.decisions if one.entry.question.text == "What does it cost?"]
    assert len(asked) == len(START)
    for one in asked:
        assert one.guid == before[names.get(one.entry.parent, above.name), "What does it cost?"]


def test_a_question_of_its_own_takes_no_history_of_a_follow_up_that_says_the_same() -> None:
    def asked(line: int, question: str, answer: str, parent: str = "") -> Entry:
        kind = Kind.FOLLOW_UP if parent else Kind.QA
        text, told = Passage(text=question), Passage(text=answer)
        return Entry(file="a.md", line=line, headings=("One",), kind=kind, parent=parent, question=text, answer=told)

    same = ("What does it cost?", "Logarithmic time.")
    heap, trie = "What is a heap?", "What is a trie?"
    entries = [
        asked(1, heap, "A tree in an array."),
        asked(2, *same, heap),
        asked(3, trie, "A tree of letters."),
        asked(4, *same, trie),
        asked(5, *same),
    ]
    first, lock = build(entries, fresh_lock())
    for order in (entries, entries[::-1]):
        second, _ = build(order, lock)
        assert {one.entry.line: one.guid for one in second.decisions} == {
            one.entry.line: one.guid for one in first.decisions
        }
        assert {one.effect for one in second.decisions} == {Effect.KNOWN}
