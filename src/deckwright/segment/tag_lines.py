"""Lines of tags above the questions of a section, or of a document: they go for all of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import field

from deckwright.markdown.scan import LineKind
from deckwright.segment.own_tags import may_be_colours, tags_in
from deckwright.segment.sheet import Cut, Sheet
from deckwright.swift import dataclass

WHOLE = -1
"""What stands for a heading where a line of tags goes for the whole document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TagLines:
    """The tags, by the first line of the heading above them, and the lines themselves (0-based)."""

    below: Mapping[int, Sequence[str]] = field(default_factory=dict)
    lines: frozenset[int] = frozenset()


def tag_lines(sheet: Sheet, cuts: Sequence[Cut]) -> TagLines:
    """Find them. Where no heading is any section's, they may as well be headings whose space was forgotten."""
    maybe = [at for at, line in enumerate(sheet.lines) if line[:1] == "#" and sheet.kinds[at] is LineKind.TEXT]
    found = {at: tags for at in maybe if (tags := tags_in(sheet.lines[at])) and not may_be_colours(tags)}
    starts = {cut.start for cut in cuts}
    sections = [node for node in sheet.nodes if node.start not in starts] if found else []
    if not sections:
        return TagLines()
    asking = sorted(starts)
    below: dict[int, list[str]] = {}
    lines: list[int] = []
    above: list[int] = []
    position = 0
    for at, tags in found.items():
        while position < len(sections) and sections[position].start < at:
            above.append(position)
            position += 1
        while above and sections[above[-1]].stop <= at:
            above.pop()
        place, stop = (sections[above[-1]].start, sections[above[-1]].stop) if above else (WHOLE, len(sheet.lines))
        behind = bisect_right(asking, at)
        # Behind a question they would go for that one, if for any.
        if (not behind or asking[behind - 1] < place) and behind < len(asking) and asking[behind] < stop:
            below.setdefault(place, []).extend(tags)
            lines.append(at)
    return TagLines(below=below, lines=frozenset(lines))
