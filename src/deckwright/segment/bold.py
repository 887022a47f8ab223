"""The reading style in which a question is a bold line: `**What is …?** ⭐`, `**Q1. …**`, `1. **What is …?**`; else italics."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from deckwright.markdown.plain import plain
from deckwright.markdown.scan import LineKind
from deckwright.model import Passage
from deckwright.segment.asked import held_text
from deckwright.segment.asked import read_label as read_follow_up
from deckwright.segment.asking import asks, bids
from deckwright.segment.blocks import barriers, body_from, ends_at
from deckwright.segment.label import Label, read_label, shared
from deckwright.segment.numbered import behind_label, is_numbered
from deckwright.segment.sheet import Cut, Sheet
from deckwright.segment.silent import is_told, spoken
from deckwright.segment.tags import Role, read_tag
from deckwright.segment.words import QUESTIONS
from deckwright.swift import dataclass

_LINE = re.compile(
    r"(?P<indent>[ \t]{0,6})(?:<br[ \t]*/?>[ \t]*){0,4}(?P<marker>(?:[-*+]|\d{1,4}[.)、])[ \t]*)?(?P<emoji>[^\w\s*_<>\[\](){}`|#=+~$\\/\"'.,;:!?-]{1,6}[ \t]*)?"
    r"(?P<open>\*\*\*?|__|<(?:b|strong)>)(?P<text>(?:(?!\*\*|__|</b>|</strong>).){2,600})(?P<close>\*\*\*?|__|</(?:b|strong)>)"
    r"(?P<tail>.*)$"
)
_ITALIC = re.compile(
    r"(?P<indent> {0,3})(?P<marker>(?!))?"  # in a list, it is the list that marks them
    r"(?P<open>\*(?!\*)|_(?!_))(?P<text>[^\s*_](?:(?!(?P=open)).){1,600})(?P<close>(?P=open))(?P<tail>[ \t]*)$"
)
_KINDS = frozenset({LineKind.TEXT, LineKind.ITEM, LineKind.HTML})
_TALLEST = 3
"""Lines that a wrapped question may take."""
_ITALICS = 3
"""Questions in italics that are questions, where none is bold: one or two are an author's musing."""
_OUTER = re.compile(r"\d{1,4}")


@dataclass(frozen=True, slots=True)
class _Line:
    index: int
    text: str
    label: Label | None
    tail: str
    indent: int
    way: str
    column: int = 0
    """Where it stands, if that is within another list item."""
    height: int = 1
    """How many lines it takes."""


class Bold:
    """Questions as bold lines."""

    name = "bold"
    says = "bold lines with a label, a question mark or an imperative"
    weight = 0.5
    enough = 2

    def cuts(self, sheet: Sheet, start: int, stop: int, *, forced: bool) -> tuple[Cut, ...]:
        """Cut at each bold line that asks."""
        read = _lines(sheet, start, stop)
        lines = _chosen(read, forced=forced, numbered=_numbers_questions(sheet, read))
        lines = lines or _in_italics(sheet, start, stop, forced=forced)
        limits = barriers(sheet, start, stop)
        position = 0
        found = []
        for line, following in zip(lines, [*(each.index for each in lines[1:]), stop], strict=False):
            limit, position = ends_at(limits, position, line.index)
            found.append(_cut(sheet, line, _within(sheet, line, min(limit, following))))
        return tuple(cut for cut in spoken(sheet, found) if cut.question.text.strip() or is_told(sheet, cut))


def _within(sheet: Sheet, line: _Line, stop: int) -> int:
    """Say where the list that a question stands in ends: at an item further to the left."""
    if not line.column:
        return stop
    items = (index for index in range(line.index + 1, stop) if sheet.kinds[index] is LineKind.ITEM)
    return next((index for index in items if _column(sheet.lines[index]) < line.column), stop)


def _column(line: str) -> int:
    expanded = line[:80].expandtabs(4)
    return len(expanded) - len(expanded.lstrip())


_Found = tuple[int, re.Match[str], "Label | None", int]
"""Which line it is, how it matches, its label, and how many lines it takes."""


def _lines(sheet: Sheet, start: int, stop: int) -> list[_Line]:
    found: list[_Found] = []
    for index in range(start, stop):
        line = sheet.lines[index]
        if sheet.kinds[index] not in _KINDS or ("**" not in line and "__" not in line and "<" not in line):
            continue
        match, height = _read(sheet, index)
        if match is None or (len(match["indent"].expandtabs()) > 3 and not match["marker"]):
            continue
        label = _label(match)
        if not (_starts_block(sheet, index, start) or match["marker"] or _may_follow(match, label)):
            continue
        found.append((index, match, label, height))
    return _told(sheet, found)


def _in_italics(sheet: Sheet, start: int, stop: int, *, forced: bool) -> list[_Line]:
    """Give the lines that are questions in italics as a whole, if there are enough of them and no heading asks."""
    if any(node.asks or node.bids or node.label is not None for node in sheet.nodes) and not forced:
        return []
    found: list[_Found] = []
    for index in range(start, stop):
        line = sheet.lines[index]
        if sheet.kinds[index] not in _KINDS or line.rstrip()[-1:] not in {"*", "_"}:
            continue
        match = _ITALIC.match(line[:3000])
        if match is not None and _starts_block(sheet, index, start):
            found.append((index, match, _label(match), 1))
    lines = [line for line in _told(sheet, found) if line.way == "?"]
    return lines if len(lines) >= (1 if forced else _ITALICS) else []


def _told(sheet: Sheet, found: Sequence[_Found]) -> list[_Line]:
    """Tell of each line in which way it asks, and leave out those that don't."""
    labels = _counted_on([label for _, _, label, _ in found])
    lines = []
    for each, label in zip(found, labels, strict=True):
        index, match = each[:2]
        text, tail, height = _words(sheet, each, label)
        tag = read_tag(f"**{match['text'].strip()}**")
        if (
            not (text or is_numbered(label))
            or (tag is not None and tag.role is not Role.QUESTION)
            or read_follow_up(held_text(sheet.lines[index]))
        ):
            continue
        bare = plain(text)
        way = (
            "?"
            if asks(bare)
            else "#"
            if label is not None and not tail.startswith((":", "："))
            else "!"
            if bids(bare)
            else ""
        )
        indent = len(match["indent"]) + len(match["marker"] or "")
        column = _column(sheet.lines[index]) if match["marker"] else 0
        lines.append(_Line(index, text, label, tail, indent, way, column, height))
    return [line for line in lines if line.way]


def _words(sheet: Sheet, found: _Found, label: Label | None) -> tuple[str, str, int]:
    """Give what a bold line asks, what follows it, and how many lines it takes, also where only its label is bold."""
    index, match, _, height = found
    text = match["text"].strip() if label is None else label.rest.strip()
    tail = (sheet.lines[index][match.start("tail") :] if height == 1 else match["tail"]).strip()
    if tail[:1] in {"?", "？", "؟"}:
        return text + tail[0], tail[1:].strip(), height
    if text or label is None:
        return text, tail, height
    tail = tail.lstrip(":：.)-–— ")
    if not plain(tail):
        return "", "", height
    return behind_label(sheet, index + height - 1, tail, label) or ("", ":", height)


def _read(sheet: Sheet, index: int) -> tuple[re.Match[str] | None, int]:
    """Read a bold line, also one that is wrapped, and say how many lines it takes."""
    text = sheet.lines[index][:3000]
    match = _LINE.match(text)
    if match is not None or text.count("**") != 1:
        return match, 1
    for height in range(2, _TALLEST + 1):
        below = index + height - 1
        if below >= len(sheet.lines) or sheet.kinds[below] is not LineKind.TEXT:
            return None, 1
        text = f"{text.rstrip()} {sheet.lines[below].strip()[:3000]}"
        if "**" in sheet.lines[below]:
            return _LINE.match(text), height
    return None, 1


def _starts_block(sheet: Sheet, index: int, start: int) -> bool:
    """Whether a line starts a paragraph, or stands where one that is bold as a whole could."""
    if index == start:
        return True
    above = sheet.kinds[index - 1]
    return above is not LineKind.TEXT or sheet.lines[index - 1].rstrip().endswith((">", "  ", "\\"))


def _may_follow(match: re.Match[str], label: Label | None) -> bool:
    """Whether a line asks so clearly that it needs no blank line above it: "**Q2:** Why …", "**2.** Why …?"."""
    if label is None or not label.numbers or label.weak:
        return False
    return is_numbered(label) or (not label.rest.strip() and asks(plain(match["tail"])))


def _label(match: re.Match[str]) -> Label | None:
    """Give the label within the bold text, or the number of the list item around it."""
    label = read_label(match["text"].strip())
    if label is not None and not label.weak:
        return label
    number = _OUTER.match(match["marker"] or "")
    if number is None:
        return label
    return Label(text=number[0], prefix="item", numbers=(int(number[0]),), rest=match["text"].strip(), strong=False)


def _counted_on(read: Sequence[Label | None]) -> list[Label | None]:
    """Give the labels that are believable together, and each bare number that counts on from them (Q1, Q2, 3)."""
    labels = list(shared(read))
    last: Label | None = None
    for at, label in enumerate(read):
        if labels[at] is None and label is not None and last is not None and _counts_on(last, label):
            labels[at] = replace(label, prefix=last.prefix)
        last = labels[at] or last
    return labels


def _counts_on(last: Label, label: Label) -> bool:
    said = plain(label.rest) if not label.prefix and _follows(last, label) else ""
    return asks(said) or bids(said)


def _follows(last: Label, label: Label) -> bool:
    return bool(last.numbers) and label.numbers == (*last.numbers[:-1], last.numbers[-1] + 1)


def _numbers_questions(sheet: Sheet, lines: Sequence[_Line]) -> bool:
    """Whether a document's title says that it holds questions, no heading asks, and bold lines are numbered all through."""
    if any(node.asks or node.bids or node.label is not None for node in sheet.nodes[1:]):
        return False
    title = sheet.nodes[0].plain.casefold() if sheet.nodes else ""
    words = {word for word in re.findall(r"[^\W\d_]+", title) if len(word) > 1}
    numbers = [line.label.numbers for line in lines if line.way == "#" and line.label is not None]
    return bool(words & QUESTIONS or "q&a" in title) and all(first < then for first, then in pairwise(numbers))


def _chosen(lines: list[_Line], *, forced: bool, numbered: bool) -> list[_Line]:
    """Give the lines that are believable together: enough of one way of asking."""
    lettered = Counter(line.label.prefix for line in lines if line.label and line.label.prefix not in {"", "item"})
    if sum(lettered.values()) >= 3 and sum(lettered.values()) * 5 >= 2 * len(lines) and not forced:
        return [line for line in lines if line.label and lettered[line.label.prefix] >= 2]
    counts = {way: sum(line.way == way for line in lines) for way in "?#!"}
    least = {"?": 2, "#": 3, "!": 3}
    if forced:
        least = dict.fromkeys("?#!", 1)
    asking = counts["?"] + counts["!"]
    good = {way for way, count in counts.items() if count >= least[way]}
    if counts["#"] > 3 * asking and not (forced or numbered):
        good.discard("#")  # numbered bold lines that never ask are steps
    if asking >= 3:
        good |= {"?", "!"} & {way for way, count in counts.items() if count}
    if "#" not in good and not forced and asking > counts["#"]:
        return _counting(lines, good)
    return [line for line in lines if line.way in good]


def _counting(lines: Sequence[_Line], good: Collection[str]) -> list[_Line]:
    """Give the lines that ask in a good way, and the numbered ones that go on counting where these left off."""
    kept: list[_Line] = []
    for line in lines:
        above = kept[-1].label if kept else None
        counts_on = line.way == "#" and above is not None and line.label is not None and _follows(above, line.label)
        if line.way in good or counts_on:
            kept.append(line)
    return kept


def _cut(sheet: Sheet, line: _Line, stop: int) -> Cut:
    said = re.sub(r"^[\s:：.\-–—→⇒]+", "", line.tail)
    inline = re.search(r"\w", plain(said)) is not None
    question = f"{line.text} {said}" if said and not inline else line.text
    start = line.index + line.height - (1 if inline else 0)
    return Cut(
        start=line.index,
        stop=stop,
        question=Passage(text=question.strip(), line=line.index + 1),
        body=body_from(sheet, start, stop, said if inline else None, line.indent),
        style="bold",
        label=line.label.text if line.label else "",
    )
