"""The line scanner: what a line is, where headings are, which fences never closed."""

import pytest

from deckwright.markdown.scan import scan


def kinds(text: str) -> str:
    return " ".join(kind.name for kind in scan(text).kinds)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("", "BLANK"),
        ("\u3000", "BLANK"),
        ("words", "TEXT"),
        ("# a", "HEADING"),
        ("#a", "TEXT"),
        ("##a", "HEADING"),
        ("#######", "TEXT"),
        ("    # a", "TEXT"),
        ("- a", "ITEM"),
        ("10) a", "ITEM"),
        ("10. ### a", "HEADING"),
        ("---", "RULE"),
        ("* * *", "RULE"),
        ("| a |", "TABLE"),
        ("> a", "QUOTE"),
        ("<div>", "HTML"),
        ("<h2 align='center'>a</h2>", "HEADING"),
        ("<!-- a -->", "COMMENT"),
        ("[a]: b", "DEFINITION"),
        ("[^a]: b", "DEFINITION"),
        ("1 < 2", "TEXT"),
    ],
)
def test_what_a_line_is(line: str, kind: str) -> None:
    assert kinds(line) == kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```\n# a\n```", "FENCE CODE FENCE"),
        ("~~~~\n~~~\n~~~~", "FENCE CODE FENCE"),
        ("- ```js\n  # a\n  ```", "FENCE CODE FENCE"),
        ("<pre>\n# a\n</pre>", "CODE CODE CODE"),
        ("<pre>\n# a", "HTML HEADING"),
        ("<!--\n# a\n-->", "COMMENT COMMENT COMMENT"),
        ("<!--\n# a", "HTML HEADING"),
        ("---\na: b\n---\nc", "FRONT FRONT FRONT TEXT"),
        ("Title\n=====", "HEADING UNDERLINE"),
        ("[^a]: b\n    c\n\n    d", "DEFINITION DEFINITION BLANK DEFINITION"),
    ],
)
def test_what_lines_are_together(text: str, expected: str) -> None:
    assert kinds(text) == expected


def test_a_rule_right_below_text_is_no_heading_where_headings_have_signs() -> None:
    assert [heading.text for heading in scan("# Title\n\nAn answer\n---\n\n# Next").headings] == ["Title", "Next"]


def test_headings_lose_their_marks() -> None:
    headings = scan("## A b ##\n\n3. #### C#\n\n# \n").headings
    assert [(heading.level, heading.text, heading.marker) for heading in headings] == [
        (2, "A b", ""),
        (4, "C#", "3."),
        (1, "", ""),
    ]


def test_a_closed_fence_keeps_what_looks_like_a_question() -> None:
    assert scan("### Q1: a?\n\n```md\n### Q2: b?\n```\n\n### Q3: c?").unclosed == ()


def test_an_open_fence_ends_before_the_next_question() -> None:
    scanned = scan("### Q1: a?\n\n```\ncode\n\n### Q2: b?\n\n```\nmore\n```\n\n### Q3: c?\n")
    assert scanned.unclosed == (2,)
    assert [heading.index for heading in scanned.headings] == [0, 5, 11]


def test_a_fence_too_many_swallows_no_question() -> None:
    scanned = scan("### Q1: a?\n\n```\ncode\n```\n```\n\n### Q2: b?\n\n```js\nmore\n```\n\n### Q3: c?\n")
    assert [heading.index for heading in scanned.headings] == [0, 7, 13]
    assert scanned.unclosed == (5,)
