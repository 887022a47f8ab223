"""Commands that only look say the same with the cache: `plan`, `check` and `preview`, whatever was built before."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cache.decks import STATES, lay_out
from cache.running import command

NOW = 1_790_000_000
COMMANDS = {
    "plan": ("plan", "deck", "--json"),
    "plan, compared": ("plan", "deck", "--json", "--against", "deck.apkg"),
    "check": ("check", "deck", "--format", "json"),
    "preview": ("preview", "deck", "--output", "seen"),
}


def looked(place: Path, now: int, *arguments: str) -> tuple[object, ...]:
    said = command(place, now, *arguments)
    seen = {path.name: path.read_bytes() for path in (place / "seen").rglob("*") if path.suffix in {".html", ".json"}}
    return *said, seen


@given(STATES, st.sampled_from(sorted(COMMANDS)))
@settings(deadline=None, max_examples=20)
def test_they_say_what_they_would_say_without(states, name) -> None:  # type: ignore[no-untyped-def]
    with tempfile.TemporaryDirectory() as folder:
        with_it, without = (Path(folder) / name for name in ("with", "without"))
        for step, state in enumerate([each for once in states for each in (once, once)]):
            for place in (with_it, without):
                (place / "deck").mkdir(parents=True, exist_ok=True)
                lay_out(place / "deck", state)
            found = looked(with_it, NOW + step, *COMMANDS[name])
            assert found == looked(without, NOW + step, *COMMANDS[name], "--no-cache")
            if step % 2 == 0:
                assert command(with_it, NOW + step, "build", "deck", "--retire") == command(
                    without, NOW + step, "build", "deck", "--retire", "--no-cache"
                )


@pytest.mark.parametrize("name", ["plan", "check", "preview"])
def test_they_use_what_a_build_worked_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    from deckwright.app import rendering

    (tmp_path / "deck").mkdir()
    lay_out(tmp_path / "deck", {"one.md": [("cell", number, number, False) for number in range(8)]})
    assert command(tmp_path, NOW, "build", "deck")[0] == 0
    monkeypatch.setattr(rendering, "render_entry", None)
    assert command(tmp_path, NOW + 1, *COMMANDS[name])[0] == 0
