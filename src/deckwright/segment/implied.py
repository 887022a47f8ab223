"""Questions without a label of their own: before an answer's label, or beside questions that look the same."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from deckwright.markdown.plain import plain
from deckwright.markdown.scan import LineKind
from deckwright.segment.asking import asks, bids
from deckwright.segment.blocks import last_said
from deckwright.segment.label import bare, read_label, unwrap
from deckwright.segment.options import choice_lines
from deckwright.segment.sheet import Sheet
from deckwright.segment.signs import Sign, without_word

_NUMBERED = re.compile(r"[ \t]{0,3}(?:\*\*|__)?[(（]?(?P<number>\d{1,4})[.)、．）:：]\s*(?=\S)")

_MARKER = re.compile(r"[ \t]*[-*+][ \t]+(?P<box>\[[ xX]\][ \t]+)?")
_PART = re.compile(r"[ ]{0,3}(?P<mark>\*\*|__)[(]?[b-h][)](?P=mark)[ \t]*(?P<rest>\S.*)$")
_FIRST_PART = re.compile(r"[ ]{0,3}(?:\*\*|__)?[(]?a[).]")
_PLAIN = frozenset({LineKind.TEXT, LineKind.ITEM})
_KINDS = _PLAIN | {LineKind.HTML, LineKind.QUOTE}
_FEW = 3
"""How many bold questions make a bold line that asks one."""

Pair = tuple[Sign, Sign | None, int]
"""A question, its answer's label, and the line that ends both at the latest."""


def implied(sheet: Sheet, floor: int, answer: int, *, paragraphs: bool) -> Sign | None:
    """Give the question before an answer's label that has no label itself: a numbered line, one that asks, a paragraph."""
    stop = last_said(sheet, floor, answer)
    paragraph = asked = -1
    first = max(floor, stop - 80)
    choices = choice_lines(sheet.lines, first, stop)
    for index in range(stop - 1, first - 1, -1):
        kind = sheet.kinds[index]
        line = sheet.lines[index]
        if kind not in _KINDS or not line.strip():
            continue
        starts = index == floor or sheet.kinds[index - 1] not in {LineKind.TEXT, LineKind.ITEM}
        part = _part(sheet, first, index) if starts else None
        counted = part or (_counted(sheet, index) if _may_count(line, starts=starts) else None)
        if counted is not None and (part or index not in choices):
            return counted
        if index in choices:
            continue
        if starts and paragraph < 0 and (kind is LineKind.TEXT or (kind is LineKind.ITEM and _is_task(line))):
            paragraph = index
        if asked < 0 and asks(plain(line)):
            asked = index
            if starts:
                break
    index = asked if asked >= 0 or not paragraphs else paragraph
    if index < 0:
        return None
    while index > floor and sheet.kinds[index - 1] is LineKind.TEXT and sheet.kinds[index] is LineKind.TEXT:
        index -= 1
    return _unlabelled(index, unwrap(_without_marker(sheet.lines[index])))


def _without_marker(line: str) -> str:
    match = _MARKER.match(line)
    return line[match.end() if match else 0 :].strip()


def _is_task(item: str) -> bool:
    """Whether a list item is one to be done: it has a box, or tells what to do."""
    match = _MARKER.match(item)
    return match is not None and (bool(match["box"]) or bids(plain(item[match.end() :])))


def _may_count(line: str, *, starts: bool) -> bool:
    """Whether a question's number may stand first on a line, be it in the middle of a paragraph."""
    return starts or line[:1].isdigit() or line.startswith(("**", "__")) or not line[0].isascii()


def _part(sheet: Sheet, floor: int, index: int) -> Sign | None:
    """Give the question that is a later part of a task ("**b)** Find all keys."), whose first part is answered above."""
    match = _PART.match(sheet.lines[index])
    if match is None or any(_PART.match(line) or _FIRST_PART.match(line) for line in sheet.lines[floor:index]):
        return None
    return Sign(index, asking=True, rest=match["rest"].strip(), label="", sure=False)


def _counted(sheet: Sheet, index: int) -> Sign | None:
    """Give the question on a line that begins with its number ("3. What …", "Q.3 Explain …"), if that is no option's."""
    line = bare(sheet.lines[index])
    numbered = _NUMBERED.match(line)
    label = read_label(unwrap(line.strip()))
    if numbered is None:
        strong = label is not None and label.strong and label.numbers and not label.weak
        return _unlabelled(index, unwrap(line.strip())) if strong else None
    if _option_number(sheet, index, numbered):
        return None
    rest = label.rest if label is not None else line.strip()[numbered.end() - numbered.start() :]
    return Sign(index, asking=True, rest=unwrap(without_word(rest.strip())), label=numbered["number"], sure=False)


def _unlabelled(index: int, text: str) -> Sign:
    """Give a question that an answer's label follows; it may still have a number ("Q.1 What …")."""
    label = read_label(text)
    if label is None or label.weak or not label.strong:
        return Sign(index, asking=True, rest=text, label="", sure=False)
    return Sign(index, asking=True, rest=unwrap(label.rest.strip()), label=label.text, sure=False)


def _option_number(sheet: Sheet, index: int, match: re.Match[str]) -> bool:
    """Whether a numbered line is one of a quiz's numbered options: it follows another, close above, or is the first of them."""
    number = int(match["number"])
    if number == 1:
        below = _NUMBERED.match(sheet.lines[index + 1]) if index + 1 < len(sheet.lines) else None
        said = plain(sheet.lines[index][match.end() :])
        return below is not None and int(below["number"]) == 2 and not (asks(said) or bids(said))
    above = _NUMBERED.match(sheet.lines[index - 1]) if index else None
    return above is not None and int(above["number"]) == number - 1


def with_unanswered(sheet: Sheet, pairs: Sequence[Pair], end: int) -> list[Pair]:
    """Add the questions without an answer's label that look like those around them, which have one.

    Numbered ones where the numbers leave room for them (1, *2*, 3); bold lines that ask, among bold ones that ask.
    """
    least = _least_bold(sheet, pairs)
    told: list[Pair] = []
    bold: list[Pair] = []
    for (asked, answer, limit), following in zip_longest(pairs, (pair[0] for pair in pairs[1:])):
        if answer is None or asked.sure:
            continue
        after = following if following is not None and following.index < limit else None
        inside = range(answer.index + 1, min(limit, end) if after is None else after.index)
        if asked.label.isdigit():
            last = int(after.label) if after is not None and after.label.isdigit() else None
            told += [(sign, None, limit) for sign in _counted_on(sheet, asked, inside, last)]
        elif least and _is_bold(sheet, asked.index):
            bold += [(sign, None, limit) for sign in _bold_within(sheet, inside, least)]
    if len(bold) * 3 <= len(pairs):  # more of them are parts of answers
        told += bold
    return sorted([*pairs, *told], key=lambda pair: pair[0].index) if told else list(pairs)


def _counted_on(sheet: Sheet, asked: Sign, inside: range, last: int | None) -> list[Sign]:
    """Give the lines that ask, look like a numbered question, and count on from it, up to the number before `last`."""
    number = int(asked.label)
    look = _look(sheet.lines[asked.index])
    if not look or (last is not None and last <= number + 1):
        return []
    found: list[Sign] = []
    for index in inside:
        if sheet.kinds[index] not in _PLAIN or _look(sheet.lines[index]) != look:
            continue
        sign = _counted(sheet, index)
        number += 1
        if sign is None or sign.label != str(number) or number == last or not _bids(sign.rest):
            return []  # the answer has a list of its own
        found.append(sign)
    return found if last is None or number == last - 1 else []


def _look(line: str) -> tuple[str, ...]:
    """Say how a line's number is written: what stands before and behind it; nothing for a line without one."""
    match = _NUMBERED.match(bare(line))
    return tuple(re.split(r"\d+", match[0].lstrip())) if match else ()


def _least_bold(sheet: Sheet, pairs: Sequence[Pair]) -> int:
    """Say how long a bold line that asks has to be for a question, in characters; 0 where questions aren't bold lines."""
    lengths = [
        len(asked.rest)
        for asked, answer, _ in pairs
        if answer is not None and not (asked.sure or asked.label) and _is_bold(sheet, asked.index) and _bids(asked.rest)
    ]
    return (min(lengths) + 1) // 2 if len(lengths) >= _FEW and len(lengths) * 5 >= len(pairs) * 4 else 0


def _is_bold(sheet: Sheet, index: int) -> bool:
    """Whether a line is a paragraph's first and bold as a whole."""
    line = sheet.lines[index].strip()
    starts = index == 0 or sheet.kinds[index - 1] is not LineKind.TEXT
    return starts and sheet.kinds[index] is LineKind.TEXT and line.startswith(("**", "__")) and unwrap(line) != line


def _bold_within(sheet: Sheet, inside: range, least: int) -> Iterator[Sign]:
    """Find the bold lines within an answer that ask, and below which something is said."""
    fold = bisect_left(sheet.fold_lines, inside.start)
    if fold < len(sheet.folds) and sheet.folds[fold].start[0] < inside.stop:
        return
    for index in range(inside.start, last_said(sheet, inside.start, inside.stop) - 1):
        if not _is_bold(sheet, index):
            continue
        text = unwrap(sheet.lines[index].strip())
        if len(text) >= least and asks(plain(text)):
            yield _unlabelled(index, text)


def _bids(text: str) -> bool:
    said = plain(text)
    return asks(said) or bids(said)
