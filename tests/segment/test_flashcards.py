"""Signs of flashcard plugins count where they are meant, and a review in another tool is no edit."""

from __future__ import annotations

import pytest

from deckwright.segment.cut import segment

TAG = "#flashcards\n\n"


def found(text: str) -> list[tuple[str, str, str]]:
    return [(each.question.text, each.answer.text, each.reverse.text) for each in segment(text, file="n.md").entries]


@pytest.mark.parametrize(
    ("line", "card"),
    [
        ("codon::three bases", ("codon", "three bases", "")),
        ("codon:::three bases", ("codon", "three bases", "three bases")),
        ("- codon :: three bases", ("codon", "three bases", "")),
        ("1. codon ::three bases", ("codon", "three bases", "")),
        ("`std::move`::a cast", ("`std::move`", "a cast", "")),
        ("What is a cast? ::`std::move`", ("What is a cast?", "`std::move`", "")),
        ("Is std::move one?::yes", ("Is std::move one?", "yes", "")),
        ("$a::b$::c", ("$a::b$", "c", "")),
        ("[[a::b]]::c", ("[[a::b]]", "c", "")),
        ("a::b <!--SR:!2024-05-01,3,250-->", ("a", "b", "")),
        ("a::b\n<!--SR:!2024-05-01,3,250!2024-05-02,1,230-->", ("a", "b", "")),
        ("a::b ^block", ("a", "b", "")),
        ("a\n?\nb\nc", ("a", "b\nc", "")),
        ("a\nb\n??\nc", ("a\nb", "c", "c")),
        ("- a\n?\n- b", ("a", "- b", "")),
        ("a\n?\n```text\nb\n\nc\n```", ("a", "```text\nb\n\nc\n```", "")),
        ("a #card\nb", ("a", "b", "")),
        ("a #card-reverse\nb", ("a", "b", "b")),
        ("- a #card\n\t- b\n\t- c\n- d", ("a", "- b\n- c", "")),
        ("- a #card\n  card-last-score:: 5\n\t- b", ("a", "- b", "")),
    ],
)
def test_a_sign_in_a_document_that_is_tagged(line: str, card: tuple[str, str, str]) -> None:
    for tagged in (
        f"{TAG}{line}\n",
        f"---\ntags: [flashcards/deck]\n---\n{line}\n",
        f"{line}\n\nMore. #flashcards/deck\n",
    ):
        assert found(tagged) == [card]


@pytest.mark.parametrize(
    "text",
    [
        "Use std::vector.\nUse std::map.\nNot std::list.\n",
        "rating:: 5\ndate:: today\n\nWhat is it?\n",
        "f :: Int -> Int\ng :: Int -> Int\n",
        "Is it so?::yes\n",
        "```text\nIs it?::yes\nWas it?::no\n```\n",
        "`Is it?::yes`\n`Was it?::no`\n",
        "?\n\n?\n",
    ],
)
def test_signs_that_are_something_else(text: str) -> None:
    assert found(text) == []


def test_most_of_what_asks_makes_the_others_cards() -> None:
    assert [each[0] for each in found("Is it?::yes\nWas it? :: no\ncodon :: three bases\nuse std::move here\n")] == [
        "Is it?",
        "Was it?",
        "codon",
    ]


def test_a_review_elsewhere_is_no_edit() -> None:
    text = "#flashcards\n\nIs it?::yes <!--SR:!2024-05-01,3,250-->\n"
    before, after = (segment(each, file="n.md").entries for each in (text, text.replace("3,250", "9,270")))
    assert before == after


def test_a_headings_mark_is_no_part_of_it() -> None:
    (entry,) = segment("# D #flashcards/deck\n\n## Part #flashcards\n\n### Is it? #card\n\nyes\n", file="n.md").entries
    assert (entry.question.text, entry.headings) == ("Is it?", ("Part",))
