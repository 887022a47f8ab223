"""Text that would take a careless reader for ever: long enough that only linear time comes to an end."""

import pytest

from deckwright.segment.cut import segment
from segment.strategies import PIECES

SIZE = 30_000
SIGNS = (
    "[",
    "`",
    "|",
    ">",
    "#",
    "*",
    "_",
    "(",
    "<",
    "-",
    "=",
    ":",
    "\\",
    "&",
    "~",
    "[a](",
    "![",
    "<a ",
    "**a",
    "1. ",
    "- ",
    "<!--",
)


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", ["", "### Q1: ", "**", "- "])
def test_one_long_line(sign: str, before: str) -> None:
    segment(before + sign * (20 * SIZE // len(sign)), file="x.md")


@pytest.mark.parametrize("piece", PIECES)
def test_the_same_line_again_and_again(piece: str) -> None:
    many = (piece + "\n") * (SIZE // (len(piece) + 1))
    segment(many, file="x.md")
    segment(f"### Q1: a?\n\nb\n\n### Q2: c?\n\n{many}", file="x.md")
    segment(f"<details><summary>What?</summary>\n\n{many}", file="x.md")


@pytest.mark.parametrize(
    "piece",
    [
        "أ) a\nب) b\nج) c\n",
        "أ) a\n",
        "**Follow-up**: Why?\n\nA: So.\n\n",
        "#### Follow-up: Why?\n\n- [x] a\n- [ ] b\n\n",
    ],
)
def test_options_and_follow_ups_of_one_question(piece: str) -> None:
    segment("# T\n\n### What?\n\nSo.\n\n" + piece * (SIZE // 8) + "\n**الإجابة**: ج\n", file="x.md")


GAP = " " * 5 * SIZE


@pytest.mark.parametrize(
    "text",
    [
        f"## What?\n\nx {{#a {GAP}x\n",
        f"<details><summary>{GAP}What?</summary>x</details>\n",
        f"## Which?\n\nA) x{GAP}y\nB) z\n\nAnswer: A\n",
        f'---\ntags: "a{GAP}b, c"\n---\n\n## What?\n\nx\n',
        f"<details>{GAP}" * 20,
        "<details>" * SIZE,
    ],
)
def test_a_gap_in_a_line(text: str) -> None:
    segment(text, file="x.md")


TICKS = " ".join("`" * count for count in range(1, 600))


@pytest.mark.parametrize("answer", [f"So {TICKS}", f"So\n\n**Type in**: {TICKS}", f"**Type in**: {TICKS}"])
def test_what_is_typed_in(answer: str) -> None:
    segment(f"## What? {{type}}\n\n{answer}\n", file="x.md")


UNITS = ["#a ", "#", "#a::", "{.", "{.a ", "{.c++ ", '"', "{.a'", '{.k="', "{#a ", "{#a .a<b} "]


@pytest.mark.parametrize("unit", UNITS)
def test_what_may_be_tags(unit: str) -> None:
    many = unit * (2 * SIZE)
    segment(f"## What is x? {many}\n\n{many}\n\n**What is y?** {many}\n\nb\n", file="x.md")


def test_ten_megabytes_in_one_line() -> None:
    document = segment("### What?\n\n" + "word " * 2_000_000, file="x.md")
    assert len(document.entries) == 1
