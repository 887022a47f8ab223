"""Answers of the ML theory deck fit a phone: a screen and a half, most of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser.clients import CLIENTS
from browser.gallery import CUSTOM, ROOT, STYLES, cards_of_package
from browser.reviewer import Reviewer

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.anki]

SCREEN = 844  # pixels, of a phone that is 390 wide
HEIGHTS = """() => {
  const height = name => document.querySelector(name)?.getBoundingClientRect().height ?? 0;
  return [height("#qa"), height(".dw-extra")];
}"""


def test_most_answers_fit_a_screen_and_a_half(chromium: Browser, mathjax_folder: Path, tmp_path: Path) -> None:
    package = tmp_path / "deck.apkg"
    command = ["build", ROOT / "source_md", "--output", package, "--lock", tmp_path / "deck.lock"]
    subprocess.run([sys.executable, "-m", "deckwright", *map(str, command)], check=True, capture_output=True)
    media = {CUSTOM: (STYLES / CUSTOM).read_bytes()}
    page = Reviewer(chromium, CLIENTS[-1], media, mathjax_folder)
    page.resize(390)
    whole, graded = [], []
    for side in cards_of_package(package, tmp_path):
        if side.name.endswith("answer"):
            page.show(side.html)
            height, quiet = page.page.evaluate(HEIGHTS)
            whole.append(height)
            graded.append(height - quiet)
    page.close()
    assert len(whole) > 100
    assert sum(height <= 1.5 * SCREEN for height in whole) >= 0.9 * len(whole)
    assert max(whole) <= 1.6 * SCREEN
    assert max(graded) <= 1.5 * SCREEN
    assert sum(height <= SCREEN for height in graded) >= 0.9 * len(graded)
