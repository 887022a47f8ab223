"""How the text below a question is divided: what belongs to the question, options, answer, hint, extra."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from deckwright.choices import Choices
from deckwright.markdown.scan import LineKind, scan
from deckwright.model import Passage
from deckwright.segment.asides import asides
from deckwright.segment.bodylines import (
    CLOSED,
    BodyLine,
    blanked,
    body_lines,
    folds_within,
    says,
    trimmed,
)
from deckwright.segment.followups import FollowUp, first_follow_up, split
from deckwright.segment.furniture import drops, is_empty_html
from deckwright.segment.lettered import answers_by_letter
from deckwright.segment.own_tags import may_be_colours, tags_in
from deckwright.segment.sheet import Cut, Sheet
from deckwright.segment.tags import Role, read_tag, summary_role
from deckwright.segment.told import (
    ANSWERS,
    Habits,
    Opened,
    Told,
    asked_below,
    at_line,
    behind_label,
    opened,
    opened_by_letter,
)
from deckwright.segment.unanswered import Unanswered
from deckwright.swift import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A divided body. `dropped` are its lines (1-based) that are no content, with the reason."""

    told: Told
    """Its parts, without those of follow-ups."""
    following: Sequence[BodyLine] = ()
    """What stays in the answer from its first follow-up on."""
    owned: frozenset[int] = frozenset()
    """The lines (1-based) of follow-ups."""
    extra: Sequence[BodyLine] = ()
    dropped: tuple[tuple[int, str], ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    answered: bool = True
    """Whether there is an answer beside those of follow-ups."""
    unanswered: tuple[Unanswered, ...] = ()
    """The follow-ups that get no card."""
    tags: tuple[str, ...] = ()
    """Obsidian's `#tags`, where lines hold nothing else."""


def is_plain(sheet: Sheet, cut: Cut, habits: Habits) -> bool:
    """Whether the text below a question is its answer, and nothing else."""
    return not habits.ruled and cut.answer is None and not cut.key and not sheet.special(cut.body.line - 1, cut.stop)


def divide(sheet: Sheet, cut: Cut, habits: Habits, choices: Choices) -> Body:
    """Divide the text below a question."""
    found = body_lines(sheet, cut.body)
    if found and all(one.kind is LineKind.QUOTE for one in found):  # a callout's, without its signs
        found = [one._replace(kind=kind) for one, kind in zip(found, scan(cut.body.text).kinds, strict=True)]
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
    start = _opened(sheet, found, cut, habits)
    before, answer = start.before, start.answer
    if start.labelled:
        before, answer = _without_label(_without_head(sheet, before, lines)), _without_head(sheet, answer, lines)
    whole = split(sheet, answer, choices)
    parted = asides(sheet, whole.rest, owned=whole.owned)
    asked = asides(sheet, _without_frames(sheet, before), extras=False)
    before, answer = asked.kept, parted.kept
    if start.tag is None and parted.hint:
        answer = behind_label([], answer, labelled=True).answer  # the hint stood before the answer's label
    if not start.labelled and not any(map(says, answer)):
        before, answer = [], before
    own = next((position for position, one in enumerate(answer) if one.line in whole.owned), len(answer))
    return Body(
        told=Told(
            before=trimmed(before),
            answer=answer[:own],
            hint=trimmed([*asked.hint, *parted.hint]),
            reverse=trimmed(parted.reverse or asked.reverse),
            typed=trimmed(parted.typed or asked.typed),
            verdict=start.tag.rest if start.tag is not None else "",
            verdict_line=start.tag.line if start.tag is not None else "",
            labelled=start.labelled,
        ),
        following=answer[own:],
        owned=whole.owned,
        extra=trimmed(parted.extra),
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
    before = [*body.told.before, *body.told.answer, *body.following]
    told = replace(body.told, before=before, answer=trimmed(said), labelled=True)
    return replace(body, told=told, following=(), answered=True)


_HEAD = re.compile(r"[ \t]*>[ \t]*\[![\w-]+\][-+]?[ \t]*(?P<title>.*)$")


def _without_frames(sheet: Sheet, before: list[BodyLine]) -> list[BodyLine]:
    """Give a question's lines without those that are nothing but HTML's tags, but for those of its folds."""
    folded = {line for fold in folds_within(sheet, before) for line in range(fold.start[0] + 1, fold.stop + 1)}
    return [one for one in before if one.kind in CLOSED or one.line in folded or not is_empty_html(one.text)]


def _without_head(sheet: Sheet, found: list[BodyLine], lines: dict[int, str]) -> list[BodyLine]:
    """Give lines without the head of the callout that the next part of the entry, or the next entry, stands in."""
    last = next((position for position in range(len(found) - 1, -1, -1) if says(found[position])), -1)
    match = _HEAD.match(found[last].text) if last >= 0 and found[last].kind is LineKind.QUOTE else None
    if match is None:
        return found
    line = found[last].line
    goes_on = line < len(sheet.kinds) and sheet.kinds[line] is LineKind.QUOTE  # it is the next entry's
    if match["title"].strip() and summary_role(match["title"]) is None and not goes_on:
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


def _opened(sheet: Sheet, found: list[BodyLine], cut: Cut, habits: Habits) -> Opened:
    """Find where the answer starts, before any follow-up."""
    if cut.answer is not None:
        return at_line(found, cut, cut.answer)
    if cut.body_answers:
        return behind_label([], found, labelled=True)
    own = first_follow_up(found)
    parted = opened(sheet, found, habits, own)
    if parted.labelled or cut.style != "headings":
        return parted
    return opened_by_letter(found, habits, own) or asked_below(found[:own], found) or parted


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
        if tag is not None and tag.role in ANSWERS:
            return tag.role is Role.SOLUTION
    return False
