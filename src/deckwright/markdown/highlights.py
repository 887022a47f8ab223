"""Where `==` begins and ends a highlight that is a gap, and where it stands for “equals”."""

from __future__ import annotations

import re

from deckwright.scripts import is_dense

_PART = re.compile(r"(?<=[^\W\d_]{2})==(?P<text>[^\W\d_]{2,60})==(?!\w)")
_FIRST_PART = re.compile(r"==[^\W\d_]{2,60}==(?=[^\W\d_]{2})")


def opens(text: str, at: int) -> bool:
    """Whether the `==` at an offset may begin a highlight: before a word or sign, and not within a word."""
    before, after = text[at - 1 : at], text[at + 2 : at + 3]
    return bool(after.strip()) and before not in {")", "]"} and not _is_within(before, before, after)


def closes(text: str, at: int, mark: int) -> bool:
    """Whether the `==` at an offset ends the highlight that begins at `mark`; within a word only one of its first letters."""
    before, after = text[at - 1 : at], text[at + 2 : at + 3]
    if not before.strip():
        return False
    found = _FIRST_PART.match(text, mark)
    return not _is_within(after, before, after) or (found is not None and found.end() == at + 2)


def end_of_part(text: str, at: int) -> int | None:
    """Give where the highlight of a word's last letters ends (`Haupt==stadt==`); None where `at` begins none."""
    found = _PART.match(text, at)
    return found.end() if found else None


def _is_within(side: str, before: str, after: str) -> bool:
    """Whether a letter on one side of the sign says that it stands within a word or a piece of code."""
    return side.isalnum() and not is_dense(before + after)
