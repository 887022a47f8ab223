"""Comparing what was drafted with what was there: the changes, the notes of the package, the note types."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from deckwright.app import locking, recorded
from deckwright.app.drafting import Drafted
from deckwright.app.media import MediaShelf
from deckwright.app.request import Request
from deckwright.app.styles import find_styles
from deckwright.codes import diagnose
from deckwright.errors import Diagnostic
from deckwright.identity import Change as Seen
from deckwright.identity import Decision, Resolution
from deckwright.identity import Reason as SeenReason
from deckwright.identity.text import collapse
from deckwright.lockfile import Lock, Record
from deckwright.media.names import names_in
from deckwright.model import Entry, Guid, Note
from deckwright.notes import Draft, Frame, description
from deckwright.plan import Actual, Change, Desired, Effect, Reason, Terms, diff, gone
from deckwright.targets.package.content import PackageContent, PackageSnapshot

_SEEN = {
    Seen.REWORDED: Reason.REWORDED,
    Seen.ANSWER: Reason.ANSWER,
    Seen.OPTIONS: Reason.OPTIONS,
    Seen.MOVED: Reason.MOVED,
    Seen.KIND: Reason.KIND,
}
"""What identity sees that may change a note, as the plan's reasons; a new number changes none."""


def changes(
    drafted: tuple[Drafted, ...], resolution: Resolution, actual: Mapping[Guid, Actual], terms: Terms
) -> tuple[Change, ...]:
    """Compare what was drafted with what was there; the rest of what was there is held or retired."""
    desired = [_desired(each, each.draft) for each in drafted if each.draft]
    blank = [record for each in drafted if (record := each.held_record)]
    held = {record.guid: record for record in (*resolution.held, *blank)}
    places = {**resolution.mistaken, **_places(held, resolution.decisions)}
    questions = _parents((*held.values(), *resolution.retired), resolution)
    return (
        *diff(desired, actual, terms),
        *(_placed(each, places.get(each.guid)) for each in gone(tuple(held.values()), Effect.HELD, questions)),
        *gone(resolution.retired, Effect.RETIRED, questions),
    )


def _places(held: Mapping[Guid, Record], decisions: Sequence[Decision]) -> Mapping[Guid, Entry]:
    """Give the entries for whose mistakes notes are held: they are known, or ask the same in the same file."""
    skipped = {(each.entry.file, each.question): each.entry for each in decisions if not each.guid}
    asked = {guid: skipped.get((record.file, record.question)) for guid, record in held.items()}
    found = {guid: entry for guid, entry in asked.items() if entry}
    return {**found, **{each.guid: each.entry for each in decisions if each.guid in held}}


def _placed(change: Change, entry: Entry | None) -> Change:
    """Say where the entry stands for whose mistake a note is held, if there is one."""
    return replace(change, file=entry.file, line=entry.line) if entry else change


def _parents(gone_records: Sequence[Record], resolution: Resolution) -> Mapping[str, str]:
    """Give the questions that some records follow, by their GUIDs."""
    wanted = {record.parent for record in gone_records if record.parent}
    if not wanted:
        return {}
    found: dict[str, str] = {record.guid: record.question for record in gone_records if record.guid in wanted}
    found |= {each.guid: each.question for each in resolution.decisions if each.guid in wanted}
    return found


def _desired(drafted: Drafted, draft: Draft) -> Desired:
    decision = drafted.decision
    is_known = decision.record is not None and decision.record.was_built
    return Desired(
        draft=draft,
        question=decision.question,
        headings=decision.entry.headings,
        file=decision.entry.file,
        line=decision.entry.line,
        kind=decision.entry.kind,
        parent=collapse(decision.entry.parent) if decision.entry.parent else "",
        record=decision.record if is_known else None,
        seen=_seen(decision.reasons) if is_known else (),
        evidence=_evidence(decision) if is_known or decision.record is None else "",
    )


def _seen(reasons: tuple[SeenReason, ...]) -> tuple[Reason, ...]:
    return tuple(_SEEN[reason.change] for reason in reasons if reason.change in _SEEN) if reasons else ()


def _evidence(decision: Decision) -> str:
    if not decision.reasons:
        return decision.evidence
    seen = (reason.detail for reason in decision.reasons if reason.change is not Seen.RETURNED)  # as its effect says
    return "; ".join(filter(None, [decision.evidence, *seen]))


def paired(drafted: tuple[Drafted, ...], all_changes: tuple[Change, ...]) -> Iterator[tuple[Drafted, Change]]:
    """Pair what was drafted with its change: both stand in the order of the sources."""
    return zip((each for each in drafted if each.draft), all_changes, strict=False)


def notes_of(
    all_changes: tuple[Change, ...], drafted: tuple[Drafted, ...], packages: Sequence[PackageSnapshot]
) -> tuple[tuple[Note, ...], tuple[Change, ...]]:
    """Give the notes of the package: those of the sources as they are studied, the held ones as they last were.

    Also gives the held ones that no package has. Of `packages` the first is the one that counts where others are like it.
    """
    notes = [
        each.draft.at(created=change.created, modified=change.modified)
        for each, change in _studied(drafted, all_changes)
        if each.draft
    ]
    held = {change: recorded.holder(change, packages) for change in all_changes if change.effect is Effect.HELD}
    for package in packages:
        kept = {each.guid: recorded.held_note(each, package) for each, holder in held.items() if holder is package}
        notes = _in_old_places(notes, kept, package) if kept else notes
    return tuple(notes), tuple(change for change, holder in held.items() if holder is None)


def _studied(drafted: tuple[Drafted, ...], all_changes: tuple[Change, ...]) -> Iterator[tuple[Drafted, Change]]:
    """Put what follows from a note, or is a part of one, behind the last other question of the section.

    Anki doesn't bury a note beside another: right behind its parent, it would have just been answered or asked.
    """
    divided = frozenset(each.decision.guid for each in drafted if each.is_divided)
    place: tuple[str, tuple[str, ...]] | None = None
    waiting: list[tuple[Drafted, Change]] = []
    for pair in paired(drafted, all_changes):
        decision = pair[0].decision
        entry = decision.entry
        if (entry.file, entry.headings) != place:
            yield from waiting
            place, waiting = (entry.file, entry.headings), []
        if entry.parent and decision.parent not in divided:
            waiting.append(pair)
        else:
            yield pair
    yield from waiting


def _in_old_places(notes: list[Note], kept: Mapping[Guid, Note], snapshot: PackageSnapshot) -> list[Note]:
    """Put held notes behind the note that they followed in the last package; new cards are studied in this order."""
    present = {note.guid for note in notes}
    behind: dict[Guid | None, list[Note]] = {}
    anchor: Guid | None = None
    for guid in snapshot.notes:
        if guid in present:
            anchor = guid
        elif guid in kept:
            behind.setdefault(anchor, []).append(kept[guid])
    placed = list(behind.get(None, ()))
    for note in notes:
        placed.append(note)
        placed += behind.get(note.guid, ())
    return placed


def held_media(all_changes: tuple[Change, ...], notes: tuple[Note, ...], shelf: MediaShelf) -> frozenset[str]:
    """Name the media files of held notes that only packages have."""
    held = {change.guid for change in all_changes if change.effect is Effect.HELD}
    if not held:
        return frozenset()
    named = {name for note in notes if note.guid in held for field in note.fields for name in names_in(field)}
    return frozenset(named - shelf.files.keys())


def without_media(
    all_changes: tuple[Change, ...], notes: tuple[Note, ...], names: frozenset[str], packages: Sequence[Path]
) -> Iterator[Diagnostic]:
    """Report the held notes that go without some of their media files: `names` are those that only packages may have."""
    if not names:
        return
    from deckwright.targets.package.read import media_names  # noqa: PLC0415  (imports sqlite3)

    missing = names.difference(*map(media_names, packages))
    held = {change.guid: change for change in all_changes if change.effect is Effect.HELD} if missing else {}
    for note in notes:
        if (change := held.get(note.guid)) and (
            lacking := sorted({name for field in note.fields for name in names_in(field)} & missing)
        ):
            message = f"“{change.question}” is held as it was, but no package has its {', '.join(lacking)}"
            yield diagnose("DW512", message, file=change.file, line=change.line)


def changing(snapshot: PackageSnapshot, all_changes: tuple[Change, ...]) -> PackageSnapshot:
    """Leave out the notes that a build leaves as they are, which is most of them."""
    found = ((change, snapshot.notes.get(change.guid)) for change in all_changes)
    kept = {
        change.guid: note
        for change, note in found
        if note and (change.effect is not Effect.UNCHANGED or note.modified != change.modified)
    }
    return replace(snapshot, notes=kept)


def dressed_types(
    lock: Lock, frame: Frame, notes: tuple[Note, ...], packages: tuple[PackageSnapshot, ...], request: Request
) -> tuple[locking.Dressed, ...]:
    """Give the note types that the notes need, later than in any package where they changed."""
    published: dict[str, int] = {}
    for snapshot in packages:
        for each in snapshot.note_types.values():
            published[each.key] = max(published.get(each.key, 0), each.modified)
    used = {note.note_type for note in notes}
    dressed = locking.dress(lock, frame, find_styles(request.styles), locking.Times(request.now, published))
    return tuple(each for each in dressed if each.record.key in used)


def package_content(
    frame: Frame, lock: Lock, notes: tuple[Note, ...], dressed: tuple[locking.Dressed, ...], media: Mapping[str, Path]
) -> PackageContent:
    """Give all that the package is written from; its time is the latest that anything in it has."""
    gone = [record for record in lock.records if record.retired and record.was_built]
    retired = [record.guid for record in sorted(gone, key=lambda record: -record.retired)]
    return PackageContent(
        deck_id=frame.deck_id,
        deck_name=frame.name,
        description=description(
            frame, notes=len(notes), retired=retired, release=lock.released.version if lock.released else ""
        ),
        notes=notes,
        note_types=tuple(each.note_type for each in dressed),
        media={name: media[name] for name in sorted(media)},
        time=max([note.modified for note in notes] + [each.record.modified for each in dressed], default=0),
    )
