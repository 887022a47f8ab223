"""A document laid out for the reading styles: its lines, what each is, and its headings with their sections."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Protocol

from deckwright.markdown.scan import LineKind, Scan
from deckwright.model import Passage
from deckwright.segment.attributes import NONE, Attributes
from deckwright.segment.folds import Fold
from deckwright.segment.label import Label
from deckwright.segment.tags import Role, Tag
from deckwright.swift import dataclass

NOTHING = Passage()


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
    answer: int = 0
    """The index of the heading that opens its answer, where this one only says that a question follows."""


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
    """Headings that aren't Markdown's: summaries of collapsed sections, a table's column of topics."""
    used: tuple[int, ...] = ()
    """Indices of the lines that those stand on."""
    body_answers: bool = False
    """Whether the body is the answer and nothing else, so that nothing of it belongs to the question."""
    answer: Tag | None = None
    """The answer's label, where the style found one itself; the line that it stands on is `answer_line`."""
    answer_line: int = 0
    """1-based."""
    key: Passage = NOTHING
    """The answer, where it stands in an answer key outside of the cut; the lines there are among `used`."""


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
        """Say what a fold's summary says that it hides."""
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
        """Give the questions in lines `start` to before `stop`, in order; `forced` where the author named the style."""
        ...


def dedent(line: str, columns: int) -> str:
    """Give a line without up to `columns` columns of leading white space."""
    taken = 0
    for position, char in enumerate(line):
        if taken >= columns or char not in " \t":
            return line[position:] if taken <= columns else " " * (taken - columns) + line[position:]
        taken += 4 - taken % 4 if char == "\t" else 1
    return ""
