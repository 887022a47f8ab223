"""How styles are chosen: by evidence, stably, and as an author says."""

import pytest

from deckwright.segment.cut import segment
from deckwright.segment.document import ReadingOptions
from deckwright.segment.registry import NAMES, STYLES

LABELLED = "# T\n\n" + "".join(f"### Q{n}: Is it {n}?\n\nIt is {n}.\n\n" for n in range(1, 13))
FOLDED = "# T\n\n" + "".join(
    f"<details>\n<summary>Is it {n}?</summary>\n\nIt is {n}.\n\n</details>\n\n" for n in range(1, 13)
)
BOLD = "# T\n\n" + "".join(f"**Is it {n}?**\n\nIt is {n}.\n\n" for n in range(1, 13))
PAIRS = "# T\n\n" + "".join(f"Q: Is it {n}?\nA: It is {n}.\n\n" for n in range(1, 13))
LISTED = "# T\n\n" + "".join(f"{n}. Is it {n}?\n\n   It is {n}.\n\n" for n in range(1, 13))
TABLE = "# T\n\n| Question | Answer |\n|---|---|\n" + "".join(f"| Is it {n}? | It is {n}. |\n" for n in range(1, 13))
TERMS = "# T\n\n" + "".join(f"Term {n}\n: It is {n}.\n\n" for n in range(1, 13))
CALLOUTS = "# T\n\n" + "".join(f"> [!question] Is it {n}?\n> It is {n}.\n\n" for n in range(1, 13))
BEFORE = "# T\n\n" + "".join(
    f"Is it {n}\n\n<details><summary>Answer</summary>\n\nIt is {n}.\n\n</details>\n\n---\n\n" for n in range(1, 13)
)
FLASHCARDS = "# T\n\n" + "".join(f"Is it {n}?::It is {n}.\n" for n in range(1, 13))
PLAIN = "# T\n\n" + "".join(f"Is it {n}?\n\nIt is {n}.\n\n" for n in range(1, 13))
KEYED = (
    "# T\n\n"
    + "".join(f"{n}. Is it {n}?\n" for n in range(1, 13))
    + "\n## Answers\n\n"
    + "".join(f"{n}. It is {n}.\n" for n in range(1, 13))
)
DOCUMENTS = {
    "keyed": KEYED,
    "headings": LABELLED,
    "details": FOLDED,
    "folded": BEFORE,
    "labels": PAIRS,
    "bold": BOLD,
    "lists": LISTED,
    "tables": TABLE,
    "definitions": TERMS,
    "callouts": CALLOUTS,
    "flashcards": FLASHCARDS,
    "lines": PLAIN,
}
ODD = (
    "## What is this?\n\nA document.\n\n",
    "### 7 things\n\ntext\n\n",
    "**Why bold?**\n\ntext\n\n",
    "<details><summary>See more</summary>\n\nmore\n\n</details>\n\n",
    "1. One?\n2. Two?\n3. Three?\n\n",
)


def test_every_style_has_a_document() -> None:
    assert set(DOCUMENTS) == set(NAMES)


@pytest.mark.parametrize("style", NAMES)
def test_a_style_is_recognised(style: str) -> None:
    document = segment(DOCUMENTS[style], file="x.md")
    assert document.style == (style,)
    assert len(document.entries) == 12
    assert all(f"It is {n}" in entry.answer.text for n, entry in enumerate(document.entries, 1))
    assert not any(f"It is {n}" in entry.question.text for n, entry in enumerate(document.entries, 1))
    assert document.explanation[0].startswith(f"{style}: 12 questions")


@pytest.mark.parametrize("style", NAMES)
@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_something_odd_in_front_flips_no_style(style: str, odd: str) -> None:
    body = DOCUMENTS[style].removeprefix("# T\n\n")
    document = segment(f"# T\n\n{odd}## Part\n\n{body}", file="x.md")
    assert document.style[0] == style
    found = [entry.answer.text.strip() for entry in document.entries]
    assert sum(f"It is {n}" in answer for n in range(1, 13) for answer in found) >= 12


@pytest.mark.parametrize("style", NAMES)
def test_an_author_can_name_the_style(style: str) -> None:
    text = DOCUMENTS[style]
    named = segment(text, file="x.md", options=ReadingOptions(style=style))
    assert [entry.answer for entry in named.entries] == [entry.answer for entry in segment(text, file="x.md").entries]
    front = segment(f"---\nstyle: {style}\n---\n\n{text}", file="x.md", options=ReadingOptions(style="tables"))
    assert [entry.question.text for entry in front.entries] == [entry.question.text for entry in named.entries]


def test_an_unknown_style_is_reported() -> None:
    document = segment("---\nstyle: runes\n---\n\n## What?\n\nThat.\n", file="x.md")
    assert [each.code for each in document.diagnostics] == ["DW213"]
    assert len(document.entries) == 1


def test_a_mixed_document_is_read_section_by_section() -> None:
    parts = [DOCUMENTS[name].replace("# T", f"## {name}") for name in ("headings", "details", "bold", "labels")]
    document = segment("# All\n\n" + "\n".join(parts), file="x.md")
    assert len(document.entries) == 48
    assert {entry.headings for entry in document.entries} == {
        (name,) for name in ("headings", "details", "bold", "labels")
    }


def test_two_styles_that_are_close_are_named() -> None:
    text = "## A\n\n" + "".join(
        f"### Is it {n}?\n\n**Is {n} odd?**\n\nyes\n\n**Is {n} even?**\n\nno\n\n" for n in range(4)
    )
    document = segment(text, file="x.md")
    assert "DW210" in {each.code for each in document.diagnostics}
    assert any("close" in sentence for sentence in document.explanation)


def test_styles_explain_themselves() -> None:
    assert all(style.name and style.says and 0 < style.weight <= 1 for style in STYLES)


def test_a_heading_in_an_answers_list_is_text() -> None:
    lists = "- a\n- # h\n- b\n\n1. c\n2. ## d\n3. e"
    text = f"# T\n\n## Part\n\n### Q1: What?\n\n{lists}\n\n### Q2: Why?\n\nSo.\n"
    document = segment(text, file="x.md")
    assert [(entry.answer.text, entry.headings) for entry in document.entries] == [
        (lists, ("Part",)),
        ("So.", ("Part",)),
    ]
    assert document.title == "T"
    assert not document.skipped


@pytest.mark.parametrize("marker", ["-", "*", "1."])
def test_headings_in_list_items_are_questions_where_a_document_asks_that_way(marker: str) -> None:
    text = "# T\n\n" + "".join(f"{marker} ### Is it {n}?\n\n   It is {n}.\n\n" for n in range(4))
    entries = segment(text, file="x.md").entries
    assert [(entry.question.text, entry.answer.text) for entry in entries] == [
        (f"Is it {n}?", f"It is {n}.") for n in range(4)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1. What is a?\n\n   b\n\n2. What is c?\n\n   d\n",
        "- What is a?\n    \n    b\n    \n- What is c?\n    \n    d\n    \n- Explain e\n    \n    f\n",
    ],
)
def test_two_items_that_ask_and_are_all_answered_are_enough_by_themselves(text: str) -> None:
    entries = segment(text, file="x.md").entries
    assert [(each.question.text, each.answer.text) for each in entries[:2]] == [
        ("What is a?", "b"),
        ("What is c?", "d"),
    ]
    assert len(entries) == 2 + text.count("Explain")
    assert segment(text.replace("    d\n", "").replace("   d\n", ""), file="x.md").entries == ()


def test_two_items_that_ask_are_no_questions_beside_others() -> None:
    text = f"# T\n\n## Ask yourself\n\n1. Is it so?\n\n   It may.\n\n2. Was it?\n\n   It was.\n\n## Part\n\n{LABELLED.removeprefix('# T')}"
    assert len(segment(text, file="x.md").entries) == 12
