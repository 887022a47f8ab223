"""Any tag that Anki can hold may stand behind a question and in a line of tags; what is no tag stays text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckwright.segment.cut import segment
from deckwright.segment.own_tags import is_tag, tags_in

NFD = unicodedata.normalize("NFD", "été")
BEHIND = [
    "c++",
    "c#",
    "f#.net",
    "🎉",
    "100%",
    'q"q',
    "d'Alembert",
    NFD,
    "हिन्दी",
    "q&a",
    "a::b",
    "a/b",
    "v1.2",
    "a*b",
    "👩‍🔬",
]
STYLES = {
    "heading": "## What is x?%s\n\nb\n\n## What is c?\n\nd\n",
    "bold": "**What is x?**%s\n\nb\n\n**What is c?**\n\nd\n\n**What is e?**\n\nf\n",
    "details": "<details><summary>What is x?%s</summary>\n\nb\n\n</details>\n\n"
    "<details><summary>What is c?</summary>\n\nd\n\n</details>\n",
    "labels": "Q: What is x?%s\nA: b\n\nQ: What is c?\nA: d\n\nQ: What is e?\nA: f\n",
    "table": "| Question | Answer |\n|---|---|\n| What is x?%s | b |\n| What is c? | d |\n",
    "follow-up": "## What is a?\n\nb\n\n**Follow-up**: What is x?%s\n\nd\n",
}


def tags_of(text: str, question: str = "What is x?") -> tuple[str, ...]:
    """Give the tags of the one entry that asks just that."""
    (entry,) = [each for each in segment(text, file="t.md").entries if each.question.text == question]
    return entry.tags


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("tag", BEHIND)
def test_behind_a_question_of_any_style(style: str, tag: str) -> None:
    assert tags_of(STYLES[style] % f" {{.{tag}}}") == (unicodedata.normalize("NFC", tag),)
    assert tags_of(STYLES[style] % f" {{#an-id .{tag} .web}}") == (unicodedata.normalize("NFC", tag), "web")


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    "text",
    [
        "{.foo()}", "{.foo(){}", "{.x = 1}", "{.x=1}", "{.x=1, .y=2}", "{...}", "{.}", "{.a; .b}", "{.a,.b}", "{.$x}",
        "{.a > .b}", "{.a\\b}", "{.a[0]}", r"$\frac{1}{.5}$", "{.<b>}", "{.a .b()}", "{.-}",
    ],
)  # fmt: skip
def test_what_is_no_tag_stays(style: str, text: str) -> None:
    found = segment(STYLES[style] % f" {text}", file="t.md")
    assert not any(each.tags for each in found.entries)
    said = [f"{each.question.text} {each.answer.text}" for each in found.entries]
    assert any(text in each for each in [*said, *(each.title for each in found.skipped)])


def test_what_no_space_parts_from_a_question_is_part_of_it() -> None:
    assert tags_of("## Q1: What is x{.c++}\n\nb\n\n## Q2: What is y?\n\nb\n", "What is x{.c++}") == ()


LINES = [
    (f"#{NFD}", (NFD,)),
    ("#c++", ("c++",)),
    ("#C# #dotnet", ("C#", "dotnet")),
    ("#a::b", ("a::b",)),
    ("#😀", ("😀",)),
    ("#हिन्दी", ("हिन्दी",)),
    ("#q&a #r%", ("q&a", "r%")),
    ("#a/b  #_c #d-e", ("a/b", "_c", "d-e")),
    ("#e2e #cafe", ("e2e", "cafe")),
]


@pytest.mark.parametrize(("line", "tags"), LINES)
def test_a_line_of_tags(line: str, tags: tuple[str, ...]) -> None:
    for text in (f"## What is x?\n\n{line}\n\nb\n", f"## What is x?\n\nb\n\n{line}\n", f"## What is x?\n\nb\n{line}\n"):
        assert tags_of(text) == tags
        assert segment(text, file="t.md").entries[0].answer.text == "b"


TEXTS = [
    "#include", "#include <stdio.h>", "#include #tag", "#1", "#123", "#!/bin/sh", "#define X", "#endif", "#ffffff",
    "#fff", "#AAA", "#00ff00", "#a1b2c3", "#ff00ff80", "#tag.", "#main.btn", "#id:hover", "#a, #b", "#a and #b", "#(x)",
    "#{x}", "#[derive]", "#[[x]]", "#=", "#$x$", "#-", "#/users", "#::", "#a::", "#a,b", "#a;", "#a…",
    "#“a”", "#a\\", "#<a>", "`#a`", "#a=b", "#a#b", "#pragma once", "#é。",
]  # fmt: skip


@pytest.mark.parametrize("line", TEXTS)
def test_a_line_that_holds_anything_else_stays(line: str) -> None:
    assert tags_in(line) == ()
    found = segment(f"## What is x?\n\nb\n\n{line}\n\nc\n", file="t.md").entries[0]
    assert found.tags == ()
    assert line.strip() in found.answer.text


@pytest.mark.parametrize("fence", ["```\n{}\n```", "~~~sh\n{}\n~~~", "    {}", "\t{}", "<!-- {} -->", "`{}`"])
def test_code_is_never_looked_at(fence: str) -> None:
    found = segment(f"## What is x?\n\nb\n\n{fence.format('#tag')}\n\nc\n", file="t.md").entries[0]
    assert found.tags == ()
    assert "#tag" in found.answer.text


@pytest.mark.parametrize("line", ["#e2e", "#cafe", "#b12 #c0ffee"])
def test_what_may_be_a_colour_is_the_answer_where_nothing_else_is(line: str) -> None:
    found = segment(f"## What is x?\n\n{line}\n", file="t.md").entries[0]
    assert (found.tags, found.answer.text) == ((), line)


def test_a_line_of_tags_alone_answers_nothing() -> None:
    found = segment("## What is x?\n\n#todo\n", file="t.md").entries[0]
    assert (found.tags, found.defect) == (("todo",), "no answer")


@given(st.text(max_size=40))
def test_whatever_is_taken_for_a_tag_is_one_to_anki(text: str) -> None:
    if is_tag(text):
        assert not any(char.isspace() or unicodedata.category(char) in {"Cc", "Cs"} for char in text)
        assert any(unicodedata.category(char)[0] in "LNS" for char in text)
    assert all(is_tag(tag) for tag in tags_in(text))
