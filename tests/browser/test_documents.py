"""The cards of whole documents, built by the command, imported by the real Anki, shown by a real Chromium."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser.clients import CLIENTS
from browser.gallery import CUSTOM, ROOT, STYLES, cards_of_package
from browser.reviewer import Reviewer

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.anki]

EVERY_CARD = bool(os.environ.get("DECKWRIGHT_EVERY_CARD"))
"""Whether to show every card in every program, which takes minutes; else each in one of them, and of long documents some."""
MOST = 40
DOCUMENTS = (
    "source_md",
    "tests/preview/kinds",
    "../shared/seed/ml-theory-interview.txt",
    "../shared/samples/jsq.md",
    "../shared/samples/k8s.md",
    "../shared/samples/mlq.md",
)


@pytest.fixture(scope="module")
def reviewers(chromium: Browser, mathjax_folder: Path) -> Iterator[list[Reviewer]]:
    media = {CUSTOM: (STYLES / CUSTOM).read_bytes()}
    pages = [Reviewer(chromium, client, media, mathjax_folder) for client in CLIENTS]
    yield pages
    for page in pages:
        page.close()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_card_of_a_document_reads_well(document: str, reviewers: list[Reviewer], tmp_path: Path) -> None:
    source = ROOT / document
    if not source.exists():
        pytest.skip(f"{document} isn't here")
    package = tmp_path / f"{source.stem}.apkg"
    command = [sys.executable, "-m", "deckwright", "build", str(source), "--output", str(package)]
    subprocess.run([*command, "--lock", str(tmp_path / "deck.lock")], check=False, capture_output=True)
    assert package.exists()
    shown = cards_of_package(package, tmp_path)
    played = {path.name: path.read_bytes() for path in (tmp_path / "collection.media").iterdir()}
    for reviewer in reviewers:
        reviewer.media.update(played)
    step = 1 if EVERY_CARD else len(shown) // MOST | 1  # odd, to take fronts as well as answers
    found = {
        f"{side.name} in {reviewer.client.name}": stumbles
        for number, side in enumerate(shown[::step])
        for reviewer in (reviewers if EVERY_CARD else [reviewers[number % len(reviewers)]])
        if (stumbles := reviewer.stumbles(side))
    }
    assert shown
    assert found == {}
