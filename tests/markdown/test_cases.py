"""The conformance set: Markdown in, field HTML out, case by case."""

from __future__ import annotations

from collections import Counter
from urllib.parse import unquote

import pytest

from conformance.casefile import Case, all_cases
from conformance.fixpoint import opened
from deckwright.identity.gaps import Asked, number_gaps
from deckwright.markdown.finding import find_gaps
from deckwright.markdown.render import RenderSettings, render
from deckwright.model import Medium, Passage

CASES = all_cases()
MEDIA = {"cat.png": "cat-1a2b.png", "my cat.png": "my-cat-3c4d.png", "meow.mp3": "meow-5e6f.mp3"}


def found(path: str) -> Medium:
    return Medium(name=MEDIA.get(unquote(path), ""))


def numbers(text: str, *, highlights: bool = False) -> tuple[tuple[int, ...], ...]:
    """Number a text's gaps for the first time."""
    gaps = find_gaps(text, highlights=highlights)
    return number_gaps([Asked(text=gaps.said(gap), numbers=gap.numbers) for gap in gaps.found], {}).numbers


def rendered(case: Case) -> tuple[str, tuple[str, ...]]:
    settings = RenderSettings(
        file="case.md",
        definitions=case.definitions,
        media=found,
        highlight_marks=case.marks and not case.gaps,
        numbers=numbers(case.markdown, highlights=case.marks) if case.gaps else (),
        highlighted_gaps=case.marks,
    )
    fragment, diagnostics = render(Passage(text=case.markdown), settings)
    return fragment.html, tuple(f"{found.code} line {found.line}" for found in diagnostics)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_field_is_the_one_in_the_set(case: Case) -> None:
    assert rendered(case) == (case.html, case.reports)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_field_in_the_set_is_a_fixpoint(case: Case) -> None:
    assert opened(case.html) == case.html


def test_no_two_cases_have_one_name() -> None:
    assert [name for name, count in Counter(map(str, CASES)).items() if count > 1] == []
