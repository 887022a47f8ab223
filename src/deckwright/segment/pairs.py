"""Headings that only say "Question" and "Answer", or "Front" and "Back": which belong together, and what their answers hold."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import takewhile

from deckwright.markdown.plain import plain
from deckwright.markdown.scan import Heading, LineKind, Scan
from deckwright.segment.asking import asks
from deckwright.segment.label import bare, read_label, unwrap
from deckwright.segment.tags import Role, read_tag
from deckwright.segment.words import CHOICES, CONTENTS, FURNITURE, KEYS, QUESTION_LETTERS, QUESTIONS, TASKS


def pairs(scan: Scan) -> Mapping[int, int]:
    """Find the headings that say "Question" or "Problem" where the next one of their level says "Answer", with its index."""
    found: dict[int, int] = {}
    last: dict[int, Heading] = {}
    for heading in scan.headings:
        if _word(heading) in CHOICES:
            continue
        before = last.get(heading.level)
        sides = before is not None and (_word(before), _word(heading)) == ("front", "back")
        if before is not None and (sides or opens_answer(heading)) and _sets_question(scan, before, heading.index):
            found[before.index] = heading.index
        last = {level: each for level, each in last.items() if level < heading.level} | {heading.level: heading}
    return found


def _sets_question(scan: Scan, heading: Heading, answer: int) -> bool:
    """Whether a heading says nothing but "Question", and what stands before its answer is said, and is no list."""
    if heading.marker or _word(heading) not in QUESTIONS | TASKS | QUESTION_LETTERS:
        return False
    kinds = [kind for kind in scan.kinds[heading.end : answer] if kind is not LineKind.BLANK]
    return bool(kinds) and kinds[0] is not LineKind.ITEM


def _word(heading: Heading) -> str:
    """Give what a heading says as one word of our tables."""
    return "_".join(plain(bare(heading.text)).casefold().strip(" :：.").split())


def outline(headings: Sequence[Heading], paired: Mapping[int, int]) -> list[Heading]:
    """Leave out the headings that open an answer or stand in one; what holds the answers to all above it doesn't."""
    inside = _within(headings, paired)
    kept: list[Heading] = []
    for heading in headings:
        words = re.findall(r"[^\W\d_]+", plain(heading.text).casefold())
        apart = not KEYS.isdisjoint((*words, "_".join(words))) and kept and heading.level < kept[-1].level
        choices = bool(paired) and _word(heading) in CHOICES
        if apart or not (choices or heading.index in inside or opens_answer(heading)):
            kept.append(heading)
    return kept


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
