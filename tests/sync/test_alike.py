"""What says the same in other markup, and what doesn't."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckwright.sync.alike import are_alike

_PIECES = st.lists(
    st.sampled_from(["a", "b", " ", "<br>", "<div>", "</div>", "<p>", "</p>", "<b>", "</b>", "&nbsp;", "\n"]),
    max_size=8,
).map("".join)


@pytest.mark.parametrize(
    ("edited", "rendered"),
    [
        ("The unit of <b>life</b>.", "The unit of <strong>life</strong>."),
        ("<i>Sic</i>", "<em>Sic</em>"),
        ("one<div>two</div>", "one<br>two"),
        ("<div>one</div><div>two</div>", "one<br>two"),
        ("<p>one</p>\n<p>two</p>", "one<br><br>two"),
        ("one<div><br></div><div>two</div>", "one<br><br>two"),
        ("one<br>\ntwo", "one<br>two"),
        ("a&nbsp;b", "a b"),
        ("a\u00a0b", "a b"),
        ("a -> b", "a -&gt; b"),
        ("u\u0308<br><br>", "\u00fc"),
    ],
)
def test_the_same_in_other_markup(edited: str, rendered: str) -> None:
    assert are_alike(edited, rendered)
    assert are_alike(rendered, edited)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("one<br>two", "one two"),
        ("one<br>two", "one<br><br>two"),
        ("<b>one</b>", "one"),
        ("<b>one</b>", "<i>one</i>"),
        ("&lt;b&gt;", "<b>"),
        ("ab", "a b"),
        ("<pre>a  b</pre>", "<pre>a b</pre>"),
        ("<pre>a\n b</pre>", "<pre>a\nb</pre>"),
        ('<div class="dw-table">a</div>', "<div>a</div>"),
    ],
)
def test_not_the_same(one: str, other: str) -> None:
    assert not are_alike(one, other)


@given(_PIECES, st.sampled_from(["", "<br>", "<div><br></div>", " ", "&nbsp;"]))
def test_what_follows_the_end_counts_for_nothing(text: str, tail: str) -> None:
    assert are_alike(text, text + tail)
