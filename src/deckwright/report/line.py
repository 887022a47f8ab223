"""A line of a report: its text, and its tone, which `cli` turns into colour."""

from __future__ import annotations

from enum import Enum

from deckwright.swift import dataclass


class Tone(Enum):
    """What a line, or a part of it, means to the reader."""

    PLAIN = "plain"
    QUIET = "quiet"
    GOOD = "good"
    STRONG = "strong"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Line:
    """One line for a person."""

    text: str
    tone: Tone = Tone.PLAIN


def shortened(text: str, width: int = 72) -> str:
    """Cut a text to fit one line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= width else f"{flat[: width - 1]}…"


def counted(count: int, noun: str, plural: str = "") -> str:
    """Give a number with its noun ("1 note", "2 notes")."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"
