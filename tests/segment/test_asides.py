"""What stands beside an answer: its hint is one wherever it stands."""

import pytest

from deckwright.model import Entry
from deckwright.segment.cut import segment

PARTS = {
    "answer": "One.",
    "extra": "**Details**: more\n\n- of it",
    "hint": "**Hint**: think",
    "typed": "**Type in**: one",
}


def cut(*parts: str) -> Entry:
    body = "\n\n".join(PARTS[part] for part in parts)
    (entry,) = segment(f"# T\n\n## What is it?\n\n{body}\n", file="x.md").entries
    return entry


@pytest.mark.parametrize(
    "order", ["answer extra hint", "answer hint extra", "hint answer extra", "answer extra typed hint"]
)
def test_a_hint_is_one_wherever_it_stands(order: str) -> None:
    entry = cut(*order.split())
    assert (entry.answer.text, entry.hint.text) == ("One.", "think")
    assert entry.extra.text == "more\n\n- of it"


def test_only_the_first_hint_is_one() -> None:
    (entry,) = segment(
        "# T\n\n## What is it?\n\nIt.\n\n**Hint**: a\n\n**Details**: b\n\n**Hint**: c\n", file="x.md"
    ).entries
    assert (entry.hint.text, entry.extra.text) == ("a", "b\n\n**Hint**: c")
