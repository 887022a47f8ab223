"""The sheet on which entries and records are paired: who is still free, and what was matched by which evidence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import field

from deckwright.identity.decision import NO_GUID, Scope
from deckwright.identity.seal import Seal, question_key, seal
from deckwright.identity.sketch import read_sketch
from deckwright.identity.text import collapse
from deckwright.lockfile import Record
from deckwright.model import Digest, Entry, Guid
from deckwright.swift import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An entry as it is paired."""

    position: int
    """Its place in the order of files and lines, whatever order the entries came in."""
    index: int
    """Its place among the entries as they came in."""
    entry: Entry
    content: Digest
    question: str
    """What two entries share exactly if they ask with the same words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A record found for an entry, and what it was recognised by."""

    record: Record
    evidence: str


@dataclass(slots=True, kw_only=True)
class Sheet:
    """Entries and records with the matches found so far; each is matched at most once."""

    entries: tuple[Known, ...]
    records: tuple[Record, ...]
    """Those that an entry may be: not what `relink` has made another name of a living one."""
    scope: Scope
    matches: dict[int, Match] = field(default_factory=dict)
    """By the entry's position."""
    taken: set[Guid] = field(default_factory=set)
    standing: Mapping[str, tuple[Known, ...]] = field(default_factory=dict)
    """By file and from top to bottom, the entries that are no follow-ups."""

    def match(self, known: Known, record: Record, evidence: str) -> None:
        """Pair an entry with a record."""
        self.matches[known.position] = Match(record=record, evidence=evidence)
        self.taken.add(record.guid)

    def release(self, known: Known) -> None:
        """Undo an entry's match."""
        self.taken.discard(self.matches.pop(known.position).record.guid)

    def free_entries(self) -> Iterator[Known]:
        """Yield the entries that have no record yet."""
        return (known for known in self.entries if known.position not in self.matches)

    def free_records(self) -> Iterator[Record]:
        """Yield the records that no entry has taken yet."""
        return (record for record in self.records if record.guid not in self.taken)

    def is_unchanged(self, known: Known) -> bool:
        """Say whether an entry was matched with a record that has the very same content."""
        match = self.matches.get(known.position)
        return match is not None and match.record.content == known.content

    def parent_of(self, known: Known) -> Known | None:
        """Give the entry that a follow-up follows: the last above it that asks its parent's question, or just the last."""
        if not known.entry.parent:
            return None
        standing = self.standing.get(known.entry.file, ())
        above = standing[: bisect_right(standing, known.entry.line, key=lambda other: other.entry.line)]
        asked = collapse(known.entry.parent)
        if above and (_asks(above[-1].entry, asked) or self._follows_one_of(above[-1], known, asked)):
            return above[-1]
        asking = (other for other in reversed(above) if _asks(other.entry, asked))
        return next(asking, above[-1] if above else None)

    def _follows_one_of(self, standing: Known, known: Known, asked: str) -> bool:
        """Say whether one follows another follow-up of an entry, which asks so: that entry is the parent of both."""
        if known.entry.kind.is_part:
            return False
        between = (self.entries[at].entry for at in range(known.position - 1, standing.position, -1))
        return any(not each.kind.is_part and _asks(each, asked) for each in between)

    def parent_guid(self, known: Known) -> Guid:
        """Give the GUID of a follow-up's parent, or nothing as long as that one isn't known."""
        parent = self.parent_of(known)
        match = self.matches.get(parent.position) if parent else None
        return match.record.guid if match else NO_GUID

    def is_away(self, record: Record) -> bool:
        """Say whether a record is in use by a file that this run knows nothing about."""
        return not record.retired and record.file not in self.scope

    def in_place(self, known: Known, record: Record) -> bool:
        """Say whether an entry stands where the record stood: under its parent, or its headings, in its file or a new one."""
        if known.entry.parent:
            return record.parent != "" and record.parent == self.parent_guid(known)
        entry = known.entry
        same_file = entry.file == record.file or record.file in self.scope.gone
        return same_file and entry.headings == record.headings and not record.parent


def _asks(entry: Entry, asked: str) -> bool:
    return collapse(entry.question.text).startswith(asked)


def sheet(
    entries: Sequence[Entry], records: tuple[Record, ...], scope: Scope, seals: Sequence[Seal] | None = None
) -> Sheet:
    """Lay out entries and records, none of them matched; `seals` are the entries', where they are known."""
    seals = list(map(seal, entries)) if seals is None else seals
    order = sorted(range(len(entries)), key=lambda index: (entries[index].file, entries[index].line, index))
    laid = tuple(
        Known(
            position=position,
            index=index,
            entry=entries[index],
            content=seals[index].content,
            question=seals[index].asked,
        )
        for position, index in enumerate(order)
    )
    standing: dict[str, list[Known]] = {}
    for known in laid:
        if not known.entry.parent:
            standing.setdefault(known.entry.file, []).append(known)
    replaced = {alias for record in records for alias in record.aliases}
    return Sheet(
        entries=laid,
        records=tuple(record for record in records if record.guid not in replaced) if replaced else records,
        scope=scope,
        standing={file: tuple(found) for file, found in standing.items()},
    )


def recorded_key(record: Record) -> str:
    """Give what stands for the whole question of a record, as an entry's seal has it."""
    return question_key(
        record.question, read_sketch(record.sketch).question_hash if record.question.endswith("…") else ""
    )


def recorded_place(record: Record) -> Hashable:
    """Give what stands for a record's question where it stood: under its parent, or its headings."""
    return (recorded_key(record), record.parent) if record.parent else (recorded_key(record), record.headings)
