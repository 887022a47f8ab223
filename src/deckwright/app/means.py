"""What a build may use beside its own process: what earlier builds worked out, and other processes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from deckwright.app.caching import Cache
from deckwright.app.workers import Workers
from deckwright.swift import dataclass

Track = Callable[[Sequence[Any]], Iterable[Any]]
"""Passes items through one by one, showing progress where someone looks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """None of them changes anything but the time that a build takes, and how long it seems."""

    cache: Cache | None = None
    workers: Workers | None = None
    track: Track = iter

    def known(self, *key: str) -> Any:
        """Give what an earlier build of the same versions worked out under a key, or None."""
        if self.cache is None:
            return None
        from deckwright.app.versions import fingerprint  # noqa: PLC0415

        return self.cache.get(fingerprint(), *key)

    def keep(self, value: object, *key: str) -> None:
        """Keep what was worked out."""
        if self.cache is not None:
            from deckwright.app.versions import fingerprint  # noqa: PLC0415

            self.cache.put(value, fingerprint(), *key)


ALONE = Means()


@contextmanager
def means(cache: Path | None, workers: int, track: Track) -> Iterator[Means]:
    """Give a build's means: the folder of the cache, if any, and how many processes may work at once."""
    kept = Cache(cache) if cache else None
    if workers > 1:
        with Workers(workers) as others:
            yield Means(cache=kept, workers=others, track=track)
    else:
        yield Means(cache=kept, track=track)
    if kept:
        kept.tidy()
