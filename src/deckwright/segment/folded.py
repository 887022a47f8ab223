"""The reading style in which an answer hides in a fold and its question is whatever stands before that."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from deckwright.markdown.plain import plain
from deckwright.markdown.scan import LineKind, item_indent
from deckwright.model import Passage
from deckwright.segment.asked import READ
from deckwright.segment.asked import read_label as read_follow_up
from deckwright.segment.asking import asks, bids
from deckwright.segment.blocks import last_said
from deckwright.segment.folds import Fold
from deckwright.segment.furniture import is_empty_html
from deckwright.segment.holders import holders, is_held
from deckwright.segment.label import read_label, unwrap
from deckwright.segment.options import opens_options
from deckwright.segment.sheet import Cut, Node, Sheet, dedent
from deckwright.segment.signs import without_word
from deckwright.segment.tags import Role

_NUMBERED = frozenset({LineKind.TEXT, LineKind.ITEM})


class Folded:
    """Questions before folded answers."""

    name = "folded"
    says = "text or headings before a fold that says that it hides the answer"
    weight = 0.95
    enough = 2

    def cuts(self, sheet: Sheet, start: int, stop: int, *, forced: bool) -> tuple[Cut, ...]:
        """Cut before each such fold."""
        del forced
        held = holders(sheet, start, stop)
        folds = [
            fold
            for fold in sheet.folds_in(start, stop)
            if sheet.role(fold) is Role.ANSWER and is_held(sheet, fold, held)
        ]
        found: list[Cut] = []
        floor = start
        for position, fold in enumerate(folds):
            following = folds[position + 1] if position + 1 < len(folds) else None
            if fold.parent >= 0:
                floor = max(floor, sheet.folds[fold.parent].summary[1][0] + 1)
            cut = _cut(sheet, fold, floor, following)
            if cut is not None and found and not found[-1].label:
                found[-1] = _counted(sheet, found[-1], folds[position - 1 : position + 1], cut)
            if cut is not None and found and _asks_on(sheet, floor, fold.start[0]):
                found[-1] = _longer(sheet, found[-1], fold.stop)
            elif cut is not None:
                found.append(cut)
            floor = fold.stop
        limits = [*(cut.start for cut in found[1:]), stop]
        return tuple(_with_rest(sheet, cut, limit) for cut, limit in zip(found, limits, strict=False))


def _counted(sheet: Sheet, cut: Cut, folds: Sequence[Fold], following: Cut) -> Cut:
    """Begin a question that has no number at the line with the one before the next question's; what is above tells of all."""
    after = read_label(unwrap(sheet.lines[following.start].strip())) if following.label else None
    if after is None or not after.numbers or cut.stop != folds[0].stop or following.stop != folds[1].stop:
        return cut
    wanted = (*after.numbers[:-1], after.numbers[-1] - 1)
    for index in range(cut.start + 1, folds[0].start[0]):
        line = sheet.lines[index]
        if sheet.kinds[index] not in _NUMBERED or line[:1].isspace() or sheet.kinds[index - 1] is LineKind.TEXT:
            continue
        label = read_label(unwrap(line.strip()))
        if label is not None and not label.weak and (label.prefix, label.numbers) == (after.prefix, wanted):
            return _cut(sheet, folds[0], index, folds[1]) or cut
    return cut


def _asks_on(sheet: Sheet, start: int, stop: int) -> bool:
    """Whether a follow-up's label stands in some lines, and no other question's heading."""
    return not sheet.nodes_in(start, stop) and any(
        sheet.kinds[index] in READ and read_follow_up(sheet.lines[index]) is not None for index in range(start, stop)
    )


def _with_rest(sheet: Sheet, cut: Cut, limit: int) -> Cut:
    """Add what follows a cut up to the next heading, where it starts with a follow-up's label."""
    stop = next((node.start for node in sheet.nodes_in(cut.stop, limit)), limit)
    first = next((index for index in range(cut.stop, stop) if sheet.lines[index].strip()), stop)
    return _longer(sheet, cut, stop) if _asks_on(sheet, cut.stop, min(first + 1, stop)) else cut


def _longer(sheet: Sheet, cut: Cut, stop: int) -> Cut:
    indent = item_indent(sheet.lines[cut.start]) if sheet.kinds[cut.start] is not LineKind.HEADING else 0
    return replace(cut, stop=stop, body=sheet.passage(cut.body.line - 1, stop, indent))


def _cut(sheet: Sheet, fold: Fold, floor: int, following: Fold | None) -> Cut | None:
    node = _heading(sheet, floor, fold.start[0])
    first = max(floor, node.end if node is not None else floor)
    for index in range(fold.start[0] - 1, first - 1, -1):
        if sheet.kinds[index] is LineKind.RULE:
            first = index + 1
            break
    stop = last_said(sheet, first, fold.start[0])
    while first < stop and (not sheet.lines[first].strip() or is_empty_html(sheet.lines[first])):
        first += 1
    last = _last_asked(sheet, first, stop)
    alone = node is not None and last < 0 and (following is None or following.start[0] >= node.stop)
    first = max(first, last)
    if node is not None and (first >= stop or (alone and not node.label)):
        return Cut(
            start=node.start,
            stop=fold.stop,
            question=Passage(text=node.text, line=node.start + 1),
            body=sheet.passage(node.end, fold.stop),
            style="folded",
            label=node.label.text if node.label else "",
            attributes=node.attributes,
        )
    if first >= stop:
        return None
    below = _wrapped(sheet, first, stop)
    line = "\n".join(each.strip() for each in sheet.lines[first:below])
    label = read_label(unwrap(line))
    if label is not None and label.weak:
        label = None
    text = without_word(label.rest.strip()) if label is not None else line
    indent = item_indent(sheet.lines[first])
    if not plain(text):
        return None
    return Cut(
        start=first,
        stop=fold.stop,
        question=Passage(text=unwrap(dedent(text, 4).strip()), line=first + 1),
        body=sheet.passage(below, fold.stop, indent),
        style="folded",
        label=label.text if label is not None else "",
    )


def _wrapped(sheet: Sheet, start: int, stop: int) -> int:
    """Find the index after a question: after its line, or where that is wrapped, after the one that ends what it begins."""
    text, end = sheet.lines[start].strip(), start + 1
    while end < stop and sheet.kinds[end] is LineKind.TEXT and sheet.kinds[start] is not LineKind.HEADING:
        if text.count("**") % 2 == 0 and text.endswith((".", ":", "?", "!", "。", "：", "？", "！", "*", ">", "\\")):
            break
        if sheet.lines[end - 1].endswith("  ") or opens_options(sheet.lines[end]):
            break
        text, end = sheet.lines[end].strip(), end + 1
    return end


def _last_asked(sheet: Sheet, start: int, stop: int) -> int:
    """Find the last of numbered lines that all ask and count on, or -1: those above it have no answers."""
    last = -1
    counted: tuple[int, ...] = ()
    for index in range(start, stop):
        line = sheet.lines[index]
        if line[:1].isspace() or sheet.kinds[index] not in _NUMBERED:
            continue
        label = read_label(unwrap(line.strip()))
        numbers = label.numbers if label is not None and not label.weak else ()
        if not numbers or (counted and numbers != (*counted[:-1], counted[-1] + 1)):
            continue
        said = plain(label.rest) if label is not None else ""
        if not (asks(said) or bids(said)):
            break
        last, counted = index, numbers
    return last


def _heading(sheet: Sheet, floor: int, line: int) -> Node | None:
    """Give the last heading between two lines."""
    position = bisect_right(sheet.node_lines, line) - 1
    node = sheet.nodes[position] if position >= 0 else None
    return node if node is not None and node.start >= floor else None
