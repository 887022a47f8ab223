"""What an entry is asked beside its answer in the mind: the other way round (`reverse`), or typed in (`type`)."""

from __future__ import annotations

import re
from dataclasses import replace

from deckwright.choices import Choices
from deckwright.model import Kind, Passage
from deckwright.swift import dataclass

LONGEST_PROMPT = 40
"""Words of an answer that can be asked from."""
LONGEST_TYPED = 80
"""Characters of an answer that can be typed in."""
_LONGEST_WRITTEN = 20 * LONGEST_TYPED
"""Characters of its Markdown, which nobody need read to know that it is too long."""
_TOO_LONG = f"its answer is too long to type in: %d characters, where {LONGEST_TYPED} are the most"
_NOTHING = Passage()
_LINES = 8
_NO_OTHER = "a text with gaps has no other direction"
_GATE = "type"
"""What is in the field of a cloze whose gaps are typed in; the gaps themselves say what is expected."""
_PARTED = re.compile(r"\n[ \t]*\n")
_NO_TEXT = re.compile(r"!\[|<img\b|\$[^$\n]+\$|\\[(\[]|^[ \t]*(?:```|~~~)|^[ \t]*\|", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """What the author wrote for it: the prompt of the other direction, and what is to be typed in."""

    reverse: Passage = _NOTHING
    typed: Passage = _NOTHING
    by_itself: frozenset[str] = frozenset()
    """The choices that the entry makes by itself, not the section or the deck that it belongs to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Directions:
    """The front of a card that asks the other way round, what is to be typed in, and why not, if it was asked for."""

    reverse: Passage = _NOTHING
    typed: str = ""
    refused: tuple[tuple[str, str], ...] = ()
    """Codes of diagnostics, and sentences."""
    dropped: tuple[tuple[int, str], ...] = ()
    """Lines of a prompt that nothing can be asked from, with the reason."""


def directions(kind: Kind, answer: Passage, marked: Marked, choices: Choices) -> Directions:
    """Find in which other ways an entry is asked."""
    refused: list[tuple[str, str]] = []
    reverse, expected = marked.reverse, _expected(marked.typed)
    if choices.reverse and not reverse:
        if why := _no_prompt(kind, answer):
            refused += [("DW224", why)] if "reverse" in marked.by_itself or kind in _ASKED_BACK else []
        else:
            reverse = answer
    elif reverse and kind is Kind.CLOZE:
        refused.append(("DW224", _NO_OTHER))
        lines = range(reverse.line, reverse.line + reverse.text.count("\n") + 1)
        return replace(
            directions(kind, answer, replace(marked, reverse=_NOTHING), replace(choices, reverse=False)),
            refused=tuple(refused),
            dropped=tuple((line, _NO_OTHER) for line in lines),
        )
    if choices.type_in and not expected:
        if kind is Kind.CLOZE:
            expected = _GATE
        else:
            expected, why = _typed_in(kind, answer)
            refused += [("DW225", why)] if why and ("type" in marked.by_itself or kind in _ASKED_BACK) else []
    return Directions(reverse=reverse, typed=expected, refused=tuple(refused))


def _expected(passage: Passage) -> str:
    if not passage:
        return ""
    from deckwright.markdown.typed import typed  # noqa: PLC0415  (few answers are typed in)

    return typed(passage.text)


_ASKED_BACK = frozenset({Kind.QA, Kind.FOLLOW_UP})
"""Kinds of which a deck that asks for it may expect it; others are left alone unless they ask themselves."""


def _no_prompt(kind: Kind, answer: Passage) -> str:
    if kind is Kind.CLOZE:
        return _NO_OTHER
    if kind is Kind.QUIZ:
        return "a quiz has no other direction"
    words, lines = len(answer.text.split()), answer.text.strip().count("\n") + 1
    if words > LONGEST_PROMPT:
        return f"its answer is too long to ask from: {words} words, where {LONGEST_PROMPT} are the most"
    if lines > _LINES:
        return f"its answer is too long to ask from: {lines} lines, where {_LINES} are the most"
    return "" if answer else "it has no answer to ask from"


def _typed_in(kind: Kind, answer: Passage) -> tuple[str, str]:
    """Give what is to be typed in, or why nothing is."""
    why = _no_line(kind, answer.text.strip())
    said = "" if why else _expected(answer)
    if len(said) > LONGEST_TYPED:
        return "", _TOO_LONG % len(said)
    return said, why or ("" if said else "it has no answer to type in")


def _no_line(kind: Kind, text: str) -> str:
    """Say why an answer isn't one line of text, if it isn't."""
    from deckwright.markdown.typed import items  # noqa: PLC0415

    if kind is Kind.QUIZ:
        return "a quiz's options are chosen, not typed in"
    if _NO_TEXT.search(text):
        return "its answer holds what can't be typed in: a formula, a picture, a table or a block of code"
    if len(text) > _LONGEST_WRITTEN:
        return _TOO_LONG % len(text)
    if items(text) > 1:
        return "its answer is a list, of which nobody could know how to type it"
    if _PARTED.search(text):
        return "its answer has several paragraphs, of which nobody could know how to type them"
    return ""
