"""Laws that every field keeps, whatever the Markdown."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.fixpoint import opened
from conformance.nasty import markdown
from deckwright.markdown.render import RenderSettings, render, render_inline
from deckwright.model import Passage

SETTINGS = RenderSettings(
    file="a.md",
    definitions="[x]: https://x.org 'X'\n\n[^1]: A *note*.\n",
    media=lambda path: None if path.startswith("no") else "dw-0123.mp3" if path.endswith("3") else "dw-4567.png",
    highlight_marks=True,
)


def field(text: str) -> str:
    return render(Passage(text=text), SETTINGS)[0].html


@given(markdown)
@settings(max_examples=1500, deadline=None)
def test_a_field_is_what_the_editor_would_write(text: str) -> None:
    html = field(text)
    assert opened(html) == html
    assert unicodedata.is_normalized("NFC", html)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\r\ud800-\udfff\u00a0]", html)


@given(markdown)
@settings(max_examples=300, deadline=None)
def test_an_inline_field_is_what_the_editor_would_write(text: str) -> None:
    html = render_inline(text, SETTINGS)
    assert opened(html) == html
    assert "\n" not in html


@given(st.text())
def test_any_text_at_all_is_rendered(text: str) -> None:
    html = field(text)
    assert opened(html) == html
