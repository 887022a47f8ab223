"""Texts that nobody should have to render end all the same, and keep their words."""

from __future__ import annotations

import re

import pytest

from conformance.fixpoint import opened
from deckwright.markdown.render import RenderSettings, render
from deckwright.model import Passage

SETTINGS = RenderSettings(file="a.md", highlight_marks=True)
UNITS = (
    *(
        "[",
        "]",
        "`",
        "|",
        ">",
        "*",
        "_",
        "$",
        "\\",
        "<",
        "&",
        "~",
        "(",
        "!",
        "- ",
        "> ",
        "1. ",
        "``",
        "*a",
        "a**",
        "_a ",
        "**a*b",
    ),
    *(
        "[a](",
        "![",
        "![a][b]",
        "![a][",
        "[a](<",
        "[^1]",
        "[[",
        "\\(",
        "\\[\n",
        "$$\n",
        "$a ",
        "<b>",
        "<div>",
        "</p>",
        "<!--\n",
        "<script>\n",
        "<a b='",
    ),
    *(
        "a\n2. b\n",
        "- a\n",
        "a|b\n",
        "|-|-|\n",
        "> a\n",
        "\n",
        "\t",
        "\u0301\u0323",
        "[sound:",
        "ahttps://a.b/",
        "&#",
        "x <b>\n\n",
        "$x$",
        "$x$$",
        "$x$ab",
        "[$]x",
        "$$ a\n\n",
    ),
)


@pytest.mark.parametrize("unit", UNITS)
def test_a_hundred_thousand_signs_take_no_squared_time(unit: str) -> None:
    """Each takes a fraction of a second; anything that grew with the square of the length would take minutes."""
    render(Passage(text=unit * (100_000 // len(unit))), SETTINGS)


def test_a_line_of_a_million_words_is_one_paragraph() -> None:
    fragment, diagnostics = render(Passage(text="word " * 1_000_000), SETTINGS)
    assert fragment.html.count("word") == 1_000_000
    assert diagnostics == ()


@pytest.mark.parametrize(
    "unit", ["> ", "- ", "1. ", "> - ", "<div>", "<b>", "<b><i>", "<ul><li>", "<details>\n", "<table><tr><td>"]
)
def test_what_is_nested_too_deeply_is_kept_as_text_and_reported(unit: str) -> None:
    fragment, diagnostics = render(Passage(text=unit * 600 + "word"), SETTINGS)
    depth = deepest = 0
    for closing in re.findall(r"<(/?)(?!br|hr|img)[a-z]", fragment.html):
        depth += -1 if closing else 1
        deepest = max(deepest, depth)
    assert deepest < 400  # Chromium flattens what lies deeper than 512
    assert "word" in fragment.html
    assert opened(fragment.html) == fragment.html
    assert {found.code for found in diagnostics} == {"DW310"}


@pytest.mark.parametrize(("signs", "tag"), [("*", "em"), ("[", ""), ("**", "strong"), ("~~", "del")])
def test_signs_that_nest_too_deeply_stay_signs(signs: str, tag: str) -> None:
    opening = "".join(f"{signs}a " for _ in range(500))
    closing = "".join(f" a{signs}" for _ in range(500))
    html = render(Passage(text=opening + closing), SETTINGS)[0].html
    assert html.count("a ") >= 500
    assert not tag or 1 <= html.count(f"<{tag}>") <= 40
    assert opened(html) == html


def test_html_that_no_parser_leaves_alone_is_shown_as_text() -> None:
    fragment, diagnostics = render(Passage(text="<table><tr><td>" * 90 + "word"), SETTINGS)
    assert opened(fragment.html) == fragment.html
    assert {found.code for found in diagnostics} == {"DW310"}
