"""Inline Markdown as plain text."""

import pytest

from deckwright.markdown.plain import plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a *b* **c** ***d*** ~~e~~", "a b c d e"),
        ("snake_case and _word_ and 2*3*4", "snake_case and word and 2*3*4"),
        ("`a*b*` and ``c`d``", "a*b* and c`d"),
        ("[a](b(c)d) and [e][f]", "a and e"),
        ("What? [[src](https://example.org)]", "What? [src]"),
        ("What? [[src]](https://example.org)", "What? [src]"),
        ("![p](q.png) x [![b](c)](d)", "x"),
        ("[[Page|text]] [[Page]] ![[p.png]]", "text Page"),
        ("note[^1]", "note"),
        ("<b>a</b> <T> &lt;T&gt; &amp; 1 < 2", "a <T> & 1 < 2"),
        ("a <!-- b --> c <!-- d", "a c <!-- d"),
        ("\\*a\\*", "*a*"),
        ("a\n  b\tc", "a b c"),
        ("f(x) == g(x)", "f(x) == g(x)"),
        ("`<b>&amp;</b>`", "<b>&amp;</b>"),
    ],
)
def test_plain(text: str, expected: str) -> None:
    assert plain(text) == expected
