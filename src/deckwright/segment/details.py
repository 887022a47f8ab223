"""The reading style in which a question is the summary of a fold: `<details><summary>question</summary>answer</details>`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckwright.markdown.plain import plain
from deckwright.markdown.scan import LineKind
from deckwright.model import Passage
from deckwright.segment.asking import asks, bids
from deckwright.segment.bodylines import BodyLine, common_indent, fold_edges, folded_lines
from deckwright.segment.folds import Fold, text_between, unwrapped
from deckwright.segment.furniture import is_link_only
from deckwright.segment.holders import holders
from deckwright.segment.label import Label, read_label, shared, unwrap
from deckwright.segment.sheet import Cut, Sheet, dedent

_HEADING_TAGS = re.compile(r"^\s*(?:<h[1-6][^<>]{0,200}>|#{1,6}\s)\s*|(?<!\s)\s*</h[1-6]>\s*$", re.IGNORECASE)


_MARKER = re.compile(r"[-*+>]|")


class Details:
    """Questions as summaries of folds."""

    name = "details"
    says = "<summary> in <details>"
    weight = 1.0
    enough = 1

    def cuts(self, sheet: Sheet, start: int, stop: int, *, forced: bool) -> tuple[Cut, ...]:
        """Cut at each fold whose summary says something of its own."""
        inside = sheet.folds_in(start, stop)
        asking = [fold for fold in inside if sheet.role(fold) is None and sheet.summaries[fold.position]]
        held = holders(sheet, start, stop)
        sections = _sections(sheet, asking) | held
        taken: set[int] = set()
        found: list[Fold] = []
        for fold in asking:
            if fold.position in sections or _within(sheet, fold, taken) or _only_links(sheet, fold):
                continue
            taken.add(fold.position)
            found.append(fold)
        if not forced and (len(found) < 3 or held):
            found = [fold for fold in found if asks(sheet.summaries[fold.position])]
        texts = [_summary(sheet, fold) for fold in found]
        labels = shared([read_label(unwrap(text.text)) for text in texts])
        return tuple(
            _cut(sheet, fold, text, label, sections) for fold, text, label in zip(found, texts, labels, strict=True)
        )


def _sections(sheet: Sheet, asking: Sequence[Fold]) -> frozenset[int]:
    """Folds that hold several others which ask, and hardly a word beside them."""
    children: dict[int, list[Fold]] = {}
    for fold in asking:
        if fold.parent >= 0:
            children.setdefault(fold.parent, []).append(fold)
    found = set()
    for position, inner in children.items():
        if len(inner) < 2:
            continue
        outer = sheet.folds[position]
        own = _size(sheet, outer.content[0], outer.content[1]) - sum(
            _size(sheet, fold.start, (fold.stop, 0)) for fold in inner
        )
        questions = sum(asks(sheet.summaries[fold.position]) or bids(sheet.summaries[fold.position]) for fold in inner)
        if own < 20 * len(inner) + 40 and (questions * 2 >= len(inner) or own < 5 * len(inner)):
            found.add(position)
    return frozenset(found)


def _size(sheet: Sheet, start: tuple[int, int], stop: tuple[int, int]) -> int:
    """Count the characters that say something between two places."""
    text = re.sub(r"<[^<>]{0,300}>", "", text_between(sheet.lines, start, stop))
    return sum(not char.isspace() for char in text)


def _within(sheet: Sheet, fold: Fold, taken: set[int]) -> bool:
    parent = fold.parent
    while parent >= 0:
        if parent in taken:
            return True
        parent = sheet.folds[parent].parent
    return False


def _only_links(sheet: Sheet, fold: Fold) -> bool:
    """Whether a fold hides a list of links, as tables of contents and translations do."""
    if asks(sheet.summaries[fold.position]) or fold.content[1][0] - fold.content[0][0] > 400:
        return False
    text = "\n".join(one.text for one in folded_lines(sheet, fold))
    return sum(bool(line.strip()) for line in text.split("\n")) >= 3 and is_link_only(text)


def _summary(sheet: Sheet, fold: Fold) -> Passage:
    text, taken = unwrapped(text_between(sheet.lines, *fold.summary))
    text = _HEADING_TAGS.sub("", text)
    lines = text.split("\n")
    indent = common_indent(lines[1:])
    lines = [unwrap(lines[0].strip()), *(dedent(line, indent).rstrip() for line in lines[1:])]
    said = "\n".join(lines).strip()
    head, preface, _ = fold_edges(sheet, fold)
    head = "" if _MARKER.fullmatch(head) else head
    said = f"{head} {said}" if head else said
    said = f"{said}\n\n{preface}" if preface else said
    return Passage(text=said, line=fold.summary[0][0] + taken + 1)


def _cut(sheet: Sheet, fold: Fold, text: Passage, label: Label | None, sections: frozenset[int]) -> Cut:
    body = folded_lines(sheet, fold)
    tail = fold_edges(sheet, fold)[2]
    body += [BodyLine(tail, LineKind.TEXT, fold.stop)] if tail and body[-1].line < fold.stop else []
    if tail and body[-1].text != tail:
        body[-1] = body[-1]._replace(text=f"{body[-1].text} {tail}")
    above: list[str] = []
    used: list[int] = []
    parent = fold.parent
    while parent >= 0:
        if parent in sections:
            outer = sheet.folds[parent]
            above.append(plain(sheet.summaries[parent]))
            first, last = outer.summary[0][0], outer.summary[1][0]
            said = sheet.summaries[parent]
            used += [index for index in range(first, last + 1) if 0 < len(plain(sheet.lines[index])) <= len(said)]
        parent = sheet.folds[parent].parent
    return Cut(
        start=fold.start[0],
        stop=fold.stop,
        question=Passage(text=unwrap(label.rest.strip() if label else text.text), line=text.line),
        body=Passage(text="\n".join(one.text for one in body), line=body[0].line),
        style="details",
        label=label.text if label else "",
        above=tuple(reversed(above)),
        used=tuple(used),
        body_answers=not any(inner.parent == fold.position and sheet.role(inner) for inner in _after(sheet, fold)),
    )


def _after(sheet: Sheet, fold: Fold) -> Sequence[Fold]:
    """Find the folds right inside another, a few of them."""
    return [each for each in sheet.folds[fold.position + 1 : fold.position + 12] if each.start < fold.content[1]]
