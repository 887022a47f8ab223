"""Laws that every field keeps, whatever the Markdown."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from conformance.fixpoint import opened, reprint
from conformance.nasty import SIGNS, TAGS, markdown
from deckwright.markdown.blocks import State
from deckwright.markdown.page import Page, escape
from deckwright.markdown.registry import NODES
from deckwright.markdown.render import RenderSettings, render, render_inline
from deckwright.markdown.render import _blocks as blocks
from deckwright.markdown.render import _inlines as inlines
from deckwright.model import Medium, Passage

SETTINGS = RenderSettings(
    file="a.md",
    definitions="[x]: https://x.org 'X'\n\n[^1]: A *note*.\n",
    media=lambda path: Medium(
        name="" if path.startswith("no") else "_dw-0123.mp3" if path.endswith("3") else "_dw-4567.png"
    ),
    highlight_marks=True,
)
STARTS = (
    *("\n- ", "\n  - ", "\n1. ", "\n7. ", "\n> ", "\n# ", "\n---\n", "\n===\n", "\n\t", "\n\n    ", "\n* * *\n"),
    *("\n| ", " | ", " |\n|---|---|\n", "\n```\n", "\n~~~python\n", "\n$$\n", "!", ":", "•"),
)
"""What begins a block, along with the line's end before it."""


def field(text: str) -> str:
    return render(Passage(text=text), SETTINGS)[0].html


@given(markdown)
@settings(max_examples=800, deadline=None)
def test_a_field_is_what_the_editor_would_write(text: str) -> None:
    html = field(text)
    assert opened(html) == html
    assert unicodedata.is_normalized("NFC", html)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\u00a0]", html)


@given(st.text())
@example("\ufeff")
@settings(deadline=None)
def test_any_text_at_all_is_rendered(text: str) -> None:
    html = field(text)
    assert opened(html) == html


@given(markdown)
@settings(max_examples=300, deadline=None)
def test_an_inline_field_is_what_the_editor_would_write(text: str) -> None:
    html = render_inline(text, SETTINGS)
    assert opened(html) == html
    assert "\n" not in html
    assert "<p" not in html or "<p" in text


@given(markdown)
@settings(max_examples=300, deadline=None)
def test_rendering_twice_gives_the_same(text: str) -> None:
    assert render(Passage(text=text), SETTINGS) == render(Passage(text=text), SETTINGS)


@given(markdown, st.integers(2, 1000))
@settings(max_examples=300, deadline=None)
def test_a_passage_further_down_is_the_same_with_other_lines(text: str, line: int) -> None:
    here, found = render(Passage(text=text), SETTINGS)
    there, moved = render(Passage(text=text, line=line), SETTINGS)
    assert here == there
    assert [one.line + line - 1 for one in found] == [one.line for one in moved]
    assert all(1 <= one.line <= 1 + text.count("\n") + text.count("\r") for one in found)


def words_of_source(text: str) -> list[str]:
    """The words that must be on the card; a fence's info string is no content."""
    assume(not re.search(r"(?:`{3,}|~{3,})[^\n]*wq", text))
    return re.findall(r"wq\d+", text)


def words_of(html: str) -> list[str]:
    return re.findall(r"wq\d+", unescape(re.sub(r"<[^>]*>", " ", html)))


@given(st.lists(st.sampled_from((*SIGNS, *STARTS)) | st.none(), max_size=25))
@settings(max_examples=800, deadline=None)
def test_no_word_is_lost_and_none_moves(parts: list[str | None]) -> None:
    text = "".join(f"wq{index}" if part is None else part for index, part in enumerate(parts))
    assert words_of(field(text)) == words_of_source(text)


@given(st.lists(st.sampled_from((*SIGNS, *STARTS, *TAGS)) | st.none(), max_size=25))
@settings(max_examples=500, deadline=None)
def test_no_word_is_lost_among_tags(parts: list[str | None]) -> None:
    text = "".join(f"wq{index}" if part is None else part for index, part in enumerate(parts))
    assert words_of(field(text)) == words_of_source(text)


@given(markdown)
@settings(max_examples=300, deadline=None)
def test_nothing_remote_and_nothing_that_runs_is_in_a_field(text: str) -> None:
    for tag in re.findall(r"<[a-z][^>]*>", field(text)):
        assert not re.match(
            r"<(?:script|style|iframe|object|embed|link|meta|base|form|input|svg|math|video|audio)\b", tag
        )
        assert not re.search(r"\s(?:on\w+|style=\"(?!text-align:)|srcset|src=\"(?!_dw-))", tag)
        assert not re.search(r"href=\"(?!https?:|mailto:)", tag)


def page(text: str) -> Page:
    return Page(settings=SETTINGS, nodes=NODES, inlines=inlines(bare_links=True, marks=True), env=State().env)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])) | markdown)
@settings(deadline=None)
def test_text_without_markup_is_the_same_with_and_without_a_parse(text: str) -> None:
    where = page(text)
    if not where.inlines.has_markup(text):
        assert where.write(where.inlines(text, where.env)) == escape(text)


@given(markdown)
@settings(deadline=None)
def test_text_without_addresses_is_the_same_with_and_without_their_rules(text: str) -> None:
    if "://" not in text and "www." not in text:
        plain, full = (inlines(bare_links=bare, marks=True) for bare in (False, True))
        assert page(text).write(plain(text, State().env)) == page(text).write(full(text, State().env))


@given(st.sampled_from(("", "*", "**")), st.from_regex(r"[^\W\d_][^\n]*", fullmatch=True))
@settings(deadline=None)
def test_a_line_that_begins_plainly_is_a_paragraph(signs: str, rest: str) -> None:
    line = signs + rest
    assert blocks().starts_plainly(line)
    state = State()
    state.process(line + "\n")
    blocks().parse(state)
    assert [(token["type"], token["text"].strip("\n")) for token in state.tokens] == [("paragraph", line)]


@given(
    st.lists(st.sampled_from([f"<{end}{tag}>" for tag in ("b", "i", "u", "span") for end in ("", "/")]), max_size=12)
)
@settings(max_examples=400, deadline=None)
def test_tags_in_any_order_are_what_a_browser_makes_of_them(tags: list[str]) -> None:
    text = "wq" + "".join(f" {tag}wq{index}" for index, tag in enumerate(tags))
    assert field(text) == reprint(text)
