"""An author's id can stand behind a question in any style, and elsewhere it is text."""

from __future__ import annotations

import pytest

from deckwright.segment.cut import segment

STYLES = {
    "details": "<details><summary>What is X?{}</summary>\n\nAn answer here.\n\n</details>\n\n"
    "<details><summary>What is Y?</summary>\n\nAnother.\n\n</details>\n",
    "bold": "**What is X?{}**\n\nAn answer.\n\n**What is Y?**\n\nAnother.\n\n**What is Z?**\n\nThird.\n",
    "behind bold": "**What is X?**{}\n\nAn answer.\n\n**What is Y?**\n\nAnother.\n\n**What is Z?**\n\nThird.\n",
    "labels": "Q: What is X?{}\nA: An answer.\n\nQ: What is Y?\nA: Another.\n\nQ: What is Z?\nA: Third.\n",
    "table": "| Question | Answer |\n|---|---|\n| What is X?{} | An answer |\n| What is Y? | Another |\n",
    "list": "1. What is X?{}\n   An answer.\n2. What is Y?\n   Another.\n3. What is Z?\n   Third.\n",
    "definitions": "What is X?{}\n: An answer.\n\nWhat is Y?\n: Another.\n\nWhat is Z?\n: Third.\n",
    "heading": "## What is X?{}\n\nAn answer.\n\n## What is Y?\n\nAnother.\n",
}


@pytest.mark.parametrize("style", STYLES)
def test_behind_a_question_of_any_style(style: str) -> None:
    plain = segment(STYLES[style].format(""), file="t.md").entries
    first, *others = segment(STYLES[style].format(" {#what-x .exam level=2}"), file="t.md").entries
    assert (first.explicit_id, first.tags, dict(first.attributes)) == ("what-x", ("exam",), {"level": "2"})
    assert [(each.question.text, each.answer.text) for each in (first, *others)] == [
        (each.question.text, each.answer.text) for each in plain
    ]
    assert not any(each.explicit_id for each in others)


@pytest.mark.parametrize("text", ["Select it with {#main}", "```svelte\n{#if}\n```", "`{#x}`", "{#if user}\n{/if}"])
def test_elsewhere_it_is_text(text: str) -> None:
    document = segment(f"## What is X?\n\nAn answer.\n\n{text}\n\n## What is Y?\n\nAnother.\n", file="t.md")
    assert text.split("\n", maxsplit=1)[0] in document.entries[0].answer.text
    assert not any(entry.explicit_id for entry in document.entries)


WEAK = {**STYLES, "follow-up": "## What is Z?\n\nAn answer.\n\n**Follow-up**: What is X?{}\n\nA third.\n"}


@pytest.mark.parametrize("style", WEAK)
@pytest.mark.parametrize(
    ("written", "tags", "flags"),
    [
        ("{.lonely}", ("lonely",), ""),
        ("{reverse}", (), "r"),
        ("{type .a}", ("a",), "t"),
        ("{.a/b type reverse}", ("a/b",), "rt"),
    ],
)
def test_tags_and_flags_alone_behind_a_question_of_any_style(
    style: str, written: str, tags: tuple[str, ...], flags: str
) -> None:
    plain = segment(WEAK[style].format(""), file="t.md").entries
    found = segment(WEAK[style].format(f" {written}"), file="t.md")
    assert [each.question.text for each in found.entries] == [each.question.text for each in plain]
    (entry,) = [each for each in found.entries if each.question.text == "What is X?"]
    assert entry.tags == tags
    assert "r" * bool(entry.reverse) + "t" * bool(entry.typed) == flags
    assert not any(each.tags or each.reverse or each.typed for each in found.entries if each is not entry)
    assert not found.diagnostics


@pytest.mark.parametrize(
    "text",
    [
        "{x}", "${type}", "{1, 2}", "`{.a}`", "{{type}}", "{.5}", "{a: 1}", "a{.b}", "{type: x}", "{types of}", "{reverse()}",
    ],
)  # fmt: skip
def test_braces_that_are_text_behind_a_question_stay(text: str) -> None:
    for style in [each for each in WEAK.values() if "<details>" not in each and not each.startswith("## What is X?")]:
        found = segment(style.format(f" {text}"), file="t.md")
        said = [f"{each.question.text} {each.answer.text}" for each in found.entries]
        assert any(text in each for each in said), style
        assert not any(each.tags or each.reverse or each.typed for each in found.entries)


def test_a_table_answers_with_what_looks_like_attributes() -> None:
    text = "| Question | Answer |\n|---|---|\n| What selects X? | This: {.x} |\n| What is Y? | Another |\n"
    assert "This: {.x}" in segment(text, file="t.md").entries[0].answer.text
