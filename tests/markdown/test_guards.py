"""What keeps Anki from taking text for clozes, math or sound."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from conformance.fixpoint import opened
from conformance.nasty import markdown
from deckwright.markdown.guards import guard_in_cloze, guard_outside_clozes
from deckwright.markdown.render import RenderSettings, render
from deckwright.model import Passage

SETTINGS = RenderSettings(file="a.md")


@pytest.mark.parametrize(
    ("html", "guarded"),
    [
        ("a", "a"),
        ("std::vector", "std:<!-- -->:vector"),
        ("{{x}}", "{{x}<!-- -->}"),
        ("}}}::::", "}<!-- -->}<!-- -->}:<!-- -->:<!-- -->:<!-- -->:"),
        (r"\(\frac{a}{b_{c}}\)", r"\(\frac{a}{b_{c} }\)"),
        (r"\[a::b\]", r"\[a: :b\]"),
        ('<a href="https://x.org/a::b">c::d</a>', '<a href="https://x.org/a%3A%3Ab">c:<!-- -->:d</a>'),
    ],
)
def test_what_would_end_a_cloze_is_broken_up(html: str, guarded: str) -> None:
    assert guard_in_cloze(html) == guarded


@pytest.mark.parametrize(
    ("html", "guarded"),
    [("{{c1::x}}", "{<!-- -->{c1::x}}"), ("{{x}}", "{{x}}"), (r"\({{c}}\)", r"\({ {c}}\)")],
)
def test_what_would_begin_a_cloze_is_broken_up(html: str, guarded: str) -> None:
    assert guard_outside_clozes(html) == guarded


@given(markdown)
@settings(max_examples=400, deadline=None)
def test_a_guarded_field_holds_no_sign_of_a_cloze_and_stays_a_fixpoint(text: str) -> None:
    html = guard_outside_clozes(guard_in_cloze(render(Passage(text=text), SETTINGS)[0].html))
    assert "}}" not in html
    assert "::" not in html
    assert "{{c" not in html
    assert opened(html) == html
