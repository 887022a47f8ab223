"""The reading style in which a question is a list item or a numbered line: `1. What is …?`, `3、什么是…`."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from deckwright.markdown.plain import plain
from deckwright.markdown.scan import LineKind
from deckwright.model import Passage
from deckwright.segment.asked import question_end
from deckwright.segment.asking import asks, bids
from deckwright.segment.blocks import barriers, body_from, last_said
from deckwright.segment.furniture import is_link_only
from deckwright.segment.label import read_label, unwrap
from deckwright.segment.sheet import Cut, Sheet
from deckwright.swift import dataclass

_ITEM = re.compile(
    r"(?P<indent>[ \t]{0,12})(?P<marker>[-*+]|\d{1,4}[.)])(?P<gap>[ \t]+)(?:\[[ xX]\][ \t]+)?(?:(?<=[-*+] )\d{1,3}[.)][ \t]+)?(?P<text>\S.*)$"
)
_TEXTS = 1
"""What stands for the column that a numbered line of text, which is no item, starts in: what is indented below is its own."""
_LONGEST_TOPIC = 60
"""Characters of an item that names what the questions in it are about; a longer one says something itself."""
_NUMBERED = re.compile(r"(?P<marker>[(（【]?(?:[Qq][.\-]?\s?)?\d{1,4}\s?[.)、．）】:：])[ \t\u3000]*(?P<text>\S.*)$")


@dataclass(frozen=True, slots=True)
class _Item:
    index: int
    way: str
    label: str
    text: str
    column: int
    """Where its marker stands."""
    indent: int
    """The column that its text starts in."""
    asks: bool
    bids: bool = False
    """It is a bullet that asks by its first word only."""
    told: int = 0
    """Where in its text the answer starts, if that follows what is asked on the line."""


@dataclass(frozen=True, slots=True)
class _Placed:
    item: _Item
    holders: tuple[_Item, ...]
    """The items that it lies in, outermost first."""
    stop: int
    """The index after the innermost of these, or after the section."""


class Lists:
    """Questions as items."""

    name = "lists"
    says = "list items or numbered lines that ask"
    weight = 0.4
    enough = 2

    def cuts(self, sheet: Sheet, start: int, stop: int, *, forced: bool) -> tuple[Cut, ...]:
        """Cut at each item of a kind of which most ask and have something below them."""
        limits = barriers(sheet, start, stop)
        groups: dict[tuple[str, int], list[_Placed]] = {}
        for each in _placed(_items(sheet, start, stop), limits):
            groups.setdefault((each.item.way, len(each.holders)), []).append(each)
        believed: list[list[Cut]] = []
        for (way, _), every in groups.items():
            counts = way in {"1", "text"}
            known = _told(every) if counts else _bidding(_told(every))
            items = _asking(_counted(known) if counts else known, limits)
            cuts = _cuts(sheet, items)
            asking = sum(each.item.asks for each in items)
            answered = _answered(cuts)
            if counts and answered * 2 < len(items) and _partly(sheet, cuts):
                cuts = _without_rest(sheet, cuts)
                answered = len(items)
            marked = sum(each.item.asks and (not each.item.bids or each.item.told > 0) for each in items)
            sure = marked >= 3 or (asking >= 2 and answered == len(items))  # two may be in any answer
            most = asking * 3 >= len(items) * 2 or (asking >= 3 and asking * 2 >= len(items) == answered)
            if answered and ((sure and most and answered * 2 >= len(items)) or forced):
                believed.append(cuts)
        return _apart(sorted(believed, key=_answered, reverse=True))


def _answered(cuts: Sequence[Cut]) -> int:
    return sum(bool(cut.body) for cut in cuts)


def _apart(believed: Sequence[Sequence[Cut]]) -> tuple[Cut, ...]:
    """Give the questions of the best group, and those of the others that don't lie among them."""
    taken: list[Cut] = []
    for cuts in believed:
        starts = [cut.start for cut in taken]
        above = [bisect_left(starts, cut.stop) for cut in cuts]  # how many begin before its end
        if all(
            not position or taken[position - 1].stop <= cut.start for position, cut in zip(above, cuts, strict=True)
        ):
            taken = sorted([*taken, *cuts], key=lambda cut: cut.start)
    return tuple(taken)


def _told(items: Sequence[_Placed]) -> list[_Placed]:
    """Take what follows a question mark for an answer, where most items have something there."""
    told = sum(bool(each.item.told) for each in items)
    if told >= 3 and told * 3 >= len(items) * 2:
        return [replace(each, item=replace(each.item, asks=True)) if each.item.told else each for each in items]
    return [replace(each, item=replace(each.item, told=0)) if each.item.told else each for each in items]


def _bidding(items: Sequence[_Placed]) -> list[_Placed]:
    """Take bullets that begin like questions for such, where others have a question mark."""
    if sum(each.item.asks for each in items) < 2:
        return list(items)
    return [replace(each, item=replace(each.item, asks=True)) if each.item.bids else each for each in items]


def _partly(sheet: Sheet, cuts: Sequence[Cut]) -> bool:
    """Whether enough of some questions are answered for sure, though most are not."""
    firm = sum(_is_firm(sheet, cuts, at) for at in range(len(cuts)))
    return firm >= 3 and firm * 5 >= len(cuts)


def _is_firm(sheet: Sheet, cuts: Sequence[Cut], at: int) -> bool:
    """Whether what stands below a question is its answer: indented, or followed by the next question."""
    cut = cuts[at]
    followed = at + 1 < len(cuts) and cuts[at + 1].start == cut.stop
    first = next((line for line in sheet.lines[cut.body.line - 1 : cut.stop] if line.strip()), "")
    return bool(cut.body) and (followed or first[:1].isspace())


def _without_rest(sheet: Sheet, cuts: Sequence[Cut]) -> list[Cut]:
    """Give questions without what stands below the last ones of lists, as that may as well belong to none."""
    return [
        cut if _is_firm(sheet, cuts, at) else replace(cut, stop=cut.body.line - 1, body=Passage(line=cut.body.line))
        for at, cut in enumerate(cuts)
    ]


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
            column, indent = (len(line[: match.end(part)].expandtabs(4)) for part in ("indent", "gap"))
        elif kind is LineKind.TEXT and line[:12].lstrip("（(【Qq.- ")[:1].isdigit():
            numbered = _NUMBERED.match(line[:3000])
            if numbered is None:
                continue
            label = read_label(line.strip()[:3000])
            way, number = "text", label.text if label else numbered["marker"].strip("（(【】)）.、:：")
            column, indent = 0, _TEXTS
            text = (label.rest if label else numbered["text"]).strip()
        else:
            continue
        bare = plain(unwrap(text))
        asking, counts = asks(bare), way in "1 text"
        end = len(text) if asking else question_end(text)
        told = end if end < len(text) and asks(plain(text[:end])) else 0
        bidding = bids(bare)
        found.append(
            _Item(
                index,
                way,
                number,
                text,
                column,
                indent,
                asks=asking or (counts and bidding),
                bids=bidding and not (counts or asking),
                told=told,
            )
        )
    return _joined(found)


def _joined(found: Sequence[_Item]) -> list[_Item]:
    """Take numbered lines of text for items where they count on from one: `1. What …`, `2.Why …`."""
    joined: list[_Item] = []
    last: _Item | None = None
    for each in found:
        counted = last is not None and last.label.isdigit() and each.label == str(int(last.label) + 1)
        item = (
            replace(each, way="1") if counted and each.way == "text" and last is not None and last.way == "1" else each
        )
        joined.append(item)
        last = item if item.way in {"1", "text"} and not item.column else last
    return joined


def _placed(items: Sequence[_Item], limits: Sequence[int]) -> list[_Placed]:
    """Find what holds each item: those above it whose text starts no further to the right than its marker."""
    sections = [limits[bisect_right(limits, item.index)] for item in items]
    ends = list(sections)
    held: list[tuple[int, ...]] = []
    open_: list[int] = []
    for at, item in enumerate(items):
        while open_ and (sections[open_[-1]] <= item.index or items[open_[-1]].indent > item.column):
            ended = open_.pop()
            ends[ended] = min(ends[ended], item.index)
        held.append(tuple(open_))
        if item.indent != _TEXTS:
            open_.append(at)
    return [
        _Placed(item, tuple(items[at] for at in holders), ends[holders[-1]] if holders else section)
        for item, section, holders in zip(items, sections, held, strict=True)
    ]


def _counted(items: Sequence[_Placed]) -> list[_Placed]:
    """Give the items that ask or go on counting; others are lists within answers."""
    kept: list[_Placed] = []
    last = 0
    for each in items:
        number = int(re.sub(r"\D", "", each.item.label) or 0)
        if each.item.asks or number == last + 1:
            kept.append(each)
            last = number
    return kept


def _asking(items: Sequence[_Placed], limits: Sequence[int]) -> list[_Placed]:
    """Give the items of the sections in which at least half of them ask."""
    sections: dict[int, list[_Placed]] = {}
    for each in items:
        sections.setdefault(bisect_right(limits, each.item.index), []).append(each)
    asking = [section for section in sections.values() if 2 * sum(each.item.asks for each in section) >= len(section)]
    return [each for section in asking for each in section]


def _cuts(sheet: Sheet, items: Sequence[_Placed]) -> list[Cut]:
    found = []
    answered = [each for each in items if _ends(each.item.text) and _goes_on(sheet, each.item.index + 1)]
    at_once = len(answered) * 2 >= len(items)  # so that what asks without a mark is a line, too
    for at, each in enumerate(items):
        item = each.item
        stop = min(each.stop, items[at + 1].item.index if at + 1 < len(items) else each.stop)
        end = item.index + 1
        last = item.text
        while end < stop and sheet.kinds[end] is LineKind.TEXT and not (_ends(last) or _is_apart(sheet, last, end)):
            last, end = sheet.lines[end], end + 1
        if at_once and last_said(sheet, end, stop) == end:
            end = item.index + 1
        topics = {holder.index: name for holder in each.holders if 0 < len(name := _topic(holder)) <= _LONGEST_TOPIC}
        lines = [item.text, *(line.strip() for line in sheet.lines[item.index + 1 : end])]
        body = body_from(sheet, end, stop, None, item.indent)
        if item.told:
            below = sheet.passage(item.index + 1, stop, item.indent).text
            lines, said = [item.text[: item.told]], item.text[item.told :].lstrip(" \t-–—:")
            body = Passage(text=f"{said}\n{below}" if below else said, line=item.index + 1)
        found.append(
            Cut(
                start=item.index,
                stop=stop,
                question=Passage(text=unwrap("\n".join(lines)), line=item.index + 1),
                body=body,
                style="lists",
                label=item.label,
                above=tuple(topics.values()),
                used=tuple(topics),
            )
        )
    return found


def _topic(holder: _Item) -> str:
    return plain(unwrap(holder.text)).rstrip(":：")


def _ends(line: str) -> bool:
    """Whether a line's end is that of what is asked, so that no more of it follows."""
    return asks(plain(line)) or line.rstrip("*_ ").endswith((".", "。", "!", ":", "："))


def _is_apart(sheet: Sheet, line: str, index: int) -> bool:
    """Whether a line ends in a script that wraps no lines between words, and what is indented below it is another matter."""
    return line.rstrip("*_ ")[-1:] > "\u2e80" and sheet.lines[index][:2].isspace()


def _goes_on(sheet: Sheet, index: int) -> bool:
    return index < len(sheet.lines) and sheet.kinds[index] is LineKind.TEXT
