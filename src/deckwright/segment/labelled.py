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
from deckwright.segment.asking import asks, bids
from deckwright.segment.blocks import barriers, body_from, last_said
from deckwright.segment.label import bare, read_label, unwrap
from deckwright.segment.options import choice_lines, opens_options
from deckwright.segment.sheet import Cut, Sheet
from deckwright.segment.signs import Sign, read_sign
from deckwright.segment.tags import Role, Tag

_KINDS = frozenset({LineKind.TEXT, LineKind.ITEM, LineKind.HTML, LineKind.QUOTE})
_NUMBERED = re.compile(r"[ \t]{0,3}(?:\*\*|__)?[(（]?(?P<number>\d{1,4})[.)、．）:：]\s*(?=\S)")
_OPTION = re.compile(r"[ \t]*[(\[]?(?:[A-Ha-h]|[А-Га-г]|\d)[.)\]] ")
_SENTENCE = re.compile(r"[?？.][\"'”’)*_]{0,3}\s+(?=\S)")
_STARTS = frozenset("*_<>-+ \t")
_DEEP = 8
"""How many folds within one another are looked at."""
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
        signs = _signs(sheet, start, stop)
        if not any(sign.asking or sign.sure for sign in signs):
            return ()
        limits = barriers(sheet, start, stop)
        pairs = _pairs(sheet, signs, limits, start)
        if not forced and not _believable(pairs):
            return ()
        found = []
        for (asked, answer, limit), following in zip(
            pairs, [*(pair[0].index for pair in pairs[1:]), stop], strict=False
        ):
            found.append(_cut(sheet, asked, answer, min(limit, following)))
        return tuple(found)


def _believable(pairs: Sequence[tuple[Sign, Sign | None, int]]) -> bool:
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
        if sign is not None and not (sign.sure and not sign.asking and _is_folded(sheet, found, index)):
            found += _parted(sign) if sign.asking and sign.sure else [sign]
    return found


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


def _pairs(
    sheet: Sheet, signs: Sequence[Sign], limits: Sequence[int], start: int
) -> list[tuple[Sign, Sign | None, int]]:
    """Questions with their answers' labels and the line that ends both at the latest."""
    pairs: list[tuple[Sign, Sign | None, int]] = []
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
            open_ = _implied(sheet, floor, sign.index, paragraphs=not (sign.weak or steps))
        if open_ is not None:
            pairs.append((open_, sign, limits[border]))
            open_ = None
            floor = sign.index + 1
    if open_ is not None:
        pairs.append((open_, None, limits[border]))
    return [pair for pair in pairs if pair[1] is not None or not pair[0].task]


def _implied(sheet: Sheet, floor: int, answer: int, *, paragraphs: bool) -> Sign | None:
    """Give the question before an answer's label that has no label itself: a numbered line, one that asks, a paragraph."""
    stop = last_said(sheet, floor, answer)
    paragraph = asked = -1
    first = max(floor, stop - 80)
    choices = choice_lines(sheet.lines, first, stop)
    for index in range(stop - 1, first - 1, -1):
        kind = sheet.kinds[index]
        line = sheet.lines[index]
        if kind not in _KINDS or not line.strip() or index in choices:
            continue
        starts = index == floor or sheet.kinds[index - 1] not in {LineKind.TEXT, LineKind.ITEM}
        if starts or line[:1].isdigit() or line.startswith(("**", "__")) or not line[0].isascii():
            counted = _counted(sheet, index)
            if counted is not None:
                return counted
        if kind is LineKind.TEXT and starts and paragraph < 0:
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
    return _unlabelled(index, unwrap(sheet.lines[index].strip()))


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
    return Sign(index, asking=True, rest=unwrap(rest.strip()), label=numbered["number"], sure=False)


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


def _question(sheet: Sheet, asked: Sign, stop: int) -> Passage:
    lines = [asked.rest, *(line.strip() for line in sheet.lines[asked.index + 1 : stop])]
    return Passage(text=unwrap("\n".join(lines).strip()), line=asked.index + 1)
