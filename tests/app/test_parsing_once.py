"""Parsers are built once, and each passage of an entry is parsed once: cutting a document parses nothing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from cache.decks import build, lay_out
from deckwright.markdown import render

NOW = 1_790_000_000
STATE = {"one.md": [("cell", body, body, False) for body in range(6)], "two.md": [("gene", 0, 7, True)]}


def test_no_text_is_parsed_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "deck"
    folder.mkdir()
    lay_out(folder, STATE)
    parsed: Counter[tuple[str, int, str]] = Counter()
    original = render._read

    def counted(text: str, line: int, settings: render.RenderSettings) -> object:
        parsed[settings.file, line, text] += 1
        return original(text, line, settings)

    monkeypatch.setattr(render, "_read", counted)
    built_before = render._blocks.cache_info().misses
    build(folder, NOW)
    entries = sum(map(len, STATE.values()))
    assert set(parsed.values()) == {1}
    assert entries <= len(parsed) <= 3 * entries
    assert render._blocks.cache_info().misses <= max(built_before, 1)
    parsed.clear()
    build(folder, NOW + 1, cache=tmp_path / "cache")
    assert parsed
    parsed.clear()
    build(folder, NOW + 2, cache=tmp_path / "cache")
    assert not parsed
