"""What the label that a line starts with says of it: that it asks or answers, by a word or by a letter."""

from __future__ import annotations

import re

from deckwright.segment.label import read_label, unwrap
from deckwright.segment.tags import Role, Tag, read_tag
from deckwright.segment.words import ANSWER_LETTERS, QUESTION_LETTERS, SPEAKERS, TASKS
from deckwright.swift import dataclass

_MARKS = r"(?:\*{1,3}|__?|<(?:b|strong|i|em|u)>)?"
_WORDS = "|".join(sorted(word for word in QUESTION_LETTERS | ANSWER_LETTERS if len(word) > 3))
_LETTER = re.compile(
    rf"[ \t]{{0,7}}(?:>[ \t]*)?(?:[-*+][ \t]+|\d{{1,4}}[.)][ \t]+)?{_MARKS}(?P<letter>{_WORDS}|[^\W\d_]{{1,3}})[ ]?(?P<number>\d{{0,4}}(?:\.\d{{1,4}})?)"
    r"(?P<inner>[ ]?[:：.．、)])?(?:\*{1,3}|__?|</(?:b|strong|i|em|u)>)?(?P<outer>[ ]?[:：.．、)])?(?P<gap>[ \t]*)(?P<rest>.*)$",
    re.IGNORECASE,
)


_TASK = re.compile(
    r"[ \t]{0,3}(?:>[ \t]*)?(?:[-*+][ \t]+)?(?:\*\*|__)(?P<words>[^\W\d_](?:[^*_:：.()\d\n]{0,30}[^\W\d_])?)[ ]?(?P<number>\d{0,3}(?:\.\d{1,3})?)"
    r"(?:[ ]?[(（][^()（）*]{0,40}[)）])?(?P<inner>[.:：])?(?:\*\*|__)(?P<outer>[.:：])?(?P<gap>[ \t]*)(?P<rest>.*)$"
)


@dataclass(frozen=True, slots=True)
class Sign:
    """A line's label; `rest` is what follows it."""

    index: int
    asking: bool
    rest: str
    label: str
    sure: bool
    """A whole word, or a letter that a colon follows."""
    weak: bool = False
    """It may as well be part of an answer ("Solution")."""
    task: bool = False
    """It asks only where an answer's label follows ("Problem", "Exercise 2")."""
    speaker: bool = False
    """It names who speaks, so that which side asks is for their words to say."""


def read_sign(index: int, line: str) -> Sign | None:
    """Give the label that a line starts with."""
    tag = read_tag(line)
    if tag is not None and tag.role in {Role.QUESTION, Role.ANSWER, Role.SOLUTION} and (tag.colon or tag.marked):
        return _by_word(index, line, tag)
    task = _TASK.match(line[:3000]) if "**" in line or "__" in line else None
    if task is not None and (task["inner"] or task["outer"]) and "_".join(task["words"].casefold().split()) in TASKS:
        label = f"{task['words']} {task['number']}" if task["number"] else ""
        return Sign(index, asking=True, rest=line[task.start("rest") :].strip(), label=label, sure=False, task=True)
    match = _LETTER.match(line[:3000])
    if match is None or not (match["inner"] or match["outer"]):
        return None
    letter = match["letter"].casefold()
    colon = any(sign in f"{match['inner']}{match['outer']}" for sign in ":：")
    if not colon and not match["gap"]:
        return None
    rest = _closed(line, match)
    asking = letter in QUESTION_LETTERS and not (letter in ANSWER_LETTERS and letter != "q")
    if not asking and letter not in ANSWER_LETTERS:
        return None
    label = f"{match['letter']}{match['number']}" if match["number"] else ""
    sure = asking and (colon or bool(match["number"]))
    return Sign(index, asking, rest, label, sure, speaker=letter in SPEAKERS)


def _by_word(index: int, line: str, tag: Tag) -> Sign:
    """Give what a word says that is a line's label, also with a number in a shape of its own ("Ques. 3): …")."""
    asking = tag.role is Role.QUESTION
    label = read_label(unwrap(line.strip()[:3000])) if asking and tag.rest[:1].isdigit() and not tag.label else None
    if label is not None and label.strong and label.numbers and not label.weak:
        return Sign(index, asking=True, rest=unwrap(label.rest.strip()), label=label.text, sure=True)
    sure = tag.role is not Role.SOLUTION or tag.marked
    return Sign(index, asking, tag.rest, tag.label if asking else "", sure, weak=tag.role is Role.SOLUTION)


def _closed(line: str, match: re.Match[str]) -> str:
    """Say what follows a letter's label; `**Q: …**` loses the mark that closes the whole."""
    rest = line[match.start("rest") :].strip()
    head = line[: match.start("rest")]
    for mark in ("***", "**", "__"):
        if head.count(mark) == 1 and rest.endswith(mark) and rest.count(mark) == 1:
            return rest[: -len(mark)].rstrip()
    return rest


def without_word(text: str) -> str:
    """Give a numbered question's text without a second label, that says that it asks ("1. Q: What …")."""
    sign = read_sign(0, text) if ":" in text[:24] or "：" in text[:24] else None
    return sign.rest if sign is not None and sign.asking and sign.rest else text
