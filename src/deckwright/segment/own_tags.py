"""What an author's tag may look like: `.tag` in attributes, and the lines that hold only `#tags`."""

from __future__ import annotations

import re
import unicodedata

_NO_TAG = frozenset("(){}[]<>=;,`\\$|")
"""What code, formulas and lists are written with; no tag of a person's is."""
_ALSO_IN_LINES = frozenset("_-/+&%'’‐")
"""The signs in a tag of a line: fewer, since a line has no braces to say what it is."""
_JOINERS = frozenset("\u200c\u200d")
_LEVELS = re.compile(r"(?<!:)::(?!:)")
_DIRECTIVES = frozenset(
    "include import define undef ifdef ifndef elif else endif pragma endregion".split()  # noqa: SIM905
)
"""What stands behind the `#` of a preprocessor, for a line by itself."""
_HEX = re.compile(r"[0-9A-Fa-f]{3,4}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8}")
_CODE = ("    ", "\t", " \t", "  \t", "   \t")
"""Where a line that far in begins, it is code, or may well be."""
_LONGEST = 500
"""Characters of a line that may hold only tags."""


def is_tag(text: str) -> bool:
    """Whether what stands behind the dot of `.tag` can be one: anything with a letter, a digit or a symbol, and no code."""
    if _NO_TAG.intersection(text) or text[:1] in {'"', "'"}:
        return False
    kinds = [_kind(char) for char in text]
    return not {"Z", "C"}.intersection(kinds) and not {"L", "N", "S"}.isdisjoint(kinds)


def tags_in(line: str) -> tuple[str, ...]:
    """Give the tags of a line that holds nothing else."""
    bare = line.strip(" \t")
    if bare[:1] != "#" or len(bare) > _LONGEST or line.startswith(_CODE):
        return ()
    words = bare.split()
    if any(word[0] != "#" for word in words) or words[0][1:] in _DIRECTIVES:
        return ()
    tags = tuple(word[1:] for word in words)
    return tags if all(map(_is_tag_of_a_line, tags)) else ()


def may_be_colours(tags: tuple[str, ...]) -> bool:
    """Whether the tags of a line may as well be colours, `#cafe`, as web pages write them."""
    return all(map(_HEX.fullmatch, tags))


def _is_tag_of_a_line(text: str) -> bool:
    if not text or not all(map(_is_level, _LEVELS.split(text))):
        return False
    return _kind(text[0]) in {"L", "S", "_"} and not _is_colour(text)


def _is_level(text: str) -> bool:
    """Whether a part of a tag between `::` is letters, digits, emoji, and the few signs; `#` only as in `C#`."""
    bare = text.removesuffix("#") if len(text) > 1 else text
    return bool(bare) and all(_kind(char) in {"L", "N", "M", "S", "_"} or char in _ALSO_IN_LINES for char in bare)


def _is_colour(text: str) -> bool:
    """Whether a tag is beyond doubt a colour: `#fff`, `#a1b2c3`."""
    if _HEX.fullmatch(text) is None:
        return False
    return len(set(text.casefold())) == 1 or (len(text) >= 6 and any(char.isdigit() for char in text))


def _kind(char: str) -> str:
    """Give the class of a character: `L`etter, `N`umber, `M`ark, `S`ymbol that is no sign of a keyboard's, `_`, or else."""
    if char == "_":
        return "_"
    if char in _JOINERS:
        return "M"
    found = unicodedata.category(char)[0]
    return "P" if found == "S" and char.isascii() else found
