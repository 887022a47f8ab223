"""What earlier builds worked out changes nothing: not a byte of lock or package, not a word of what is said."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from cache.decks import STATES, build, lay_out

NOW = 1_790_000_000


def both(state, place: Path, now: int, cache: Path):  # type: ignore[no-untyped-def]
    for name in ("with", "without"):
        (place / name / "deck").mkdir(parents=True, exist_ok=True)
        lay_out(place / name / "deck", state)
    return build(place / "with/deck", now, cache=cache), build(place / "without/deck", now)


@given(
    STATES, st.lists(st.sampled_from(["go on", "delete", "damage", "cut"]), min_size=8, max_size=8), st.integers(0, 99)
)
@settings(deadline=None, max_examples=25)
def test_any_history_of_builds_gives_the_same_with_the_cache(states, fates, seed) -> None:  # type: ignore[no-untyped-def]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        cache = place / "cache"
        steps = [each for once in states for each in (once, once)]
        for step, (state, fate) in enumerate(zip(steps, fates, strict=False)):
            cached, plain = both(state, place, NOW + step, cache)
            assert cached == plain
            suffer(cache, fate, Random(seed))


def suffer(cache: Path, fate: str, chance: Random) -> None:
    if fate == "delete":
        shutil.rmtree(cache, ignore_errors=True)
    for path in (path for path in cache.rglob("*") if path.is_file()):
        content = bytearray(path.read_bytes())
        if fate == "damage" and content:
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        if fate == "cut":
            del content[chance.randrange(100) :]
        path.write_bytes(content)


def test_a_picture_that_changes_or_comes_or_goes_is_noticed(tmp_path: Path) -> None:
    state = {"one.md": [("cell", 6, seed, False) for seed in range(6)]}
    cache = tmp_path / "cache"
    seen = set()
    for step, act in enumerate(["keep", "change", "remove", "restore", "keep"]):
        for name in ("with", "without"):
            lay_out(folder := _made(tmp_path / name / "deck"), state)
            for picture in folder.rglob("*.png"):
                if act == "change":
                    picture.write_bytes(picture.read_bytes() + b"more")
                if act == "remove":
                    picture.unlink()
        cached = build(tmp_path / "with/deck", NOW + step, cache=cache)
        assert cached == build(tmp_path / "without/deck", NOW + step)
        seen.add(cached.files[".apkg"])
    assert len(seen) > 2


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
