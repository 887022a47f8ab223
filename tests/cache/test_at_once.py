"""Several builds at once with one cache, some of them killed: real processes, and the bytes of a build without it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from cache.decks import BODIES, TOPICS, lay_out

NOW = 1_790_000_000
State = Mapping[str, list[tuple[str, int, int, bool]]]


def cases(count: int, *, shift: int) -> list[tuple[str, int, int, bool]]:
    """Give cases, every tenth of which another `shift` changes."""
    return [
        (TOPICS[at % 10], (at + shift * (at % 10 == 0)) % len(BODIES), at, at % 3 == 0) for at in range(1, count + 1)
    ]


def states(shift: int) -> Mapping[str, State]:
    """Give a small deck, which two checkouts have, and one so large that it takes other processes."""
    small, large = cases(90, shift=shift), cases(420, shift=shift)
    shared = {"one.md": small[:60], "two.md": small[60:]}
    return {"here/deck": shared, "there/deck": shared, "large/deck": {f"{at}.md": large[at::4] for at in range(4)}}


def started(folder: Path, now: int, cache: Path, *more: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "deckwright", "build", str(folder), "--output", str(folder.with_suffix(".apkg")), *more],
        env={**os.environ, "XDG_CACHE_HOME": str(cache), "SOURCE_DATE_EPOCH": str(now)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def files(folder: Path) -> Iterator[bytes]:
    """Give what a build has left of a deck: the lock and the package."""
    yield (folder / "deck.lock").read_bytes()
    yield folder.with_suffix(".apkg").read_bytes()


def kept(cache: Path) -> int:
    return sum(path.is_file() for path in cache.rglob("*"))


def killed_while_writing(victims: list[subprocess.Popen[bytes]], cache: Path, before: int) -> None:
    """Kill the victims one after the other, each as soon as more has been written to the cache."""
    for victim in victims:
        while kept(cache) <= before and victim.poll() is None:
            time.sleep(0.002)
        victim.kill()
        victim.wait()
        before = kept(cache)


def test_builds_at_once_give_the_bytes_of_builds_without_a_cache(tmp_path: Path) -> None:
    cache, busy, alone = (tmp_path / name for name in ("cache", "busy", "alone"))
    for number in range(2):
        now = NOW + number * 1_000
        for name, state in states(number).items():
            for place in (busy, alone):
                (place / name).mkdir(parents=True, exist_ok=True)
                lay_out(place / name, state)
            assert started(alone / name, now, tmp_path / "none", "--no-cache").wait() in {0, 1}
        before = kept(cache)
        building = {name: started(busy / name, now, cache) for name in states(number)}
        twice = started(busy / "here/deck", now, cache)  # which finds that another run is at work, or comes first
        killed_while_writing([building["large/deck"], building["there/deck"]], cache, before)
        assert {building["here/deck"].wait(), twice.wait()} <= {0, 1, 2}
        for name in states(number):
            assert started(busy / name, now, cache).wait() in {0, 1}
            assert list(files(busy / name)) == list(files(alone / name)), (number, name)
    assert kept(cache)
    assert not kept(tmp_path / "none")
    shutil.rmtree(cache)
    assert started(busy / "here/deck", now, cache).wait() in {0, 1}
    assert list(files(busy / "here/deck")) == list(files(alone / "here/deck"))
