"""A line of tags above the questions of a section goes for all of them, and one at a document's top for the whole."""

import pytest

from deckwright.segment.cut import segment

TEXT = """%s

# Trees

%s

## Leaves

%s

### What has an oak?

Lobes.

%s

### What has a lime?

Hearts.

## Barks

### What has a birch?

White.
"""


def tags(*lines: str) -> list[tuple[str, ...]]:
    document = segment(TEXT % lines, file="t.md")
    assert not document.skipped
    return [entry.tags for entry in document.entries]


def test_it_goes_for_all_below() -> None:
    assert tags("#biology #exam", "", "", "") == tags("", "#biology #exam", "", "") == [("biology", "exam")] * 3
    assert tags("", "", "#leaves", "") == [("leaves",), ("leaves",), ()]
    assert tags("#a", "#b", "#c", "#d") == [("a", "b", "c", "d"), ("a", "b", "c"), ("a", "b")]


@pytest.mark.parametrize("line", ["#cafe", "# tag", "#1", "see #tag", "#include", "```\n#tag\n```", "    #tag"])
def test_what_is_no_line_of_tags_is_none(line: str) -> None:
    assert not any(entry.tags for entry in segment(TEXT % ("", "", line, ""), file="t.md").entries)


def test_behind_a_question_they_go_for_no_other_one() -> None:
    document = segment(
        "# T\n\n## S\n\nQ: What is a?\nA: b\n\n#x\n\nQ: What is c?\nA: d\n\nQ: What is e?\nA: f\n", file="t.md"
    )
    assert [entry.tags for entry in document.entries if "x" not in entry.tags] == [()] * 2


def test_without_headings_they_may_be_headings_themselves() -> None:
    document = segment("#Basics\n\n**What is a?**\n\nb\n\n**What is c?**\n\nd\n\n**What is e?**\n\nf\n", file="t.md")
    assert [entry.tags for entry in document.entries] == [()] * 3
    assert [skip.line for skip in document.skipped] == [1]


def test_tags_of_front_matter_may_stand_in_quotes() -> None:
    document = segment("---\ntags: law/civil, \"§ 145\", 'b c'\n---\n# T\n\n## What is a?\n\nb\n", file="t.md")
    assert [entry.tags for entry in document.entries] == [("law/civil", "§ 145", "b c")]
