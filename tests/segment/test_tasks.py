"""Task lists: options of a quiz, or part of an answer."""

import pytest

from deckwright.model import Entry, Kind
from deckwright.segment.cut import segment


def first(question: str, body: str) -> Entry:
    return segment(f"# T\n\n## {question}\n\n{body}\n", file="x.md").entries[0]


@pytest.mark.parametrize(
    "body",
    [
        "Before you go:\n\n- [x] build\n- [ ] test\n- [ ] ship",
        "- one\n- two\n\n1. [ ] task\n2. [x] done",
        "1. Build:\n   - a\n\n2. [ ] task\n- [x] done",
        "- [x] build\n  - all of it\n- [ ] test",
        "- [x] build\n- [ ] test\n\nLater:\n\n- ship",
        "- [x] build\n  - [ ] nested\n- [ ] test",
    ],
)
def test_a_list_of_what_is_done_stays_in_the_answer(body: str) -> None:
    entry = first("What comes first?", body)
    assert entry.kind is Kind.QA
    assert entry.answer.text == body
    assert entry.question.text == "What comes first?"


@pytest.mark.parametrize("before", ["", "```python\nprint(1)\n```\n\n", "![p](p.png)\n\n"])
@pytest.mark.parametrize("after", ["", "\n\nBecause it is."])
def test_a_task_list_right_below_a_question_holds_its_options(before: str, after: str) -> None:
    entry = first("Which is right?", f"{before}- [ ] one\n- [x] two\n- [ ] three{after}")
    assert entry.kind is Kind.QUIZ
    assert entry.options.text == "- one\n- two\n- three"
    assert entry.answer.text == f"- two{after}"


def test_a_single_list_in_a_document_without_quizzes_is_no_quiz() -> None:
    others = "".join(f"## Is it {n}?\n\nIt is {n}.\n\n" for n in range(9))
    document = segment(f"# T\n\n{others}## How to ship?\n\n- [x] build\n- [ ] test\n", file="x.md")
    assert {entry.kind for entry in document.entries} == {Kind.QA}
    assert document.entries[-1].answer.text == "- [x] build\n- [ ] test"


def test_words_may_stand_before_the_options_where_quizzes_are_usual() -> None:
    usual = "".join(f"## Q{n}. Choose {n}\n\n- [x] a\n- [ ] b\n\n" for n in range(5))
    document = segment(f"# T\n\n{usual}## Q5. Last\n\nThink of this.\n\n- [ ] c\n- [x] d\n\n- why\n", file="x.md")
    assert {entry.kind for entry in document.entries} == {Kind.QUIZ}
    last = document.entries[-1]
    assert (last.question.text, last.options.text) == ("Last\n\nThink of this.", "- c\n- d")
    assert last.answer.text == "- d\n\n- why"


@pytest.mark.parametrize("answer", ["It is two.", "- [ ] one\n- [x] two", "- one\n- two"])
def test_a_list_that_answers_a_follow_up_makes_no_quiz_another_thing(answer: str) -> None:
    text = f"### Which is it?\n\n- [ ] A\n- [x] B\n\n### Which other?\n\n- [ ] C\n- [x] D\n\n**Follow-up**: Why so?\n\n{answer}\n"
    document = segment(f"# T\n\n## S\n\n{text}", file="x.md")
    follows = Kind.QUIZ if "[x]" in answer else Kind.FOLLOW_UP  # it has options of its own
    assert [entry.kind for entry in document.entries] == [Kind.QUIZ, Kind.QUIZ, follows]
    assert [entry.options.text for entry in document.entries[:2]] == ["- A\n- B", "- C\n- D"]


QUIZZES = "## Which is even?\n\n- [ ] one\n- [x] two\n\n## Which is odd?\n\n- [x] one\n- [ ] two\n\n"


@pytest.mark.parametrize("count", [1, 3, 8, 9, 50])
@pytest.mark.parametrize("hint", ["", "**Hint**: count\n\n"])
def test_two_quizzes_stay_quizzes_whatever_else_comes_and_goes(count: int, hint: str) -> None:
    others = "".join(f"## Is it {n}?\n\nIt is {n}.\n\n" for n in range(count))
    text = QUIZZES.replace("- [ ] one\n- [x]", f"{hint}- [ ] one\n- [x]")
    kinds = [entry.kind for entry in segment(f"# T\n\n{others}{text}", file="x.md").entries]
    assert kinds == [Kind.QA] * count + [Kind.QUIZ] * 2


def test_few_lists_below_headings_that_ask_nothing_are_no_quizzes() -> None:
    others = "".join(f"## Is it {n}?\n\nIt is {n}.\n\n" for n in range(15))
    lists = QUIZZES.replace("Which is even?", "Before a release").replace("Which is odd?", "Behind it")
    document = segment(f"---\nstyle: headings\n---\n# T\n\n{others}{lists}", file="x.md")
    assert {entry.kind for entry in document.entries} == {Kind.QA}


def test_gaps_in_a_quiz_are_reported() -> None:
    document = segment("# T\n\n## Which is {{c1::so}}?\n\n- [x] one\n- [ ] `{{c1::two}}`\n", file="x.md")
    assert [each.kind for each in document.entries] == [Kind.QUIZ]
    assert [(each.code, each.line) for each in document.diagnostics if each.code == "DW317"] == [("DW317", 3)]
    assert not segment("# T\n\n## Which?\n\n- [x] one\n- [ ] `{{c1::two}}`\n", file="x.md").diagnostics


@pytest.mark.parametrize(
    ("behind", "boxes", "advised"),
    [
        ("?", "- [ ] a\n- [x] b\n- [ ] c", True),
        ("?", "- [x] a\n- [x] b\n- [ ] c", False),
        ("? {kind=qa}", "- [ ] a\n- [x] b", False),
        ("? {kind=quiz}", "- [ ] a\n- [x] b", False),
    ],
)
def test_a_single_list_that_may_be_options_is_pointed_at(behind: str, boxes: str, *, advised: bool) -> None:
    others = "".join(f"## Is it {n}?\n\nIt is {n}.\n\n" for n in range(9))
    document = segment(f"# T\n\n{others}## Which one{behind}\n\n{boxes}\n", file="x.md")
    assert [each.line for each in document.diagnostics if each.code == "DW219"] == [39] * advised
