"""What goes wrong: the author's mistakes as values, our own failures as exceptions."""

from __future__ import annotations

import re
from enum import Enum

from deckwright.swift import dataclass

_UNSEEN = re.compile("[\x00-\x08\n-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def visible(text: str) -> str:
    r"""Write out what a terminal would obey rather than show: control characters, line breaks included (`\x1b`, `\n`)."""
    return _UNSEEN.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


class Severity(Enum):
    """How much a diagnostic matters: an error holds the entry or file concerned, the others stop nothing."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """Something that the author should know about a source: what, where, and what to do.

    `line` and `column` are 1-based; 0 where the whole file is meant.
    """

    code: str
    severity: Severity
    message: str
    file: str = ""
    line: int = 0
    column: int = 0
    hint: str = ""


class DeckwrightError(Exception):
    """A failure with a sentence for the user. `exit_code` is the process's exit code."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(DeckwrightError):
    """The command, its arguments or `deck.toml` ask for what can't be done."""

    exit_code = 2


class ConfigError(UsageError):
    """`deck.toml` or a front matter is wrong."""


class SourceError(DeckwrightError):
    """A source can't be read."""


class LockError(DeckwrightError):
    """`deck.lock` can't be used: unreadable, newer than this version, contradictory, or another deck's."""


class PackageError(DeckwrightError):
    """A package can't be read or written."""


class BusyError(DeckwrightError):
    """Another run works on the same deck."""
