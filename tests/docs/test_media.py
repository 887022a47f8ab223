"""Every example of docs/media.md does what stands beside it."""

from __future__ import annotations

import re
from pathlib import Path

from deckwright.app.media import MediaShelf
from deckwright.config import loads
from deckwright.markdown.render import RenderSettings, render
from deckwright.media.kinds import KINDS
from deckwright.model import Passage
from media.made import MP3, MP4, png

PAGE = (Path(__file__).parents[2] / "docs/media.md").read_text("utf-8")
_PICTURE = r'<img src="_dw-[0-9a-f]{20}\.png" alt="(?:A cell)?"'
EXPECTED = [
    rf"{_PICTURE}>",
    rf'{_PICTURE} width="300">',
    rf'{_PICTURE}(?: width="300"(?: height="200")?)?>',
    rf'{_PICTURE} width="300"(?: height="200")?>',
    r"\[sound:_dw-[0-9a-f]{20}\.mp3\]",
    r"\[sound:_dw-[0-9a-f]{20}\.mp[34]\]",
    r'<span title="An owl">\[sound:_dw-[0-9a-f]{20}\.mp3\]</span>',
    r'<a href="https://example\.org/cell\.png">A cell</a>',
]
"""What each row's examples give."""


def test_every_example_gives_what_stands_beside_it(tmp_path: Path) -> None:
    for name, data in {"cell.png": png(), "cell.mp3": MP3, "cell.mp4": MP4}.items():
        (tmp_path / name).write_bytes(data)
    settings = RenderSettings(file="a.md", media=MediaShelf(tmp_path).beside("a.md"))
    rows = re.findall(r"^\| (`.*?) \| ", PAGE.partition("\n## ")[0], re.MULTILINE)
    assert len(rows) == len(EXPECTED)
    for row, expected in zip(rows, EXPECTED, strict=True):
        definition = re.search(r"with `(\[c\]: .*?)` below", row)
        for example in re.findall(r"`(.+?)`", row.partition(" with `[c]")[0]):
            text = example.replace("\\|", "|") + (f"\n\n{definition[1]}" if definition else "")
            fragment, _ = render(Passage(text=text), settings)
            assert re.fullmatch(expected, fragment.html), (text, fragment.html)


def test_the_settings_can_be_read() -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert loads(text, path="deck.toml").media_folders == ("assets", "attachments")


def test_every_kind_is_named() -> None:
    said = PAGE.lower()
    for kind, each in KINDS.items():
        assert any(suffix in said for suffix in (kind, *each.suffixes)), kind
