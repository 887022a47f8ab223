"""Writing a lock: JSON Lines, one record per line, sorted by GUID, so that git merges it by union."""

from __future__ import annotations

import json
from operator import attrgetter

from deckwright.lockfile.model import VERSION, Lock, Record

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def dumps(lock: Lock) -> str:
    """Write a lock as text. What has its default value is left out; keys stand in a fixed order."""
    lines = [_ENCODER.encode(_header(lock))]
    lines += [_line(record, lock) for record in sorted(lock.records, key=attrgetter("guid"))]
    lines.append("")
    return "\n".join(lines)


def _line(record: Record, lock: Lock) -> str:
    known = lock.lines.get(record.guid)
    if known and known[0] is record:
        return lock.text[known[1] : lock.text.index("\n", known[1])]
    return _ENCODER.encode(to_dict(record))


def _header(lock: Lock) -> dict[str, object]:
    header: dict[str, object] = {"lock": VERSION, "deck": lock.deck_id, "name": lock.deck_name}
    if lock.released:
        header["released"] = {"version": lock.released.version, "time": lock.released.time}
    header["note_types"] = [
        {"key": kind.key, "name": kind.name, "digest": kind.digest, "modified": kind.modified}
        for kind in sorted(lock.note_types, key=lambda kind: kind.key)
    ]
    return header


def to_dict(record: Record) -> dict[str, object]:
    """Give a record's JSON object, in the order of its keys."""
    line: dict[str, object] = {
        "guid": record.guid,
        "type": record.note_type if record.note_type != "qa" else None,
        "kind": record.kind.value if record.kind.value != "qa" else None,
        "parent": record.parent,
        "id": record.explicit_id,
        "file": record.file,
        "headings": record.headings,
        "label": record.label,
        "question": record.question,
        "sketch": record.sketch,
        "content": record.content,
        "digest": record.digest,
        "rendered": record.rendered,
        "modified": record.modified or None,
        "created": record.created if record.created != record.modified else None,
        "retired": record.retired,
        "cards": record.cards,
        "clozes": dict(sorted(record.clozes.items())),
        "aliases": record.aliases,
        "turned_from": record.turned_from,
        "deck": record.deck,
    }
    return {key: value for key, value in line.items() if value or (value == 0 and key == "created")}
