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
