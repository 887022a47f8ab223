"""A plan as learners see it who have another package than the last build: the last release, say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from deckwright.app.recorded import base_of
from deckwright.media.names import without_names
from deckwright.model import Guid, Note
from deckwright.notetypes import REGISTRY
from deckwright.plan import Change, Effect, Plan, Reason
from deckwright.report.fields import text_of
from deckwright.targets.package.content import PackageContent, PackageNote, PackageNoteType, PackageSnapshot

_REASONS = {
    "Question": Reason.REWORDED,
    "Text": Reason.REWORDED,
    "Title": Reason.REWORDED,
    "Options": Reason.OPTIONS,
    "Answer": Reason.ANSWER,
    "Extra": Reason.ANSWER,
    "Hint": Reason.HINT,
    "Context": Reason.CONTEXT,
}
_BESIDES = {
    "Typed": Reason.CARDS,
    "Reverse": Reason.CARDS,
    "Parent": Reason.CONTEXT,
    "Lang": Reason.RENDERER,
}
"""What follows from other fields, mostly, and so is a reason of its own only where those are the same."""
_GIVEN = frozenset({Effect.HELD, Effect.BLOCKED})


def since(plan: Plan, content: PackageContent, snapshot: PackageSnapshot, path: Path) -> Plan:
    """Say what becomes of the notes in `snapshot`, read from `path`, when `content` is imported over them."""
    notes = {note.guid: note for note in content.notes}
    known = {change.guid: change for change in plan.changes}
    types = {each.key: each.id for each in content.note_types}
    before = {each.key: each.modified for each in snapshot.note_types.values()}
    return Plan(
        changes=(
            *(_change(change, notes[guid], snapshot, types) for guid, change in known.items() if guid in notes),
            *_gone(known, notes, snapshot),
        ),
        restyled=tuple(each.key for each in content.note_types if before.get(each.key, each.modified) < each.modified),
        renamed_from=snapshot.deck_name if snapshot.deck_name not in {"", content.deck_name} else "",
        baseline=str(path),
    )


def _change(change: Change, note: Note, snapshot: PackageSnapshot, types: Mapping[str, int]) -> Change:
    before = snapshot.notes.get(note.guid)
    if change.effect in _GIVEN:
        return change
    if before is None:
        return replace(change, effect=Effect.NEW, reasons=(), was="", evidence="", deck_was="")
    if bar := _barred(note, snapshot.note_types[before.note_type], types):
        return replace(change, effect=Effect.BLOCKED, reasons=(), was="", evidence=bar, deck_was="")
    moved = before.deck if before.deck != note.deck else ""
    base = base_of(before, snapshot)
    if base and base.digest == note.digest and before.modified >= note.modified:
        return replace(change, effect=Effect.UNCHANGED, reasons=(), was="", evidence="", deck_was=moved)
    reasons = tuple(dict.fromkeys(_why(before, note)))
    was = _question(before, snapshot) if Reason.REWORDED in reasons else ""
    return replace(change, effect=Effect.UPDATED, reasons=reasons, was=was, evidence="", deck_was=moved)


def _barred(note: Note, found: PackageNoteType, types: Mapping[str, int]) -> str:
    """Say why Anki would call a note conflicting and skip it; empty where it wouldn't."""
    if found.id != types[note.note_type]:
        return f"it is of the note type “{found.name}” there"
    ours = REGISTRY[note.note_type].field_names
    is_renamed = len(found.fields) == len(ours) and {*found.fields} != {*ours}  # which is no other schema
    return "" if found.fields == ours or is_renamed else "its note type has other fields there"


def _why(before: PackageNote, note: Note) -> Sequence[Reason]:
    fields = zip(REGISTRY[note.note_type].field_names, before.fields, note.fields, strict=True)
    differing = {name: without_names(old) == without_names(new) for name, old, new in fields if old != new}
    said = [Reason.MEDIA if same else _REASONS[name] for name, same in differing.items() if same or name in _REASONS]
    if {tag.casefold() for tag in before.tags} != {tag.casefold() for tag in note.tags}:
        said.append(Reason.TAGS)
    return said or [_BESIDES[name] for name in differing if name in _BESIDES] or [Reason.REVERTED]


def _gone(known: Mapping[Guid, Change], notes: Mapping[Guid, Note], snapshot: PackageSnapshot) -> Iterator[Change]:
    for guid, note in snapshot.notes.items():
        change = known.get(guid)
        if guid in notes or (change and change.effect in _GIVEN):
            continue
        yield change or Change(guid=guid, effect=Effect.RETIRED, question=_question(note, snapshot), deck=note.deck)


def _question(note: PackageNote, snapshot: PackageSnapshot) -> str:
    names = snapshot.note_types[note.note_type].fields
    fields = dict(zip(names, note.fields, strict=True))
    shown = fields.get("Title") or note.fields[0]
    return " ".join(" ".join(text_of(shown)).split())
