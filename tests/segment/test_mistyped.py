"""A setting that is misspelt costs no question, and is said."""

from __future__ import annotations

import pytest

from deckwright.segment.attributes import read_attributes
from deckwright.segment.cut import segment

STYLES = {
    "heading": "## What is a? {%s}\n\nb\n\n## What is c?\n\nd\n",
    "section": "## Part {%s}\n\n### What is a?\n\nb\n\n### What is c?\n\nd\n",
    "bold": "**What is a?** {%s}\n\nb\n\n**What is c?**\n\nd\n\n**What is e?**\n\nf\n",
    "details": "<details><summary>What is a? {%s}</summary>\n\nb\n\n</details>\n\n"
    "<details><summary>What is c?</summary>\n\nd\n\n</details>\n",
    "labels": "Q: What is a? {%s}\nA: b\n\nQ: What is c?\nA: d\n\nQ: What is e?\nA: f\n",
    "follow-up": "## What is a?\n\nb\n\n**Follow-up**: What is e? {%s}\n\nf\n\n## What is c?\n\nd\n",
}


def said(text: str) -> list[tuple[str, str, str, int]]:
    found = segment(text, file="t.md").diagnostics
    return [(each.code, each.message, each.hint, each.line) for each in found]


def test_a_follow_ups_heading_is_read_as_closely() -> None:
    text = "## What is a?\n\nb\n\n#### Follow-up: Why? {%s}\n\nc\n\n## What is d?\n\ne\n"
    assert said(text % "follow-up=own")[0][1] == 'There is no setting "follow-up".'
    assert said(text % "reverse=maybe")[0][1] == '"reverse" can\'t be "maybe".'
    assert said(text % "colour=red")[0][1] == '"colour" means nothing to Deckwright.'


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    ("written", "key", "near"),
    [
        ("card=terms", "card", "cards"),
        ("follow-up=inside", "follow-up", "follow-ups"),
        ("follow_ups=inside", "follow_ups", "follow-ups"),
        ("reversed", "reversed", "reverse"),
        ("#id .tag Types", "Types", "type"),
    ],
)
def test_a_word_that_is_nearly_a_setting(style: str, written: str, key: str, near: str) -> None:
    plain = segment(STYLES[style].replace(" {%s}", ""), file="t.md").entries
    found = segment(STYLES[style] % written, file="t.md").entries
    shown = [each.answer.text.removeprefix(f"{{{written}}}").strip() for each in found]
    assert shown == [each.answer.text for each in plain]
    line = (STYLES[style] % written).partition("{")[0].count("\n") + 1
    hint = f'Did you mean "{near}"? See docs/card-kinds.md.'
    assert said(STYLES[style] % written) == [("DW214", f'There is no setting "{key}".', hint, line)]


def test_a_key_that_means_nothing() -> None:
    assert [each[:2] for each in said(STYLES["heading"] % "colour=red")] == [
        ("DW216", '"colour" means nothing to Deckwright.')
    ]
    assert not said(STYLES["heading"] % "lang=fr style=x data-x=1 width=3 .class #id")


@pytest.mark.parametrize("text", ["{x}", "{a, b}", "{0}", "{{type}}", "{name}", "{}"])
def test_braces_that_are_text(text: str) -> None:
    for style in STYLES.values():
        assert not said(style.replace("{%s}", text))


@pytest.mark.parametrize("top", ["# T {.deck}\n\n", "# T\n\n"])
def test_tags_of_a_section_go_to_all_below_it(top: str) -> None:
    text = f"{top}## A {{.one}}\n\n### B {{.two}}\n\n#### Q1: What is a? {{.three}}\n\nb\n\n**Follow-up**: Why? Because.\n\n## C\n\n### Q2: c?\n\nd\n"
    first, follow_up, last = segment(text, file="t.md").entries
    deck = ("deck",) if "deck" in top else ()
    assert (first.tags, follow_up.tags, last.tags) == ((*deck, "one", "two", "three"), (*deck, "one", "two"), deck)


@pytest.mark.parametrize("style", STYLES)
def test_a_tag_with_signs_that_tags_have_not(style: str) -> None:
    (found,) = said(STYLES[style] % ".a=b")
    assert found[:2] == ("DW226", '".a=b" is no tag, so that the braces are text.')
    assert not said(STYLES[style] % ".a%b")
    assert not said(STYLES[style] % "`.a=b`")


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("first", ["#an-id", "reverse", "type", "highlights", "cards=rows", "kind=qa", "lang=de"])
def test_a_wrong_tag_behind_anything_that_would_be_lost_with_it(style: str, first: str) -> None:
    (found,) = said(STYLES[style] % f"{first} .a,b")
    assert found[:2] == ("DW226", '".a,b" is no tag, so that the braces are text.')
    assert "If these braces are code, put them between backticks." in found[2]
    assert not said(STYLES[style] % f"`{first} .a,b`")


@pytest.mark.parametrize("text", ["{x .a,b}", "{#1 .a,b}", "{reverses(x) .a()}", "{#[x] .a,b}", "{colour=red .a,b}"])
def test_braces_that_begin_like_code_are_left_alone(text: str) -> None:
    assert not [each for style in STYLES.values() for each in said(style.replace("{%s}", text)) if each[0] == "DW226"]


@pytest.mark.parametrize("written", ["{cards = terms}", "{.tag cards= terms}", '{cards ="terms"}'])
def test_a_setting_with_a_space_in_it_is_reported(written: str) -> None:
    for text in (f"# T\n\n## S {written}\n\n### What is a?\n\nb\n", f"# T\n\n## What is a? {written}\n\nb\n"):
        (found,) = [each for each in segment(text, file="t.md").diagnostics if each.code == "DW214"]
        assert (found.line, found.hint) == (3, "Write {cards=terms}.")


@pytest.mark.parametrize("written", ["{.one}{reverse}", "{reverse}{.one}", "{lang=fr} {reverse}{.one}"])
def test_braces_may_stand_right_behind_others(written: str) -> None:
    (entry,) = segment(f"# T\n\n## What is a? {written}\n\nb\n\n**Reverse**: c\n", file="t.md").entries
    assert (entry.question.text, entry.tags, entry.reverse.text) == ("What is a?", ("one",), "c")


def test_braces_without_end_are_text_at_last() -> None:
    text, attributes = read_attributes(f"What is a? {'{.b}' * 5000}")
    assert {*attributes.tags} == {"b"}
    assert text.endswith("{.b}")


def test_several_braces_are_as_good_as_one() -> None:
    (entry,) = segment("# T\n\n## What is a? {.one lang=de}{.two} {#three lang=fr}\n\nb\n", file="t.md").entries
    assert (entry.question.text, entry.tags, entry.explicit_id, entry.lang) == (
        "What is a?",
        ("one", "two"),
        "three",
        "fr",
    )
