"""The reading style in which questions are numbered, and so are their answers in an answer key further down."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from deckwright.markdown.plain import plain
from deckwright.markdown.scan import LineKind
from deckwright.model import Passage
from deckwright.segment.answerkeys import Key, Mark, Place, marks_in, places_in, read_key, read_parts
from deckwright.segment.asking import asks
from deckwright.segment.blocks import body_from
from deckwright.segment.label import unwrap
from deckwright.segment.options import LETTERED, opens_options
from deckwright.segment.sheet import Cut, Sheet
from deckwright.segment.tags import Role, read_tag

_SEVERAL = 2  # questions that a key answers at least
_FAR = 1_000  # numbered lines above a key that are searched for its questions
_LEAST = 0.7
"""The share of questions that a key answers, and of its answers that a question asks for."""


class Keyed:
    """Questions that an answer key answers."""

    name = "keyed"
    says = "numbers that an answer key further down repeats"
    weight = 1.0
    enough = 2

    def cuts(self, sheet: Sheet, start: int, stop: int, *, forced: bool) -> tuple[Cut, ...]:
        """Cut at each question that a key answers."""
        del forced
        places = places_in(sheet, start, stop)
        marks = marks_in(sheet, start, places[-1].start) if places else []
        indices = [mark.index for mark in marks]
        found: list[Cut] = []
        floor = taken = 0
        for place in places:
            if place.start < taken:
                continue
            last = bisect_left(indices, place.start)
            if last - bisect_left(indices, taken) < _SEVERAL:
                taken = place.stop  # a question with an answer of its own
                continue
            above = marks[max(floor, last - _FAR) : last]
            made = _by_parts(sheet, above, place)
            if made is None:
                key = read_key(sheet, place)
                asked = _asked(sheet, above, key) if key else []
                made = [_cut(sheet, mark, end, key) for mark, end in _spans(sheet, asked, place.start)] if key else []
            if made and not _answered(sheet, made):
                found += made
                taken = place.stop
                floor = bisect_left(indices, place.stop)
        return tuple(found)


def _by_parts(sheet: Sheet, marks: Sequence[Mark], place: Place) -> list[Cut] | None:
    """Cut the questions of an exam in parts, each of which the key counts anew; None where either counts only once.

    Where they don't count alike, there is no telling which answer is whose.
    """
    keys = read_parts(sheet, place)
    runs: dict[tuple[str, str], list[list[Mark]]] = {}
    for mark in marks if keys else ():
        known = runs.setdefault(mark.way, [])
        if mark.number == 1:
            known.append([mark])
        elif known and mark.number == known[-1][-1].number + 1:
            known[-1].append(mark)
    counted = [known for known in runs.values() if len(known) > 1]
    if not counted:
        return None
    for known in counted:
        last = known[-len(keys) :]
        if [len(run) for run in last] == [len(key.answers) for key in keys]:
            stops = [*(run[0].index for run in last[1:]), place.start]
            return [
                _cut(sheet, mark, end, key)
                for run, key, stop in zip(last, keys, stops, strict=True)
                for mark, end in _spans(sheet, run, stop)
            ]
    return []


def _asked(sheet: Sheet, marks: Sequence[Mark], key: Key) -> list[Mark]:
    """Find the questions to a key: the last lines above it that count as it does, and ask."""
    place = key.place
    runs: dict[tuple[str, str], list[list[Mark]]] = {}
    for mark in marks:
        known = runs.setdefault(mark.way, [])
        if known and mark.number == known[-1][-1].number + 1:
            known[-1].append(mark)
        elif mark.number in key.answers:
            known.append([mark])
    best: tuple[bool, int, list[Mark]] = (False, -1, [])
    for run in (run for known in runs.values() for run in known):
        answered = [mark for mark in run if mark.number in key.answers]
        if len(answered) < max(2, _LEAST * len(run), _LEAST * len(key.answers)):
            continue
        asking = 2 * sum(mark.asks or _has_options(sheet, mark.index + 1) for mark in answered) >= len(answered)
        if place.near and sheet.nodes_in(answered[-1].index + 1, place.start):
            continue
        if asking or (place.sure and [mark.number for mark in answered] == list(key.answers)):
            best = max(best, (asking, answered[-1].index, answered), key=lambda each: each[:2])
    return best[2]


def _has_options(sheet: Sheet, index: int) -> bool:
    """Whether the first thing below a line is an option."""
    while index < len(sheet.lines) and not sheet.lines[index].strip():
        index += 1
    return index < len(sheet.lines) and opens_options(sheet.lines[index])


def _spans(sheet: Sheet, asked: Sequence[Mark], stop: int) -> list[tuple[Mark, int]]:
    """Give each question with the index of the line that ends it: the next one's, or a heading's."""
    spans = []
    for mark, following in zip(asked, [*(each.index for each in asked[1:]), stop], strict=False):
        heads = (node.start for node in sheet.nodes_in(mark.index + 1, following) if node.level <= (mark.level or 7))
        spans.append((mark, next(heads, following)))
    return spans


def _cut(sheet: Sheet, mark: Mark, stop: int, key: Key) -> Cut:
    """Cut a question: its line, and the lines of its paragraph where it has begun on that of its number."""
    rest, end = mark.label.rest.strip(), mark.index + 1
    while rest and not mark.level and end < stop and sheet.kinds[end] is LineKind.TEXT:
        if LETTERED.match(sheet.lines[end]) or asks(plain(sheet.lines[end - 1])):
            break
        end += 1
    lines = [rest, *(line.strip() for line in sheet.lines[mark.index + 1 : end])]
    answer, last = key.answers[mark.number]
    first = min(key.answers) == mark.number
    return Cut(
        start=mark.index,
        stop=stop,
        question=Passage(text=unwrap("\n".join(lines).strip()), line=mark.index + 1),
        body=body_from(sheet, end, stop, None, mark.indent),
        style="keyed",
        label=mark.label.text,
        used=(*range(answer.line - 1, last), *(key.frame if first else ())),
        key=answer,
    )


def _answered(sheet: Sheet, cuts: Sequence[Cut]) -> bool:
    """Whether most questions hold their answers already, so that the key only repeats them."""
    return 2 * sum(_holds_answer(sheet, cut) for cut in cuts) >= len(cuts)


def _holds_answer(sheet: Sheet, cut: Cut) -> bool:
    """Whether a question is followed by a label, by a fold that hides its answer, or by more text than it needs."""
    tags = [read_tag(sheet.lines[index]) for index in sheet.labels_in(cut.start, cut.stop)]
    if any(tag is not None and tag.role is Role.ANSWER for tag in tags):
        return True
    if any(sheet.role(fold) is Role.ANSWER for fold in sheet.folds_in(cut.start, cut.stop)):
        return True
    below = cut.body.text.lstrip().partition("\n")[0]
    return (
        asks(plain(cut.question.text)) and below[:1].isalpha() and not opens_options(below) and not asks(plain(below))
    )
