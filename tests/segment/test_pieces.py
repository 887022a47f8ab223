"""An answer that is parted into terms or rows: nothing of it is lost, and nothing else of the document changes."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckwright.choices import Cards, Choices
from deckwright.markdown.plain import plain
from deckwright.model import Entry, Passage
from deckwright.segment.cut import segment
from deckwright.segment.document import ReadingOptions

NONE = Passage()
WORD = re.compile(r"zq[0-9a-f]+")
LINES = (
    "- **{}**: {}", "* **{}:** {}", "1. `{}` - {}", "- __{}__ — {}", "- {}", "  {}", "  - {}", "{}", "{}\n: {}", ": {}", "",
    "", "  ```\n  {}\n  ```", "```\n- **{}**: {}\n```", "| {} | {} |\n|---|---|\n| {} | {} |", "| {} | {} |", "| {} |", "|---|---|",
    "| | {} | {} |\n|:--|--:|---|\n| {} | {} | {} |", "| {} | `{}|{}` | {} |", "| | {} |", "**{}**: {}", "> {}",
    "**Follow-up**: {}?", "**Details**: {}", "<b>{}</b>: {}", "- <b>{}</b>: {}", "\t- {}", "    {}",
)  # fmt: skip


def _numbered(lines: list[str]) -> str:
    """Put words into lines, each another one."""
    words = iter(f"zq{number}" for number in range(1000))
    return "\n".join(re.sub(r"\{\}", lambda _: next(words), line) for line in lines)


answers = st.lists(st.sampled_from(LINES), min_size=1, max_size=12).map(_numbered)


def _words(entry: Entry) -> set[str]:
    passages = (entry.question, entry.options, entry.answer, entry.hint, entry.extra)
    return {word for each in passages for word in WORD.findall(each.text)} | set(WORD.findall(entry.aspect))


def cut(answer: str, cards: Cards) -> tuple[Entry, ...]:
    text = f"## Q1: What is zqa?\n\n{answer}\n\n## Q2: What is zqb?\n\n- **zqc**: zqd\n- **zqe**: zqf\n"
    return segment(text, file="t.md", options=ReadingOptions(choices=Choices(cards=cards))).entries


@settings(max_examples=400, deadline=None)
@given(answers, st.sampled_from([Cards.TERMS, Cards.ROWS, Cards.BOTH]))
def test_nothing_is_lost(answer: str, cards: Cards) -> None:
    plainly = cut(answer, Cards.ONE)
    found = cut(answer, cards)
    standing = [entry for entry in found if not entry.parent]
    follow_ups = [entry for entry in found if entry.kind.value == "follow-up"]
    assert [(entry.question.text, entry.answer.text, entry.extra.text) for entry in [*standing, *follow_ups]] == [
        (entry.question.text, entry.answer.text, entry.extra.text)
        for entry in sorted(plainly, key=lambda entry: bool(entry.parent))
    ]
    for entry in standing:
        parts = [part for part in found if part.parent == entry.question.text and part not in follow_ups]
        assert len(parts) != 1
        assert all(part.answer and plain(part.question.text) for part in parts)
        assert len({plain(part.question.text).casefold() for part in parts}) == len(parts)
        if entry.divided:
            assert parts
            assert _words(entry) <= set(WORD.findall(entry.question.text)).union(*map(_words, parts))
        inside = set().union(*map(_words, parts)) if parts else set()
        assert inside <= _words(entry)


@given(answers)
def test_it_is_as_it_was_where_there_is_nothing_of_the_kind(answer: str) -> None:
    text = re.sub(r"[-|*`:—]", "", answer)
    assert replace(cut(text, Cards.TERMS)[0], answer=NONE) == replace(cut(text, Cards.ONE)[0], answer=NONE)


@pytest.mark.parametrize(
    "shown",
    ["![]({}.png)", "![a flag]({}.png)", "![[{}.png|40]]", '<img src="{}.png" width="40">', "![]({}.mp3)", "[sound:{}.mp3]"],
)  # fmt: skip
def test_a_picture_or_a_sound_is_a_term_and_a_first_cell(shown: str) -> None:
    one, two = shown.format("fr"), shown.format("de")
    rows = cut(
        f"| Flag | Country |\n|---|---|\n| {one.replace('|', chr(92) + '|')} | zqd |\n| **{two.replace('|', chr(92) + '|')}** | zqe |\n",
        Cards.ROWS,
    )
    assert [(each.question.text, each.answer.text) for each in rows if each.parent] == [(one, "zqd"), (two, "zqe")]
    terms = cut(f"- {one}: zqd\n- **{two}** – zqe\n- **zqf** {one}: zqg\n", Cards.TERMS)
    found = [(each.question.text, each.answer.text) for each in terms if each.parent == "What is zqa?"]
    assert found == [(one, "zqd"), (two, "zqe"), (f"zqf {one}", "zqg")]
    assert terms[0].divided


def test_what_shows_the_same_twice_has_no_one_answer() -> None:
    whole, *_ = cut("- ![](fr.png): zqd\n- ![](fr.png): zqe\n", Cards.TERMS)
    assert not whole.divided
    assert (
        len(
            [
                each
                for each in cut("- zq ![](a.png): b\n- **zq** ![](b.png): c\n- **zq** ![](a.png): c\n", Cards.TERMS)
                if each.parent == "What is zqa?"
            ]
        )
        == 2
    )


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("- [x] **zqa**: b\n- [ ] **zqc**: d", "A quiz stays one note."),
        ("- **zqa**: {{c1::b}}\n- **zqc**: d", "A text with gaps stays one note."),
    ],
)
def test_what_stays_one_note_although_its_author_asks_for_more_is_reported(answer: str, why: str) -> None:
    def said(behind: str, section: str = "") -> list[str]:
        text = f"# T\n\n## S{section}\n\n### Which is it?{behind}\n\n{answer}\n"
        return [each.message for each in segment(text, file="t.md").diagnostics if each.code == "DW215"]

    assert said(" {cards=terms}") == said(" {cards=both}") == [why]
    assert said("") == said("", " {cards=terms}") == said(" {cards=one}", " {cards=terms}") == []
