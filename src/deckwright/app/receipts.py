"""Receipts: what a build of the same things would say, so that it needn't be made when nothing has changed.

A receipt is written once lock and package are on disk and every note is plainly who it is. It counts only as long as
sources, settings, lock, package, pictures and styles have the very bytes that they had then.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from operator import eq
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deckwright.app.caching import Cache
from deckwright.app.files import file_digest
from deckwright.app.means import Means
from deckwright.app.media import MediaShelf
from deckwright.app.request import Request
from deckwright.app.styles import place
from deckwright.app.versions import fingerprint
from deckwright.swift import dataclass

if TYPE_CHECKING:
    from deckwright.app.build import Build, Outcome

_CHUNK = 1 << 20
_ONCE = frozenset({"DW601"})
"""What is said only as long as there is no lock."""
_FAILURES = (OSError, TypeError, ValueError, IndexError, KeyError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """A run of `build`: what it is asked for, and all that its output depends on beside the decks."""

    requests: tuple[Request, ...]
    manner: str
    """Whatever else tells one run from another: mode and form of its output."""

    @property
    def key(self) -> tuple[str, ...]:
        """Give the name of the run's receipt."""
        return ("receipt", fingerprint(), _libraries(), os.getcwd(), self.manner, *map(_asked, self.requests))  # noqa: PTH109

    @property
    def may_skip(self) -> bool:
        """Whether this is a run that does nothing where nothing has changed."""
        return not any(each.after or each.release or each.rerender or each.fresh for each in self.requests)


def find(errand: Errand) -> Any:
    """Give what the run will say, or None where something is not as it was."""
    cache = _cache(errand)
    receipt = cache.get(*errand.key) if cache else None
    if not receipt:
        return None
    try:
        decks, said = receipt
        same = len(decks) == len(errand.requests) and all(map(_is_same, errand.requests, decks))
    except _FAILURES:
        return None
    return said if same else None


def settled(outcome: Outcome) -> Outcome | None:
    """Give what the next build would come to if nothing changed; None where that is not plain beyond doubt."""
    from deckwright.model import Guid  # noqa: PLC0415  (of no use where there is a receipt)
    from deckwright.plan import Change, Effect, Plan  # noqa: PLC0415

    made = outcome.made
    current = [change for change in made.plan.changes if change.effect is not Effect.RETIRED]
    contents = [record.content for record in made.lock.records if record.content]  # `adopt` knows none of what is gone
    # The next build finds the lock of this one. It is plain who everyone is where each entry has a note in it, or where
    # this build found the very same lock.
    same = made.lock_text == made.lock_before and all(each.effect is Effect.UNCHANGED for each in made.plan.changes)
    plain = (
        outcome.written
        and not made.lost
        and not made.reading.unreadable
        and (same or len(made.reading.entries) == len(current) == made.size)
        and all(change.effect not in {Effect.HELD, Effect.BLOCKED} for change in current)
        and len(set(contents)) == len(contents)
        and not any(each.code.startswith("DW4") for each in made.diagnostics)
    )
    if not plain:
        return None
    unchanged = Change(guid=Guid(""), effect=Effect.UNCHANGED, question="")  # which nobody names, only counts
    plan = Plan(changes=(unchanged,) * len(current))
    said = tuple(each for each in made.diagnostics if each.code not in _ONCE)
    return replace(outcome, made=replace(made, plan=plan, diagnostics=said))


def keep(errand: Errand, outcomes: Sequence[Outcome], looks: Sequence[str], said: Any) -> None:
    """Keep what the next run will say. `looks` are the digests of the styles from before the build."""
    cache = _cache(errand)
    if cache:
        decks = tuple(_deck(each, look) for each, look in zip(outcomes, looks, strict=True))
        cache.put((decks, said), *errand.key)
        for outcome, (_, lock, package, *_rest) in zip(outcomes, decks, strict=True):
            cache.put((lock, package), *_pair(outcome.made.request, outcome.made.package))


def wrote(request: Request, lock: str, package: Path) -> bool:
    """Say whether the package is the very one that was written along with this lock, every note in both of them."""
    if request.cache is None:
        return False
    known = Cache(request.cache).get(*_pair(request, package))
    try:
        return bool(known == (_digest(lock), known and file_digest(package)))
    except OSError:
        return False


def sign(request: Request, lock: str) -> None:
    """Keep in mind that a lock is of our writing."""
    if request.cache is not None:
        Cache(request.cache).put(True, *_signature(lock))


def signed(request: Request, lock: str) -> bool:
    """Say whether a lock's text is known to be of our writing, so that nothing of it needs checking."""
    return request.cache is not None and Cache(request.cache).get(*_signature(lock)) is True


def look(request: Request) -> str:
    """Hash the styles as they are now."""
    digest = sha256()
    folder = place(request.styles)
    for path in sorted(folder.rglob("*")):  # each kind of card has its templates in a folder of its own
        if path.is_file():
            digest.update(f"{path.relative_to(folder).as_posix()}\n{file_digest(path)}\n".encode())
    return digest.hexdigest()


def _cache(errand: Errand) -> Cache | None:
    folders = {each.cache for each in errand.requests}
    folder = folders.pop() if len(folders) == 1 else None
    return Cache(folder) if folder and errand.may_skip else None


def _deck(outcome: Outcome, styles: str) -> tuple[Any, ...]:
    made: Build = outcome.made
    return (
        made.reading.digests,
        _digest(made.lock_text),
        outcome.package_digest,
        made.frame.name,
        str(made.package),
        styles,
        made.shelf.receipt,
        tuple(each.message for each in made.shelf.missing_folders()),
        max((max(record.modified, record.retired) for record in made.lock.records), default=0),
    )


def _is_same(request: Request, deck: tuple[Any, ...]) -> bool:
    digests, lock, package_digest, name, package, styles, looked, missing, latest = deck
    workspace = request.workspace
    if request.now < latest or str(workspace.package_path(name)) != package:
        return False
    shelf = MediaShelf(
        workspace.folder, workspace.config.media_folders, Means(cache=Cache(request.cache) if request.cache else None)
    )
    return (
        len(workspace.sources) == len(digests)
        and all(map(eq, map(file_digest, workspace.sources), digests))  # as far as to the first that was edited
        and file_digest(workspace.lock) == lock
        and file_digest(Path(package)) == package_digest
        and look(request) == styles
        and shelf.confirms(looked)
        and tuple(each.message for each in shelf.missing_folders()) == missing
    )


def _asked(request: Request) -> str:
    workspace = request.workspace
    parts = (workspace.source, workspace.folder, workspace.sources, workspace.lock, workspace.output, request.styles)
    return f"{parts!r} {workspace.config!r} {request.retire}"


@lru_cache(maxsize=2)
def _digest(text: str) -> str:
    """Hash a lock's text; each build asks for that of the old one and of the new one several times."""
    digest = sha256()
    for start in range(0, len(text), _CHUNK):  # as a whole it would be in memory twice
        digest.update(text[start : start + _CHUNK].encode("utf-8"))
    return digest.hexdigest()


def _signature(lock: str) -> tuple[str, ...]:
    return ("lock", fingerprint(), _digest(lock))


def _pair(request: Request, package: Path) -> tuple[str, ...]:
    return ("pair", fingerprint(), str(request.workspace.lock.absolute()), str(package.absolute()))


def _libraries() -> str:
    import sqlite3  # noqa: PLC0415
    import zlib  # noqa: PLC0415

    return f"{sqlite3.sqlite_version} {zlib.ZLIB_RUNTIME_VERSION}"
