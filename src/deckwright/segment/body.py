"""How the text below a question is divided: what belongs to the question, options, answer, hint, extra."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from deckwright.choices import Choices
from deckwright.markdown.scan import LineKind
from deckwright.model import Passage
from deckwright.segment.asides import asides, tag_of
from deckwright.segment.bodylines import (
    CLOSED,
    BodyLine,
    answer_fold,
    blanked,
    body_lines,
    folds_within,
    says,
    trimmed,
    unfolded,
)
from deckwright.segment.followups import FollowUp, first_follow_up, split
from deckwright.segment.furniture import drops, is_empty_html
from deckwright.segment.lettered import answers_by_letter, lettered
from deckwright.segment.own_tags import may_be_colours, tags_in
from deckwright.segment.sheet import Cut, Sheet
from deckwright.segment.tags import Role, Tag, read_tag, summary_role
from deckwright.segment.unanswered import Unanswered
from deckwright.swift import dataclass

_ANSWERS = frozenset({Role.ANSWER, Role.SOLUTION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A divided body. `dropped` are its lines (1-based) that are no content, with the reason."""

    before: Sequence[BodyLine] = ()
    answer: Sequence[BodyLine] = ()
    hint: Sequence[BodyLine] = ()
    extra: Sequence[BodyLine] = ()
    reverse: Sequence[BodyLine] = ()
    typed: Sequence[BodyLine] = ()
    verdict: str = ""
    """What the answer's label is followed by, on its line ("D" of "Answer: D")."""
    verdict_line: str = ""
    """That line as written."""
    labelled: bool = False
    """Whether a label or a fold says where the answer starts."""
    dropped: tuple[tuple[int, str], ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    answered: bool = True
    """Whether there is an answer beside those of follow-ups."""
    unanswered: tuple[Unanswered, ...] = ()
    """The follow-ups that get no card."""
    tags: tuple[str, ...] = ()
    """Obsidian's `#tags`, where lines hold nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What the entries of a document have in common."""

    solutions: bool = False
    """Most bodies say "Solution" where their answer starts, so that what stands before it belongs to the question."""
    letters: bool = False
    """Most bodies begin with "A:"."""
    ruled: bool = False
    """Entries end with a rule, so that what follows one isn't theirs."""


def is_plain(sheet: Sheet, cut: Cut, habits: Habits) -> bool:
    """Whether the text below a question is its answer, and nothing else."""
    return not habits.ruled and cut.answer is None and not cut.key and not sheet.special(cut.body.line - 1, cut.stop)


def divide(sheet: Sheet, cut: Cut, habits: Habits, choices: Choices) -> Body:
    """Divide the text below a question."""
    found = body_lines(sheet, cut.body)
    reasons = drops([one.text for one in found], [one.kind for one in found])
    if habits.ruled and not cut.body_answers:
        reasons.update(_beyond_rule(found))
    lines = {found[position].line: reason for position, reason in reasons.items()}
    for fold in folds_within(sheet, found):
        if sheet.role(fold) is not None and sheet.is_told(fold):
            lines |= dict.fromkeys(
                range(fold.summary[0][0] + 1, fold.summary[1][0] + 2), "what a fold says that it hides"
            )
    found = [
        blanked(one) if position in reasons or one.kind is LineKind.DEFINITION else one
        for position, one in enumerate(found)
    ]
    found, tags = _untagged(found)
    before, answer, tag, labelled = _opened(sheet, found, cut, habits)
    if labelled:
        before, answer = _without_label(_without_head(before, lines)), _without_head(answer, lines)
    whole = split(sheet, answer, choices)
    parted = asides(sheet, whole.rest)
    asked = asides(sheet, [one for one in before if one.kind in CLOSED or not is_empty_html(one.text)], extras=False)
    before, answer = asked.kept, parted.kept
    if not labelled and not any(map(says, answer)):
        before, answer = [], before
    return Body(
        before=trimmed(before),
        answer=answer,
        hint=trimmed([*asked.hint, *parted.hint]),
        extra=trimmed(parted.extra),
        reverse=trimmed(parted.reverse or asked.reverse),
        typed=trimmed(parted.typed or asked.typed),
        verdict=tag.rest if tag is not None else "",
        verdict_line=tag.line if tag is not None else "",
        labelled=labelled,
        follow_ups=whole.follow_ups,
        answered=whole.answered,
        unanswered=whole.unanswered,
        dropped=tuple(sorted(lines.items())),
        tags=tags,
    )


def keyed(sheet: Sheet, body: Body, key: Passage) -> Body:
    """Give a body whose answer stands in an answer key: all that it holds is part of the question."""
    first, *rest = body_lines(sheet, key)
    said = [first._replace(kind=LineKind.TEXT), *rest]
    return replace(body, before=[*body.before, *body.answer], answer=trimmed(said), labelled=True, answered=True)


_HEAD = re.compile(r"[ \t]*>[ \t]*\[![\w-]+\][-+]?[ \t]*(?P<title>.*)$")


def _without_head(found: list[BodyLine], lines: dict[int, str]) -> list[BodyLine]:
    """Give lines without the head of the callout that the next part of the entry, or the next entry, stands in."""
    last = next((position for position in range(len(found) - 1, -1, -1) if says(found[position])), -1)
    match = _HEAD.match(found[last].text) if last >= 0 and found[last].kind is LineKind.QUOTE else None
    if match is None or not (not match["title"].strip() or summary_role(match["title"]) is not None):
        return found
    lines[found[last].line] = "a callout's head"
    return [*found[:last], blanked(found[last]), *found[last + 1 :]]


def _without_label(found: list[BodyLine]) -> list[BodyLine]:
    """Give the lines of a question below its title without the label that opens them ("Question:")."""
    start = next((position for position, one in enumerate(found) if says(one)), len(found))
    tag = read_tag(found[start].text) if start < len(found) and found[start].kind not in CLOSED else None
    if tag is None or tag.role is not Role.QUESTION or not tag.colon:
        return found
    rest = [found[start]._replace(text=tag.rest, kind=LineKind.TEXT)] if tag.rest else []
    return [*found[:start], *rest, *found[start + 1 :]]


def _beyond_rule(found: Sequence[BodyLine]) -> dict[int, str]:
    """Find the lines after the rule that ends an entry, in a document whose entries all end with one."""
    spoken = False
    for position, one in enumerate(found):
        if one.kind is LineKind.RULE and spoken:
            return {
                each: "text after the rule that ends a question"
                for each in range(position + 1, len(found))
                if says(found[each])
            }
        spoken = spoken or says(one)
    return {}


def _untagged(found: list[BodyLine]) -> tuple[list[BodyLine], tuple[str, ...]]:
    """Part a body from the lines that only hold `#tags`."""
    tagged = {position: tags for position, one in enumerate(found) if (tags := _tags_in(one))}
    if not tagged:
        return found, ()
    if not any(says(one) for position, one in enumerate(found) if position not in tagged):
        tagged = {position: tags for position, tags in tagged.items() if not may_be_colours(tags)}
    kept = [blanked(one) if position in tagged else one for position, one in enumerate(found)]
    return kept, tuple(tag for tags in tagged.values() for tag in tags)


def _tags_in(one: BodyLine) -> tuple[str, ...]:
    return tags_in(one.text) if one.kind is LineKind.TEXT and "#" in one.text[:8] else ()


def _opened(
    sheet: Sheet, found: list[BodyLine], cut: Cut, habits: Habits
) -> tuple[list[BodyLine], list[BodyLine], Tag | None, bool]:
    """Find the lines before the answer, the answer's, its label, and whether anything says where it starts."""
    before: list[BodyLine] = []
    rest = found
    labelled = cut.body_answers
    if cut.answer is not None:
        return _told(found, cut.answer, cut.answer_line)
    if not cut.body_answers:
        own = found[: first_follow_up(found)]
        fold = answer_fold(sheet, own)
        position, tag = _first_tag(own, habits)
        if fold is not None and (tag is None or fold.start[0] + 1 <= found[position].line):
            before, rest = unfolded(sheet, found, fold)
        elif tag is not None:
            before, rest = found[:position], found[position:]
        else:
            parted = lettered(own, usual=habits.letters) if cut.style == "headings" else None
            if parted is None:
                return [], found, None, False
            return [*parted[0]], [*parted[1], *found[len(own) :]], None, True
        labelled = True
    kept = trimmed(rest)
    tag = tag_of(kept[0]) if kept else None
    if tag is None or tag.role not in _ANSWERS or (_may_be_words(tag) and not any(map(says, kept[1:]))):
        return before, kept, None, labelled
    kept = [BodyLine(tag.rest, LineKind.TEXT, kept[0].line), *kept[1:]] if tag.rest else kept[1:]
    return before, kept, tag, True


def _may_be_words(tag: Tag) -> bool:
    """Whether a label that nothing follows is the answer itself: "answer", "ans 0."."""
    if tag.marked or tag.rest:
        return False
    return not tag.colon or bool(tag.label and not tag.line.endswith((":", "：")))


def _told(found: list[BodyLine], tag: Tag, line: int) -> tuple[list[BodyLine], list[BodyLine], Tag | None, bool]:
    """Part lines at a label that the reading style found."""
    before = [one for one in found if one.line < line]
    rest = found[len(before) :]
    if tag.rest and rest:
        return before, [BodyLine(tag.rest, LineKind.TEXT, rest[0].line), *rest[1:]], tag, True
    return before, rest[1:], tag, True


def _first_tag(found: Sequence[BodyLine], habits: Habits) -> tuple[int, Tag | None]:
    """Find the first line that says that the answer starts there."""
    spoken = False
    for position, one in enumerate(found):
        tag = tag_of(one)
        if tag is not None and tag.role in _ANSWERS:
            sure = tag.role is Role.ANSWER and (tag.marked or tag.colon)
            if not spoken or sure or habits.solutions:
                return position, tag
        spoken = spoken or says(one)
    return -1, None


def habits(sheet: Sheet, cuts: Sequence[Cut]) -> Habits:
    """Find what the entries of a document have in common."""
    solutions = ended = inside = letters = 0
    for cut in cuts:
        letters += answers_by_letter(sheet, cut)
        solutions += _says_solution(sheet, cut)
        last = bisect_left(sheet.rules, cut.stop) - 1
        first = bisect_left(sheet.rules, cut.start)
        if last >= first:
            said = any(
                sheet.kinds[index] is not LineKind.BLANK
                for index in range(sheet.rules[last] + 1, min(cut.stop, sheet.rules[last] + 40))
            )
            ended += not said
            inside += said or last > first
    return Habits(
        solutions=solutions * 2 >= len(cuts),
        letters=letters * 2 >= len(cuts) > 0,
        ruled=len(cuts) >= 4 and ended * 10 >= len(cuts) * 7 and 0 < inside <= 1 + len(cuts) // 20,
    )


def _says_solution(sheet: Sheet, cut: Cut) -> bool:
    """Whether the first label in a cut that says where the answer starts says "Solution"."""
    for index in sheet.labels_in(cut.body.line - 1, cut.stop):
        tag = read_tag(sheet.lines[index]) if sheet.kinds[index] not in CLOSED else None
        if tag is not None and tag.role in _ANSWERS:
            return tag.role is Role.SOLUTION
    return False
