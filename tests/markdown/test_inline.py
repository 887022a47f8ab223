"""One line as inline HTML: breadcrumbs, deck names, parent questions."""

from __future__ import annotations

import pytest

from deckwright.markdown.render import RenderSettings, render_inline

SETTINGS = RenderSettings(file="a.md", definitions="[docs]: https://example.org\n")


@pytest.mark.parametrize(
    ("line", "html"),
    [
        ("Deep Learning & *NLP*", "Deep Learning &amp; <em>NLP</em>"),
        ("The $x_1$ axis", r"The \(x_1\) axis"),
        ("1. No list, # no heading, > no quote", "1. No list, # no heading, &gt; no quote"),
        ("See the [docs][]", 'See the <a href="https://example.org">docs</a>'),
        ("Promise<T>\n and  <b>x", "Promise&lt;T&gt; and <b>x</b>"),
        ("<a href='https://x.y'><p>", '<a href="https://x.y"> </a>'),
        ("", ""),
    ],
)
def test_a_line_is_inline_html(line: str, html: str) -> None:
    assert render_inline(line, SETTINGS) == html
