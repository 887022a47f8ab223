"""Which media files of ours a collection holds, and which of them it may do without."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from deckwright.media.names import is_ours, names_in
from deckwright.notetypes import REGISTRY
from deckwright.sync.standing import Scope, Snapshot
from deckwright.targets.database import Rows

_NAMING = "SELECT guid, flds FROM notes WHERE flds LIKE '%dw-%'"
_LOOKS = "SELECT config FROM templates NOT INDEXED UNION ALL SELECT config FROM notetypes NOT INDEXED"


def with_files(snapshot: Snapshot, path: Path, scope: Scope, rows: Rows) -> Snapshot:
    """Add to a snapshot which files are there."""
    there: frozenset[str] = frozenset()
    with suppress(FileNotFoundError):
        there = frozenset(file.name for file in path.with_suffix(".media").iterdir())
    stray = frozenset(filter(is_ours, there)) - scope.media
    if stray:
        stray -= _named_elsewhere(snapshot, rows)
    return replace(snapshot, media=scope.media & there, stray=stray)


def _named_elsewhere(snapshot: Snapshot, rows: Rows) -> frozenset[str]:
    """Name the files that the learner's own notes and note types use, and notes that can't be read as ours."""
    read = {guid for guid, note in snapshot.notes.items() if note.note_type in REGISTRY}
    texts = [fields for guid, fields in rows(_NAMING) if guid not in read]
    texts += [bytes(config).decode("utf-8", "replace") for (config,) in rows(_LOOKS)]
    return frozenset(name for text in texts for name in names_in(text))
