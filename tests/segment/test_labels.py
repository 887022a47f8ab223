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


def test_a_number_without_the_terminator_that_siblings_have_stays_in_the_question() -> None:
    titles = ("Q9. One", "Q10 no label sep", "Q11. Two")
    entries = segment("".join(f"## {title}\n\ntext\n\n" for title in titles), file="x.md").entries
    assert [(entry.label, entry.question.text) for entry in entries] == [
        ("Q9", "One"),
        ("", "Q10 no label sep"),
        ("Q11", "Two"),
    ]


def test_numbers_without_terminators_are_labels_where_no_sibling_has_one() -> None:
    entries = segment("".join(f"## Q{n} Part {n}\n\ntext\n\n" for n in range(1, 4)), file="x.md").entries
    assert [(entry.label, entry.question.text) for entry in entries] == [(f"Q{n}", f"Part {n}") for n in range(1, 4)]


@pytest.mark.parametrize("title", ["7. Production", "7 Production", "7 - Production", "7) Production"])
def test_a_lone_section_number_that_the_labels_below_repeat_is_no_context(title: str) -> None:
    text = f"# T\n\n## {title}\n\n### Q7.1: a\n\nb\n\n### Q7.2: c\n\nd\n"
    assert {entry.headings for entry in segment(text, file="x.md").entries} == {("Production",)}


def test_a_number_that_the_labels_below_do_not_repeat_belongs_to_the_heading() -> None:
    text = "# T\n\n## 3 ways\n\n### Q7.1: a\n\nb\n\n### Q7.2: c\n\nd\n"
    assert {entry.headings for entry in segment(text, file="x.md").entries} == {("3 ways",)}


@pytest.mark.parametrize("answer", ["ans 0", "Ans 12.", "answer", "Answer", "solution 3", "answer 1\n\nBecause."])
def test_words_that_a_label_could_be_made_of_are_an_answer(answer: str) -> None:
    text = "".join(f"## {n}. What is {n}?\n\n{answer}\n\n" for n in range(1, 4))
    assert [(entry.answer.text, entry.defect) for entry in segment(text, file="x.md").entries] == [(answer, "")] * 3


@pytest.mark.parametrize("label", ["Answer:", "**Answer**", "Ans. ", "Answer", "**Answer 2**", "Answer 2:"])
def test_an_answers_label_is_no_content(label: str) -> None:
    (entry,) = segment(f"## What?\n\n{label}\n\nThat.\n", file="x.md").entries
    assert entry.answer.text == "That."


@pytest.mark.parametrize("label", ["Answer:", "**Answer**", "#### Answer", "Answer 3:"])
def test_a_label_that_nothing_follows_is_no_answer(label: str) -> None:
    (entry,) = segment(f"## What?\n\n{label}\n", file="x.md").entries
    assert entry.defect == "no answer"


def test_renumbering_changes_nothing_but_labels() -> None:
    one = segment("## 1. A\n\n### Q1: a?\n\nx\n\n### Q2: b?\n\ny\n", file="x.md").entries
    two = segment("## 4. A\n\n### Q7: a?\n\nx\n\n### Q8: b?\n\ny\n", file="x.md").entries
    assert [(e.question, e.answer, e.headings) for e in one] == [(e.question, e.answer, e.headings) for e in two]
    assert [entry.label for entry in two] == ["Q7", "Q8"]


def test_a_heading_that_only_counts_keeps_its_words() -> None:
    parts = ["# Course"]
    for heading in ("Week 1", "Week 2", "Week 3: Suns", "1.", "2."):
        parts += [f"## {heading}", f"### What came in {heading}?", "Something new."]
    found = [entry.headings for entry in segment("\n\n".join(parts), file="x.md").entries]
    assert found == [("Week 1",), ("Week 2",), ("Suns",), (), ()]


@pytest.mark.parametrize("label", ["**Why is it {}?**", "**Q{}:** Why is it {}?"])
def test_an_answer_behind_a_bold_question_keeps_all_of_a_long_line(label: str) -> None:
    said = "word " * 2_000 + "end"
    text = "\n\n".join(f"{label.format(at, at)} {said}" for at in range(3))
    assert [entry.answer.text for entry in segment(text, file="x.md").entries] == [said] * 3
