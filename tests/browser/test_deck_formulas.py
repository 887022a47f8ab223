"""Every formula of the ML theory deck is good TeX for the MathJax that Anki brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser.conftest import ORIGIN
from content.deck import FILES, formulas, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    Failures = Callable[[list[str]], list[str]]

pytestmark = pytest.mark.browser

PAGE = b"""<!doctype html><meta charset="utf-8"><script>
MathJax = {startup: {typeset: false}, tex: {packages: {"[-]": ["noerrors", "noundefined"]}}};
</script><script src="es5/tex-svg-full.js"></script>"""
"""Without the two packages that would print a bad formula's source in red instead of failing."""

FAILURES = """async formulas => {
  await MathJax.startup.promise;
  const bad = [];
  for (const tex of formulas) {
    const svg = await MathJax.tex2svgPromise(tex);
    if (svg.querySelector("[data-mml-node=merror]")) bad.push(tex);
  }
  return bad;
}"""


@pytest.fixture
def failures(chromium_page: Page, served: dict[str, bytes], mathjax_folder: Path) -> Failures:
    """Give a function that names those of some formulas which MathJax can't typeset."""
    served["page.html"] = PAGE
    served["es5/tex-svg-full.js"] = (mathjax_folder / "tex-svg-full.js").read_bytes()
    chromium_page.goto(f"{ORIGIN}/page.html")
    return lambda texts: chromium_page.evaluate(FAILURES, texts)


def test_every_formula_of_the_deck_renders(failures: Failures) -> None:
    found = [formula for file in FILES for formula in formulas(read(file))]
    assert len(found) > 200
    assert failures(found) == []


def test_a_bad_formula_would_be_found(failures: Failures) -> None:
    bad = [r"\frac{1}{2", r"\nosuchmacro x", r"x_1_2"]
    assert failures([*bad, "x^2"]) == bad
