"""Measure how long a save takes to be seen: from writing a file until a page of `preview --serve` in a browser shows it.

    python benchmarks/live.py [--source FILE] [--saves 20]

Each save changes a word of one answer. What a browser shows is asked every few milliseconds, which is in the figures.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from preview.running import Site, running  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Frame, Page

SEED = ROOT.parent / "shared/seed/ml-theory-interview.txt"
PATIENCE = 30
"""Seconds to wait for a save to be seen."""
_SHOWS = "word => document.body?.innerText.includes(word)"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--source", type=Path, default=SEED)
    parser.add_argument("--saves", type=int, default=20)
    given = parser.parse_args()
    if not given.source.exists():
        sys.exit(f"{given.source}: not there; name a document with --source")
    text = given.source.read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = f"{folder}/cache"
        for name, *options in (("with the cache",), ("without the cache", "--no-cache")):
            waited = list(saves(Path(folder) / name.replace(" ", "-"), text, given.saves, *options))
            served, shown = (sorted(each) for each in zip(*waited, strict=True))
            print(f"{name}, {len(waited)} saves of {len(text) // 1000} kB:")
            for what, figures in (("served", served), ("shown", shown)):
                print(
                    f"  {what:6} median {statistics.median(figures):4.0f} ms, from {figures[0]:.0f} to {figures[-1]:.0f}"
                )


def saves(folder: Path, text: str, number: int, *options: str) -> Iterator[tuple[float, float]]:
    """Save a document again and again, and give how long it took until it was served, and until it was seen."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True)
    source = folder / "deck.md"
    source.write_text(text, encoding="utf-8")
    program = os.environ.get("DECKWRIGHT_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with (
        running(folder, "preview", "deck.md", "--serve", "--port", "0", *options) as server,
        sync_playwright() as driver,
    ):
        site = Site(server.product())
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto(site.address)
        page.locator("#list a").first.click()
        word = first_word(page)
        with site.news() as news:
            next(news)
            time.sleep(1)
            for save in range(number):
                changed = f"{word}{save}"
                start = time.perf_counter()
                source.write_text(text.replace(word, changed), encoding="utf-8")
                _, served = next(news)
                until(partial(answer(page).evaluate, _SHOWS, changed))
                yield (served - start) * 1000, (time.perf_counter() - start) * 1000
                time.sleep(0.5)
        browser.close()


def answer(page: Page) -> Frame:
    """Give the frame that shows the answer as it is now."""
    frame = page.locator("iframe[title^=Answer]").last.element_handle().content_frame()
    assert frame
    return frame


def first_word(page: Page) -> str:
    """Find a word that stands in the first answer, and once in the document's text."""
    frame = answer(page)
    frame.wait_for_selector("section.dw-answer strong")
    return frame.locator("section.dw-answer strong").first.inner_text()


def until(done: Callable[[], bool]) -> None:
    from playwright.sync_api import Error

    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(Error):  # the page may just be replaced by its next
            if done():
                return
        time.sleep(0.003)
    sys.exit("the save isn't shown")


if __name__ == "__main__":
    main()
