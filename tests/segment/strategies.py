"""Documents for property tests: any text, and texts made of the pieces that structure is made of."""

from pathlib import Path
from random import Random

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
    "**Details**: bb", "**Follow-up**: Why ab?", "#### Follow-up: ac?", "Follow-up: ad? Because.", "**Follow-ups**:",
    "**Follow-up: ae?** Yes", "**Follow-up**", "追问：af？", "[⬆ Back to Top](#t)", "[[src](https://example.org)]", "![p](p.png)", "#tag #other", "TODO", "word word", "",
    "{{c1::ag}} and {{c::ah::b}}", "{{c1::", "}}", "- {{c2::ai}}", "  - {{c1::aj}}", "{{c0::x}}", "| {{c1::ak}} | al |", "```py cloze",
    "## Is {{c1::am}} so?", "## an {highlights=true}", "==ao==", "{{ x }}", "**Reverse**: ap?", "**Type in**: aq", "## Why ar? {reverse}",
    "## Part {reverse=true type=true}",
    "#flashcards", "be?::bf", "- bg :: bh <!--SR:!2024-05-01,3,250-->", "bi:::bj ^bk", "?", "??", "- bl? #card", "\t- bm", "  id:: bn", "## bo #flashcards",
    '??? question "bp"', '!!! note "bq?"', '???+ faq "br',
    "- **Follow-up**: as? at", "  - **Follow-up**: au? av", "> **Follow-up**: aw?", "> ax", "**Follow-up**: ay {{c1::az}}? {.ba}",
    "**Follow-up**: {{c1::", "Q: bb? {reverse .bc}", "{reversed}", "## bd? {card=terms}", "", "+++", "style = 'bold'", "key: value", "\\", "$x$", "\u3000", "\u200b", "\x00", "\x1c", "\u2028", "é",
)  # fmt: skip
"""Lines that mean something to one rule or another."""

any_text = st.text(max_size=400)
made_of_pieces = st.lists(st.sampled_from(PIECES), max_size=40).map("\n".join)
noisy = st.lists(
    st.one_of(st.sampled_from(PIECES), st.text(alphabet="#*_`~<>[]()!|:-+=.?0123 abAQ/\t", max_size=30)), max_size=25
).map("\n".join)


def _torn(random: Random) -> str:
    """Pieces of the case files, with lines dropped, doubled, swapped, and signs put into them."""
    lines: list[str] = []
    for _ in range(random.randint(1, 4)):
        whole = random.choice(_CASES)
        start = random.randrange(len(whole))
        lines += whole[start : start + random.randint(1, 40)]
    for _ in range(random.randint(0, 10)):
        at, other = random.randrange(len(lines)), random.randrange(len(lines))
        deed = random.randrange(4)
        if deed == 0 and len(lines) > 1:
            del lines[at]
        elif deed == 1:
            lines.insert(at, lines[other])
        elif deed == 2:
            lines[at], lines[other] = lines[other], lines[at]
        else:
            cut = random.randint(0, len(lines[at]))
            lines[at] = lines[at][:cut] + random.choice(_SIGNS) + lines[at][cut:]
    return "\n".join(lines)


_CASES = tuple(path.read_text("utf-8").split("\n") for path in sorted((Path(__file__).parent / "cases").glob("*.md")))
_SIGNS = (
    "`",
    "```",
    "<",
    ">",
    "*",
    "**",
    "#",
    "<details>",
    "</summary>",
    "|",
    "[",
    "]",
    "  ",
    "\t",
    "-",
    "1. ",
    ":",
    "?",
    "\n",
)

torn = st.randoms(use_true_random=False).map(_torn)
documents = st.one_of(any_text, made_of_pieces, noisy, torn)
