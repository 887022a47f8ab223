"""Note ids of other tools are found, given to the right entry, and are no content."""

from __future__ import annotations

import pytest

from deckwright.segment.cut import segment

QUESTIONS = "# T\n{a}\n### 1. Who?\n\nMe.\n{b}\n### 2. Why?\n\nBecause.\n{c}\n"


@pytest.mark.parametrize(
    ("a", "b", "c", "ids"),
    [
        ("", "", "", ("", "")),
        ("", "<!--ID: 1670652509073-->", "<!--ID: 1670652509074-->", ("1670652509073", "1670652509074")),
        ("", "ID: 1670652509073", "", ("1670652509073", "")),
        ("", "", "^ID-1670652509074", ("", "1670652509074")),
        ("<!--ID:1612345678901-->", "<!--ID:1612345678902-->", "", ("1612345678901", "1612345678902")),
    ],
)
def test_each_entry_gets_its_own(a: str, b: str, c: str, ids: tuple[str, str]) -> None:
    plain = segment(QUESTIONS.format(a="", b="", c=""), file="t.md")
    document = segment(QUESTIONS.format(a=a, b=b, c=c), file="t.md")
    assert tuple(entry.foreign_id for entry in document.entries) == ids
    assert [(entry.question, entry.answer) for entry in document.entries] == [
        (entry.question, entry.answer) for entry in plain.entries
    ]
    assert len(document.skipped) == len(plain.skipped) + sum(map(bool, (a, b, c)))


def test_a_number_in_prose_is_none() -> None:
    document = segment(QUESTIONS.format(a="", b="The ID: 1670652509073 is one.", c=""), file="t.md")
    assert not any(entry.foreign_id for entry in document.entries)


def test_a_file_that_is_one_note_has_its_id_in_front() -> None:
    document = segment("---\nnoteId: 1712345678901\n---\n# T\n\n### 1. Who?\n\nMe.\n", file="t.md")
    assert [entry.foreign_id for entry in document.entries] == ["1712345678901"]
