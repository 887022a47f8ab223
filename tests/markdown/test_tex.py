r"""Formulas that MathJax would refuse are told from those that it takes."""

from __future__ import annotations

import pytest

from deckwright.markdown.render import RenderSettings, render
from deckwright.markdown.tex import flaw
from deckwright.model import Passage


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac{a}{b}",
        r"\left( x \right]",
        r"\left. x \right|_{y}",
        r"\{ x \}",
        r"\leftarrow \rightarrow",
        r"\begin{cases} a \\ b \end{cases}",
        r"\begin{a}\begin{b}\end{b}\end{a}",
        r"x % { not read",
        r"50\% {a}",
        r"\\{a}",
        "",
    ],
)
def test_balanced(tex: str) -> None:
    assert flaw(tex) == ""


@pytest.mark.parametrize(
    ("tex", "word"),
    [
        (r"\frac{a}{b", "{ has no }"),
        (r"a}", "} has no {"),
        (r"}{", "} has no {"),
        (r"\left( x", r"\left has no \right"),
        (r"x \right)", r"\right has no \left"),
        (r"\begin{cases} a", r"\begin{cases} has no"),
        (r"\end{cases}", r"\end{cases} has no"),
        (r"\begin{a}\begin{b}\end{a}\end{b}", r"\end{a} has no"),
    ],
)
def test_unbalanced(tex: str, word: str) -> None:
    assert word in flaw(tex)


def test_it_is_reported_with_its_line() -> None:
    _, said = render(Passage(text="One.\n\nTwo $\\frac{a}{b$ three.", line=7), RenderSettings(file="t.md"))
    assert [(each.code, each.line, each.column) for each in said] == [("DW316", 9, 6)]


def test_a_report_shows_a_formula_without_the_places_of_its_gaps() -> None:
    settings = RenderSettings(file="a.md", numbers=((1,),))
    (said,) = render(Passage(text=r"$\left( {{c1::a}}$"), settings)[1]
    assert said.code == "DW316"
    assert r"“\left( a”" in said.message


def test_a_gap_that_takes_two_arguments_is_told_what_to_do() -> None:
    (said,) = render(Passage(text=r"$\cancelto{{c1::{0}{x}}}$"), RenderSettings(file="a.md", numbers=((1,),)))[1]
    assert said.code == "DW316"
    assert r"\cancelto" in said.message
    assert said.hint == "Put the whole command into the gap."


@pytest.mark.parametrize(
    "name",
    ["overleftrightarrow", "mathop", "mathbin", "mathrel", "textsc", "emph", "Bbb", "overparen", "hspace", "sqrt"],
)
def test_a_gap_that_is_an_argument_is_put_in_braces(name: str) -> None:
    html = render(Passage(text=rf"$\{name}{{{{c1::a}}}}$"), RenderSettings(file="a.md", numbers=((1,),)))[0].html
    assert html == rf"\(\{name}{{{{{{c1::a}}}}}}\)"
