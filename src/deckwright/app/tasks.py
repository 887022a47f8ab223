"""What can be worked out apart from everything else, here or in another process: a source cut, an entry drafted."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from functools import lru_cache
from hashlib import blake2b
from itertools import starmap
from operator import attrgetter
from pathlib import Path
from typing import Any

from deckwright.app.media import Find, MediaShelf
from deckwright.app.packing import DIAGNOSTIC, DOCUMENT, DRAFT, ENTRY, FIELDS, FRAME, MEDIUM, OPTIONS
from deckwright.errors import Diagnostic
from deckwright.identity import Seal, seal
from deckwright.model import Digest, Entry, Guid, Joined, Medium
from deckwright.notes import Draft, Frame
from deckwright.segment.document import Document, ReadingOptions
from deckwright.swift import dataclass

Packed = tuple[Any, ...]
_PLACE = frozenset({"file", "line", "attributes"})
_INSIDE = {"Passage": ".text", "Kind": ".value"}
_SHAPE = attrgetter(
    *(f"{each.name}{_INSIDE.get(str(each.type), '')}" for each in fields(Entry) if each.name not in _PLACE)
)
"""All that shapes an entry's draft, but for its attributes and the file, and without the lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A source, decoded and cut; no document where it can't be decoded."""

    document: Document | None
    diagnostics: tuple[Diagnostic, ...]
    seals: tuple[Seal, ...] = ()
    """Those of the document's entries, in their order."""
    shapes: tuple[bytes, ...] = ()
    """A hash of all that shapes the draft of each entry."""

    def pack(self) -> Packed:
        """Give it as plain values."""
        return (
            self.document and DOCUMENT.pack(self.document),
            tuple(map(DIAGNOSTIC.pack, self.diagnostics)),
            tuple(map(tuple, self.seals)),
            self.shapes,
        )

    @classmethod
    def unpack(cls, packed: Packed) -> Cut:
        """Make it again."""
        document, diagnostics, seals, shapes = packed
        return cls(
            document=DOCUMENT.unpack(document) if document else None,
            diagnostics=tuple(map(DIAGNOSTIC.unpack, diagnostics)),
            seals=tuple(starmap(Seal, seals)),
            shapes=shapes,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An entry to be drafted, and who it is."""

    entry: Entry
    guid: Guid
    content: Digest
    sketched: bool
    """Whether its sketch is needed for the lock."""
    shape: bytes = b""
    """See `Cut.shapes`."""
    numbers: tuple[tuple[int, ...], ...] = ()
    """Of the gaps of a cloze, in the order in which they begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What drafting an entry gave."""

    draft: Draft
    diagnostics: tuple[Diagnostic, ...]
    looked: tuple[tuple[str, Medium], ...]
    """The media files that were looked for, as written, and what became of them."""
    sketch: str = ""

    def pack(self) -> Packed:
        """Give it as plain values."""
        looked = tuple((written, MEDIUM.pack(medium)) for written, medium in self.looked)
        return (DRAFT.pack(self.draft), tuple(map(DIAGNOSTIC.pack, self.diagnostics)), looked, self.sketch)

    @classmethod
    def unpack(cls, packed: Packed, keep: Callable[[bytes], Sequence[str]] = Joined) -> Made:
        """Make it again; `keep` takes charge of the fields."""
        values, diagnostics, looked, sketch = packed
        draft = list(values)
        draft[FIELDS] = keep(draft[FIELDS])
        return cls(
            draft=DRAFT.unpack(draft),
            diagnostics=tuple(map(DIAGNOSTIC.unpack, diagnostics)) if diagnostics else (),
            looked=tuple((written, MEDIUM.unpack(medium)) for written, medium in looked) if looked else (),
            sketch=sketch,
        )


def cut(data: bytes, name: str, options: ReadingOptions) -> Cut:
    """Decode a source and cut it into entries."""
    from deckwright.segment.cut import segment  # noqa: PLC0415  (of no use where all is known)
    from deckwright.source import decode  # noqa: PLC0415

    decoded = decode(data, file=name)
    document = None if decoded.text is None else segment(decoded.text, file=name, options=options)
    entries = document.entries if document else ()
    return Cut(
        document=document,
        diagnostics=tuple(replace(each, file=name) for each in decoded.diagnostics),
        seals=tuple(map(seal, entries)),
        shapes=tuple(map(_shape, entries)),
    )


def _shape(entry: Entry) -> bytes:
    # Version 0 of the format has no references, so that equal values have equal bytes.
    shape = (*_SHAPE(entry), tuple(entry.attributes.items()))
    return blake2b(marshal.dumps(shape, 0), digest_size=16).digest()


def draft(order: Order, frame: Frame, find: Find) -> Made:
    """Render and assemble an entry."""
    from deckwright.app.rendering import render_entry  # noqa: PLC0415  (of no use where all is known)
    from deckwright.identity.sketch import sketch  # noqa: PLC0415
    from deckwright.notes import assemble  # noqa: PLC0415

    looked: dict[str, Medium] = {}

    def look(written: str) -> Medium:
        looked[written] = find(written)
        return looked[written]

    parts, said = render_entry(order.entry, look, order.numbers)
    return Made(
        draft=assemble(order.entry, parts, frame, guid=order.guid, content=order.content),
        diagnostics=said,
        looked=tuple(looked.items()),
        sketch=sketch(order.entry) if order.sketched else "",
    )


def pack_cut(data: bytes, name: str, options: ReadingOptions) -> Packed:
    """Ask for a source to be cut."""
    return (data, name, OPTIONS.pack(options))


def packed_cut(data: bytes, name: str, options: Packed) -> Packed:
    """Answer that."""
    return cut(data, name, OPTIONS.unpack(options)).pack()


def pack_drafts(orders: tuple[Order, ...], frame: Frame, folder: Path) -> Packed:
    """Ask for entries of one source to be drafted."""
    own = replace(frame, decks={file: deck for file, deck in frame.decks.items() if file == orders[0].entry.file})
    return (
        FRAME.pack(own),
        str(folder),
        tuple((ENTRY.pack(order.entry), order.guid, order.content, order.sketched, order.numbers) for order in orders),
    )


def packed_drafts(frame: Packed, folder: str, orders: Packed) -> Packed:
    """Answer that."""
    known, place = FRAME.unpack(frame), Path(folder)
    unpacked = tuple(
        Order(entry=ENTRY.unpack(entry), guid=guid, content=content, sketched=sketched, numbers=numbers)
        for entry, guid, content, sketched, numbers in orders
    )
    find = _shelf(place, known.config.media_folders).beside(unpacked[0].entry.file)
    return tuple(draft(order, known, find).pack() for order in unpacked)


@lru_cache(maxsize=1)
def _shelf(folder: Path, folders: tuple[str, ...]) -> MediaShelf:
    """Give a process the same shelf for all of a deck; whoever asked looks at the files again."""
    return MediaShelf(folder, folders)


TASKS: dict[str, Callable[..., Packed]] = {"cut": packed_cut, "drafts": packed_drafts}
"""What another process can be asked for, by name; arguments and answers are plain values."""
