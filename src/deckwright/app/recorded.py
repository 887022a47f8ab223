"""What earlier runs left behind: the lock and the packages, read and checked against this deck."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from deckwright import lockfile
from deckwright.app.files import read_bytes
from deckwright.app.workspace import Workspace
from deckwright.errors import DeckwrightError, Diagnostic, LockError, UsageError
from deckwright.lockfile import Lock
from deckwright.model import DeckId, DeckName, Digest, Guid, Note
from deckwright.notetypes import REGISTRY, load_base, model_name
from deckwright.notetypes.base import Base, fields_hash
from deckwright.plan import Actual, Change
from deckwright.swift import dataclass
from deckwright.targets.package.content import PackageNote, PackageSnapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLock:
    """The lock as it lies on disk; `lock` is None and `text` empty where there is none."""

    lock: Lock | None
    text: str
    diagnostics: tuple[Diagnostic, ...]


def read_lock(path: Path, is_ours: Callable[[str], bool] = lambda _: False) -> FoundLock:
    """Read the lock; `is_ours` says of a text that this version wrote it. Raises LockError where it can't be used."""
    if not path.exists():
        return FoundLock(lock=None, text="", diagnostics=())
    try:
        text = read_bytes(path, what="lock").decode("utf-8")
    except UnicodeDecodeError as error:
        raise LockError(
            f"{path}: byte {error.start} is not UTF-8 text", hint="Restore the file from version control."
        ) from None
    lock, diagnostics = lockfile.loads(text, path=str(path), ours=is_ours(text))
    return FoundLock(lock=lock, text=text, diagnostics=diagnostics)


def refuse_lost_lock(package: Path, workspace: Workspace) -> None:
    """Stop where there is no lock, but something that had one: a build would give every question a new identity.

    Raises LockError that names the ways to go on.
    """
    lock = workspace.lock
    if workspace.is_whole and (own := workspace.own_locks()):
        names = ", ".join(path.name for path in own)
        raise LockError(
            f"{workspace.folder} has no lock, but its documents were built one by one and have theirs: {names}",
            hint=f"To go on with one of them, rename it to {lock}; to start anew as one deck, build with --fresh.",
        )
    if package.exists():
        raise LockError(
            f"{package} is there, but its lock {lock} is not",
            hint=f"Run `deckwright adopt {package} {workspace.source}` to take over who its notes are, or build with --fresh to start anew.",
        )


def read_package(path: Path, deck_id: DeckId) -> PackageSnapshot | None:
    """Read the package that a build would replace, or None where there is none.

    Raises UsageError where it is another deck's, PackageError where it can't be read.
    """
    return _read(path, deck_id, remedy="Name another file with --output, or move that package away.")


def read_release(path: Path, deck_id: DeckId, guids: Collection[Guid] = ()) -> PackageSnapshot:
    """Read a released package; raises as `read_package` does, and where there is none.

    Of other notes those with these GUIDs are read, too: in a collection a note of the deck may be of any note type.
    """
    found = _read(path, deck_id, remedy="Name a released package of this very deck.", guids=guids)
    if found is None:
        raise UsageError(f"{path}: there is no such package")
    return found


def actual(snapshots: Iterable[PackageSnapshot], own: Lock | None = None) -> Mapping[Guid, Actual]:
    """Say what stands in packages: of each note the newest text that any of them has.

    `own` is the lock if the package on disk is known to hold just what it says.
    """
    records = [record for record in own.records if not record.retired] if own else []
    found = {record.guid: Actual(digest=record.digest, modified=record.modified) for record in records}
    for snapshot in snapshots:
        for note in snapshot.notes.values():
            known = found.get(note.guid)
            if known is None or known.modified < note.modified:
                base = base_of(note, snapshot)
                found[note.guid] = Actual(digest=base.digest if base else None, modified=note.modified)
    return found


def base_of(note: PackageNote, snapshot: PackageSnapshot) -> Base | None:
    """Read what a note says of itself; None where it isn't one of ours."""
    spec = REGISTRY.get(snapshot.note_types[note.note_type].key)
    place = spec.index("Base") if spec else -1
    return load_base(note.fields[place]) if 0 <= place < len(note.fields) else None  # a learner may have removed fields


def holder(change: Change, snapshots: Iterable[PackageSnapshot]) -> PackageSnapshot | None:
    """Choose the package that a held note is kept from: the first with the text that the lock knows, else the first.

    None that has it only as a learner wrote it: what was edited in somebody's Anki is no part of the deck.
    """
    having = [each for each in snapshots if change.guid in each.notes]
    as_recorded = (each for each in having if each.notes[change.guid].modified == change.modified)
    as_written = (each for each in having if _is_as_written(each.notes[change.guid], each))
    return next(as_recorded, None) or next(as_written, None)


def _is_as_written(note: PackageNote, snapshot: PackageSnapshot) -> bool:
    """Whether nobody has changed a note's fields since a build wrote them."""
    base = base_of(note, snapshot)
    spec = REGISTRY.get(snapshot.note_types[note.note_type].key)
    fields = tuple(note.fields)
    return bool(base and spec and len(fields) == len(spec.fields) and fields_hash(spec, fields) == base.fields)


def held_note(change: Change, snapshot: PackageSnapshot) -> Note:
    """Give a held note as a build put it into a package: a learner's own tags and deck aren't for others."""
    found = snapshot.notes[change.guid]
    base = base_of(found, snapshot)
    return Note(
        guid=found.guid,
        note_type=snapshot.note_types[found.note_type].key,
        fields=found.fields,
        tags=base.tags if base else found.tags,
        deck=DeckName((base and base.deck) or found.deck),
        digest=base.digest if base else Digest(""),
        modified=change.modified if base and base.digest == change.digest else found.modified,
        created=change.created,
        ordinals=found.ordinals,
    )


def of_deck(snapshot: PackageSnapshot, deck_id: DeckId, guids: Collection[Guid] = ()) -> PackageSnapshot:
    """Leave out other notes where a collection holds the deck among them; the snapshot as it is if it isn't there.

    Notes with these GUIDs are the deck's, whatever note type they have.
    """
    types = {number for number, each in snapshot.note_types.items() if each.deck_id == deck_id}
    if not types and not any(guid in snapshot.notes for guid in guids):
        return snapshot
    notes = {guid: note for guid, note in snapshot.notes.items() if note.note_type in types or guid in guids}
    return replace(snapshot, deck_id=deck_id, deck_name=_deck_name(snapshot, types, notes), notes=notes)


def _deck_name(snapshot: PackageSnapshot, types: Iterable[int], notes: Mapping[Guid, PackageNote]) -> DeckName:
    """Give the name that the deck of some notes goes by, of all the decks that a collection may have.

    It is the one that its note types are named after, unless it was renamed there: then the one with most notes.
    """
    decks = Counter(note.deck for note in notes.values() if note.deck)
    named = {snapshot.note_types[number].name for number in types}
    if own := _named_after(decks, named):
        return own
    if all(snapshot.deck_name in _with_parents(deck) for deck in decks):
        return snapshot.deck_name
    return decks.most_common(1)[0][0]


def names_of(snapshot: PackageSnapshot) -> tuple[DeckName, DeckName]:
    """Give the deck's name as its author last had it, and the one that it has there, where a learner may have renamed it.

    Where no note tells, both are the one that it has there.
    """
    notes = snapshot.notes.values()
    bases = [base.deck for note in notes if (base := base_of(note, snapshot)) and base.deck]
    if not bases:
        return snapshot.deck_name, snapshot.deck_name
    named = {each.name for each in snapshot.note_types.values()}
    return _common(bases, named), _common([note.deck for note in notes if note.deck], named)


def _common(decks: Iterable[str], named: Collection[str]) -> DeckName:
    """Give the deck that most of these are in or below: the one that note types are named after, else the lowest of all."""
    found = Counter(map(DeckName, decks))
    if own := _named_after(found, named):
        return own
    most = _with_parents(max(found, key=found.__getitem__, default=DeckName("")))
    return next((name for name in most if all(name in _with_parents(deck) for deck in found)), most[0])


def _named_after(decks: Counter[DeckName], named: Collection[str]) -> DeckName | None:
    """Give the deck that note types are named after: one of these or above one, those with most notes first."""
    for deck, _ in decks.most_common():
        for name in _with_parents(deck):
            if any(model_name(spec, name) in named for spec in REGISTRY.values()):
                return name
    return None


def _with_parents(deck: DeckName) -> Sequence[DeckName]:
    levels = deck.split("::")
    return [DeckName("::".join(levels[:length])) for length in range(len(levels), 0, -1)]


def _read(path: Path, deck_id: DeckId, *, remedy: str, guids: Collection[Guid] = ()) -> PackageSnapshot | None:
    if not path.exists():
        return None
    if not path.is_file():
        raise DeckwrightError(f"{path} is there, but is no file", hint=remedy)
    from deckwright.targets.package.read import read  # noqa: PLC0415  (only where there is a package)

    snapshot = of_deck(read(path), deck_id, guids)
    if snapshot.deck_id != deck_id:
        owner = f"the deck “{snapshot.deck_name}”" if snapshot.deck_name else "another deck"
        raise UsageError(f"{path} holds {owner}, which is not this one", hint=remedy)
    return snapshot
