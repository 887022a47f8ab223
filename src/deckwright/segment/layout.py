"""How a scanned document is laid out: its outline, its folds, and where anything special stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from deckwright.markdown.plain import plain
from deckwright.markdown.scan import Heading, LineKind, Scan
from deckwright.segment.asked import HELD, READ, held_text, may_ask, stems_in, title_of
from deckwright.segment.asking import asks, bids
from deckwright.segment.attributes import read_attributes
from deckwright.segment.folds import Fold, folds, text_between
from deckwright.segment.label import Label, bare, read_label, shared, unwrap, without_anchors
from deckwright.segment.pairs import outline, pairs
from deckwright.segment.sheet import Node, Sheet
from deckwright.segment.signs import without_word
from deckwright.segment.tags import Role, maybe_tag, read_tag, says_nothing_more, summary_role


def lay_out(scan: Scan) -> Sheet:
    """Make the outline; headings that only label an answer are no part of it."""
    scan = _without_item_headings(scan)
    found = folds(scan)
    stems = stems_in("\n".join(scan.lines))
    paired = pairs(scan)
    summarised = _summary_lines(found)
    shown = [heading for heading in scan.headings if heading.index not in summarised]
    headings = _without_follow_ups(scan, outline(shown, paired), stems)
    texts = [read_attributes(_MARKED.sub("", heading.text)) for heading in headings]
    read = [
        (_SAYS_QUESTION if heading.index in paired else _follow_up(scan, heading, stems))
        or _label(heading, unwrap(bare(text)))
        for heading, (text, _) in zip(headings, texts, strict=True)
    ]
    marks = _with_parts(headings, texts, shared(read))
    stops = _stops(headings, found, len(scan.lines))
    nodes = []
    for heading, (text, attributes), sure, stop in zip(headings, texts, marks, stops, strict=True):
        label = sure or _asking_label(heading, unwrap(bare(text)))
        rest = unwrap(without_anchors(text)) if label is None else unwrap(without_word(label.rest.strip()))
        said = plain(rest)
        nodes.append(
            Node(
                start=heading.index,
                end=heading.end,
                stop=max(stop, heading.end),  # a fold may end on the heading's own line
                level=heading.level,
                text=rest,
                plain=said,
                label=label,
                attributes=attributes,
                asks=asks(said),
                bids=bids(said),
                indent=heading.indent,
                answer=paired.get(heading.index, 0),
            )
        )
    labels = _label_lines(scan)
    summaries = tuple(plain(text_between(scan.lines, *fold.summary)) for fold in found)
    return Sheet(
        scan=scan,
        nodes=tuple(nodes),
        node_lines=tuple(node.start for node in nodes),
        folds=found,
        fold_lines=tuple(fold.start[0] for fold in found),
        summaries=summaries,
        roles=_roles(summaries),
        mere=frozenset(text for text, count in Counter(summaries).items() if count >= 3 or says_nothing_more(text)),
        rules=tuple(index for index, kind in enumerate(scan.kinds) if kind is LineKind.RULE),
        labels=labels,
        specials=_special_lines(scan, labels, found, stems),
    )


_MARKED = re.compile(r"[ \t]#(?:flash)?cards?(?:[-/][\w/-]{1,80})?[ \t]*$", re.IGNORECASE)
"""What Obsidian's flashcard plugins read behind a heading."""


def _without_item_headings(scan: Scan) -> Scan:
    """Take headings in list items for text of their items, where the document doesn't mark its questions that way."""
    groups: dict[tuple[bool, int], list[Heading]] = {}
    for heading in scan.headings:
        if heading.marker:
            groups.setdefault((heading.marker[0].isdigit(), heading.level), []).append(heading)
    if not groups:
        return scan
    beside = any(not heading.marker and _is_question(heading) for heading in scan.headings)
    text: set[int] = set()
    for (numbered, _), group in groups.items():
        asking = sum(map(_is_question, group))
        usual = asking * 2 >= len(group) and (asking > 1 or not beside)
        if not ((asking or len(group) > 2) if numbered else usual):
            text |= {heading.index for heading in group}
    if not text:
        return scan
    kinds = [LineKind.ITEM if index in text else kind for index, kind in enumerate(scan.kinds)]
    return replace(scan, kinds=kinds, headings=tuple(heading for heading in scan.headings if heading.index not in text))


def _is_question(heading: Heading) -> bool:
    """Whether a heading by itself looks like a question."""
    text = unwrap(bare(heading.text))
    label = read_label(text)
    said = plain(text)
    return (label is not None and not label.weak) or asks(said) or bids(said)


_READABLE = frozenset({LineKind.TEXT, LineKind.ITEM, LineKind.QUOTE, LineKind.HTML, LineKind.HEADING, LineKind.TABLE})


def _label_lines(scan: Scan) -> tuple[int, ...]:
    return tuple(
        index
        for index, (line, kind) in enumerate(zip(scan.lines, scan.kinds, strict=True))
        if kind in _READABLE and maybe_tag(line)
    )


def _special_lines(scan: Scan, labels: Sequence[int], found: Sequence[Fold], stems: Sequence[str]) -> tuple[int, ...]:
    """Find the lines that a body can't be taken with as they are."""
    special = {*labels, *(fold.start[0] for fold in found)}
    for index, (line, kind) in enumerate(zip(scan.lines, scan.kinds, strict=True)):
        if (
            kind is LineKind.DEFINITION
            or (kind in _READABLE and "#" in line and kind is not LineKind.HEADING and _PAGE.search(line))
            or (stems and kind in READ and may_ask(line, stems))
            or (stems and kind in HELD and may_ask(held_text(line), stems))
        ):
            special.add(index)
    return tuple(sorted(special))


_PAGE = re.compile(r"\(\s*#|=\s*[\"']?#|^\s*#")


def _roles(summaries: Sequence[str]) -> tuple[Role | None, ...]:
    """Say what summaries say that their folds hide; one that recurs is a label in a language that we don't know."""
    counts = Counter(summaries)
    least = max(3, len(summaries) // 4)
    return tuple(
        summary_role(text) or (Role.ANSWER if counts[text] >= least and not asks(text) else None) for text in summaries
    )


def _label(heading: Heading, text: str) -> Label | None:
    """Give a heading's label: its own, or the number of the list item that it opens."""
    label = read_label(text)
    if heading.marker[:1].isdigit():
        numbers = (int(heading.marker[:-1]),)
        if label is None or (label.weak and not label.strong):
            return Label(text=heading.marker[:-1], prefix="item", numbers=numbers, rest=text, strong=True)
    return label


def _asking_label(heading: Heading, text: str) -> Label | None:
    """Give the label of a heading that has no siblings, if it asks."""
    label = _label(heading, text)
    if label is None or label.weak or len(label.prefix) > 1 or not label.rest.strip():
        return None
    rest = plain(label.rest)
    return label if asks(rest) or bids(rest) else None


def _with_parts(
    headings: Sequence[Heading], texts: Sequence[tuple[str, object]], marks: Sequence[Label | None]
) -> list[Label | None]:
    """Label the parts of a question whose heading only numbers it: "a) …" and "b) …" below "### Q1)"."""
    labels = list(marks)
    level, asked, letter = 0, "", ""
    for at, (heading, (text, _)) in enumerate(zip(headings, texts, strict=True)):
        label = labels[at]
        match = _PART.match(unwrap(bare(text))) if asked and heading.level > level else None
        if match is not None and match["letter"] == letter:
            labels[at] = Label(
                text=f"{asked}{letter}", prefix="subquestion", numbers=(ord(letter),), rest=match["rest"], strong=True
            )
            letter = chr(ord(letter) + 1)
        elif heading.level <= level or not asked:
            silent = label is not None and label.strong and bool(label.numbers) and not label.rest.strip()
            level, asked, letter = heading.level, label.text if label is not None and silent else "", "a"
    return labels


_PART = re.compile(r"[(\[]?(?P<letter>[a-h])[)\].]{1,2}[ \t]+(?P<rest>\S.*)$")


_SAYS_QUESTION = Label(text="", prefix="question", numbers=(), rest="", strong=True)
"""That of a heading which only says that a question follows."""


def _summary_lines(found: Sequence[Fold]) -> frozenset[int]:
    """Give the lines of summaries, a few each: a heading in one is the summary's, not the document's."""
    return frozenset(
        index
        for fold in found
        for index in range(fold.summary[0][0], fold.summary[1][0] + 1)
        if fold.summary[1][0] - fold.summary[0][0] <= _TALLEST_SUMMARY
    )


_TALLEST_SUMMARY = 8


def _without_follow_ups(scan: Scan, headings: Sequence[Heading], stems: Sequence[str]) -> list[Heading]:
    """Leave out the headings that label follow-ups: they belong to the answer that they stand in."""
    if not stems:
        return list(headings)
    kept: list[Heading] = []
    for position, heading in enumerate(headings):
        title = title_of(f"# {heading.text}") if not heading.marker and kept and kept[-1].level <= heading.level else ""
        holds = any(below.level > heading.level for below in headings[position + 1 : position + 2])
        if not title or (holds and not asks(plain(title))) or _follow_up(scan, heading, stems):
            kept.append(heading)
    return kept


def _follow_up(scan: Scan, heading: Heading, stems: Sequence[str]) -> Label | None:
    """Give the label of a heading that names a follow-up, if the first thing below it is a question with its own label."""
    title = title_of(f"# {heading.text}") if stems else ""
    if not title:
        return None
    following = map(scan.lines.__getitem__, range(heading.end, len(scan.lines)))
    tag = read_tag(next(filter(str.strip, following), ""))
    asked = tag is not None and tag.role is Role.QUESTION
    return Label(text="", prefix="follow-up", numbers=(), rest=title, strong=True) if asked else None


def _stops(headings: Sequence[Heading], known: Sequence[Fold], count: int) -> list[int]:
    """For each heading, find the index where its section ends: at the next heading of its level or above.

    What is folded away ends nothing outside its fold, and no section reaches out of the fold that it lies in.
    """
    stops = [count] * len(headings)
    open_: list[int] = []
    inside: list[Fold] = []
    holders: list[int] = []
    following = 0
    for position, heading in enumerate(headings):
        while following < len(known) and known[following].start[0] < heading.index:
            inside = [fold for fold in inside if fold.stop > known[following].start[0]]
            if known[following].closed:
                inside.append(known[following])
            following += 1
        while inside and inside[-1].stop <= heading.index:
            ended = inside.pop()
            while open_ and holders[open_[-1]] > len(inside):
                stops[open_.pop()] = ended.content[1][0]
        while open_ and holders[open_[-1]] >= len(inside) and headings[open_[-1]].level >= heading.level:
            stops[open_.pop()] = heading.index
        open_.append(position)
        holders.append(len(inside))
    for fold in reversed(inside):
        while open_ and holders[open_[-1]] > inside.index(fold):
            stops[open_.pop()] = fold.content[1][0]
    return stops
