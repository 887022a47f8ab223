"""Documents for property tests: any text, and texts made of the pieces that structure is made of."""

from hypothesis import strategies as st

PIECES = (
    "# T", "## 1. Part", "### Q1: What is a?", "### Q2: What is b?", "### Why?", "#### Explain c", "###### 3. d", "##x",
    "10. ### What is e?", "Title", "=====", "-----", "---", "***", "```", "```py", "~~~", "````", "    code", "\tcode",
    "<details>", "</details>", "<summary>", "</summary>", "<details><summary>What is f?</summary>", "<br><b>", "</b></details>",
    "<details><summary><b>Answer</b></summary>", "<summary>Hint</summary>", "<!-- note", "-->", "<!-- x -->", "<div>", "</div>",
    "<pre>", "</pre>", "**What is g?** ⭐", "**Q3. h**", "1. **Why i?** Because.", "Q: j?", "A: k", "**Question 2**: l?",
    "**Answer**: m", "Answer: B", "Ans:", "答：n", "问题1：o？", "1、p？", "س1: q؟", "- A: r", "- B: s", "- [x] t", "- [ ] u", "a) v",
    "**b) w**", "| Question | Answer |", "|---|---|", "| x? | y |", "Term", ": meaning", ":   other", "1. z?", "   more", "- item",
    "> quote", "> [!note]", "[a]: https://example.org", "[^n]: note", "see [a] and [^n]", "**Hint**: aa", "**More**:",
    "**Details**: bb", "[⬆ Back to Top](#t)", "[[src](https://example.org)]", "![p](p.png)", "#tag #other", "TODO", "word word", "",
    "", "+++", "style = 'bold'", "key: value", "\\", "$x$", "\u3000", "\u200b", "\x00", "\x1c", "\u2028", "é",
)  # fmt: skip
"""Lines that mean something to one rule or another."""

any_text = st.text(max_size=400)
made_of_pieces = st.lists(st.sampled_from(PIECES), max_size=40).map("\n".join)
noisy = st.lists(
    st.one_of(st.sampled_from(PIECES), st.text(alphabet="#*_`~<>[]()!|:-+=.?0123 abAQ/\t", max_size=30)), max_size=25
).map("\n".join)
documents = st.one_of(any_text, made_of_pieces, noisy)
