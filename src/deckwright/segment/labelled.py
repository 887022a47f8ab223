"""The reading style in which labels say what is what: `Q:` / `A:`, `**Question**:` / `**Answer**:`, `问：` / `答：`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from deckwright.markdown.plain import plain
from deckwright.markdown.scan import LineKind, item_indent
from deckwright.model import Passage
from deckwright.segment.asking import asks
from deckwright.segment.blocks import barriers, body_from, last_said
from deckwright.segment.implied import Pair, implied, with_unanswered
from deckwright.segment.inlineoptions import holds_options
from deckwright.segment.label import unwrap
from deckwright.segment.options import choice_lines, opens_options
from deckwright.segment.sheet import Cut, Sheet
from deckwright.segment.signs import Sign, read_sign
from deckwright.segment.tags import Role, Tag

_KINDS = frozenset({LineKind.TEXT, LineKind.ITEM, LineKind.HTML, LineKind.QUOTE})
_OPTION = re.compile(r"[ \t]*[(\[]?(?:[A-Ha-h]|[А-Га-г]|\d)[.)\]] ")
_SENTENCE = re.compile(r"[?？.][\"'”’)*_]{0,3}\s+(?=\S)")
_STARTS = frozenset("*_<>-+ \t")
_DEEP = 8
"""How many folds within one another are looked at."""
_FEW = 2
"""How many questions and answers tell which side asks."""
_NEAR = 8
"""How many lines of nothing may stand before what a fold says first."""


class Labelled:
    """Questions and answers behind labels."""

    name = "labels"
    says = 'labels such as "Q:" and "A:"'
    weight = 1.0
    enough = 2

    def cuts(self, sheet: Sheet, start: int, stop: int, *, forced: bool) -> tuple[Cut, ...]:
        """Cut at each question's label, or before each answer's."""
        signs = _in_turn(_signs(sheet, start, stop))
        if not any(sign.asking or sign.sure for sign in signs):
            return ()
        limits = barriers(sheet, start, stop)
        pairs = _pairs(sheet, signs, limits, start)
        if not forced and not _believable(pairs):
            return ()
        pairs = with_unanswered(sheet, pairs, stop)
        found = []
        for (asked, answer, limit), following in zip(
            pairs, [*(_title_above(sheet, pair[0].index) for pair in pairs[1:]), stop], strict=False
        ):
            found.append(_cut(sheet, asked, answer, min(limit, following)))
        return tuple(found)


def _believable(pairs: Sequence[Pair]) -> bool:
    """Whether most questions have an answer's label, or none has one and "Q:" alone marks several that ask."""
    answered = sum(answer is not None for _, answer, _ in pairs)
    asking = sum(sign.sure and not sign.label and asks(plain(sign.rest)) for sign, _, _ in pairs)
    return answered * 2 >= len(pairs) or (not answered and asking >= 3 and asking * 5 >= len(pairs) * 4)


def _signs(sheet: Sheet, start: int, stop: int) -> list[Sign]:
    """Give the lines that carry a label."""
    found: list[Sign] = []
    choices = choice_lines(sheet.lines, start, stop)
    for index in range(start, stop):
        line = sheet.lines[index]
        if sheet.kinds[index] not in _KINDS or not line.strip() or index in choices:
            continue
        if line[0] not in _STARTS and line[:40].isascii() and not re.search(r"[:.)]", line[:24]):
            continue
        sign = read_sign(index, line)
        if sign is not None and not sign.sure and holds_options(line):
            continue
        if sign is not None and not (sign.sure and not sign.asking and _is_folded(sheet, found, index)):
            found += _parted(sign) if sign.asking and sign.sure else [sign]
    return found


def _in_turn(signs: Sequence[Sign]) -> list[Sign]:
    """Give the signs the other way round where it is the answering side that asks: a candidate asks, an interviewer answers."""
    said = [sign for sign in signs if sign.rest and sign.speaker]
    asked = [asks(plain(sign.rest)) for sign in said if sign.asking]
    answered = [asks(plain(sign.rest)) for sign in said if not sign.asking]
    if min(len(asked), len(answered)) < _FEW or sum(asked) * 5 > len(asked) or sum(answered) * 5 < len(answered) * 4:
        return list(signs)
    return [replace(sign, asking=not sign.asking, sure=not sign.asking) if sign.speaker else sign for sign in signs]


def _parted(sign: Sign) -> list[Sign]:
    """Part a question from the answer's label on its line ("Q: What is X? A: …")."""
    for match in islice(_SENTENCE.finditer(sign.rest[:2000]), _NEAR):
        tail = sign.rest[match.end() :]
        answer = read_sign(sign.index, tail)
        if answer is not None and not answer.asking and answer.rest and (answer.sure or ":" in tail[:_NEAR]):
            return [replace(sign, rest=sign.rest[: match.end()].rstrip()), answer]
    return [sign]


def _is_folded(sheet: Sheet, above: Sequence[Sign], index: int) -> bool:
    """Whether an answer's label stands in a fold that hides it, or opens one, and its question stands outside."""
    position = bisect_right(sheet.fold_lines, index) - 1
    for _ in range(_DEEP):
        if position >= 0 and sheet.folds[position].stop <= index:
            position = sheet.folds[position].parent
    fold = sheet.folds[position] if position >= 0 else None
    if fold is None or fold.stop <= index or any(sign.asking and sign.index >= fold.start[0] for sign in above[-1:]):
        return False
    first = fold.summary[1][0] + 1
    opens = index - first < _NEAR and not any(line.strip() for line in sheet.lines[first:index])
    return opens or sheet.role(fold) is Role.ANSWER


def _pairs(sheet: Sheet, signs: Sequence[Sign], limits: Sequence[int], start: int) -> list[Pair]:
    """Questions with their answers' labels and the line that ends both at the latest."""
    pairs: list[Pair] = []
    open_: Sign | None = None
    border = 0
    floor = start
    for sign in signs:
        while limits[border] <= sign.index:
            if open_ is not None:
                pairs.append((open_, None, limits[border]))
                open_ = None
            floor = limits[border] + 1
            border += 1
        if sign.asking:
            if open_ is not None:
                pairs.append((open_, None, limits[border]))
            open_ = sign
            continue
        if open_ is None and sign.sure:
            solved = pairs[-1][1] if pairs and pairs[-1][2] == limits[border] else None
            steps = solved is not None and solved.weak and not sign.weak  # from "Solution" to "Answer"
            open_ = implied(sheet, floor, sign.index, paragraphs=not (sign.weak or steps))
        if open_ is not None:
            pairs.append((open_, sign, limits[border]))
            open_ = None
            floor = sign.index + 1
    if open_ is not None:
        pairs.append((open_, None, limits[border]))
    return [pair for pair in pairs if pair[1] is not None or not pair[0].task]


def _cut(sheet: Sheet, asked: Sign, answer: Sign | None, stop: int) -> Cut:
    if answer is None:
        end, last = asked.index + 1, asked.rest
        while end < stop and sheet.kinds[end] is LineKind.TEXT and last.strip() and not asks(plain(last)):
            last, end = sheet.lines[end], end + 1
        text = _question(sheet, asked, end)
        body = body_from(sheet, end, stop, None)
        return Cut(
            start=asked.index, stop=stop, question=text, body=body, style="labels", label=asked.label, body_answers=True
        )
    before = last_said(sheet, asked.index + 1, answer.index)
    paragraph = asked.index + 1
    while paragraph < before and sheet.kinds[paragraph] is LineKind.TEXT:
        if _OPTION.match(sheet.lines[paragraph]) or opens_options(sheet.lines[paragraph]):
            break
        paragraph += 1
    return Cut(
        start=asked.index,
        stop=stop,
        question=_question(sheet, asked, paragraph),
        body=body_from(sheet, min(paragraph, answer.index), stop, None, item_indent(sheet.lines[asked.index])),
        style="labels",
        label=asked.label,
        answer=Tag(role=Role.ANSWER, rest=answer.rest, line=sheet.lines[answer.index].strip(), colon=True),
        answer_line=answer.index + 1,
    )


def _title_above(sheet: Sheet, index: int) -> int:
    """Find the item that only names a question which is asked within it; else the question's own line."""
    indent = len(sheet.lines[index]) - len(sheet.lines[index].lstrip())
    above = last_said(sheet, max(0, index - 3), index) - 1
    if not indent or above < index - 3 or above < 0 or sheet.kinds[above] is not LineKind.ITEM:
        return index
    outer = len(sheet.lines[above]) - len(sheet.lines[above].lstrip())
    said = sheet.lines[above].strip()
    return above if outer < indent and said.rstrip("*_ ").endswith((":", "：")) and said[:1].isdigit() else index


def _question(sheet: Sheet, asked: Sign, stop: int) -> Passage:
    lines = [asked.rest, *(line.strip() for line in sheet.lines[asked.index + 1 : stop])]
    return Passage(text=unwrap("\n".join(lines).strip()), line=asked.index + 1)
