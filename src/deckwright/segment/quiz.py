"""Quizzes: a question's options, unmarked, and which of them are right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deckwright.segment.body import Body, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiz:
    """A divided question; `options` is empty where there are none."""

    before: Sequence[Row]
    options: Sequence[Row]
    answer: Sequence[Row]


def quiz(body: Body) -> Quiz:
    """Find the options of a question."""
    return Quiz(before=body.before, options=(), answer=body.answer)
