"""The sheet on which entries and records are paired: who is still free, and what was matched by which evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from deckwright.identity.decision import Scope
from deckwright.identity.sketch import question_of, read_sketch, short_hash
from deckwright.identity.text import collapse, content_digest
from deckwright.lockfile import Record
from deckwright.model import Digest, Entry, Guid, Kind


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
    scope: Scope
    matches: dict[int, Match] = field(default_factory=dict)
    """By the entry's position."""
    taken: set[Guid] = field(default_factory=set)
    parents: dict[tuple[str, str], list[Known]] = field(default_factory=dict)
    """The entries that may be parents, by file and question."""

    def match(self, known: Known, record: Record, evidence: str) -> None:
        """Pair an entry with a record."""
        self.matches[known.position] = Match(record=record, evidence=evidence)
        self.taken.add(record.guid)

    def free_entries(self) -> Iterator[Known]:
        """Yield the entries that have no record yet."""
        return (known for known in self.entries if known.position not in self.matches)

    def free_records(self) -> Iterator[Record]:
        """Yield the records that no entry has taken yet."""
        return (record for record in self.records if record.guid not in self.taken)

    def parent_of(self, known: Known) -> Known | None:
        """Give the entry that a follow-up follows: the last one above it in its file that asks its parent's question."""
        if not known.entry.parent:
            return None
        same = self.parents.get((known.entry.file, collapse(known.entry.parent)), ())
        above = [parent for parent in same if parent.entry.line <= known.entry.line and parent is not known]
        return above[-1] if above else next(iter(same), None)

    def parent_guid(self, known: Known) -> Guid:
        """Give the GUID of a follow-up's parent, or nothing as long as that one isn't known."""
        parent = self.parent_of(known)
        match = self.matches.get(parent.position) if parent else None
        return match.record.guid if match else Guid("")


def sheet(entries: Sequence[Entry], records: tuple[Record, ...], scope: Scope) -> Sheet:
    """Lay out entries and records, none of them matched."""
    order = sorted(range(len(entries)), key=lambda index: (entries[index].file, entries[index].line, index))
    laid = tuple(
        Known(
            position=position,
            index=index,
            entry=entries[index],
            content=content_digest(entries[index]),
            question=question_key(entries[index]),
        )
        for position, index in enumerate(order)
    )
    parents: dict[tuple[str, str], list[Known]] = {}
    for known in laid:
        if not known.entry.parent:
            parents.setdefault((known.entry.file, collapse(known.entry.question.text)), []).append(known)
    return Sheet(entries=laid, records=records, scope=scope, parents=parents)


def question_key(entry: Entry) -> str:
    """Give what stands for the whole question: its text, and a hash where the lock couldn't hold it all."""
    recorded, whole = question_of(entry), collapse(entry.question.text)
    return whole if recorded == whole else f"{recorded}\x1f{short_hash(whole)}"


def recorded_key(record: Record) -> str:
    """Give the same for a record."""
    hashed = read_sketch(record.sketch).question_hash if record.question.endswith("…") else ""
    return f"{record.question}\x1f{hashed}" if hashed else record.question


def is_cloze(kind: Kind) -> bool:
    """Say whether it is a cloze: Anki can't turn a note of the one sort into the other."""
    return kind is Kind.CLOZE
