"""Which sections an author wants read: patterns on headings."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

from deckwright.segment.context import Context, section_title
from deckwright.segment.document import ReadingOptions
from deckwright.segment.sheet import Cut


def chosen(cuts: Sequence[Cut], above: Context, options: ReadingOptions) -> tuple[tuple[Cut, ...], tuple[Cut, ...]]:
    """Give the cuts in wanted sections, and the others."""
    if not options.include_sections and not options.exclude_sections:
        return tuple(cuts), ()
    wanted: list[Cut] = []
    unwanted: list[Cut] = []
    for cut in cuts:
        headings = [*(section_title(node) for node in above.headings[cut.start]), *cut.above]
        included = not options.include_sections or _matches(headings, options.include_sections)
        excluded = _matches(headings, options.exclude_sections)
        (wanted if included and not excluded else unwanted).append(cut)
    return tuple(wanted), tuple(unwanted)


def _matches(headings: Sequence[str], patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(heading.casefold(), pattern.casefold()) for heading in headings for pattern in patterns)
