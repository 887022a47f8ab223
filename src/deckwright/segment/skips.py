"""What of a document became no entry: which lines, under which heading, and why."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from deckwright.markdown.plain import plain
from deckwright.markdown.scan import LineKind
from deckwright.model import Skip
from deckwright.segment.asking import asks
from deckwright.segment.context import title_node
from deckwright.segment.furniture import has_badge, is_contents, is_empty_html, is_furniture, is_link_only, is_top_link
from deckwright.segment.sheet import Node, Sheet

_SILENT = frozenset({LineKind.BLANK, LineKind.RULE, LineKind.UNDERLINE})


def skips(sheet: Sheet, taken: Sequence[tuple[int, int]], used: Iterable[int], file: str) -> Iterator[Skip]:
    """Give the skips between spans (0-based, sorted) that are taken by entries; `used` lines are definitions in use."""
    known = frozenset(used)
    starts = [start for start, _ in taken]
    title = title_node(sheet, set(starts))
    position = sheet.scan.front
    for start, stop in [*taken, (len(sheet.lines), len(sheet.lines))]:
        if position < start:
            yield from _between(sheet, (position, start), starts, title, (file, known))
        position = max(position, stop)


def _between(
    sheet: Sheet, span: tuple[int, int], starts: Sequence[int], title: Node | None, told: tuple[str, frozenset[int]]
) -> Iterator[Skip]:
    """Give the skips in a span without entries: section by section."""
    position, stop = span
    for node in sheet.nodes_in(position, stop):
        if node.start < position:
            continue
        yield from _piece(sheet, position, node.start, told)
        if node is title or _holds(starts, node) or not told[1].isdisjoint(range(node.start, node.end)):
            position = node.start if is_contents(node.plain) else node.end
            continue
        partly = not told[1].isdisjoint(range(node.end, min(node.stop, stop)))  # an answer key
        position = node.end if partly else min(node.stop, stop)
        yield _skip(sheet, node.start, position, told[0], node)
    yield from _piece(sheet, position, stop, told)


def _holds(starts: Sequence[int], node: Node) -> bool:
    following = bisect_left(starts, node.start)
    return following < len(starts) and starts[following] < node.stop


def _piece(sheet: Sheet, start: int, stop: int, told: tuple[str, frozenset[int]]) -> Iterator[Skip]:
    """Give a skip for lines without a heading of their own, if they say anything."""
    file, used = told
    said = [index for index in range(start, stop) if sheet.kinds[index] not in _SILENT and index not in used]
    said = [index for index in said if sheet.lines[index].strip()]
    first = 0
    for position, index in enumerate(said, 1):
        if position == len(said) or any(each in used for each in range(index, said[position])):
            yield _skip(sheet, said[first], index + 1, file, None)
            first = position


def _skip(sheet: Sheet, start: int, stop: int, file: str, node: Node | None) -> Skip:
    while stop > start + 1 and sheet.kinds[stop - 1] in _SILENT:
        stop -= 1
    if node is None and sheet.kinds[start] is LineKind.HEADING:
        node = next(iter(sheet.nodes_in(start, start + 1)), None)
    title = node.plain if node is not None else _first_words(sheet, start, stop)
    return Skip(file=file, line=start + 1, end=stop, reason=_reason(sheet, start, stop, node), title=title)


def _first_words(sheet: Sheet, start: int, stop: int) -> str:
    for index in range(start, min(stop, start + 20)):
        words = plain(sheet.lines[index][:400]).strip("-*+>#| ")
        if words:
            return words if len(words) <= 60 else words[:57].rsplit(" ", 1)[0] + " …"
    return ""


def _reason(sheet: Sheet, start: int, stop: int, node: Node | None) -> str:
    """Say why some lines are no entry."""
    if node is not None and is_contents(node.plain):
        return "a table of contents"
    inside = [
        index for index in range(node.end if node is not None else start, stop) if sheet.kinds[index] not in _SILENT
    ]
    said = [sheet.lines[index] for index in inside]
    kinds = {sheet.kinds[index] for index in inside}
    reason = next((reason for reason, holds in _REASONS if said and holds(said, kinds)), "")
    if reason:
        return reason
    if node is None:
        return "text that belongs to no question"
    if is_furniture(node.plain):
        return "a section about the document"
    return "a section without questions" if said else "a heading without text"


def _asks_only(said: Sequence[str], kinds: Collection[LineKind]) -> bool:
    del kinds
    items = [line for line in said[:200] if line.lstrip()[:1] in set("-*+0123456789")]
    return sum(asks(plain(line[:500])) for line in items) >= 3


_Holds = Callable[[Sequence[str], Collection[LineKind]], bool]
_REASONS: tuple[tuple[str, _Holds], ...] = (
    ("a table's head", lambda said, _: len(said) == 2 and "|" in said[1] and not set(said[1]) - set("|:- \t")),
    ("a comment", lambda _, kinds: kinds == {LineKind.COMMENT}),
    ("definitions that no question refers to", lambda _, kinds: kinds == {LineKind.DEFINITION}),
    ("markup without text", lambda said, _: all(map(is_empty_html, said))),
    ("a link back to the top", lambda said, _: all(is_top_link(line) or is_empty_html(line) for line in said)),
    ("badges", lambda said, _: all(has_badge(line) or is_empty_html(line) for line in said)),
    ("only links", lambda said, _: is_link_only("\n".join(said))),
    ("questions without answers", _asks_only),
)
