"""Texts with gaps that no question covers: each paragraph, list item or table with gaps is a note of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from deckwright.markdown.finding import find_gaps, may_hold_gaps
from deckwright.markdown.plain import plain
from deckwright.markdown.scan import LineKind
from deckwright.model import Passage
from deckwright.segment.blocks import last_said
from deckwright.segment.sheet import Cut, Node, Sheet, dedent
from deckwright.swift import dataclass

NAME = "gaps"
"""The style that these cuts say they are of; it isn't one to ask for, since it finds only what questions leave."""
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
_NAME = 60
"""Characters of a list item that names what stands below it; a longer one says something itself."""
_QUIET = frozenset({LineKind.BLANK, LineKind.RULE, LineKind.COMMENT, LineKind.DEFINITION, LineKind.FRONT})
_CODE = frozenset({LineKind.FENCE, LineKind.CODE})


def gapped(sheet: Sheet, cuts: Sequence[Cut], *, highlights: bool) -> tuple[Cut, ...]:
    """Find the texts with gaps between the questions, in order; `highlights` is what the document as a whole says."""
    if not any(may_hold_gaps(line, highlights=True) for line in sheet.lines):
        return ()
    found: list[Cut] = []
    position = sheet.scan.front
    for start, stop in [*((cut.start, cut.stop) for cut in cuts), (len(sheet.lines), len(sheet.lines))]:
        for first, last, marks in _regions(sheet, position, start, highlights=highlights):
            found += _in_region(sheet, first, last, highlights=marks)
        position = max(position, stop)
    return tuple(found)


def _regions(sheet: Sheet, start: int, stop: int, *, highlights: bool) -> Iterator[tuple[int, int, bool]]:
    """Part lines at the headings in them, and say of each part whether `==text==` is a gap there."""
    choosing = [node for node in sheet.nodes if node.attributes.values.get("highlights") in {"true", "false"}]
    edges = [start, *(node.start for node in sheet.nodes_in(start, stop) if not node.indent), stop]
    for first, last in pairwise(edges):
        if first < last and any(may_hold_gaps(sheet.lines[index], highlights=True) for index in range(first, last)):
            yield first, last, _highlighted(choosing, first, otherwise=highlights)


def _highlighted(choosing: Sequence[Node], line: int, *, otherwise: bool) -> bool:
    """Say whether `==text==` is a gap at a line: the innermost heading above that says so counts."""
    said = otherwise
    for node in choosing:
        if node.start <= line < node.stop:
            said = node.attributes.values["highlights"] == "true"
    return said


@dataclass(slots=True)
class _Block:
    """A paragraph, a list item or the like: lines `start` to before `stop`."""

    start: int
    stop: int
    indent: int = -1
    """Columns before a list item's marker; -1 of what is none."""
    holds: bool = False
    above: tuple[int, ...] = ()
    """The first lines of the list items that it stands in, outermost first."""


def _in_region(sheet: Sheet, start: int, stop: int, *, highlights: bool) -> Iterator[Cut]:
    blocks = _nested(_blocks(sheet, start, stop))
    lines = sheet.lines[start:stop]
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line) + 1)
    found = find_gaps("\n".join(lines), highlights=highlights)
    edges = [(gap.start, gap.stop) for gap in found.found] + [(flaw.at, flaw.at + 1) for flaw in found.flaws]
    spans = [
        (start + _line(offsets, first), start + _line(offsets, max(first, last - 1))) for first, last in sorted(edges)
    ]
    held = list(_held(sheet, blocks, spans))
    node = next(iter(sheet.nodes_in(start, start + 1)), None)
    if node is not None and len(held) == 1 and held[0].start == start:
        yield _titled(sheet, node, stop)
        return
    for block in held:
        yield _cut(sheet, block)


def _titled(sheet: Sheet, node: Node, stop: int) -> Cut:
    """Cut a heading with gaps, and what stands below it."""
    return Cut(
        start=node.start,
        stop=last_said(sheet, node.end, stop),
        question=Passage(text=node.text, line=node.start + 1),
        body=sheet.passage(node.end, stop),
        style=NAME,
        label=node.label.text if node.label else "",
        attributes=node.attributes,
    )


def _line(offsets: Sequence[int], offset: int) -> int:
    low, high = 0, len(offsets) - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if offsets[middle] <= offset else (low, middle)
    return low


def _blocks(sheet: Sheet, start: int, stop: int) -> Iterator[_Block]:
    """Give the blocks in some lines, list items one by one."""
    index = start
    while index < stop:
        kind = sheet.kinds[index]
        if kind in _QUIET or not sheet.lines[index].strip():
            index += 1
            continue
        first = index
        index += 1
        if kind in _CODE:
            while index < stop and sheet.kinds[index] in _CODE:
                index += 1
                if sheet.kinds[index - 1] is LineKind.FENCE:
                    break
        elif kind is not LineKind.HEADING:
            while index < stop and _goes_on(sheet, first, index):
                index += 1
        marker = _ITEM.match(sheet.lines[first]) if kind is LineKind.ITEM else None
        indent = len(sheet.lines[first]) - len(sheet.lines[first].lstrip()) if marker else -1
        yield _Block(first, index, indent)


def _goes_on(sheet: Sheet, first: int, index: int) -> bool:
    """Whether a line belongs to the block that began above it."""
    kind = sheet.kinds[index]
    if kind in _QUIET or kind in {LineKind.ITEM, LineKind.HEADING} or not sheet.lines[index].strip():
        return False
    if kind in _CODE:
        return sheet.kinds[first] is LineKind.ITEM and sheet.lines[index][:1] in {" ", "\t"}
    return (kind is LineKind.TABLE) == (sheet.kinds[first] is LineKind.TABLE) or kind is not LineKind.TABLE


def _nested(blocks: Iterator[_Block]) -> list[_Block]:
    """Say of each block in which list items it stands."""
    items: list[_Block] = []
    found: list[_Block] = []
    for block in blocks:
        while items and (max(block.indent, 0)) <= items[-1].indent:
            items.pop()
        block.above = tuple(item.start for item in items)
        if block.indent >= 0:
            items.append(block)
        found.append(block)
    return found


def _held(sheet: Sheet, blocks: Sequence[_Block], spans: Sequence[tuple[int, int]]) -> Iterator[_Block]:
    """Give the blocks that hold gaps, those that a gap spans joined, each with what hangs below it or leads up to it."""
    position = 0
    joined: list[_Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        while position < len(spans) and spans[position][1] < block.start:
            position += 1
        spanned = position < len(spans) and spans[position][0] < block.stop
        if last is not None and last.holds and spanned and spans[position][0] < last.stop:
            last.stop = block.stop
        elif spanned and last is not None and not last.holds and sheet.kinds[block.start] in _CODE:
            last.stop, last.holds = block.stop, True
        else:
            block.holds = spanned
            joined.append(block)
    for at, block in enumerate(joined):
        if block.holds:
            below = at + 1
            while below < len(joined) and block.indent >= 0 and joined[below].start > block.start:
                if block.start not in joined[below].above or joined[below].holds:
                    break
                below += 1
            block.stop = max(block.stop, joined[below - 1].stop)
            yield block


def _cut(sheet: Sheet, block: _Block) -> Cut:
    lines = list(sheet.lines[block.start : block.stop])
    marker = _ITEM.match(lines[0]) if block.indent >= 0 else None
    if marker:
        lines = [lines[0][marker.end() :], *(dedent(line, marker.end()) for line in lines[1:])]
    elif sheet.kinds[block.start] is LineKind.HEADING:
        lines[0] = lines[0].strip("# ")
    above = {line: plain(_ITEM.sub("", sheet.lines[line], count=1)).rstrip(":：") for line in block.above}
    named = {line: text for line, text in above.items() if 0 < len(text) <= _NAME and "{{" not in text}
    return Cut(
        start=block.start,
        stop=block.stop,
        question=Passage(text="\n".join(lines), line=block.start + 1),
        body=Passage(line=block.stop),
        style=NAME,
        above=tuple(named.values()),
        used=tuple(named),
    )
