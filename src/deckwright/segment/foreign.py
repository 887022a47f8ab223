"""Note ids that other tools left in a text: evidence of who a question is, and no part of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from deckwright.model import Entry, Skip
from deckwright.swift import dataclass

_LINE = re.compile(
    r"^[ \t]*(?:<!--[ \t]*(?:ID|inka|anki)[ \t]*:?[ \t]*(\d{13})[ \t]*-->|ID:[ \t]*(\d{13})|\^(?:anki|ID)-(\d{13}))[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
"""Obsidian_to_Anki writes `<!--ID: 1670652509073-->` or `ID: …` below a note, inka the same above it, some `^ID-…`."""
_FRONT_MATTER = "noteid"  # yanki: a file is one note


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """The ids in a document, by their 1-based lines, and the text with those lines left blank."""

    text: str
    ids: Mapping[int, str]


def find_marks(text: str) -> Marks:
    """Find the ids of other tools' notes; linear, and nothing but one search where there are none."""
    ids: dict[int, str] = {}
    line, before = 1, 0
    for found in _LINE.finditer(text):
        line += text.count("\n", before, found.start())
        before = found.start()
        ids[line] = next(filter(None, found.groups()))
    return Marks(text=_LINE.sub("", text) if ids else text, ids=ids)


def assign(entries: Sequence[Entry], marks: Marks, front: Mapping[str, object]) -> tuple[Entry, ...]:
    """Give each entry the id that was written for it: below it, or above it if the document's first one stands so."""
    if not entries:
        return ()
    whole = next((str(value) for key, value in front.items() if key.lower() == _FRONT_MATTER), "")
    if whole and len(entries) == 1:
        return (replace(entries[0], foreign_id=whole),)
    standing = [position for position, entry in enumerate(entries) if not entry.parent]
    starts = [entries[position].line for position in standing]
    above = bool(marks.ids) and min(marks.ids) < starts[0]
    own: dict[int, str] = {}
    for line, number in marks.ids.items():
        position = bisect_right(starts, line) - (0 if above else 1)
        if 0 <= position < len(standing):
            own[standing[position]] = number
    return tuple(
        replace(entry, foreign_id=own[position]) if position in own else entry for position, entry in enumerate(entries)
    )


def as_skips(marks: Marks, file: str) -> Iterator[Skip]:
    """Account for the lines that hold ids."""
    for line in marks.ids:
        yield Skip(file=file, line=line, end=line, reason="another tool's note id, no content")
