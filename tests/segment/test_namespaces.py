"""Names of code with `::` in them are no labels: `A::b` says neither "A:" nor "Answer:"."""

from __future__ import annotations

import pytest

from deckwright.segment.cut import segment
from deckwright.segment.tags import Role, read_tag


@pytest.mark.parametrize(
    "name", ["a::b::c", "A::b", "std::vector::push_back", "Answer::new", "Solution::twoSum", "Hint::b"]
)
def test_a_section_that_is_called_by_such_a_name(name: str) -> None:
    text = f"# T\n\n## What is a?\n\nA thing.\n\n## {name}\n\n### What is push?\n\nA push.\n"
    first, second = segment(text, file="t.md").entries
    assert (first.question.text, first.answer.text) == ("What is a?", "A thing.")
    assert (second.question.text, second.answer.text, second.headings) == ("What is push?", "A push.", (name,))


@pytest.mark.parametrize("line", ["Solution::twoSum runs in O(n).", "**Answer::new** makes one.", "Hint::b is a type."])
def test_a_line_that_begins_with_one(line: str) -> None:
    assert read_tag(line) is None
    (entry,) = segment(f"## What is a?\n\n{line}\n", file="t.md").entries
    assert entry.answer.text == line


@pytest.mark.parametrize(
    "line", ["## A: b", "Answer:: b", "**Answer**:: b", "答：：b", "Answer: ::b", "**Answer:** ::b"]
)
def test_a_label_is_still_one(line: str) -> None:
    tag = read_tag(line)
    assert tag is not None
    assert tag.role is Role.ANSWER
