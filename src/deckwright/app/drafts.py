"""Drafts of entries, each as an earlier build made it if nothing that shapes it has changed, else made anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, fields
from itertools import groupby, repeat
from operator import attrgetter
from pathlib import Path
from typing import Any

from deckwright.app.means import Means
from deckwright.app.media import Find, MediaShelf
from deckwright.app.spool import Spool
from deckwright.app.tasks import Made, Order, draft, pack_drafts
from deckwright.model import Entry
from deckwright.notes import Frame
from deckwright.swift import dataclass

_WORTH = 300  # entries that take longer to draft than a process to start
_CHUNK = 64  # entries that a process is asked for at once
_LINES = attrgetter("line", *(f"{each.name}.line" for each in fields(Entry) if str(each.type) == "Passage"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What drafting needs beside the entries."""

    frame: Frame
    folder: Path
    shelf: MediaShelf
    means: Means
    spool: Spool = field(default_factory=Spool)


@dataclass(slots=True)
class _Source:
    """The drafts of one source that are to be kept, by key, and how many of them are still to come."""

    name: str
    find: Find
    kept: dict[bytes, Any] = field(default_factory=dict)
    left: int = 0


@dataclass(frozen=True, slots=True)
class _Ask:
    """An order of a draft that isn't known, the source that it is of, and the draft's key."""

    order: Order
    source: _Source
    key: bytes


def draft_orders(orders: Sequence[Order | None], desk: Desk) -> Iterator[Made | None]:
    """Draft what was ordered, in order; None for each None."""
    found = _found(filter(None, orders), desk)
    answers = _fresh([each for each in found if isinstance(each, _Ask)], desk)
    given = iter(found)
    for each in (next(given) if order else None for order in orders):
        if not isinstance(each, _Ask):
            yield each
            continue
        made, packed = next(answers)
        source = each.source
        if desk.means.cache:
            source.kept[each.key] = _LINES(each.order.entry) if made.diagnostics else None, packed or made.pack()
        source.left -= 1
        if not source.left:
            desk.means.keep(source.kept, "drafts", *_place(source.name, desk))
            source.kept = {}  # drafts that there is no more use for are dropped with that
        yield made


def _found(orders: Iterable[Order], desk: Desk) -> list[Made | _Ask]:
    """Look up what is known, source by source, so that never all of it is in memory."""
    by_source = groupby(orders, key=lambda order: order.entry.file)
    return [each for file, group in by_source for each in _of_source(file, group, desk)]


def _of_source(file: str, orders: Iterable[Order], desk: Desk) -> list[Made | _Ask]:
    known = desk.means.known("drafts", *_place(file, desk))
    if not isinstance(known, dict):
        known = {}
    source = _Source(file, desk.shelf.beside(file))
    found: list[Made | _Ask] = []
    for order in orders:
        key = order.shape + order.guid.encode() + repr(order.numbers).encode()
        kept = known.get(key)
        made = _unpacked(kept, order, source.find, desk.spool) if kept else None
        if made:
            source.kept[key] = kept
            found.append(made)
        else:
            source.left += 1
            found.append(_Ask(order, source, key))
    if not source.left:
        source.kept = {}
    return found


def _unpacked(kept: Any, order: Order, find: Find, spool: Spool) -> Made | None:
    """Make a draft that was kept; None if its files or, where something is said about them, its lines have changed."""
    try:
        lines, packed = kept
        if lines is not None and lines != _LINES(order.entry):
            return None
        made = Made.unpack(packed, spool.keep)
    except (TypeError, ValueError, KeyError):
        return None
    return made if _stands(made, find) else None


def _stands(made: Made, find: Find) -> bool:
    return not made.looked or all(find(written) == medium for written, medium in made.looked)


def _fresh(asks: Sequence[_Ask], desk: Desk) -> Iterator[tuple[Made, Any]]:
    """Make drafts, in other processes where there are enough of them; with each as such a process packed it, if so."""
    chunks = list(_chunks(asks))
    workers = desk.means.workers
    answers: Iterable[Any] = repeat(None)
    if workers and (len(asks) >= _WORTH or (asks and workers.is_warm)):
        answers = workers.ask(
            "drafts", (pack_drafts(tuple(ask.order for ask in chunk), desk.frame, desk.folder) for chunk in chunks)
        )
    for chunk, answer in zip(chunks, answers, strict=False):
        for ask, packed in zip(chunk, answer or repeat(None), strict=False):
            made = Made.unpack(packed, desk.spool.keep) if packed else None
            if made and _stands(made, ask.source.find):
                yield made, packed
            else:
                yield draft(ask.order, desk.frame, ask.source.find), None


def _chunks(asks: Sequence[_Ask]) -> Iterator[tuple[_Ask, ...]]:
    for _, group in groupby(asks, key=lambda ask: ask.source.name):
        own = tuple(group)
        for start in range(0, len(own), _CHUNK):
            yield own[start : start + _CHUNK]


def _place(file: str, desk: Desk) -> tuple[str, ...]:
    frame = desk.frame
    return (
        str((desk.folder / file).absolute()),
        file,
        frame.deck_id,
        frame.name,
        repr(frame.config),
        frame.decks.get(file, ""),
        repr(sorted(frame.spelled.items())),
    )
