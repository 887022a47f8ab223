"""Joining what two merged branches wrote: doubled headers and doubled lines of one GUID.

The joined value depends on the lines alone, never on their order, so both sides of a merge come to the same one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from typing import Generic, NoReturn, TypeVar

from deckwright.errors import LockError
from deckwright.lockfile.model import Lock, NoteTypeRecord, Record
from deckwright.model import Digest
from deckwright.swift import dataclass

T = TypeVar("T")
_SETTLE = "Keep one of the two lines, the one that the learners' packages were built with, and delete the other."


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed(Generic[T]):
    """A value with the place in the lock ("deck.lock:12") that it was read from."""

    where: str
    value: T


def join_headers(found: Sequence[Placed[Lock]]) -> Lock:
    """Join doubled headers; raises LockError where they belong to different decks."""
    for other in found[1:]:
        if other.value.deck_id != found[0].value.deck_id:
            _contradict(found[0], other, "they name two decks: the lock is of one deck only")
    if len(found) == 1:
        return found[0].value
    headers = [header.value for header in found]
    kinds = sorted((kind for header in headers for kind in header.note_types), key=attrgetter("key"))
    releases = [header.released for header in headers if header.released]
    # Which branch renamed the deck can't be told; the later written note types say which header is newer.
    newest = max(
        headers, key=lambda lock: (max((kind.modified for kind in lock.note_types), default=0), lock.deck_name)
    )
    return replace(
        newest,
        note_types=tuple(_join_note_types(tuple(group)) for _, group in groupby(kinds, key=attrgetter("key"))),
        released=max(releases, key=lambda release: (release.time, release.version), default=None),
    )


def join_records(found: Iterable[Placed[Record]]) -> tuple[Record, ...]:
    """Join the lines of each GUID and sort; raises LockError where they can't be of one note."""
    lines: dict[str, list[Placed[Record]]] = {}
    for line in found:
        known = lines.setdefault(line.value.guid, [])
        if known and known[0].value.note_type != line.value.note_type:
            _contradict(known[0], line, f"note {line.value.guid} can't have two note types")
        known.append(line)
    return tuple(_join_lines([line.value for line in known]) for _, known in sorted(lines.items()))


def _join_lines(lines: list[Record]) -> Record:
    """Take the newest of a note's lines, alive rather than retired; differing digests count as updated."""
    if all(line == lines[0] for line in lines):
        return lines[0]
    lines.sort(key=_age, reverse=True)
    clozes: dict[str, int] = {}
    for line in lines:
        # A number that two branches gave to two texts stays with the newer line's.
        taken = set(clozes.values())
        clozes |= {text: number for text, number in line.clozes.items() if text not in clozes and number not in taken}
    return replace(
        lines[0],
        digest=lines[0].digest if len({line.digest for line in lines}) == 1 else Digest(""),
        rendered=lines[0].rendered if len({line.rendered for line in lines}) == 1 else "",
        modified=max(line.modified for line in lines),
        created=min(line.created for line in lines),
        clozes=clozes,
        aliases=tuple(sorted({alias for line in lines for alias in line.aliases})),
    )


def _age(record: Record) -> tuple[object, ...]:
    """Order the lines of a note from old to new, without ties between lines that differ in what counts."""
    return (
        record.retired == 0,
        record.modified,
        record.retired,
        record.digest,
        record.content,
        record.file,
        record.headings,
        record.label,
        record.question,
        record.sketch,
        record.kind.value,
        record.explicit_id,
        record.parent,
        record.deck,
        record.turned_from,
        record.rendered,
        record.cards,
        sorted(record.clozes.items()),
    )


def _join_note_types(kinds: tuple[NoteTypeRecord, ...]) -> NoteTypeRecord:
    newest = max(kinds, key=lambda kind: (kind.modified, kind.digest, kind.name))
    same = len({(kind.digest, kind.name) for kind in kinds}) == 1
    return newest if same else replace(newest, digest=Digest(""))


def _contradict(one: Placed[T], two: Placed[T], why: str) -> NoReturn:
    line = two.where.rpartition(":")[2]
    raise LockError(f"{one.where}: This line and line {line} contradict each other: {why}.", hint=_SETTLE)
