"""What counts as the same text: the content's digest, GUIDs and sketches."""

from __future__ import annotations

import string
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckwright.identity import content_digest, mint
from deckwright.identity.guid import ALPHABET, LENGTH
from deckwright.identity.sketch import SIZE, below, cut_question, draw, read_sketch, sketch
from deckwright.identity.slips import has_negated, is_near
from deckwright.identity.text import normalise
from deckwright.identity.words import features, words
from deckwright.model import DeckId, Entry, Passage
from identity.build import build, fresh_lock
from identity.corpus import corpus

DECK = DeckId("deck")
lines = st.lists(st.text(alphabet=string.printable + "éÅ中ß`~ ", max_size=20), max_size=8).map("\n".join)


def entry(answer: str, **more: object) -> Entry:
    return Entry(file="a.md", line=1, question=Passage(text="Why?"), answer=Passage(text=answer), **more)  # type: ignore[arg-type]


@given(lines)
def test_normalising_is_idempotent_and_keeps_the_words(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    kept = unicodedata.normalize("NFC", text).replace("\\", "").split()
    assert once.replace("\\", "").split() == kept


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a\r\nb", "a\nb"),
        ("\n\na b  \n", "a b"),
        ("a  b", "a b"),
        ("a\n\n\n\nb", "a\n\nb"),
        ("a \nb", "a\nb"),
        ("a  \nb", "a\\\nb"),
        ("| a  | b |", "| a | b |"),
        ("```py\nx = 1  \n```", "```py\nx = 1\n```"),
        ("Cafe\u0301", "Caf\u00e9"),
    ],
)
def test_white_space_that_does_not_show_is_no_content(one: str, other: str) -> None:
    assert content_digest(entry(one)) == content_digest(entry(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a\nb", "a b"),
        ("a\n\nb", "a\nb"),
        ("a  \nb", "a\nb"),
        ("- a\n  - b", "- a\n- b"),
        ("```py\nif x:\n    y\n```", "```py\nif x:\n  y\n```"),
        ("```\na  b\n```", "```\na b\n```"),
        ("```\na\n\n\n\nb\n```", "```\na\n\nb\n```"),
        ("text\n\n    a  b", "text\n\n    a b"),
        ("`a  b`", "`a b`"),
        ("A", "a"),
        ("x²", "x2"),
    ],
)
def test_what_shows_is_content(one: str, other: str) -> None:
    assert content_digest(entry(one)) != content_digest(entry(other))


def test_content_is_what_is_asked_and_answered_and_nothing_else() -> None:
    plain = entry("Because.")
    same = replace(
        plain, file="b.md", line=9, headings=("X",), label="Q1.", explicit_id="x", tags=("t",), hint=Passage(text="h")
    )
    assert content_digest(same) == content_digest(plain)
    other = Passage(text="Other")
    for change in (
        replace(plain, question=other),
        replace(plain, options=other),
        replace(plain, answer=other),
        replace(plain, extra=other),
    ):
        assert content_digest(change) != content_digest(plain)
    assert content_digest(replace(plain, options=plain.answer, answer=Passage())) != content_digest(plain)


@given(st.text(), st.text())
def test_a_guid_is_safe_in_html_and_in_searches(question: str, content: str) -> None:
    guid = mint(DECK, question, content)
    assert len(guid) == LENGTH
    assert set(guid) <= set(ALPHABET)
    assert guid[0].isalpha()
    assert guid == mint(DECK, question, content)
    assert len({guid, mint(DECK, question, content, taken={guid}), mint(DeckId("other"), question, content)}) == 3


@given(lines)
def test_a_sketch_holds_what_is_drawn_from_the_text(text: str) -> None:
    found = features(text)
    sample = read_sketch(sketch(entry(text))).answer
    assert sample == draw(found)
    assert len(sample.prints) <= SIZE
    assert sample.prints == below(found, sample.limit)


def test_a_sketch_shows_what_part_of_a_text_is_left() -> None:
    text = " ".join(f"word{number}" for number in range(200))
    old = read_sketch(sketch(entry(text))).answer
    for share in (0.25, 0.5, 0.75):
        rest = features(" ".join(text.split()[: int(200 * share)]))
        now = below(rest, old.limit)
        assert now <= old.prints
        assert len(now) / len(old.prints) == pytest.approx(share, abs=0.2)


def test_a_damaged_sketch_says_nothing() -> None:
    for damaged in ("", "....", "x.y.z", "abcdefgh.A", "é.é.é.é"):
        assert read_sketch(damaged).answer.prints == frozenset()


def test_a_long_question_is_cut_and_still_told_from_others() -> None:
    long = [replace(entry("B"), question=Passage(text="什么" * 100 + end)) for end in ("是", "不")]
    assert cut_question(long[0])[0] == cut_question(long[1])[0]
    first, lock = build(long, fresh_lock())
    second, _ = build(long[::-1], lock)
    assert [one.guid for one in second.decisions] == [one.guid for one in first.decisions[::-1]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The L1-norm, again", ["the", "l1", "norm", "again"]),
        ("什么是学习", ["什么", "么是", "是学", "学习"]),
        ("Что такое Ёлка", ["что", "такое", "ёлка"]),
        ("x == y && !z", ["x", "==", "y", "&&", "!", "z"]),
        ("ＦＵＬＬ ﬁne", ["full", "fine"]),
        ("snake_case", ["snake", "case"]),
    ],
)
def test_words_of_any_script(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("overfitting", "overfiting", True),
        ("gradient", "gardient", True),
        ("kernel", "kernels", True),
        ("regularisation", "regularization", True),
        ("supervised", "unsupervised", False),
        ("left", "lift", False),
        ("l1", "l2", False),
        ("encode", "decode", False),
        ("maximum", "minimum", False),
    ],
)
def test_slips_and_endings(one: str, other: str, *, near: bool) -> None:
    assert is_near(one, other) is is_near(other, one) is near


def test_negated_words() -> None:
    assert has_negated({"advantages"}, {"disadvantages"})
    assert has_negated({"unsupervised"}, {"supervised"})
    assert not has_negated({"precision"}, {"recall"})


def test_the_median_line_of_the_lock_is_short() -> None:
    from deckwright.lockfile import dumps

    _, lock = build(corpus(), fresh_lock())
    sizes = sorted(len(line.encode()) for line in dumps(lock).split("\n")[1:-1])
    assert sizes[len(sizes) // 2] < 400
    assert sizes[-1] < 700


@given(st.sets(st.integers(0, 2**64 - 1) | st.integers(2**64 - 2**20, 2**64 - 1), max_size=90), st.integers(1, 40))
def test_a_sample_is_what_ranks_lowest(found: set[int], size: int) -> None:
    sample = draw(found, size)
    lowest = sorted(found)[: size + 1]
    assert sample.limit == (lowest[-1] >> 48 if len(found) > size else 1 << 16)
    assert sample.prints == below(found, sample.limit)
