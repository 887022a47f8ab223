"""Taking over who the notes of an existing deck are: an earlier build of ours, or another tool's deck."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from deckwright import lockfile
from deckwright.app import recorded
from deckwright.app.files import only_run, staged
from deckwright.app.naming import identify
from deckwright.app.reading import read
from deckwright.app.workspace import Workspace
from deckwright.errors import LockError, UsageError
from deckwright.identity import Decision, Effect, Scope, Written, record, resolve, seal
from deckwright.identity.gaps import recalled
from deckwright.lockfile import Lock, NoteTypeRecord, Record
from deckwright.markdown.finding import find_gaps
from deckwright.markdown.gaps import Gaps
from deckwright.model import DeckId, DeckName, Digest, Entry, Guid, Kind, Passage
from deckwright.notetypes import REGISTRY
from deckwright.report.fields import text_of
from deckwright.swift import dataclass
from deckwright.targets.package.content import PackageNote, PackageSnapshot

_NUMBER = "\0anki-"  # before a note's number, where it stands in for an author's id
_COMMENT = "\0"  # for a comment of ours in a field, while its gaps are read
_MATH = re.compile(r"\\[()]")
_FILE = "\0"  # no source's name: what stands there is in no source yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """An entry and the note whose identity it has taken over."""

    question: str
    file: str
    line: int
    guid: Guid
    reviews: int
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """What was taken over from a deck. Making one writes nothing."""

    lock: Lock
    taken: tuple[Taken, ...]
    new: tuple[Entry, ...]
    """Entries that no note was found for; a build will make new ones."""
    left: tuple[str, ...]
    """Questions of notes that no entry was found for."""
    copies: tuple[str, ...]
    """Questions of notes that another note with more reviews repeats."""
    foreign: tuple[str, ...]
    """Names of the note types that aren't ours: a package can't update their notes."""
    renamed: str
    """What the deck is called there, where that isn't what its author called it."""


def adopt(workspace: Workspace, package: Path, now: int) -> Adoption:
    """Find, for each entry of the sources, its note in a deck, and write the lock that says so.

    Raises LockError where the deck has a lock already, UsageError or PackageError where the package can't be used.
    """
    with only_run(workspace.lock):
        if workspace.lock.exists():
            raise LockError(
                f"{workspace.lock} is there already and says who the notes are",
                hint="To correct single ones, run `deckwright relink`; to adopt anew, move that file away.",
            )
        adoption = _work_out(workspace, package, now)
        with staged(workspace.lock) as path:
            path.write_text(lockfile.dumps(adoption.lock), encoding="utf-8", newline="\n")
    return adoption


def _work_out(workspace: Workspace, package: Path, now: int) -> Adoption:
    if not package.is_file():
        raise UsageError(f"{package}: there is no such package or collection")
    from deckwright.targets.package.read import read as read_package  # noqa: PLC0415  (imports sqlite3)

    snapshot = read_package(package)
    if wanted := workspace.config.id or snapshot.deck_id:
        snapshot = recorded.of_deck(snapshot, DeckId(wanted))
    reading = read(workspace)
    written, there = recorded.names_of(snapshot)
    unnamed = lockfile.empty(snapshot.deck_id, written) if snapshot.deck_id else None
    frame, lock, _ = identify(workspace, reading, unnamed)
    notes, copies = _without_copies(snapshot)
    candidates = {note.guid: _provisional(note, snapshot) for note in notes}
    provisional = replace(lock, records=tuple(candidates[guid] for guid in sorted(candidates)))
    entries = tuple(_named_by_number(entry) for entry in reading.entries)
    resolution = resolve(entries, provisional, Scope(read=frozenset({*reading.files, _FILE})))
    by_guid = {note.guid: note for note in notes}
    matched = [each for each in resolution.decisions if each.record]
    ours = snapshot.deck_id == frame.deck_id
    taken = tuple(_taken(each, by_guid[each.guid]) for each in matched)
    records = {each.guid: _adopted(each, by_guid[each.guid], snapshot, lock.deck_name) for each in matched}
    gone = [each for guid, each in candidates.items() if guid not in records]
    if ours:
        records |= {each.guid: replace(each, file="", explicit_id="", retired=now) for each in gone}
    return Adoption(
        lock=replace(
            provisional,
            note_types=_note_types(snapshot) if ours else (),
            records=tuple(records[guid] for guid in sorted(records)),
        ),
        taken=taken,
        new=tuple(each.entry for each in resolution.decisions if each.effect is Effect.NEW),
        left=tuple(each.question for each in gone),
        copies=copies,
        foreign=_foreign(snapshot, records),
        renamed=there if ours and there != written else "",
    )


def _without_copies(snapshot: PackageSnapshot) -> tuple[tuple[PackageNote, ...], tuple[str, ...]]:
    """Of notes that say the same, keep the one with most reviews; also gives the questions of the others."""
    best: dict[tuple[str, str], PackageNote] = {}
    copies: list[str] = []
    for note in snapshot.notes.values():
        said = _said(note, snapshot)
        known = best.get(said)
        if known is None:
            best[said] = note
            continue
        copies.append(said[0])
        if note.reviews > known.reviews:
            best[said] = note
    return tuple(best.values()), tuple(copies)


def _said(note: PackageNote, snapshot: PackageSnapshot) -> tuple[str, str]:
    """Read a note as text: question and answer, which in a foreign note are the first field and all others."""
    key = snapshot.note_types[note.note_type].key
    if key == "cloze":
        text = _gaps(note).revealed().replace(_COMMENT, "")
        title, extra = ("\n".join(text_of(_field(note, name))) for name in ("Title", "Extra"))
        return (title, f"{text}\n{extra}") if title else (text, extra)
    if key in REGISTRY:
        values: Mapping[str, str] = dict(zip(REGISTRY[key].field_names, note.fields, strict=False))
        fields: Sequence[str] = [values.get(name, "") for name in ("Question", "Answer", "Extra")]
    else:
        fields = note.fields
    question, *rest = ["\n".join(text_of(field)) for field in fields] or [""]
    return question, "\n".join(filter(None, rest))


def _field(note: PackageNote, name: str) -> str:
    return dict(zip(REGISTRY["cloze"].field_names, note.fields, strict=False)).get(name, "")


def _gaps(note: PackageNote) -> Gaps:
    """Find the gaps in a cloze note's text. What keeps Anki from reading any more there does so here."""
    shown = _field(note, "Text").replace("<!-- -->", _COMMENT)
    return find_gaps("\n".join(text_of(_MATH.sub("$", shown))))


def _clozes(note: PackageNote) -> Mapping[str, int]:
    gaps = _gaps(note)
    texts = [(gaps.said(gap).replace(_COMMENT, ""), number) for gap in gaps.found for number in gap.numbers]
    return recalled(texts, [ordinal + 1 for ordinal in note.ordinals])


def _provisional(note: PackageNote, snapshot: PackageSnapshot) -> Record:
    """Make a note's record as far as the note alone tells, for recognising its entry."""
    question, answer = _said(note, snapshot)
    kind = Kind.CLOZE if snapshot.note_types[note.note_type].key == "cloze" else Kind.QA
    entry = Entry(file=_FILE, line=1, kind=kind, question=Passage(text=question), answer=Passage(text=answer))
    decision = Decision(
        entry=entry, content=Digest(""), question=seal(entry).question, effect=Effect.NEW, guid=note.guid
    )
    return replace(record(decision, _written(note, snapshot, "")), explicit_id=f"{_NUMBER}{note.number}")


def _named_by_number(entry: Entry) -> Entry:
    """Let a number that another tool left in the text count like an author's id, for this once."""
    return replace(entry, explicit_id=f"{_NUMBER}{entry.foreign_id}") if entry.foreign_id else entry


def _adopted(decision: Decision, note: PackageNote, snapshot: PackageSnapshot, deck: DeckName) -> Record:
    """Make the lock's record of an entry that has found its note: the entry's text, the note's identity and times."""
    base = recorded.base_of(note, snapshot)
    own = (base and base.deck) or note.deck  # where a learner moved it to is no business of the lock's
    made = record(decision, _written(note, snapshot, own if own != deck else ""))
    own_id = "" if made.explicit_id.startswith(_NUMBER) else made.explicit_id
    return replace(made, created=note.created, explicit_id=own_id)


def _written(note: PackageNote, snapshot: PackageSnapshot, deck: str) -> Written:
    base = recorded.base_of(note, snapshot)
    key = snapshot.note_types[note.note_type].key
    return Written(
        digest=base.digest if base else Digest(""),
        modified=note.modified,
        note_type=key or "qa",
        rendered=base.fields if base else "",
        deck=deck,
        cards=note.ordinals if key == "qa" and note.ordinals != (0,) else (),
        clozes=_clozes(note) if key == "cloze" else {},
    )


def _taken(decision: Decision, note: PackageNote) -> Taken:
    entry = decision.entry
    return Taken(
        question=decision.record.question if decision.record else "",
        file=entry.file,
        line=entry.line,
        guid=note.guid,
        reviews=note.reviews,
        evidence=decision.evidence,
    )


def _note_types(snapshot: PackageSnapshot) -> tuple[NoteTypeRecord, ...]:
    found = {
        each.key: NoteTypeRecord(key=each.key, name=each.name, digest=Digest(""), modified=each.modified)
        for each in snapshot.note_types.values()
        if each.key in REGISTRY
    }
    return tuple(found[key] for key in sorted(found))


def _foreign(snapshot: PackageSnapshot, records: Mapping[Guid, Record]) -> tuple[str, ...]:
    """Name the note types of the matched notes that aren't ours."""
    used = {snapshot.notes[guid].note_type for guid in records if guid in snapshot.notes}
    return tuple(sorted(snapshot.note_types[number].name for number in used if not snapshot.note_types[number].key))
