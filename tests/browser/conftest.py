"""A real Chromium for the tests marked `browser`: one per session, and pages that see nothing but what a test serves."""

from __future__ import annotations

import importlib.util
import mimetypes
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Route

ORIGIN = "http://card.test"
"""Where the files of `served` stand for a page; a name that no network knows."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A headless Chromium; the test is skipped where there is none. `DECKWRIGHT_CHROMIUM` names another program."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright isn't installed (the browser extra)")
    program = os.environ.get("DECKWRIGHT_CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"))), None
    )
    if program is None:
        pytest.skip("no Chromium on the path, and DECKWRIGHT_CHROMIUM isn't set")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def served() -> dict[str, bytes]:
    """What `chromium_page` finds below `ORIGIN`, by path without the first slash; a test fills it in."""
    return {}


@pytest.fixture
def chromium_page(chromium: Browser, served: dict[str, bytes]) -> Iterator[Page]:
    """A page that gets the files of `served`, and whose test fails if it asks for anything else."""
    strays: list[str] = []

    def answer(route: Route) -> None:
        url = route.request.url
        path = unquote(urlsplit(url).path).lstrip("/")
        if url.startswith(ORIGIN + "/") and path in served:
            route.fulfill(body=served[path], content_type=mimetypes.guess_type(path)[0] or "text/plain")
            return
        if path != "favicon.ico":
            strays.append(url)
        route.abort()

    context = chromium.new_context(viewport={"width": 800, "height": 600})
    context.route("**/*", answer)
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()
    assert strays == []


@pytest.fixture(scope="session")
def mathjax_folder() -> Path:
    """The `es5` folder of the MathJax build that Anki uses (3.2.2)."""
    package = importlib.util.find_spec("mathjax")
    if package is None or package.origin is None:
        pytest.skip("MathJax isn't installed (django-static-mathjax, in the browser extra)")
    return Path(package.origin).parent / "static" / "mathjax" / "es5"
