"""Which sections an author wants read: patterns on headings; and what the others are reported as."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

from deckwright.markdown.plain import plain
from deckwright.segment.context import Context
from deckwright.segment.document import ReadingOptions
from deckwright.segment.sheet import Cut
from deckwright.swift import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Unwanted:
    """Lines `start` to before `stop` (0-based) that the author doesn't want read, and the heading that says so."""

    start: int
    stop: int
    title: str


def chosen(
    cuts: Sequence[Cut], above: Context, options: ReadingOptions
) -> tuple[tuple[Cut, ...], tuple[Unwanted, ...]]:
    """Give the cuts in wanted sections, and the sections of the others."""
    if not options.include_sections and not options.exclude_sections:
        return tuple(cuts), ()
    wanted: list[Cut] = []
    unwanted: list[Unwanted] = []
    floor = 0
    for cut in cuts:
        nodes = above.headings[cut.start]
        titles = [*(above.name(node) for node in nodes), *cut.above]
        included = not options.include_sections or _matching(titles, options.include_sections) >= 0
        excluding = _matching(titles, options.exclude_sections)
        if included and excluding < 0:
            wanted.append(cut)
            floor = cut.stop
            continue
        position = excluding if excluding >= 0 else len(nodes) - 1
        start = nodes[position].start if 0 <= position < len(nodes) else cut.start
        title = titles[position] if position >= 0 else plain(cut.question.text[:400])[:60]
        if unwanted and unwanted[-1].start == start and unwanted[-1].stop == floor:
            unwanted.pop()
        elif start < floor:
            start = cut.start
        unwanted.append(Unwanted(start=start, stop=cut.stop, title=title))
        floor = cut.stop
    return tuple(wanted), tuple(unwanted)


def _matching(titles: Sequence[str], patterns: Sequence[str]) -> int:
    """Give the position of the outermost heading that a pattern fits, or -1."""
    for position, title in enumerate(titles):
        if any(fnmatchcase(title.casefold(), pattern.casefold()) for pattern in patterns):
            return position
    return -1
