"""The editor fixpoint in a real Chromium: a field that is parsed and printed again is the same field."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conformance.casefile import all_cases
from conformance.fixpoint import from_editor, to_editor
from conformance.nasty import markdown
from deckwright.markdown.render import RenderSettings, render
from deckwright.model import Medium, Passage
from deckwright.source import decode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

SETTINGS = RenderSettings(
    file="a.md",
    definitions="[x]: https://x.org 'X'\n\n[^1]: A *note*.\n",
    media=lambda path: Medium(name="_dw-0123.mp3" if path.endswith("3") else "_dw-4567.png"),
    highlight_marks=True,
)
SHARED = Path(__file__).parents[3] / "shared"
PRINT = """fields => fields.map(field => {
    const editor = document.createElement("div");
    editor.innerHTML = field;
    return editor.innerHTML;
})"""

MATHJAX = r"""MathJax = {
    tex: {displayMath: [["\\[", "\\]"]], inlineMath: [["\\(", "\\)"]], processEscapes: false, processEnvironments: false, processRefs: false},
    startup: {typeset: false},
}"""
"""What matters here of Anki's own settings."""
TYPESET = """async fields => {
    await MathJax.startup.promise;
    const found = [];
    for (const field of fields) {
        const card = document.createElement("div");
        card.innerHTML = field.replace(/<img[^>]*>/g, "");
        document.body.append(card);
        await MathJax.typesetPromise([card]);
        const errors = [...card.querySelectorAll("[data-mjx-error]")].map(each => each.getAttribute("data-mjx-error"));
        found.push([card.querySelectorAll("mjx-container").length, errors]);
        card.remove();
    }
    return found;
}"""


def assert_fixpoints(page: Page, fields: Sequence[str]) -> None:
    printed = page.evaluate(PRINT, [to_editor(field) for field in fields])
    for field, shown in zip(fields, printed, strict=True):
        assert from_editor(shown) == field


def test_chromium_leaves_the_conformance_set_alone(chromium_page: Page) -> None:
    assert_fixpoints(chromium_page, [case.html for case in all_cases()])


def test_chromium_leaves_the_answers_of_real_documents_alone(chromium_page: Page) -> None:
    documents = [*SHARED.glob("seed/*.txt"), *SHARED.glob("samples/*.md")]
    if not documents:
        pytest.skip(f"no documents there ({SHARED})")
    for path in documents:
        text = decode(path.read_bytes(), file=path.name).text or ""
        passages = re.split(r"^(?=#{1,6} |<details>)", text, flags=re.MULTILINE)
        assert_fixpoints(chromium_page, [render(Passage(text=passage), SETTINGS)[0].html for passage in passages])


def test_chromium_would_rewrite_what_is_no_fixpoint(chromium_page: Page) -> None:
    for field in ("<br/>", "<p>a", "a &quot;", "\\(a<b\\)", "<pre>\na</pre>", "<table><tr><td>a</td></tr></table>"):
        with pytest.raises(AssertionError):
            assert_fixpoints(chromium_page, [field])


@given(st.lists(markdown, min_size=20, max_size=20))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_chromium_leaves_any_field_alone(chromium_page: Page, texts: list[str]) -> None:
    assert_fixpoints(chromium_page, [render(Passage(text=text), SETTINGS)[0].html for text in texts])


def test_mathjax_sets_every_formula_of_the_conformance_set_and_nothing_else(
    chromium_page: Page, served: dict[str, bytes], mathjax_folder: Path
) -> None:
    cases = [case for case in all_cases() if not any(said.startswith("DW316") for said in case.reports)]
    fields = [case.html for case in cases]  # but those of which the author is told that they break a formula
    for path in mathjax_folder.rglob("*"):
        if path.suffix in {".js", ".woff"} and "sre" not in path.parts:
            served[path.relative_to(mathjax_folder).as_posix()] = path.read_bytes()
    served["cards.html"] = (
        f"<!doctype html><script>{MATHJAX}</script><script src='tex-chtml-full.js'></script>".encode()
    )
    chromium_page.goto("http://card.test/cards.html")
    chromium_page.wait_for_function("window.MathJax && MathJax.startup && MathJax.startup.promise")
    found = chromium_page.evaluate(TYPESET, fields)
    expected: list[tuple[str, int, list[str]]] = [
        (field, len(re.findall(r"\\\(.*?\\\)|\\\[.*?\\\]", field, re.DOTALL)), []) for field in fields
    ]
    assert [(field, *result) for field, result in zip(fields, found, strict=True)] == expected
