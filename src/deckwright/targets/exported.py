"""What stands in a package or a collection that a learner exported, as far as it can be compared with the source."""

from __future__ import annotations

from pathlib import Path

from deckwright.notetypes import REGISTRY
from deckwright.sync.standing import Card, Scope, Snapshot, Standing
from deckwright.targets.package.content import PackageNote, PackageSnapshot
from deckwright.targets.package.read import read


def read_exported(path: Path, scope: Scope) -> Snapshot:
    """Read an `.apkg`, a `.colpkg` or a collection file; raises as `package.read.read` does."""
    found = read(path)
    keys = {number: key for key, number in scope.note_types.items()}
    return Snapshot(
        notes={
            note.guid: standing
            for note in found.notes.values()
            if note.note_type in keys and (standing := _standing(note, keys[note.note_type], found)) is not None
        }
    )


def _standing(note: PackageNote, key: str, found: PackageSnapshot) -> Standing | None:
    values = dict(zip(found.note_types[note.note_type].fields, note.fields, strict=False))
    names = REGISTRY[key].field_names
    if not values.keys() >= set(names):
        return None
    return Standing(
        guid=note.guid,
        note_type=key,
        fields=tuple(values[name] for name in names),
        tags=note.tags,
        modified=note.modified,
        cards=tuple(Card(ordinal=ordinal, deck=note.deck) for ordinal in note.ordinals),
    )
