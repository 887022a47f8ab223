"""Takes the pictures in docs/images: real cards of our own deck, from the real Anki's renderer, in a real Chromium.

Those of the real desktop (docs/desktop.py) are only made smaller.
"""

from __future__ import annotations

import base64
import importlib.util
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from browser.clients import CLIENTS, Client  # noqa: E402
from browser.gallery import CUSTOM, Shown, cards_of_package  # noqa: E402
from browser.reviewer import Reviewer  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

IMAGES = ROOT / "docs" / "images"
LARGEST = 150_000
"""Bytes; a picture that is larger has no place in a repository."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A side of a card to take, in light and dark."""

    name: str
    words: str
    """What the question says, to find the card by."""
    side: str
    client: Client
    width: int
    height: int


PHONE = next(client for client in CLIENTS if client.name == "ankidroid-new")
PICTURES = (
    Picture(name="phone", words="Precision, recall", side="answer", client=PHONE, width=376, height=640),
    Picture(name="phone-code", words="What does mixup do?", side="answer", client=PHONE, width=376, height=640),
)
SCALE = 1.5
"""Dots per CSS pixel: sharp enough, and small."""
_KIND, _FEW = 25, 3
"""Where a PNG says how it holds colours, and what stands there once they are few."""
README = ("card.png", "phone-light", "phone-dark")
"""The picture of the README, and what it is put together from."""


def main() -> None:
    """Build the deck, import it, take every picture in both themes, and put the README's together."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        shown = cards_of_package(_built(Path(folder)), Path(folder))
    program = os.environ.get("DECKWRIGHT_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        taken = {name: png for picture in PICTURES for name, png in _taken(browser, picture, shown).items()}
        readme, *parts = README
        pictures = {f"card-{name}.png": png for name, png in taken.items() if name not in parts}
        pictures[readme] = _together(browser, [taken[part] for part in parts])
        desktop = {path.name: path.read_bytes() for path in sorted(IMAGES.glob("anki-desktop-*.png"))}
        pictures |= {name: png for name, png in desktop.items() if png[_KIND] != _FEW}
        page = browser.new_page()
        for name, png in pictures.items():
            _save(name, _few_colours(page, png))
        browser.close()


def _taken(browser: Browser, picture: Picture, shown: list[Shown]) -> dict[str, bytes]:
    reviewer = Reviewer(browser, picture.client, {CUSTOM: b""}, _mathjax(), scale=SCALE)
    reviewer.page.set_viewport_size({"width": picture.width, "height": picture.height})
    reviewer.page.add_style_tag(content="#_mark, #_flag { display: none } body { overflow: hidden }")
    reviewer.show(_find(shown, picture).html)
    taken: dict[str, bytes] = {}
    for theme in ("light", "dark"):
        reviewer.theme(dark=theme == "dark")
        taken[f"{picture.name}-{theme}"] = reviewer.page.screenshot()
    reviewer.close()
    return taken


def _together(browser: Browser, pictures: list[bytes]) -> bytes:
    sources = [f"data:image/png;base64,{base64.b64encode(picture).decode()}" for picture in pictures]
    images = "".join(f'<img src="{source}">' for source in sources)
    look = "body { margin: 0; display: inline-flex; gap: 20px } img { width: 376px; border-radius: 16px }"
    page = browser.new_page(device_scale_factor=SCALE)
    page.set_content(f"<style>{look}</style><body>{images}")
    taken = page.locator("body").screenshot(omit_background=True)
    page.close()
    return taken


_FEW_COLOURS = """async source => {
  const picture = await createImageBitmap(await (await fetch(source)).blob());
  const { width, height } = picture;
  const canvas = new OffscreenCanvas(width, height).getContext("2d");
  canvas.drawImage(picture, 0, 0);
  const dots = new Uint32Array(canvas.getImageData(0, 0, width, height).data.buffer);
  const often = new Map();
  for (const dot of dots) often.set(dot, (often.get(dot) || 0) + 1);
  const palette = [...often].sort((a, b) => b[1] - a[1]).slice(0, 256).map(([dot]) => dot);
  const parts = dot => [dot & 255, (dot >> 8) & 255, (dot >> 16) & 255, dot >>> 24];
  const apart = (a, b) => parts(a).reduce((sum, part, i) => sum + (part - parts(b)[i]) ** 2, 0);
  const place = new Map([...often.keys()].map(dot => [dot, palette.reduce(
    (best, each, i) => apart(each, dot) < apart(palette[best], dot) ? i : best, 0)]));
  return { width, height, palette: palette.map(parts), dots: [...dots].map(dot => place.get(dot)) };
}"""


def _few_colours(page: Page, png: bytes) -> bytes:
    """Write a PNG anew with its 256 most frequent colours, which makes a picture of text three times smaller."""
    seen = page.evaluate(_FEW_COLOURS, f"data:image/png;base64,{base64.b64encode(png).decode()}")
    width, palette, dots = seen["width"], seen["palette"], bytes(seen["dots"])
    rows = b"".join(b"\0" + dots[start : start + width] for start in range(0, len(dots), width))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, seen["height"], 8, 3, 0, 0, 0)),
        (b"PLTE", b"".join(bytes(colour[:3]) for colour in palette)),
        (b"tRNS", bytes(colour[3] for colour in palette)),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def _save(name: str, png: bytes) -> None:
    path = IMAGES / name
    path.write_bytes(png)
    print(f"{path.relative_to(ROOT)}: {len(png) // 1000} kB")  # noqa: T201
    if len(png) > LARGEST:
        raise SystemExit(f"{path} is larger than {LARGEST // 1000} kB")


def _built(folder: Path) -> Path:
    package = folder / "deck.apkg"
    command = [sys.executable, "-m", "deckwright", "build", str(ROOT / "source_md"), "--output", str(package)]
    subprocess.run([*command, "--lock", str(folder / "deck.lock")], check=True, capture_output=True)
    return package


def _find(shown: list[Shown], picture: Picture) -> Shown:
    fronts = [place for place, side in enumerate(shown) if side.name.endswith("front") and picture.words in side.html]
    if not fronts:
        raise SystemExit(f"no card says “{picture.words}”")
    return shown[fronts[0] + (picture.side == "answer")]


def _mathjax() -> Path:
    package = importlib.util.find_spec("mathjax")
    if package is None or package.origin is None:
        raise SystemExit("MathJax isn't installed: pip install 'deckwright[browser]'")
    return Path(package.origin).parent / "static" / "mathjax" / "es5"


if __name__ == "__main__":
    main()
