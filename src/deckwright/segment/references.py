"""Link and footnote definitions: where they stand, and which of them a text refers to."""

from __future__ import annotations

import re
from collections.abc import Mapping

from deckwright.markdown.scan import LineKind
from deckwright.segment.sheet import Sheet
from deckwright.swift import dataclass

_LABEL = re.compile(r" {0,3}\[([^\[\]\n]{1,500})\]:")
_USE = re.compile(r"\[(\^?[^\[\]\n]{1,500})\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class References:
    """Definitions by their normalised label, and the lines (0-based) that each takes."""

    texts: Mapping[str, str]
    lines: Mapping[str, tuple[int, ...]]


def references(sheet: Sheet) -> References:
    """Gather a document's definitions; of several with one label the first counts, as in Markdown."""
    texts: dict[str, str] = {}
    lines: dict[str, tuple[int, ...]] = {}
    for index, kind in enumerate(sheet.kinds):
        if kind is not LineKind.DEFINITION:
            continue
        match = _LABEL.match(sheet.lines[index])
        if match is None:
            continue
        label = _normal(match[1])
        stop = index + 1
        if label.startswith("^"):
            stop = _continued(sheet, stop)
        if label and label not in texts:
            texts[label] = "\n".join(sheet.lines[index:stop])
        lines[label] = (*lines.get(label, ()), *range(index, stop))
    return References(texts=texts, lines=lines)


def _continued(sheet: Sheet, stop: int) -> int:
    """Give the index after a footnote's indented lines."""
    end = stop
    while end < len(sheet.lines) and (
        sheet.kinds[end] is LineKind.BLANK
        or (sheet.kinds[end] is LineKind.DEFINITION and _LABEL.match(sheet.lines[end]) is None)
    ):
        end += 1
        stop = end if sheet.kinds[end - 1] is LineKind.DEFINITION else stop
    return stop


def used(known: References, *texts: str) -> tuple[str, ...]:
    """Give the labels of the definitions that texts refer to, also by way of one another, in the order met."""
    if not known.texts:
        return ()
    found: dict[str, None] = {}
    waiting = list(texts)
    while waiting:
        for match in _USE.finditer(waiting.pop()):
            label = _normal(match[1])
            if label in known.texts and label not in found:
                found[label] = None
                if label.startswith("^"):
                    waiting.append(known.texts[label].partition(":")[2])
    return tuple(found)


def _normal(label: str) -> str:
    return " ".join(label.casefold().split())
