"""What is typed in is what the card shows."""

from __future__ import annotations

import html
import re

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
        "3.",
        "#1",
        "C#",
        "# C#",
        "*",
        "a > b",
        "[Paris](https://e.org)",
        "~~Rome~~ Paris",
    ),
    *(
        "Paris[^1]",
        "snake\\_case",
        "\\- Paris",
        "H<sub>2</sub>O",
        "&eacute;",
        "``a`b``",
        "10\\. x",
        "[x] y",
        "`__init__` == __init__",
    ),
    *("one  \ntwo", "> one\n> two", "- one\n  two"),
]


@pytest.mark.parametrize("text", SHOWN)
def test_what_is_typed_is_what_is_shown(text: str) -> None:
    fragment, _ = render(Passage(text=text), RenderSettings(file="t.md", definitions="[^1]: Note."))
    shown = re.sub(r"<sup class=\"dw-fn\">.*?</sup>|<div class=\"dw-footnotes\">.*", "", fragment.html, flags=re.DOTALL)
    shown = html.unescape(re.sub(r"<[^<>]*>", "", shown.replace("<br>", " "))).strip("☐☑ \n")
    assert typed(text) == " ".join(shown.split())


@pytest.mark.parametrize(
    ("text", "count"),
    [("Paris", 0), ("- Paris", 1), ("- a\n- b", 2), ("> 1. a\n> 2. b", 2), ("a\n-5", 0), ("- a\n  b", 1)],
)
def test_items_are_counted(text: str, count: int) -> None:
    assert items(text) == count
