"""Labels: what is one, what only looks like one, and what siblings decide."""

import pytest

from deckwright.segment.cut import segment
from deckwright.segment.label import read_label


@pytest.mark.parametrize(
    ("text", "label", "rest"),
    [
        ("Q1.1: Why?", "Q1.1", "Why?"),
        ("3) Why?", "3", "Why?"),
        ("12. Why?", "12", "Why?"),
        ("B2. Why?", "B2", "Why?"),
        ("Question 7: Why?", "Question 7", "Why?"),
        ("Question 7", "Question 7", ""),
        ("**Q4.** Why?", "Q4", "Why?"),
        ("(5) Why?", "5", "Why?"),
        ("6️⃣ Why?", "6", "Why?"),
        ("问题1：为什么？", "问题1", "为什么？"),
        ("1、为什么？", "1", "为什么？"),
        ("第3题：为什么？", "第3", "为什么？"),
        ("Вопрос 2. Зачем?", "Вопрос 2", "Зачем?"),
        ("س1: لماذا؟", "س1", "لماذا؟"),
        ("Q. Why?", "", "Why?"),
        ("Pregunta: ¿Por qué?", "", "¿Por qué?"),
    ],
)
def test_a_label(text: str, label: str, rest: str) -> None:
    found = read_label(text)
    assert found is not None
    assert (found.text, found.rest) == (label, rest)


@pytest.mark.parametrize(
    "text", ["3 ways to sort", "1.58-bit models", "2024 trends", "C++ in depth", "Why?", "", "3D models"]
)
def test_no_label(text: str) -> None:
    assert read_label(text) is None


def test_numbers_that_no_sibling_shares_are_no_labels() -> None:
    text = "".join(f"### {title}\n\ntext\n\n" for title in ("Java 8: streams", "Java 11: strings", "Java 17: records"))
    assert not any(entry.label for entry in segment(text, file="x.md").entries)


def test_what_only_looks_like_a_label_stays_in_the_question() -> None:
    titles = ["3 ways to sort?", "1.58-bit: why?", "2024 trends?"]
    text = "".join(f"### {title}\n\ntext\n\n" for title in titles)
    entries = segment(text, file="x.md").entries
    assert [entry.question.text for entry in entries] == titles
    assert not any(entry.label for entry in entries)


def test_renumbering_changes_nothing_but_labels() -> None:
    one = segment("## 1. A\n\n### Q1: a?\n\nx\n\n### Q2: b?\n\ny\n", file="x.md").entries
    two = segment("## 4. A\n\n### Q7: a?\n\nx\n\n### Q8: b?\n\ny\n", file="x.md").entries
    assert [(e.question, e.answer, e.headings) for e in one] == [(e.question, e.answer, e.headings) for e in two]
    assert [entry.label for entry in two] == ["Q7", "Q8"]
