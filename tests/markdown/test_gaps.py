"""Gaps: where they are in a text, what is wrong with some, and what becomes of them in a field."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.fixpoint import opened
from conformance.nasty import PIECES
from deckwright.markdown.finding import find_gaps
from deckwright.markdown.gaps import MARKS
from deckwright.markdown.render import RenderSettings, render
from deckwright.model import Medium, Passage
from deckwright.notetypes.cloze import gap_numbers


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{c1::a}} {{c2::b::h}}", ["a", "b"]),
        ("{{c1::a {{c2::*b*}} c}}", ["a b c", "b"]),
        ("{{c1::{a}}}", ["{a}"]),
        ("{{c1::f() { return {} }}}", ["f() { return {} }"]),
        ("{{c1::a { b}} and {{c2::c}}", ["a { b", "c"]),
        ("{{c1::use {{ x }} here}}", ["use {{ x }} here"]),
        ("{{c1::`}}`}}", ["}}"]),
        ("{{c1::$a^{b^{2}}$}}", ["$a^{b^{2}}$"]),
        ("{{c1::\n```\n}}\n```\n}} {{c2::b}}", ["``` }} ```", "b"]),
        ("`{{c1::a}}` ``{{c2::b}}``", []),
        ("~~~\n{{c1::a}}\n~~~", []),
        ("<!--\n{{c1::a}}\n-->", []),
        ("\\{{c1::a}}", []),
        ("{{ c1 }} {{c1}} {{x::y}} {{cls::name}}", []),
        ("==a==", []),
    ],
)
def test_where_gaps_are(text: str, said: list[str]) -> None:
    found = find_gaps(text)
    assert ([found.said(gap) for gap in found.found], found.flaws) == (said, ())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("==a== b ==c d==", ["a", "c d"]),
        ("a == b == c", []),
        ("if a==b and c==d:", []),
        ("==a\n\nb==", []),
        ("===a===", []),
        ("`==a==`", []),
        ("{{c1::==a==}}", ["==a=="]),
        ("首都是==北京==。", ["北京"]),
        ("首都は==東京==です。", ["東京"]),
        ("==第一==、==第二==是==第三==。", ["第一", "第二", "第三"]),
        ("首都是==Paris==，Paris==在==法国。", ["Paris", "在"]),
        ("เมืองหลวงคือ==กรุงเทพ==ครับ", ["กรุงเทพ"]),
        ("如果x==y则z==1。", []),
        ("Die Haupt==stadt== ist ==Berlin==.", ["stadt", "Berlin"]),
        ("Die ==Haupt==stadt ist ==Berlin==.", ["Haupt", "Berlin"]),
        ("a==b==c, foo==bar==baz, x==y and y==z, x==1== is code", []),
        ("f(x)==a== and [i]==b==", []),
    ],
)
def test_where_highlights_are(text: str, said: list[str]) -> None:
    found = find_gaps(text, highlights=True)
    assert [found.text[gap.inner : gap.close] for gap in found.found] == said


@pytest.mark.parametrize(
    ("text", "flaws"),
    [
        ("a {{c1::b", [("DW220", 2)]),
        ("{{c1::a {{c2::b}}", [("DW220", 0)]),
        ("$x = {{c1::b$", [("DW220", 5)]),
        ("{{c0::a}}", [("DW221", 0)]),
        ("{{c1000::a}} {{c501::b}}", [("DW221", 0), ("DW221", 13)]),
        ("{{c1,0::a}}", [("DW221", 0)]),
        ("{{c1:a}}", [("DW221", 0)]),
        ("{{c١::a}} {{c1٢::b}}", [("DW221", 0), ("DW221", 10)]),
        ("{{C1::a}}", [("DW221", 0)]),
        ("{{ c1::a}}", [("DW221", 0)]),
        ("{{cx::a}} {{c1a::b}} {{c-1::c}}", [("DW221", 0), ("DW221", 10), ("DW221", 21)]),
        ("{{c1::}} {{c2:: ::hint}}", [("DW222", 0), ("DW222", 9)]),
        ("{{c1::a::h {{c2::b}}}}", [("DW223", 0)]),
        ("".join(f"{{{{c{number}::" for number in range(1, 8)) + "x" + "}}" * 7, [("DW223", 30), ("DW223", 36)]),
    ],
)
def test_what_is_wrong_with_gaps(text: str, flaws: list[tuple[str, int]]) -> None:
    assert [(flaw.code, flaw.at) for flaw in find_gaps(text).flaws] == flaws


_SIGNS = (
    "{{c1::",
    "{{c2::",
    "{{c::",
    "{{c1,3::",
    "}}",
    "}}",
    "::",
    "{",
    "}",
    "==",
    "a::b",
    "```python cloze\n",
    "{{ x }}",
)
_LOOSE = st.lists(st.sampled_from([*_SIGNS * 4, *PIECES, "word", "x", "$$", "$a$"]), max_size=10).map("".join)
_CLOSED = st.builds(
    "{{{{c{}::{}{}}}}}".format, st.sampled_from(["", "1", "2", "1,3"]), _LOOSE, st.sampled_from(["", "::h"])
)
texts = st.lists(st.one_of(_LOOSE, _CLOSED), max_size=5).map("".join)


@given(texts, st.booleans())
@settings(max_examples=400, deadline=None)
def test_a_field_has_just_the_gaps_that_were_found_and_is_a_fixpoint(text: str, highlights: bool) -> None:  # noqa: FBT001
    text = f"{{{{c1::first}}}}\n\n{text}"
    found = find_gaps(text.replace("\r", "\n"), highlights=highlights)
    numbers = tuple((index + 1, index + 101)[: 1 + index % 2] for index in range(len(found.found)))
    given_settings = RenderSettings(
        file="a.md",
        media=lambda path: Medium(name="_dw-1.png" if path == "a.png" else ""),
        numbers=numbers,
        highlighted_gaps=highlights,
    )
    fragment, said = render(Passage(text=text), given_settings)
    lost = sum(diagnostic.code == "DW317" for diagnostic in said)
    there = {number for each in numbers for number in each}
    shown = gap_numbers(fragment.html)
    assert shown <= there
    if any(flaw.code == "DW222" for flaw in found.flaws):
        return  # such an entry is held; what holds nothing may be anywhere
    assert len([each for each in numbers if not shown.issuperset(each)]) == lost
    assert opened(fragment.html) == fragment.html
    assert not any(mark in fragment.html for mark in MARKS)


@given(texts)
@settings(max_examples=200, deadline=None)
def test_text_without_gaps_of_ours_holds_none(text: str) -> None:
    found = find_gaps(text)
    revealed = found.revealed()
    assert len(revealed) <= len(text)
    assert found.marked().translate(dict.fromkeys(map(ord, MARKS))) is not None
    for gap in found.found:
        assert gap.start < gap.inner <= gap.close < gap.stop


def test_marks_of_ours_in_a_text_are_no_gaps() -> None:
    text = f"{MARKS}0{MARKS} {{{{c1::a}}}}"
    fragment, _ = render(Passage(text=text), RenderSettings(file="a.md", numbers=((1,),)))
    assert fragment.html == "0 {{c1::a}}"


@pytest.mark.parametrize("piece", ["{{c1::", "{{c1::a}} ", "`", "$a ", "{", "}}", "==a ", "\\( ", "{{c1::a::", "$$"])
def test_what_never_closes_comes_to_an_end(piece: str) -> None:
    """In a text so long that only linear time does."""
    find_gaps("{{c1::x}} " + piece * 100_000, highlights=True)


def test_what_each_of_ten_thousand_gaps_says() -> None:
    found = find_gaps(" ".join(f"{{{{c1::word {number}::hint}}}}" for number in range(10_000)))
    assert [found.said(gap) for gap in found.found] == [f"word {number}" for number in range(10_000)]
