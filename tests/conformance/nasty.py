"""Markdown that nobody would write and somebody will: pieces that break parsers, put together by Hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

SIGNS = (
    *(
        "*",
        "**",
        "_",
        "~~",
        "`",
        "``",
        "==",
        "$",
        "$$",
        "(",
        ")",
        "\\(",
        "\\)",
        "\\[",
        "]",
        "\\",
        "|",
        ">",
        "&",
        "}}",
        "::",
    ),
    *("{{c1::", "- [x] ", "。", "\n", "\n\n", " ", "    ", "  \n", "\\\n"),
)
"""Signs, and white space, that may begin, end or part something."""
TAGS = (
    *("<b>", "</b>", "<p>", "</p>", "<div>", "</div>", "<details>", "<summary>", "</summary>", "</details>", "<br>"),
    *("<T>", "<code>", "</code>"),
)
PIECES = (
    *SIGNS,
    *TAGS,
    *(
        "***",
        "__",
        "```",
        "~~~",
        "\\]",
        "\\\\",
    ),
    *(
        "[",
        "](",
        "![",
        "[^1]",
        "[^1]: ",
        "[a]: /b 'c'",
        "[[",
        "]]",
        "![[a.png]]",
        "<",
        "<!--",
        "-->",
        "<!",
    ),
    *(
        "<table>",
        "<tr>",
        "<td>",
        "</td>",
        "</table>",
        "<pre>",
        "</pre>",
        "<script>",
        "</script>",
    ),
    *(
        "<a href='https://x.y'>",
        "</a>",
        "<img src=a.png alt='\\(x\\)'>",
        "<ul>",
        "<li>",
        "</ul>",
        "<h2>",
        "<ruby>",
        "<hr/>",
    ),
    *(
        "\n",
        "\n\n",
        "  ",
        "\t",
        "\n  ",
        "\n    ",
        "\r\n",
        "\u00a0",
        "\u2028",
        "\x0c",
    ),
    *(
        "- ",
        "* ",
        "+ ",
        "1. ",
        "2) ",
        "10. ",
        "• ",
        "- [ ] ",
        "> ",
        "> [!NOTE]\n",
        "# ",
        "###### ",
        "---",
        "===",
        "***",
    ),
    *("<i>", "|---|---|", "| a | b |\n|---|:-:|\n", "\\|", ":--", "a | b\n--- | ---\n"),
    *(
        "&amp;",
        "&lt;",
        "&nbsp;",
        "&#0;",
        "&#13;",
        "&copy;",
        "&x;",
        "{{",
        "[sound:a.mp3]",
        "[sound:",
    ),
    *(
        "$x_1$",
        "$5",
        "US$5",
        "$a\n+ b$",
        "$$\nx\n$$",
        "\\(a<b\\)",
        "`\\(x\\)`",
        "```python\n",
        "```js {1}\n",
        "```math\n",
    ),
    *(
        "https://a.b/c_d",
        "www.a.b",
        "<https://a.b>",
        "a@b.c",
        "word",
        "snake_case",
        "A",
        "1",
        "粗体",
        "é",
        "e\u0301",
        "\u0338",
        "😀",
        "שלום",
    ),
)

pieces = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=30).map("".join)
"""Markdown made of the pieces above and of any characters at all."""

blocks = st.lists(st.sampled_from(("", "  ", "    ", "> ", "- ", "1. ", "\t", "   ")), max_size=3).map("".join)
lines = st.lists(
    st.tuples(blocks, st.lists(st.sampled_from(PIECES), max_size=5).map("".join)).map("".join), max_size=12
).map("\n".join)
"""Markdown of lines that begin like containers."""

markdown = st.one_of(pieces, lines)
