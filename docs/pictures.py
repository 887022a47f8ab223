"""Takes the pictures in docs/images: real cards of our own deck, from the real Anki's renderer, in a real Chromium."""

from __future__ import annotations

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

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from browser.clients import CLIENTS, Client  # noqa: E402
from browser.gallery import CUSTOM, Shown, cards_of_package  # noqa: E402
from browser.reviewer import Reviewer  # noqa: E402

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
    scale: float


DESKTOP = next(client for client in CLIENTS if client.name == "desktop")
PHONE = next(client for client in CLIENTS if client.name == "ankidroid-new")
PICTURES = (
    Picture(name="desktop", words="Precision, recall", side="answer", client=DESKTOP, width=740, height=540, scale=1.5),
    Picture(name="phone-question", words="tradeoff", side="front", client=PHONE, width=375, height=667, scale=1.5),
    Picture(name="phone-answer", words="tradeoff", side="answer", client=PHONE, width=375, height=667, scale=1.5),
    Picture(
        name="phone-code", words="does regularization do", side="answer", client=PHONE, width=375, height=667, scale=1.5
    ),
)


def main() -> None:
    """Build the deck, import it, and take every picture in both themes."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        shown = cards_of_package(_built(Path(folder)), Path(folder))
    program = os.environ.get("DECKWRIGHT_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for picture in PICTURES:
            reviewer = Reviewer(browser, picture.client, {CUSTOM: b""}, _mathjax(), scale=picture.scale)
            reviewer.page.set_viewport_size({"width": picture.width, "height": picture.height})
            reviewer.page.add_style_tag(content="#_mark, #_flag { display: none } body { overflow: hidden }")
            reviewer.show(_find(shown, picture).html)
            for theme in ("light", "dark"):
                reviewer.theme(dark=theme == "dark")
                path = IMAGES / f"card-{picture.name}-{theme}.png"
                path.write_bytes(_smaller(reviewer.page.screenshot()))
                print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1000} kB")  # noqa: T201
                if path.stat().st_size > LARGEST:
                    raise SystemExit(f"{path} is larger than {LARGEST // 1000} kB")
            reviewer.close()
        browser.close()


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


def _smaller(png: bytes) -> bytes:
    """Compress a PNG again, as well as zlib can; Chromium does it in a hurry."""
    parts: list[tuple[bytes, bytes]] = []
    position = 8  # behind the signature
    while position < len(png):
        (length,) = struct.unpack_from(">I", png, position)
        parts.append((png[position + 4 : position + 8], png[position + 8 : position + 8 + length]))
        position += length + 12
    pixels = zlib.compress(zlib.decompress(b"".join(data for name, data in parts if name == b"IDAT")), 9)
    header = [part for part in parts if part[0] == b"IHDR"]
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in [*header, (b"IDAT", pixels), (b"IEND", b"")]
    )
    return png[:8] + b"".join(chunks)


def _mathjax() -> Path:
    package = importlib.util.find_spec("mathjax")
    if package is None or package.origin is None:
        raise SystemExit("MathJax isn't installed: pip install 'deckwright[browser]'")
    return Path(package.origin).parent / "static" / "mathjax" / "es5"


if __name__ == "__main__":
    main()
