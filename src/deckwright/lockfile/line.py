"""One line of a lock: JSON that is checked key by key and becomes a header or a record."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NoReturn

from deckwright.errors import LockError
from deckwright.lockfile.model import VERSION, Lock, NoteTypeRecord, Record, Release
from deckwright.model import Kind

RESTORE = "Restore it from version control, or move it away and run `deckwright adopt PACKAGE` with the last package."
_MOST = 1 << 48  # beyond any time, number of a card or version, and well within what SQLite holds
_KINDS = MappingProxyType({kind.value: kind for kind in Kind})
_TEXTS = (
    *("guid", "type", "kind", "parent", "id", "file", "label", "question", "sketch"),
    *("content", "digest", "rendered", "deck", "turned_from"),
)
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
"""What JSON writes for half of a character; two of them may be a whole one."""
_RECORD: Mapping[str, type] = MappingProxyType(
    dict.fromkeys(_TEXTS, str)
    | dict.fromkeys(("modified", "created", "retired"), int)
    | {"headings": list, "cards": list, "aliases": list, "clozes": dict}
)
_HEADER: Mapping[str, type] = MappingProxyType(
    {"lock": int, "deck": str, "name": str, "released": dict, "note_types": list}
)
_RELEASE: Mapping[str, type] = MappingProxyType({"version": str, "time": int})
_NOTE_TYPE: Mapping[str, type] = MappingProxyType({"key": str, "name": str, "digest": str, "modified": int})


def parse(line: str, where: str) -> dict[str, Any]:
    """Parse a line into a JSON object."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise LockError(f"{where}: This line of the lock is no JSON ({error}).", hint=RESTORE) from None
    if type(found) is not dict:
        _refuse(where, f"Unexpected type {type(found).__name__} (expected dict) in the whole line")
    if _HALF.search(line):
        try:
            json.dumps(found, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            _refuse(where, "Half of a character stands in this line")
    return found


def header_of(found: dict[str, Any], where: str) -> Lock:
    """Make a lock without records of a header line."""
    version = found["lock"]
    if type(version) is int and version > VERSION:
        raise LockError(
            f"{where}: The lock has format {version}; this version of Deckwright knows formats up to {VERSION}.",
            hint="Update Deckwright: an older one would lose what the newer one has written.",
        )
    _check(found, _HEADER, where)
    if version != VERSION:
        _refuse(where, f"There is no format {version} of the lock")
    _demand(found, ("deck", "name"), where)
    release = found.get("released")
    if release is not None:
        _check(release, _RELEASE, where, "released.")
        _demand(release, ("version",), where, "released.")
    kinds = found.get("note_types", [])
    for number, kind in enumerate(kinds):
        inside = f"note_types[{number}]."
        _check(kind, _NOTE_TYPE, where, inside)
        _demand(kind, ("key", "name"), where, inside)
    return Lock(
        deck_id=found["deck"],
        deck_name=found["name"],
        note_types=tuple(_note_type(kind) for kind in kinds),
        released=Release(version=release["version"], time=release.get("time", 0)) if release else None,
    )


def record_of(found: dict[str, Any], where: str) -> Record:
    """Make a record of any other line."""
    _check(found, _RECORD, where)
    _demand(found, ("guid",), where)
    get = found.get
    kind, headings, aliases = get("kind", "qa"), get("headings"), get("aliases")
    if kind not in _KINDS:
        _refuse(where, f"Unknown kind '{kind}' in 'kind'")
    clozes = get("clozes")
    if clozes:
        _check(clozes, dict.fromkeys(clozes, int), where, "clozes.")
    for number, value in enumerate(get("cards", ())):
        if type(value) is not int or value < 0:
            _refuse(where, f"Unexpected value {value!r} (expected a number) in 'cards[{number}]'")
    for key, values in (("headings", headings), ("aliases", aliases)):
        for number, value in enumerate(values or ()):
            if type(value) is not str:
                _refuse(where, f"Unexpected type {type(value).__name__} (expected str) in '{key}[{number}]'")
    return checked(found)


def checked(found: dict[str, Any]) -> Record:
    """Make a record of a line that is as it must be."""
    get = found.get
    modified = get("modified", 0)
    return Record(
        guid=found["guid"],
        note_type=get("type", "qa"),
        kind=_KINDS[get("kind", "qa")],
        parent=get("parent", ""),
        explicit_id=get("id", ""),
        file=get("file", ""),
        headings=tuple(get("headings", ())),
        label=get("label", ""),
        question=get("question", ""),
        sketch=get("sketch", ""),
        content=get("content", ""),
        digest=get("digest", ""),
        modified=modified,
        created=get("created", modified),
        retired=get("retired", 0),
        cards=tuple(get("cards", ())),
        clozes=get("clozes", {}),
        aliases=tuple(get("aliases", ())),
        turned_from=get("turned_from", ""),
        rendered=get("rendered", ""),
        deck=get("deck", ""),
    )


def _note_type(kind: dict[str, Any]) -> NoteTypeRecord:
    return NoteTypeRecord(
        key=kind["key"], name=kind["name"], digest=kind.get("digest", ""), modified=kind.get("modified", 0)
    )


def _refuse(where: str, sentence: str) -> NoReturn:
    raise LockError(f"{where}: {sentence}.", hint=RESTORE)


def _check(found: dict[str, Any], types: Mapping[str, type], where: str, inside: str = "") -> None:
    """Check that there are known keys only, each with a value of the very type that it must have."""
    if type(found) is not dict:
        _refuse(where, f"Unexpected type {type(found).__name__} (expected dict) in '{inside.rstrip('.')}'")
    for key, value in found.items():
        expected = types.get(key)
        if expected is None:
            _refuse(where, f"Unknown key '{inside}{key}'")
        if type(value) is not expected:
            _refuse(where, f"Unexpected type {type(value).__name__} (expected {expected.__name__}) in '{inside}{key}'")
        if type(value) is int and not 0 <= value <= _MOST:
            _refuse(where, f"Unexpected {'negative ' if value < 0 else ''}number {value} in '{inside}{key}'")


def _demand(found: dict[str, Any], keys: tuple[str, ...], where: str, inside: str = "") -> None:
    for key in keys:
        if not found.get(key):
            _refuse(where, f"Nothing stands in '{inside}{key}'")
