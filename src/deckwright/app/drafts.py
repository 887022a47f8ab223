"""Drafts of entries, each as an earlier build made it if nothing that shapes it has changed, else made anew."""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from hashlib import blake2b
from itertools import groupby, repeat
from operator import attrgetter
from pathlib import Path
from typing import Any

from deckwright.app.means import Means
from deckwright.app.media import MediaShelf
from deckwright.app.tasks import Find, Made, Order, draft, pack_drafts
from deckwright.model import Entry
from deckwright.notes import Frame

_WORTH = 300  # entries that take longer to draft than a process to start
_CHUNK = 64  # entries that a process is asked for at once
_PLACE = frozenset({"file", "line", "attributes"})
_INSIDE = {"Passage": ".text", "Kind": ".value"}
_SHAPE = attrgetter(
    *(f"{each.name}{_INSIDE.get(str(each.type), '')}" for each in fields(Entry) if each.name not in _PLACE)
)
"""All that shapes an entry's draft, but for its attributes and the file, and without the lines."""
_LINES = attrgetter("line", *(f"{each.name}.line" for each in fields(Entry) if str(each.type) == "Passage"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What drafting needs beside the entries."""

    frame: Frame
    folder: Path
    shelf: MediaShelf
    means: Means


@dataclass(slots=True)
class _Source:
    """The drafts of one source: by key those of an earlier build, and those of this one."""

    name: str
    find: Find
    known: dict[bytes, Any]
    kept: dict[bytes, Any]
    grown: bool = False


@dataclass(frozen=True, slots=True)
class _Ask:
    """An order, the key of its draft, and the draft where it is known."""

    order: Order
    key: bytes
    made: Made | None


def draft_orders(orders: Sequence[Order | None], desk: Desk) -> Iterator[Made | None]:
    """Draft what was ordered, in order; None for each None."""
    sources: dict[str, _Source] = {}
    asks = [_ask(order, sources, desk) if order else None for order in orders]
    answers = _fresh([ask for ask in asks if ask and ask.made is None], sources, desk)
    left = dict.fromkeys(sources, 0)
    for ask in asks:
        if ask:
            left[ask.order.entry.file] += 1
    for ask in asks:
        if ask is None:
            yield None
            continue
        source = sources[ask.order.entry.file]
        made = ask.made
        if made is None:
            made = next(answers)
            if desk.means.cache:
                source.grown = True
                lines = _LINES(ask.order.entry) if made.diagnostics else None
                source.kept[ask.key] = (lines, made.pack())
        left[source.name] -= 1
        if not left[source.name]:
            _keep(source, desk)
        yield made


def _ask(order: Order, sources: dict[str, _Source], desk: Desk) -> _Ask:
    file = order.entry.file
    source = sources.get(file)
    if source is None:
        find = desk.shelf.beside(desk.folder / file)
        known = desk.means.known("drafts", *_place(file, desk))
        source = sources[file] = _Source(file, find, known if isinstance(known, dict) else {}, {})
    if desk.means.cache is None:
        return _Ask(order, b"", None)
    key = _key(order)
    kept = source.known.get(key)
    made = _unpacked(kept, order, source.find) if kept else None
    if made:
        source.kept[key] = kept
    return _Ask(order, key, made)


def _key(order: Order) -> bytes:
    # Version 0 of the format has no references, so that equal values have equal bytes.
    entry = order.entry
    shape = (*_SHAPE(entry), tuple(entry.attributes.items()), order.guid, order.content)
    return blake2b(marshal.dumps(shape, 0), digest_size=16).digest()


def _unpacked(kept: Any, order: Order, find: Find) -> Made | None:
    """Make a draft that was kept; None if its files or, where something is said about them, its lines have changed."""
    try:
        lines, packed = kept
        if lines is not None and lines != _LINES(order.entry):
            return None
        made = Made.unpack(packed)
    except (TypeError, ValueError, KeyError):
        return None
    return made if _stands(made, find) else None


def _stands(made: Made, find: Find) -> bool:
    return all(find(written) == name for written, name in made.looked)


def _fresh(asks: Sequence[_Ask], sources: dict[str, _Source], desk: Desk) -> Iterator[Made]:
    """Make drafts, in other processes where there are enough of them."""
    chunks = list(_chunks(asks))
    workers = desk.means.workers
    answers: Iterable[Any] = repeat(None)
    if workers and len(asks) >= _WORTH:
        answers = workers.ask("drafts", (pack_drafts(chunk, desk.frame, desk.folder) for chunk in chunks))
    for chunk, answer in zip(chunks, answers, strict=False):
        find = sources[chunk[0].entry.file].find
        for order, packed in zip(chunk, answer or repeat(None), strict=False):
            made = Made.unpack(packed) if packed else None
            yield made if made and _stands(made, find) else draft(order, desk.frame, find)


def _chunks(asks: Sequence[_Ask]) -> Iterator[tuple[Order, ...]]:
    for _, group in groupby(asks, key=lambda ask: ask.order.entry.file):
        orders = tuple(ask.order for ask in group)
        for start in range(0, len(orders), _CHUNK):
            yield orders[start : start + _CHUNK]


def _place(file: str, desk: Desk) -> tuple[str, ...]:
    frame = desk.frame
    return (
        str((desk.folder / file).absolute()),
        file,
        frame.deck_id,
        frame.name,
        repr(frame.config),
        frame.decks.get(file, ""),
    )


def _keep(source: _Source, desk: Desk) -> None:
    """Keep a source's drafts if there are new ones; those that it has no more use for are dropped with that."""
    if source.grown:
        desk.means.keep(source.kept, "drafts", *_place(source.name, desk))
    source.known, source.kept = {}, {}
