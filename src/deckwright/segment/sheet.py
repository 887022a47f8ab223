"""A document laid out for the reading styles: its lines, what each is, and its headings with their sections."""

from __future__ import annotations

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
from deckwright.segment.label import Label, bare, read_label, shared, unwrap
from deckwright.segment.tags import Role, Tag, read_tag, summary_role


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
        """Lines `start` to before `stop`, each without up to `indent` columns of white space."""
        lines = self.lines[start:stop]
        if indent:
            lines = [dedent(line, indent) for line in lines]
        return Passage(text="\n".join(lines), line=start + 1)


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
    headings = [heading for heading in scan.headings if not _opens_answer(heading)]
    texts = [read_attributes(heading.text) for heading in headings]
    labels = shared([_label(heading, unwrap(bare(text))) for heading, (text, _) in zip(headings, texts, strict=True)])
    stops = _stops(headings, len(scan.lines))
    nodes = []
    for heading, (text, attributes), label, stop in zip(headings, texts, labels, stops, strict=True):
        rest = unwrap(text) if label is None else unwrap(label.rest.strip())
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
    found = folds(scan)
    summaries = tuple(plain(text_between(scan.lines, *fold.summary)) for fold in found)
    return Sheet(
        scan=scan,
        nodes=tuple(nodes),
        node_lines=tuple(node.start for node in nodes),
        folds=found,
        fold_lines=tuple(fold.start[0] for fold in found),
        summaries=summaries,
        roles=_roles(summaries),
    )


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


def _opens_answer(heading: Heading) -> bool:
    """Whether a heading only says "Answer"."""
    if len(heading.text) > 120 or heading.marker:
        return False
    tag = read_tag(f"# {heading.text}")
    return (
        tag is not None
        and tag.role in {Role.ANSWER, Role.SOLUTION, Role.HINT}
        and (tag.role is Role.ANSWER or not tag.rest)
        and len(tag.rest) < 60
    )


def _stops(headings: Sequence[Heading], count: int) -> list[int]:
    """For each heading the index where its section ends: at the next heading of its level or above."""
    stops = [count] * len(headings)
    open_: list[int] = []
    for position, heading in enumerate(headings):
        while open_ and headings[open_[-1]].level >= heading.level:
            stops[open_.pop()] = heading.index
        open_.append(position)
    return stops
