"""Headings that only say "Question" and "Answer", or "Front" and "Back": which belong together, and what their answers hold."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import takewhile

from deckwright.markdown.plain import plain
from deckwright.markdown.scan import Heading, LineKind, Scan
from deckwright.segment.asking import asks
from deckwright.segment.label import bare, read_label, unwrap
from deckwright.segment.tags import Role, read_tag
from deckwright.segment.words import CHOICES, CONTENTS, FURNITURE, GIVEN, KEYS, QUESTION_LETTERS, QUESTIONS, TASKS


def pairs(scan: Scan) -> Mapping[int, int]:
    """Find the headings that say "Question" or "Problem" where one of their level says "Answer", with where that begins.

    It begins at the next heading of that level; or, where several problems are told in more parts, at the first of
    them that is no part of the question: "Problem", "Examples", "Approach", "Solution".
    """
    found: dict[int, int] = {}
    parted: dict[int, int] = {}
    last: dict[int, Heading] = {}
    starts: dict[int, Heading] = {}
    for heading in scan.headings:
        word, level = _word(heading), heading.level
        before, start = last.get(level), starts.get(level, heading)
        told = before is not None and _names_question(before)
        if word in CHOICES or (told and (word in GIVEN or _hints(heading))):
            continue
        sides = before is not None and (_word(before), word) == ("front", "back")
        last = {above: each for above, each in last.items() if above < level}
        starts = {above: each for above, each in starts.items() if above < level}
        if before is not None and (sides or opens_answer(heading)) and _sets_question(scan, before, start.index):
            (found if start is heading else parted)[before.index] = start.index
        elif before is not None and told and not (_names_question(heading) or _is_asked(heading)):
            last[level], starts[level] = before, start
            continue
        last[level] = heading
    return found | parted if len(parted) + len(found) > 1 else found


def _sets_question(scan: Scan, heading: Heading, answer: int) -> bool:
    """Whether a heading says nothing but "Question", and what stands before its answer is said, and is no list."""
    if not _names_question(heading):
        return False
    kinds = [kind for kind in scan.kinds[heading.end : answer] if kind is not LineKind.BLANK]
    return bool(kinds) and kinds[0] is not LineKind.ITEM


def _hints(heading: Heading) -> bool:
    """Whether a heading only says "Hint": what stands below it answers nothing."""
    tag = read_tag(f"# {heading.text}")
    return tag is not None and tag.role is Role.HINT


def _names_question(heading: Heading) -> bool:
    return not heading.marker and _word(heading) in _ASKING


_ASKING = QUESTIONS | TASKS | QUESTION_LETTERS
_LONGEST = 80  # a word of the tables, with signs, spaces and an anchor around it


def _word(heading: Heading) -> str:
    """Give what a heading says as one word of our tables; none if it is longer than any."""
    if len(heading.text) > _LONGEST:
        return ""
    return "_".join(plain(bare(heading.text)).casefold().strip(" :：.").split())


def outline(headings: Sequence[Heading], paired: Mapping[int, int]) -> list[Heading]:
    """Leave out the headings that open an answer or stand in one; what holds the answers to all above it doesn't."""
    inside = _within(headings, paired)
    lettered = _lettered(headings)
    asked = sorted(paired)
    kept: list[Heading] = []
    for heading in headings:
        words = re.findall(r"[^\W\d_]+", plain(heading.text).casefold())
        apart = not KEYS.isdisjoint((*words, "_".join(words))) and kept and heading.level < kept[-1].level
        choices = bool(paired) and _word(heading) in CHOICES
        question = asked[bisect_left(asked, heading.index) - 1] if asked and asked[0] < heading.index else -1
        given = heading.index < paired.get(question, -1) and _word(heading) in GIVEN
        counted = heading.level in lettered and _FIRST.match(heading.text) is not None
        if apart or counted or not (choices or given or heading.index in inside or opens_answer(heading)):
            kept.append(heading)
    return kept


_FIRST = re.compile(r"[Aa]\d{0,3}\.[ \t]")
_SECOND = re.compile(r"[Bb]\d{0,3}\.[ \t]|[Aa]2\.[ \t]")
_ASKED = re.compile(r"[Qq]\d{0,3}[.:)]")
"""What headings begin with that letters number; "A." alone says "Answer"."""


def _lettered(headings: Sequence[Heading]) -> frozenset[int]:
    """Give the levels whose headings are numbered "A.", "B.", or "A1.", "A2.", and no pairs of "Q1." and "A1."."""
    asked = {heading.level for heading in headings if _ASKED.match(heading.text)}
    return frozenset({heading.level for heading in headings if _SECOND.match(heading.text)} - asked)


def _within(headings: Sequence[Heading], paired: Mapping[int, int]) -> frozenset[int]:
    """Find the headings that open answers of pairs, and those of their level that follow and don't ask."""
    answers = frozenset(paired.values())
    inside: set[int] = set()
    level = 0
    for position, heading in enumerate(headings):
        if heading.index in answers:
            level = heading.level
        elif heading.level < level or (
            heading.level == level and (heading.index in paired or _ends_answer(headings, position))
        ):
            level = 0
        if level and heading.level == level:
            inside.add(heading.index)
    return frozenset(inside)


def _ends_answer(headings: Sequence[Heading], position: int) -> bool:
    """Whether a heading or one below it asks, or it is one of the document's own, so that no answer goes on there."""
    first = headings[position]
    if _word(first) in FURNITURE | CONTENTS or _is_asked(first):
        return True
    below = takewhile(lambda at: headings[at].level > first.level, range(position + 1, len(headings)))
    return any(_is_asked(headings[at]) for at in below)


def _is_asked(heading: Heading) -> bool:
    text = unwrap(bare(heading.text))
    label = read_label(text)
    return asks(plain(text)) or (label is not None and label.strong)


def opens_answer(heading: Heading) -> bool:
    """Whether a heading only says "Answer"."""
    if heading.marker:
        return False
    tag = read_tag(f"# {heading.text}")
    return (
        tag is not None
        and tag.role in {Role.ANSWER, Role.SOLUTION, Role.HINT}
        and (tag.role is Role.ANSWER or not tag.rest)
    )
