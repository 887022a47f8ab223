"""What a follow-up takes from the answer that it stands in, and what it leaves there."""

from __future__ import annotations

import pytest

from deckwright.choices import Choices, FollowUps
from deckwright.model import Entry, Kind
from deckwright.segment.cut import segment
from deckwright.segment.document import ReadingOptions
from deckwright.segment.words import FOLLOW_UPS

STAR = "### What is a star?\n\nA ball of gas.\n\n"
NEXT = "\n### What is a moon?\n\nIt circles a planet.\n"


def entries(text: str, **choices: object) -> tuple[Entry, ...]:
    options = ReadingOptions(choices=Choices(**choices))  # type: ignore[arg-type]
    return segment(f"# D\n\n## S\n\n{text}", file="t.md", options=options).entries


@pytest.mark.parametrize("gap", ["{{c1::nearest}}", "{{c1::nearest::hint}}", "{{c::nearest}}", "==nearest=="])
@pytest.mark.parametrize("above", ["", "**Details**: It shines.\n\n"])
def test_a_gap_in_its_question_is_no_gap_of_its_parent(gap: str, above: str) -> None:
    written = f"{STAR}{above}**Follow-up**: Which is the %s to us?\n\nThe Sun.\n{NEXT}"
    plain, *_ = entries(written % "nearest", highlights=True)
    parent, follow_up, _ = entries(written % gap, highlights=True)
    assert (parent.kind, parent.answer, parent.extra) == (Kind.QA, plain.answer, plain.extra)
    assert (follow_up.kind, follow_up.question.text) == (Kind.CLOZE, f"Which is the {gap} to us?")


def test_a_gap_that_is_wrong_in_its_question_holds_its_parent_in_no_way() -> None:
    parent, follow_up, _ = entries(f"{STAR}**Follow-up**: Which is the {{{{c1::nearest?\n\nThe Sun.\n{NEXT}")
    assert (parent.kind, parent.defect) == (Kind.QA, "")
    assert follow_up.defect


@pytest.mark.parametrize("gap", ["{{c1::Sun}}", "{{c1::\n\nSun::a\nstar\n}}"])
def test_a_gap_in_an_answer_that_stays_with_its_parent_is_asked_once(gap: str) -> None:
    text = f"{STAR}**Follow-up**: Which is near?\n\nThe {gap}.\n\n**Details**: It shines.\n{NEXT}"
    parent, follow_up, _ = entries(text, follow_ups=FollowUps.BOTH)
    assert (parent.kind, follow_up.kind) == (Kind.QA, Kind.CLOZE)
    assert "{{" not in parent.answer.text
    assert "Sun" in parent.answer.text
    assert parent.extra.text == "It shines."
    parent, _ = entries(text, follow_ups=FollowUps.INSIDE)
    assert parent.kind is Kind.CLOZE


def fold(summary: str, text: str) -> str:
    return f"<details>\n<summary>{summary}</summary>\n\n{text}\n\n</details>\n"


FOLDS = ["Answer", "Show", "Solution", "Click to see"]


def texts(found: tuple[Entry, ...]) -> list[tuple[str, str, str]]:
    return [(each.question.text, each.answer.text.replace("\n", ""), each.parent) for each in found]


NEAR = ("Which is near?", "The Sun.", "What is a star?")
MOON = ("What is a moon?", "It circles a planet.", "")


@pytest.mark.parametrize("summary", FOLDS)
def test_a_fold_behind_it_answers_it_and_not_its_parent(summary: str) -> None:
    found = entries(f"{STAR}**Follow-up**: Which is near?\n\n{fold(summary, 'The Sun.')}{NEXT}")
    kept = "A ball of gas.**Follow-up**: Which is near?"
    assert texts(found) == [("What is a star?", kept, ""), NEAR, MOON]


@pytest.mark.parametrize("summary", FOLDS)
@pytest.mark.parametrize("label", ["**Follow-up**:", "#### Follow-up:", "### Follow-up:"])
def test_both_answers_may_be_folded(summary: str, label: str) -> None:
    star = f"### What is a star?\n\n{fold(summary, 'A ball of gas.')}\n"
    moon = f"\n### What is a moon?\n\n{fold(summary, 'It circles a planet.')}"
    found = entries(f"{star}{label} Which is near?\n\n{fold(summary, 'The Sun.')}{moon}")
    assert [each.kind for each in found] == [Kind.QA, Kind.FOLLOW_UP, Kind.QA]
    assert texts(found)[1:] == [NEAR, MOON]
    found = entries(f"{star}{label} Which is near?\n\nThe Sun.\n{moon}{star.replace('star', 'sun')}")
    assert texts(found)[1:3] == [NEAR, MOON]


def test_text_before_the_fold_that_answers_it_is_part_of_its_answer() -> None:
    _, found, _ = entries(f"{STAR}**Follow-up**: Which is near? Guess.\n\n{fold('Answer', 'The Sun.')}\nOurs.\n{NEXT}")
    assert found.answer.text.split() == ["Guess.", "The", "Sun.", "Ours."]


@pytest.mark.parametrize("shown", ["![](star.png)", '<img src="star.png">', "![[star.mp3]]", "✓", "$$x$$", "`+`"])
def test_what_answers_an_entry_without_words_answers_a_follow_up(shown: str) -> None:
    _, found, _ = entries(f"{STAR}**Follow-up**: What does it look like?\n\n{shown}\n{NEXT}")
    assert (found.kind, found.answer.text) == (Kind.FOLLOW_UP, shown)
    parent, found, _ = entries(f"### A star?\n\n{shown}\n\n**Follow-up**: What is that?\n\nThe Sun.\n{NEXT}")
    assert (parent.defect, found.defect) == ("", "")


IN_LISTS = {
    "list": "- **Follow-up**: Which is near? The Sun.\n- **Follow-up**: Is it old?\n  Yes, it is.\n",
    "loose list": "- **Follow-up**: Which is near?\n\n  The Sun.\n\n- **Follow-up: Is it old?**\n\n  Yes, it is.\n",
    "numbers": "1. It shines.\n2. **Follow-up**: Which is near?\n   The Sun.\n10. **Follow-up**: Is it old? Yes, it is.\n",
    "quotation": "> **Follow-up**: Which is near?\n> The Sun.\n>\n> **Follow-up**: Is it old?\n>\n> Yes, it is.\n",
    "below an item": "- It shines.\n  - **Follow-up**: Which is near?\n    The Sun.\n- **Follow-up**: Is it old? Yes, it is.\n",
    "mixed": "**Follow-up**: Which is near?\n\nThe Sun.\n\n- **Follow-up**: Is it old? Yes, it is.\n",
}


@pytest.mark.parametrize("style", IN_LISTS)
def test_follow_ups_in_lists_and_quotations(style: str) -> None:
    parent, *follow_ups, _ = entries(f"{STAR}{IN_LISTS[style]}\n**Details**: It moves.\n{NEXT}")
    assert texts(tuple(follow_ups)) == [NEAR, ("Is it old?", "Yes, it is.", "What is a star?")]
    assert [each.kind for each in follow_ups] == [Kind.FOLLOW_UP, Kind.FOLLOW_UP]
    assert all(word in parent.answer.text for word in ("A ball", "Which is near?", "Is it old?"))
    assert not any(word in parent.answer.text for word in ("Sun", "Yes"))
    assert parent.extra.text == "It moves."


@pytest.mark.parametrize(
    "text",
    [
        "- **Follow-up**: Why is that?",
        "- **Follow-up**: Why is that?\n\nBecause.",
        "> **Follow-up**: Who wrote that?",
        "- Ask a follow-up: Why?",
        "- **Follow-up**: see below\n- more",
    ],
)
def test_what_nothing_answers_in_a_list_stays_text(text: str) -> None:
    (parent, _) = entries(f"{STAR}{text}\n{NEXT}")
    assert parent.answer.text == f"A ball of gas.\n\n{text}"


def test_a_plain_label_may_stand_right_below_an_answer() -> None:
    found = entries(
        "Q: What is a star?\nA: A ball of gas.\nFollow-up: Which is near? The Sun.\n\nQ: What is a moon?\nA: It circles a planet.\n"
    )
    assert texts(found)[1:] == [NEAR, MOON]
    assert len(entries("### What is it?\n\nIt asks the\nfollow-up: why? Always.\n")) == 1


def test_lists_may_stand_in_one_another_to_any_depth() -> None:
    text = "".join(f"{'  ' * depth}- **Follow-up**: Why {depth}? So.\n" for depth in range(600))
    assert len(entries(f"{STAR}{text}{NEXT}")) > 3


ALONE = [
    ("Gas.\n\n**Follow-up**: Which is `near`?", 9, 'near?" gets no card: nothing below answers it.'),
    ("Gas.\n\n#### Follow-up: Which is near?", 9, 'near?" gets no card: nothing below answers it.'),
    ("Gas.\n\n**Follow-up**:\n\nWhich is near?", 11, 'near?" gets no card: nothing below answers it.'),
    ("Gas.\n\n**Details**: x\n\n**Follow-up**: Which is near?", 11, 'near?" gets no card: nothing below answers it.'),
    ("- Gas.\n- **Follow-up**: Which is near?\n- Hot.", 8, 'near?" gets no card: nothing in its list item answers it.'),
    ("Gas.\n\n> **Follow-up**: Which is near?", 9, 'near?" gets no card: nothing in its quotation answers it.'),
    ("> Gas.\n>\n> **Follow-up**: Which is near?\n>\n> Sun.", 9, "only where it begins with one."),
]


@pytest.mark.parametrize(("answer", "line", "end"), ALONE)
def test_one_that_nothing_answers_is_told(answer: str, line: int, end: str) -> None:
    text = f"# D\n\n## S\n\n### What is a star?\n\n{answer}\n{NEXT}"
    (said,) = segment(text, file="t.md").diagnostics
    assert (said.code, said.line) == ("DW218", line)
    assert said.message.startswith('The follow-up "Which is ')
    assert said.message.endswith(end)
    inside = ReadingOptions(choices=Choices(follow_ups=FollowUps.INSIDE))
    assert segment(text, file="t.md", options=inside).diagnostics == ()


@pytest.mark.parametrize(
    "answer",
    [
        "Gas.\n\n**Follow-ups**:\n\n- Which is near?\n- Which is far?",
        "Gas.\n\n**Follow-up**: read on.",
        "**Follow-up**: Which is near?\n\nThe Sun.",
        "Gas.\n\n**Follow-up**: Which is near?\n\nThe Sun.",
        "- Gas.\n- **Follow-up**: Which is near?\n  The Sun.\n- Hot.",
    ],
)
def test_one_that_is_answered_or_asks_nothing_is_not(answer: str) -> None:
    assert segment(f"# D\n\n## S\n\n### What is a star?\n\n{answer}\n{NEXT}", file="t.md").diagnostics == ()


@pytest.mark.parametrize("word", sorted(FOLLOW_UPS))
def test_a_label_in_any_language(word: str) -> None:
    label = word.replace("_", " ")
    for written in (f"**{label.capitalize()}**:", f"{label}:", f"**{label} 2:**", f"#### {label.upper()}："):
        found = entries(f"{STAR}{written} Which is near?\n\nThe Sun.\n{NEXT}")
        assert texts(found)[1:] == [NEAR, MOON], written


@pytest.mark.parametrize(
    "label", ["Follow-up Q:", "Follow-up q2:", "Follow-up to that:", "Follow up to the above :", "FOLLOW-UP TO IT:"]
)
def test_a_label_may_say_what_it_follows(label: str) -> None:
    found = entries(f"{STAR}**{label}** Which is near?\n\n**A:** The Sun.\n{NEXT}")
    assert texts(found)[1:] == [NEAR, MOON]


@pytest.mark.parametrize("answer", ["A) x\nB) y", "A. Fleming found it.", "A: x\nB: y", "Ab: x"])
def test_a_letter_that_is_no_label_stays(answer: str) -> None:
    found = entries(f"{STAR}**Follow-up**: Which is near?\n\n{answer}\n{NEXT}")
    assert found[1].answer.text == answer
