"""A page that shows cards as one of Anki's programs does, and that says what a learner would stumble over."""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

    from browser.clients import Client
    from browser.gallery import Shown

ORIGIN = "http://card.test/"
WIDTHS = (320, 390, 768, 1280)
PICTURES = os.environ.get("DECKWRIGHT_PICTURES")
"""A folder for pictures of all cards, to look through; none are taken without it."""

_INSPECT = Path(__file__).with_name("inspect.js").read_text(encoding="utf-8")
_NEXT_FRAME = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
_SHOW = """async html => {
  const place = document.getElementById("qa");
  place.innerHTML = html;
  window.scrollTo(0, 0);
  if (window.MathJax) {
    await MathJax.startup.promise;
    MathJax.typesetClear();
    await MathJax.typesetPromise([place]);
  }
  const arrive = each => each.complete || new Promise(done => { each.onload = each.onerror = done });
  await Promise.all([...document.images].map(arrive));
  const read = each => each.sheet || new Promise(done => { each.onload = each.onerror = done });
  await Promise.all([...place.querySelectorAll("link")].map(read));
}"""


class Reviewer:
    """One page of a client's. Whatever it asks for and isn't given, and whatever it complains of, is a `complaint`."""

    def __init__(
        self, browser: Browser, client: Client, media: Mapping[str, bytes], mathjax: Path | None, *, scale: float = 1
    ) -> None:
        self.client = client
        self.media = dict(media)
        self.complaints: list[str] = []
        self._mathjax = mathjax
        self._dark = False
        self._context = browser.new_context(viewport={"width": 390, "height": 800}, device_scale_factor=scale)
        self._context.route("**/*", self._answer)
        self.page: Page = self._context.new_page()
        self.page.on("console", lambda message: self.complaints.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.goto(ORIGIN)

    def _answer(self, route: Route) -> None:
        url = route.request.url
        path = unquote(urlsplit(url).path).lstrip("/")
        folder, _, rest = path.partition("/")
        if not url.startswith(ORIGIN):
            self.complaints.append(f"asked for {url}")
            route.abort()
        elif not path:
            route.fulfill(body=self.client.page(math=self._mathjax is not None), content_type="text/html")
        elif folder == "mathjax" and self._mathjax is not None:
            route.fulfill(path=self._mathjax / rest)
        elif path in self.media:
            route.fulfill(body=self.media[path], content_type=mimetypes.guess_type(path)[0] or "text/plain")
        else:
            route.fulfill(status=404 if path != "favicon.ico" else 204)

    def show(self, html: str) -> None:
        """Put a side of a card into the page, as Anki does, and wait for its formulas and files."""
        self.page.evaluate(_SHOW, html)

    def resize(self, width: int) -> None:
        """Make the window that wide."""
        self.page.set_viewport_size({"width": width, "height": 800})

    def theme(self, *, dark: bool) -> None:
        """Switch night mode."""
        self.page.evaluate("names => { document.body.className = names }", self.client.body_class(dark=dark))

    def inspect(self, what: str) -> list[str]:
        """Say in sentences what is wrong with the `places` or the `colours` of the card that is shown."""
        found: list[str] = self.page.evaluate(_INSPECT, what)
        if any(each.startswith("fades") for each in found):  # what follows the scrolling follows it a frame later
            self.page.evaluate(_NEXT_FRAME)
            found = self.page.evaluate(_INSPECT, what)
        return found

    def style(self, selector: str, name: str) -> str:
        """Give the computed value of a CSS property."""
        script = "([selector, name]) => getComputedStyle(document.querySelector(selector)).getPropertyValue(name)"
        value: Any = self.page.evaluate(script, [selector, name])
        return str(value)

    def stumbles(self, side: Shown, widths: tuple[int, ...] = WIDTHS) -> dict[str, list[str]]:
        """Show a side in all widths and both themes, and say what is wrong with it, and where."""
        found: dict[str, list[str]] = {}
        self.show(side.html)
        for theme in ("dark", "light"):
            self.theme(dark=theme == "dark")
            found[theme] = self.inspect("colours")
            for width in widths if theme == "light" or PICTURES else ():  # the themes differ in colours only
                self.resize(width)
                found[f"{width} {theme}"] = self.inspect("places")
                if PICTURES:
                    name = f"{side.name}-{self.client.name}-{width}-{theme}.png"
                    self.page.screenshot(path=Path(PICTURES) / name, full_page=True)
        found["said"] = self.complained()
        return {where: what for where, what in found.items() if what}

    def complained(self) -> list[str]:
        """Give the complaints since the last call."""
        said, self.complaints = self.complaints, []
        return said

    def close(self) -> None:
        """Close the page."""
        self._context.close()
