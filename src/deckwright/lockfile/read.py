"""Reading a lock: lines in any order, what a merge left doubled joined, what contradicts itself refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate

from deckwright.codes import diagnose
from deckwright.errors import Diagnostic, LockError
from deckwright.lockfile.join import Placed, join_headers, join_records
from deckwright.lockfile.line import RESTORE, checked, header_of, parse, record_of
from deckwright.lockfile.model import Lock, Record

_DAY = 86_400
_AT_ONCE = 500_000  # characters that are parsed together, which is quicker; all of them would take much memory


def loads(text: str, *, path: str, ours: bool = False) -> tuple[Lock, tuple[Diagnostic, ...]]:
    """Read a lock; say what had to be joined. `ours` says that this version of Deckwright wrote the very text.

    Raises LockError, naming `path` and line, for what can't be understood or contradicts itself.
    """
    if ours:
        return _unchecked(text, path), ()
    lines = [(f"{path}:{number}", line) for number, line in _lines(text)]
    parsed = [(where, parse(line, where)) for where, line in lines]
    headers = [Placed(where=where, value=header_of(found, where)) for where, found in parsed if "lock" in found]
    if not headers:
        raise LockError(f"{path}:1: This is no deck.lock, or its header line is missing.", hint=RESTORE)
    records = [Placed(where=where, value=record_of(found, where)) for where, found in parsed if "lock" not in found]
    header, joined = join_headers(headers), join_records(records)
    lock = Lock(
        deck_id=header.deck_id,
        deck_name=header.deck_name,
        note_types=header.note_types,
        released=header.released,
        records=joined,
    )
    doubled = len(headers) - 1 + len(records) - len(joined)
    return lock, tuple(_reports(text, path, doubled))


def _unchecked(text: str, path: str) -> Lock:
    records: list[Record] = []
    starts: list[int] = []
    first = text.index("\n") + 1
    for start, stop in _slices(text, first):
        lines = text[start : stop - 1].split("\n")
        records += map(checked, json.loads(f"[{','.join(lines)}]"))
        starts += accumulate((len(line) + 1 for line in lines[:-1]), initial=start)
    return replace(
        header_of(parse(text[: first - 1], path), path),
        records=tuple(records),
        text=text,
        lines={record.guid: (record, start) for record, start in zip(records, starts, strict=True)},
    )


def _slices(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Cut a text at line breaks into parts of about the same length."""
    while start < len(text):
        stop = text.index("\n", min(start + _AT_ONCE, len(text) - 1)) + 1
        yield start, stop
        start = stop


def postdated(lock: Lock, now: int, *, path: str) -> tuple[Diagnostic, ...]:
    """Report notes whose time lies more than a day ahead of `now`: some clock was wrong when they were built."""
    ahead = [record for record in lock.records if record.modified > now + _DAY]
    if not ahead:
        return ()
    worst = max(ahead, key=lambda record: record.modified)
    days = (worst.modified - now) // _DAY
    message = (
        f"{len(ahead)} of {len(lock.records)} notes carry a time that lies ahead of now, by up to {days} days"
        f' ("{worst.question}").'
    )
    return (diagnose("DW403", message, file=path),)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that hold something with their numbers, without git's markers and the old side of `diff3`."""
    base = False
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        match line[:7]:
            case "|||||||":
                base = True
            case "<<<<<<<" | "=======" | ">>>>>>>":
                base = False
            case _:
                if not base and line.strip():
                    yield number, line


def _reports(text: str, path: str, doubled: int) -> Iterator[Diagnostic]:
    marker = next((number for number, line in enumerate(text.split("\n"), start=1) if line.startswith("<<<<<<<")), 0)
    if marker:
        message = "The lock holds git's conflict markers; both sides were joined."
        yield diagnose("DW402", message, file=path, line=marker)
    if doubled:
        lines = "1 doubled line was" if doubled == 1 else f"{doubled} doubled lines were"
        yield diagnose("DW401", f"{lines} joined, as a merge of two branches leaves them.", file=path)
