"""A document laid out for the reading styles: its lines, what each is, and its headings with their sections."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from deckwright.markdown.plain import plain
from deckwright.markdown.scan import Heading, LineKind, Scan
from deckwright.model import Passage
from deckwright.segment.asking import asks, bids
from deckwright.segment.attributes import NONE, Attributes, read_attributes
from deckwright.segment.folds import Fold, folds, text_between
from deckwright.segment.label import Label, bare, read_label, shared, unwrap, without_anchors
from deckwright.segment.tags import Role, Tag, maybe_tag, read_tag, says_nothing_more, summary_role


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A heading with its section: the lines from `start` to before `stop` (0-based)."""

    start: int
    end: int
    """The index after the heading's own lines."""
    stop: int
    level: int
    text: str
    """Markdown, without label and attributes."""
    plain: str
    label: Label | None
    attributes: Attributes
    asks: bool
    bids: bool
    indent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """One question as a reading style found it: lines `start` to before `stop` (0-based), question and body.

    Line k of `body` (the first is 0) stands on the source's line `body.line + k`, whatever was taken off its ends.
    """

    start: int
    stop: int
    question: Passage
    body: Passage
    style: str
    label: str = ""
    attributes: Attributes = NONE
    above: tuple[str, ...] = ()
    """Headings that aren't Markdown's: summaries of collapsed sections."""
    used: tuple[int, ...] = ()
    """Indices of the lines that those stand on."""
    divided: bool = False
    """Whether the body is the answer and nothing else, so that nothing of it belongs to the question."""
    answer: Tag | None = None
    """The answer's label, where the style found one itself; the line that it stands on is `answer_line`."""
    answer_line: int = 0
    """1-based."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A scanned document and its outline."""

    scan: Scan
    nodes: tuple[Node, ...]
    node_lines: tuple[int, ...] = ()
    """The index of the line that each heading starts on."""
    folds: tuple[Fold, ...] = ()
    fold_lines: tuple[int, ...] = ()
    """The index of the line that each fold starts on."""
    summaries: tuple[str, ...] = ()
    """The plain text of each fold's summary."""
    roles: tuple[Role | None, ...] = ()
    """What each fold's summary says that it hides, or None where it says something of its own."""

    mere: frozenset[str] = frozenset()
    """Summaries that only say what their folds hide: known words, or the same for many."""
    rules: tuple[int, ...] = ()
    """The indices of the lines that are rules."""
    labels: tuple[int, ...] = ()
    """The indices of the lines that may start with a label such as "Answer"."""
    specials: tuple[int, ...] = ()
    """The indices of all lines that make a body more than an answer: labels, folds, definitions, tags …"""

    def is_told(self, fold: Fold) -> bool:
        """Whether a fold's summary says more than what it hides, once: then its words must not get lost."""
        text = self.summaries[fold.position]
        return bool(text) and text not in self.mere

    def special(self, start: int, stop: int) -> bool:
        """Whether anything in some lines makes them more than an answer."""
        position = bisect_left(self.specials, start)
        return position < len(self.specials) and self.specials[position] < stop

    def labels_in(self, start: int, stop: int) -> Sequence[int]:
        """Give the indices of the lines that may start with a label."""
        return self.labels[bisect_left(self.labels, start) : bisect_left(self.labels, stop)]

    def nodes_in(self, start: int, stop: int) -> Sequence[Node]:
        """Give the headings in some lines."""
        return self.nodes[bisect_left(self.node_lines, start) : bisect_left(self.node_lines, stop)]

    def folds_in(self, start: int, stop: int) -> Sequence[Fold]:
        """Give the folds that open in some lines."""
        return self.folds[bisect_left(self.fold_lines, start) : bisect_left(self.fold_lines, stop)]

    def role(self, fold: Fold) -> Role | None:
        """What a fold's summary says that it hides."""
        return self.roles[fold.position]

    @property
    def lines(self) -> Sequence[str]:
        """The document's lines."""
        return self.scan.lines

    @property
    def kinds(self) -> Sequence[LineKind]:
        """What each line is."""
        return self.scan.kinds

    def passage(self, start: int, stop: int, indent: int = 0) -> Passage:
        """Give lines as Markdown, where they are indented as parts of a list item without up to `indent` columns."""
        lines = self.lines[start:stop]
        first = next((line for line in lines if line.strip()), "")
        if indent and first[:1] in {" ", "\t"}:
            leading = len(first) - len(first.lstrip(" "))
            lines = self._dedented(start, stop, leading if indent < leading < indent + 4 else indent)
        return Passage(text="\n".join(lines), line=start + 1)

    def _dedented(self, start: int, stop: int, indent: int) -> list[str]:
        """Take columns off each line; off code, only as many as its fence has."""
        shown = []
        taken = indent
        inside = False
        for index in range(start, stop):
            line = self.lines[index]
            fence = self.kinds[index] is LineKind.FENCE
            if fence and not inside:
                taken = min(indent, len(line) - len(line.lstrip(" ")) if line[:1] != "\t" else indent)
            shown.append(dedent(line, taken if inside or fence else indent))
            inside = (inside != fence) if fence else inside
        return shown


class Style(Protocol):
    """A way in which documents mark their questions."""

    name: str
    """As `style` in `deck.toml` and front matter say it."""
    says: str
    """What it looks for, for `check --explain`."""
    weight: float
    """How much one find counts as evidence against other styles: 1 for what is hardly ever anything else."""
    enough: int
    """How many finds it takes to believe it where nothing else was found."""

    def cuts(self, sheet: Sheet, start: int, stop: int, *, forced: bool) -> tuple[Cut, ...]:
        """The questions in lines `start` to before `stop`, in order; `forced` where the author named the style."""
        ...


def dedent(line: str, columns: int) -> str:
    """A line without up to `columns` columns of leading white space."""
    taken = 0
    for position, char in enumerate(line):
        if taken >= columns or char not in " \t":
            return line[position:] if taken <= columns else " " * (taken - columns) + line[position:]
        taken += 4 - taken % 4 if char == "\t" else 1
    return ""


def lay_out(scan: Scan) -> Sheet:
    """Make the outline; headings that only label an answer are no part of it."""
    found = folds(scan)
    headings = [heading for heading in scan.headings if not _opens_answer(heading)]
    texts = [read_attributes(heading.text) for heading in headings]
    labels = shared([_label(heading, unwrap(bare(text))) for heading, (text, _) in zip(headings, texts, strict=True)])
    stops = _stops(headings, found, len(scan.lines))
    nodes = []
    for heading, (text, attributes), sure, stop in zip(headings, texts, labels, stops, strict=True):
        label = sure or _asking_label(heading, unwrap(bare(text)))
        rest = unwrap(without_anchors(text)) if label is None else unwrap(label.rest.strip())
        said = plain(rest)
        nodes.append(
            Node(
                start=heading.index,
                end=heading.end,
                stop=stop,
                level=heading.level,
                text=rest,
                plain=said,
                label=label,
                attributes=attributes,
                asks=asks(said),
                bids=bids(said),
                indent=heading.indent,
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
        specials=_special_lines(scan, labels, found),
    )


_READABLE = frozenset({LineKind.TEXT, LineKind.ITEM, LineKind.QUOTE, LineKind.HTML, LineKind.HEADING, LineKind.TABLE})


def _label_lines(scan: Scan) -> tuple[int, ...]:
    return tuple(
        index
        for index, (line, kind) in enumerate(zip(scan.lines, scan.kinds, strict=True))
        if kind in _READABLE and maybe_tag(line)
    )


def _special_lines(scan: Scan, labels: Sequence[int], found: Sequence[Fold]) -> tuple[int, ...]:
    """Find the lines that a body can't be taken with as they are."""
    special = {*labels, *(fold.start[0] for fold in found)}
    for index, (line, kind) in enumerate(zip(scan.lines, scan.kinds, strict=True)):
        if kind is LineKind.DEFINITION or (
            kind in _READABLE and "#" in line and kind is not LineKind.HEADING and _PAGE.search(line)
        ):
            special.add(index)
    return tuple(sorted(special))


_PAGE = re.compile(r"\(\s*#|=\s*[\"']?#|^\s*#")


def _roles(summaries: Sequence[str]) -> tuple[Role | None, ...]:
    """What summaries say that their folds hide; one that recurs is a label in a language that we don't know."""
    counts = Counter(summaries)
    least = max(3, len(summaries) // 4)
    return tuple(
        summary_role(text) or (Role.ANSWER if counts[text] >= least and not asks(text) else None) for text in summaries
    )


def _label(heading: Heading, text: str) -> Label | None:
    """A heading's label: its own, or the number of the list item that it opens."""
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


def _opens_answer(heading: Heading) -> bool:
    """Whether a heading only says "Answer"."""
    if heading.marker:
        return False
    tag = read_tag(f"# {heading.text}")
    return (
        tag is not None
        and tag.role in {Role.ANSWER, Role.SOLUTION, Role.HINT}
        and (tag.role is Role.ANSWER or not tag.rest)
    )


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
