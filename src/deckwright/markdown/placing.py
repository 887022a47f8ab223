"""Puts a text's gaps where each piece of one holds whole elements: what tears an element, or a gap, is parted there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import field

from deckwright.markdown.gaps import BODY, CLOSE, HINT, OPEN
from deckwright.markdown.marks import without_marks
from deckwright.swift import dataclass

_ITEM = re.compile(
    rf"{OPEN}(?P<open>[0-9]+){BODY}|(?P<hint>{HINT})|(?P<close>{CLOSE})"
    r"|<(?P<slash>/?)(?P<name>[a-z][a-z0-9]*)[^>]*>|(?P<comment><!--.*?-->)|(?P<math>\\[()\[\]])",
    re.DOTALL,
)
_VOID = frozenset({"br", "hr", "img", "wbr", "col", "source", "track", "input"})
_INLINE = frozenset(
    {
        *(
            "a",
            "abbr",
            "b",
            "bdi",
            "bdo",
            "cite",
            "code",
            "del",
            "dfn",
            "em",
            "font",
            "i",
            "ins",
            "kbd",
            "mark",
            "q",
            "rp",
        ),
        *("rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var"),
    }
)
_PARTS = frozenset(
    {"li", "tr", "td", "th", "thead", "tbody", "tfoot", "caption", "colgroup", "dt", "dd", "summary", "figcaption"}
)
"""Elements that a gap can't be put around, since only their parents may stand there."""


def place_gaps(html: str) -> tuple[str, Mapping[int, str]]:
    """Give HTML in which places of gaps are marked with a mark at both ends of each piece, and the gaps' hints."""
    return _Placer(html).placed()


@dataclass(slots=True)
class _Item:
    """A tag, the sign of a gap, or text; `partner` is the index of the item that ends what it begins, and back."""

    text: str
    opens: int = -1
    """The gap that begins here."""
    closes: int = -1
    hint: bool = False
    name: str = ""
    slash: bool = False
    partner: int = -1
    formula: int = 0
    """Which formula it stands in, counted from 1; 0 outside."""


@dataclass(slots=True)
class _Placer:
    """Goes through HTML with marks and writes each gap in pieces that hold whole elements."""

    html: str
    items: list[_Item] = field(default_factory=list)
    open: list[int] = field(default_factory=list)
    """The items of elements and gaps that are open, outermost first."""
    out: list[str] = field(default_factory=list)

    def placed(self) -> tuple[str, Mapping[int, str]]:
        """Give the HTML with marks at both ends of each piece, and the gaps' hints."""
        self._read()
        hints = self._hints()
        for index, item in enumerate(self.items):
            if item.opens >= 0:
                self._begin(index)
            elif item.closes >= 0:
                self._end(item)
            elif item.name and item.name not in _VOID:
                self._leave(index) if item.slash else self._enter(index)
            else:
                self.out.append(item.text)
        return "".join(self.out), hints

    def _read(self) -> None:
        position, html, items = 0, self.html, self.items
        elements: list[int] = []
        gaps: list[int] = []
        formula = formulas = 0
        for match in _ITEM.finditer(html):
            if match.start() > position:
                items.append(_Item(html[position : match.start()]))
            position = match.end()
            if match["math"]:
                formulas += match["math"] in {r"\(", r"\["}
                formula = formulas if match["math"] in {r"\(", r"\["} else 0
                items.append(_Item(match[0]))
            elif match["open"] or match["close"] or match["hint"]:
                self._read_mark(match, gaps, formula)
            else:
                self._read_tag(match, elements)
        items.append(_Item(html[position:]))
        for index in (*gaps, *elements):
            items[index].opens, items[index].name = -1, ""

    def _read_mark(self, match: re.Match[str], gaps: list[int], formula: int) -> None:
        """Read the sign of a gap; one that begins in a formula and ends elsewhere is none."""
        items = self.items
        if match["open"]:
            gaps.append(len(items))
            items.append(_Item("", opens=int(match["open"]), formula=formula))
        elif gaps and items[gaps[-1]].formula != formula:
            if match["close"]:
                items[gaps.pop()].opens = -1
        elif gaps and match["close"]:
            begin = gaps.pop()
            items[begin].partner = len(items)
            items.append(_Item("", closes=items[begin].opens, partner=begin))
        elif gaps:
            items.append(_Item("", hint=True, partner=gaps[-1]))

    def _read_tag(self, match: re.Match[str], elements: list[int]) -> None:
        items, name = self.items, match["name"] or ""
        item = _Item(without_marks(match[0]), name=name, slash=bool(match["slash"]))
        if name and name not in _VOID:
            if not item.slash:
                elements.append(len(items))
            elif elements and items[elements[-1]].name == name:
                item.partner = elements.pop()
                items[item.partner].partner = len(items)
            else:
                item.name = ""
        items.append(item)

    def _hints(self) -> dict[int, str]:
        """Take the hints out of the stream: their text and pictures; tags whose partners stand elsewhere stay."""
        hints: dict[int, str] = {}
        for index, item in enumerate(self.items):
            if not item.hint or item.partner < 0 or self.items[item.partner].opens < 0:
                continue
            gap = self.items[item.partner]
            parts: list[str] = []
            for at in range(index + 1, gap.partner):
                each = self.items[at]
                if each.name and each.name not in _VOID:
                    if index < each.partner < gap.partner:
                        each.name = each.text = ""
                else:
                    parts.append(each.text if each.name in {"", "img"} else " ")
                    each.text, each.name = "", ""
            hints[gap.opens] = "".join(parts).strip()
        return hints

    def _begin(self, index: int) -> None:
        """Begin a gap; inline elements that end within it are closed before and opened again inside."""
        torn: list[int] = []
        end = self.items[index].partner
        while self.open and self._is_inline(self.open[-1]) and self.items[self.open[-1]].partner < end:
            torn.append(self.open.pop())
        self._close_all(torn)
        self._push(index)
        self._reopen(torn)

    def _end(self, item: _Item) -> None:
        """End a gap; inline elements that go on behind it are closed before and opened again behind."""
        torn: list[int] = []
        while self.open and self._is_inline(self.open[-1]):
            torn.append(self.open.pop())
        if self.open and self.open[-1] == item.partner:
            self._close_all(torn)
            self._pop()
            self._reopen(torn)
        else:
            self.open += reversed(torn)
            if item.partner in self.open:
                self.open.remove(item.partner)

    def _enter(self, index: int) -> None:
        """Open an element; the gaps that it can't stand in whole are parted at its edge."""
        item = self.items[index]
        parted: list[int] = []
        while self.open and self.items[self.open[-1]].opens >= 0 and not self._is_inline(index):
            if item.name not in _PARTS and self.items[self.open[-1]].partner > item.partner:
                break
            parted.append(self.open[-1])
            self._pop()
        self._push(index)
        self._reopen(parted)

    def _leave(self, index: int) -> None:
        """Close an element; the gaps that go on behind it are parted at its edge."""
        begin = self.items[index].partner
        if begin not in self.open:
            self.out.append(self.items[index].text)
            return
        parted: list[int] = []
        while self.open[-1] != begin:
            if self.items[self.open[-1]].opens >= 0:
                parted.append(self.open[-1])
            self._pop()
        self._pop()
        self._reopen(parted)

    def _is_inline(self, index: int) -> bool:
        return self.items[index].name in _INLINE

    def _push(self, index: int) -> None:
        item = self.items[index]
        self.open.append(index)
        self.out.append(item.text if item.opens < 0 else f"{OPEN}{item.opens}{BODY}")

    def _pop(self) -> None:
        item = self.items[self.open.pop()]
        self.out.append(f"</{item.name}>" if item.opens < 0 else f"{CLOSE}{item.opens}{BODY}")

    def _close_all(self, torn: Sequence[int]) -> None:
        self.out += [f"</{self.items[index].name}>" for index in torn]

    def _reopen(self, torn: Sequence[int]) -> None:
        for index in reversed(torn):
            self._push(index)
