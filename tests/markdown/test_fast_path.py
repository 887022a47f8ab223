"""What is read without the rules, since most text is no more than that, is read as the rules would read it."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conformance.nasty import markdown
from deckwright.markdown import lists
from deckwright.markdown.blocks import State
from deckwright.markdown.inlines import Inlines
from deckwright.markdown.page import Page, RenderSettings
from deckwright.markdown.registry import NODES
from deckwright.markdown.render import _blocks as blocks
from deckwright.markdown.render import _inlines as inlines
from deckwright.markdown.render import render_inline

PIECES = st.lists(
    st.sampled_from(
        [
            "**",
            "**",
            "**",
            "*",
            "***",
            "a",
            "b2",
            "é",
            "字",
            "²",
            " ",
            ".",
            ":",
            "“",
            "_",
            "`",
            "\n",
            "→",
            ">",
            "\u0301",
        ]
    ),
    max_size=14,
).map("".join)
LINES = st.lists(
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["", "", "", "", "  ", "    "]),
        st.sampled_from(["- ", "- ", "- ", "* ", "+ ", "1. ", "2. ", "2) ", "10. ", "-  ", "-", "• ", "", "> "]),
        st.sampled_from(
            ["a", "a", "a", "a", "**b** c", "*", "- -", "", "[ ] d", "```", "<p>", "</p>", "a |b", "---", "é", "1"]
        ),
    ),
    max_size=9,
).map("\n".join)
NEVER = re.compile(r"(?!)")


def page() -> Page:
    return Page(
        settings=RenderSettings(file="a.md"), nodes=NODES, inlines=inlines(bare_links=False, marks=False), env={}
    )


@given(PIECES | st.text(max_size=30))
@settings(max_examples=1_000, deadline=None)
def test_bold_words_are_what_the_rules_make_of_them(text: str) -> None:
    whole = text.strip(" \n\t")
    where = page()
    assert page().write_text(text) == where.write(where.inlines(whole, where.env)).strip(" \n")


def test_bold_words_are_found_where_it_pays() -> None:
    assert page().inlines.bold_words("**Cost**: a **b c** d") == ["", "Cost", ": a ", "b c", " d"]
    assert page().inlines.bold_words("**Cost**: a *b* d") is None


@given(LINES | markdown)
@settings(max_examples=500, deadline=None)
@example("- a\n- **b** c\n- d\n\n- e")
@example("1. a\n2. b\n2) c")
@example("<p>\n- a\n- b\n</p>")
@example("- a\n\n\n**b** c\n- d\n\n")
@example("- a\n\n- b\n- c\n\nd")
def test_plain_items_are_what_the_rules_make_of_them(text: str) -> None:
    quick = tokens(text)
    with pytest.MonkeyPatch.context() as slowly:
        slowly.setattr(lists, "_PLAIN_ITEM", NEVER)
        slowly.setattr(lists, "_LAST_PLAIN_ITEM", NEVER)
        assert quick == tokens(text)


def test_plain_items_are_found_where_it_pays() -> None:
    state = State()
    state.process("- a\n- **b** c\n- d\n")
    items, position = lists._plain_items(state, 0)
    assert len(items) == 2
    assert state.src[position:] == "- d\n"


def tokens(text: str) -> str:
    state = State(line=7)
    state.process(text + "\n")
    blocks().parse(state)
    return repr((state.tokens, state.blank, state.gap, state.last_line, sorted(state.env)))


@given(PIECES | st.text(max_size=30))
@settings(deadline=None)
@example("A 'plain' heading > 2")
@example("Ciel\u00a0! \u0338 x")
def test_a_plain_line_is_what_the_rules_make_of_it(text: str) -> None:
    where = RenderSettings(file="a.md")
    quick = render_inline(text, where)
    with pytest.MonkeyPatch.context() as slowly:
        slowly.setattr(Inlines, "has_markup", lambda *_: True)
        assert quick == render_inline(text, where)
