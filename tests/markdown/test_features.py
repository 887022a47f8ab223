"""What is met in a text is known, whichever way it is written: tags such as `has::table` are made of it."""

from __future__ import annotations

import pytest

from deckwright.markdown.render import RenderSettings, render
from deckwright.model import Medium, Passage

SETTINGS = RenderSettings(file="a.md", media=lambda path: Medium(name=f"_dw-{path}"))


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("| a |\n|---|\n| b |", "table"),
        ("<table><tr><td>a</td></tr></table>", "table"),
        ("so\n\n<table>\n<tr>\n<td>\n\n- a\n\n</td>\n</tr>\n</table>", "table"),
        ("```py\na\n```", "code"),
        ("    a", "code"),
        ("$x$", "math"),
        ("![a](a.png)", "image"),
        ('<img src="a.png">', "image"),
        ("![a](a.mp3)", "audio"),
    ],
)
def test_a_feature(text: str, feature: str) -> None:
    assert render(Passage(text=text), SETTINGS)[0].features == {feature}


@pytest.mark.parametrize("text", ["a | b", "`<table>`", "<T>", "a `b` c", "$5"])
def test_none(text: str) -> None:
    assert render(Passage(text=text), SETTINGS)[0].features == frozenset()
