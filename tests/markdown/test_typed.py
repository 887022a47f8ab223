"""What is typed in is what the card shows."""

from __future__ import annotations

import html
import re
from itertools import product

import pytest

from deckwright.markdown.render import RenderSettings, render
from deckwright.markdown.typed import items, typed
from deckwright.model import Passage

SHOWN = [
    *("Paris", "**Paris**", "> Paris", "> > Paris", "#### Paris", "### Paris ###", "- Paris", "* Paris", "+ **Paris**"),
    *("1. Paris", "2) Paris", "- > Paris", "> - Paris", "- 1. Paris", "- [x] Paris", "- [ ] Paris", "1. [X] Paris"),
    *(
        "==Paris==",
        "a == b",
        "__init__",
        "call `__init__`",
        "`==`",
        "__main__.py",
        "__really__",
        "snake_case_name",
        "a__b__c",
    ),
    *(
        "`- Paris`",
        "-5",
        "1.5",
        "- -5",
        "#1",
        "C#",
        "# C#",
        "a > b",
        "[Paris](https://e.org)",
        "~~Rome~~ Paris",
    ),
    *(
        "Paris[^1]",
        "snake\\_case",
        "\\- Paris",
        "H<sub>2</sub>O",
        "vector<int>",
        "Map<String, List<Integer>>",
        "C# and `x` with #include <stdio.h>",
        "a \\<b> c <br> d",
        "&eacute;",
        "``a`b``",
        "10\\. x",
        "[x] y",
        "`__init__` == __init__",
    ),
    *("one  \ntwo", "> one\n> two", "- one\n  two"),
    *("Born in\n1984. In May", "> Born in\n> 1984. In May", "- Born in\n  1984. In May", "a\n\n3) b", "a\n01. b"),
    *("`a` `` b `==` `` c", "``` `` __init__ `", "``__init__`` == `"),
]


def shown(text: str) -> tuple[str, int]:
    """Give the text of a card, and how many list items it has."""
    fragment, _ = render(Passage(text=text), RenderSettings(file="t.md", definitions="[^1]: Note."))
    said = re.sub(r"<sup class=\"dw-fn\">.*?</sup>|<div class=\"dw-footnotes\">.*", "", fragment.html, flags=re.DOTALL)
    said = re.sub(r"</?(?:li|p|ol|ul|br|blockquote|h\d)\b[^<>]*>", " ", said)
    said = html.unescape(re.sub(r"<[^<>]*>", "", said)).strip("☐☑ \n")
    return " ".join(said.split()), fragment.html.count("<li")


@pytest.mark.parametrize("text", SHOWN)
def test_what_is_typed_is_what_is_shown(text: str) -> None:
    assert typed(text) == shown(text)[0]


LINES = ["Born in", "1984. In May", "1. one", "2) two", "- a", "  1984. x", "   3. y", "", "> q", "> 1984. z", "> - a"]


@pytest.mark.parametrize("lines", [*product(["Answer", *LINES], LINES, ["", "So", "12. End", "  12. End"])])
def test_a_number_is_a_sign_only_where_the_card_has_an_item(lines: tuple[str, ...]) -> None:
    text = "\n".join(lines)
    if text.strip():
        assert (typed(text), items(text)) == shown(text)


@pytest.mark.parametrize("sign", ["42.", "1984.", "1.", "7)", "*", "-", "+", ">", "#", " 42. "])
def test_a_sign_with_nothing_behind_it_is_the_answer(sign: str) -> None:
    assert typed(sign) == sign.strip()


@pytest.mark.parametrize(
    ("text", "count"),
    [("Paris", 0), ("- Paris", 1), ("- a\n- b", 2), ("> 1. a\n> 2. b", 2), ("a\n-5", 0), ("- a\n  b", 1)],
)
def test_items_are_counted(text: str, count: int) -> None:
    assert items(text) == count
