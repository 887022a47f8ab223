"""Terms keep their histories through what authors do to them, to their questions, and to the setting itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from deckwright.identity import Effect
from deckwright.lockfile import Lock
from deckwright.model import Guid, Kind
from deckwright.segment.cut import segment
from identity.build import build, fresh_lock
from identity.corpus import corpus, rewordings

WORDS = "Bias Variance Recall Precision Epoch Batch Margin Kernel Prior Posterior Gradient Momentum".split()  # noqa: SIM905


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A question with terms and their meanings; `divided` whether these are cards."""

    name: str
    question: str
    terms: tuple[tuple[str, str], ...]
    divided: bool = True


Deck = tuple[Listed, ...]
_MEANINGS = [entry.answer.text.replace("\n", " ") for entry in corpus() if 8 < len(entry.answer.text.split()) < 30]
_QUESTIONS = [
    entry.question.text for entry in corpus() if entry.question.text in rewordings() and "\n" not in entry.question.text
]


def start() -> Deck:
    """Six questions with three terms each; the fourth has terms of the first, and means something else by them."""
    meanings = iter(_MEANINGS)
    return tuple(
        Listed(
            name=str(number),
            question=_QUESTIONS[number],
            terms=tuple((WORDS[(number % 3) * 3 + at], next(meanings)) for at in range(3)),
        )
        for number in range(6)
    )


def text(deck: Deck) -> str:
    lines = ["# Deck", ""]
    for number, listed in enumerate(deck, start=1):
        lines += [f"## Q{number}: {listed.question}{' {cards=terms}' if listed.divided else ''}", ""]
        lines += [*(f"- **{term}**: {meaning}" for term, meaning in listed.terms), ""]
    return "\n".join(lines)


def resolved(deck: Deck, lock: Lock) -> tuple[dict[str, Guid], Lock]:
    """Give the GUIDs of questions and terms by their names; a term's is its question's and its own word."""
    entries = segment(text(deck), file="t.md").entries
    resolution, after = build(entries, lock)
    names = {listed.question: listed.name for listed in deck}
    found = {}
    for decision in resolution.decisions:
        entry = decision.entry
        above = names[entry.parent or entry.question.text]
        assert (entry.kind is Kind.TERM) == bool(entry.parent)
        assert (decision.effect is Effect.DIVIDED) == entry.divided
        found[f"{above} {entry.question.text}" if entry.parent else above] = decision.guid
    assert len(set(found.values())) == len(found)
    alive = {record.guid for record in after.records if not record.retired}
    assert alive == {guid for name, guid in found.items() if " " in name or not deck[_at(deck, name)].divided}
    return found, after


def _at(deck: Deck, name: str) -> int:
    return next(at for at, listed in enumerate(deck) if listed.name == name)


def reword(deck: Deck, random: Random) -> Deck:
    at = random.randrange(len(deck))
    return _put(deck, at, replace(deck[at], question=rewordings().get(deck[at].question, deck[at].question)))


def change_a_meaning(deck: Deck, random: Random) -> Deck:
    at, which = random.randrange(len(deck)), random.randrange(3)
    terms = list(deck[at].terms)
    terms[which] = (terms[which][0], f"{terms[which][1]} One measures it first.")
    return _put(deck, at, replace(deck[at], terms=tuple(terms)))


def shuffle_terms(deck: Deck, random: Random) -> Deck:
    at = random.randrange(len(deck))
    return _put(deck, at, replace(deck[at], terms=tuple(random.sample(deck[at].terms, 3))))


def shuffle_questions(deck: Deck, random: Random) -> Deck:
    return tuple(random.sample(deck, len(deck)))


def turn(deck: Deck, random: Random) -> Deck:
    at = random.randrange(len(deck))
    return _put(deck, at, replace(deck[at], divided=not deck[at].divided))


def _put(deck: Deck, at: int, listed: Listed) -> Deck:
    return (*deck[:at], listed, *deck[at + 1 :])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from([reword, change_a_meaning, shuffle_terms, shuffle_questions, turn]), min_size=1, max_size=6
    ),
    st.integers(0, 10**9),
)
def test_no_edit_costs_a_history(edits: list[Callable[[Deck, Random], Deck]], seed: int) -> None:
    random = Random(seed)
    deck = start()
    known, lock = resolved(deck, fresh_lock())
    for edit in edits:
        deck = edit(deck, random)
        now, lock = resolved(deck, lock)
        assert now == {name: known[name] for name in now}, edit.__name__


def test_a_term_in_another_words_place_starts_anew() -> None:
    deck = start()
    known, lock = resolved(deck, fresh_lock())
    other = (
        ("Dropout", "Units are left out at random while one trains, so that none relies on another."),
        *deck[0].terms[1:],
    )
    now, lock = resolved(_put(deck, 0, replace(deck[0], terms=other)), lock)
    assert now.pop("0 Dropout") not in known.values()
    assert now == {name: known[name] for name in now}
    assert resolved(deck, lock)[0] == known


def test_what_makes_no_note_needs_no_one_s_history() -> None:
    """The questions above terms are no notes; that one of them may be an earlier one helps nobody."""
    asked = "# T\n\n### What do the words mean? {cards=terms}\n\n"
    first = "- **Recall**: the share of positives found\n- **Sensitivity**: share that was found\n"
    first += "- **Bias (statistical)**: wrong assumptions\n- **Variance**: spread\n"
    then = "- **Bias**: wrong assumptions\n- **Zeta**: none\n"
    other = "\n### And these? {cards=terms}\n\n- **Recall**: the share of positives found\n- **Variance**: spread\n"
    _, lock = build(segment(asked + first, file="a.md").entries, fresh_lock())
    resolution, _ = build(segment(asked + then + other, file="a.md").entries, lock)
    assert [each.code for each in resolution.diagnostics] == []
