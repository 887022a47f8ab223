"""The reading style in which a question is a list item or a numbered line: `1. What is …?`, `3、什么是…`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from deckwright.markdown.plain import plain
from deckwright.markdown.scan import LineKind
from deckwright.model import Passage
from deckwright.segment.asking import asks, bids
from deckwright.segment.blocks import barriers, body_from, ends_at
from deckwright.segment.furniture import is_link_only
from deckwright.segment.label import read_label, unwrap
from deckwright.segment.sheet import Cut, Sheet
from deckwright.swift import dataclass

_ITEM = re.compile(r"(?P<indent>[ \t]{0,3})(?P<marker>[-*+]|\d{1,4}[.)])(?P<gap>[ \t]+)(?P<text>\S.*)$")
_NUMBERED = re.compile(r"(?P<marker>[(（【]?(?:[Qq]\.?\s?)?\d{1,4}\s?[.)、．）】:：])[ \t\u3000]*(?P<text>\S.*)$")


@dataclass(frozen=True, slots=True)
class _Item:
    index: int
    way: str
    label: str
    text: str
    indent: int
    asks: bool


class Lists:
    """Questions as items."""

    name = "lists"
    says = "list items or numbered lines that ask"
    weight = 0.4
    enough = 2

    def cuts(self, sheet: Sheet, start: int, stop: int, *, forced: bool) -> tuple[Cut, ...]:
        """Cut at each item of a kind of which most ask and have something below them."""
        groups: dict[str, list[_Item]] = {}
        for item in _items(sheet, start, stop):
            groups.setdefault(item.way, []).append(item)
        limits = barriers(sheet, start, stop)
        best: list[Cut] = []
        for way, every in groups.items():
            items = _asking(_counted(every) if way in {"1", "text"} else every, limits)
            cuts = _cuts(sheet, items, limits)
            asking = sum(item.asks for item in items)
            answered = sum(bool(cut.body) for cut in cuts)
            sure = asking >= 3 or (asking == 2 and answered == len(items))  # two may be in any answer
            believable = sure and asking * 3 >= len(items) * 2 and answered * 2 >= len(items)
            if (believable or forced) and answered > len(best):
                best = cuts
        return tuple(best)


def _items(sheet: Sheet, start: int, stop: int) -> list[_Item]:
    found = []
    for index in range(start, stop):
        kind = sheet.kinds[index]
        line = sheet.lines[index]
        if kind is LineKind.ITEM:
            match = _ITEM.match(line[:3000])
            if match is None or is_link_only(match["text"]):
                continue
            number = match["marker"][:-1] if match["marker"][0].isdigit() else ""
            way = "1" if number else match["marker"]
            text = match["text"].strip()
            indent = match.end("gap")
        elif kind is LineKind.TEXT and line[:12].lstrip("（(【Qq. ")[:1].isdigit():
            numbered = _NUMBERED.match(line[:3000])
            if numbered is None:
                continue
            label = read_label(line.strip()[:3000])
            way, number, indent = "text", label.text if label else numbered["marker"].strip("（(【】)）.、:："), 0
            text = (label.rest if label else numbered["text"]).strip()
        else:
            continue
        bare = plain(unwrap(text))
        found.append(_Item(index, way, number, text, indent, asks(bare) or (way in "1 text" and bids(bare))))
    return found


def _counted(items: Sequence[_Item]) -> list[_Item]:
    """Give the items that ask or go on counting; others are lists within answers."""
    kept: list[_Item] = []
    last = 0
    for item in items:
        number = int(re.sub(r"\D", "", item.label) or 0)
        if item.asks or number == last + 1:
            kept.append(item)
            last = number
    return kept


def _asking(items: Sequence[_Item], limits: Sequence[int]) -> list[_Item]:
    """Give the items of the sections in which at least half of them ask."""
    sections: dict[int, list[_Item]] = {}
    for item in items:
        sections.setdefault(bisect_right(limits, item.index), []).append(item)
    asking = [section for section in sections.values() if 2 * sum(item.asks for item in section) >= len(section)]
    return [item for section in asking for item in section]


def _cuts(sheet: Sheet, items: Sequence[_Item], limits: Sequence[int]) -> list[Cut]:
    found = []
    position = 0
    for item, following in zip(items, [*(each.index for each in items[1:]), limits[-1]], strict=False):
        limit, position = ends_at(limits, position, item.index)
        stop = min(limit, following)
        end = item.index + 1
        ended = asks(plain(item.text)) or item.text.rstrip("*_ ").endswith((".", "。", "!", ":", "："))
        while end < stop and sheet.kinds[end] is LineKind.TEXT and not ended:
            end += 1
        lines = [item.text, *(line.strip() for line in sheet.lines[item.index + 1 : end])]
        found.append(
            Cut(
                start=item.index,
                stop=stop,
                question=Passage(text=unwrap("\n".join(lines)), line=item.index + 1),
                body=body_from(sheet, end, stop, None, item.indent),
                style="lists",
                label=item.label,
            )
        )
    return found
