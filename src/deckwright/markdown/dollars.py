"""When a dollar sign opens math, and when it is money or a shell's variable."""

from __future__ import annotations

import re

DOLLAR = re.compile(
    r"\$(?!\$)(?:(?P<fence>`+)(?P<fenced>[^`]+)(?P=fence)\$|(?P<tex>(?![\s$])(?:[^$\\`]|\\[^`])*?)(?:(?<!\s)|(?<=\\\s))\$"
    r"(?!\$(?!\$?[^\s$`](?:[^$`]*[^\s$`])?\$)))"
)
"""One formula; another may follow at once (`$x$$y$`)."""
_AMOUNT = re.compile(r"\d+(?:[.,]\d+)*[kKmMbB]?(?!\w)")
TEX = re.compile(r"[\\^_={}<>+*|]")
WORD = re.compile(r"[^\W\d_]+")
_AFTER_DOLLAR = re.compile(r"(?![A-Za-z0-9])|(?:st|nd|rd|th|s|ary|grams?|tuples?|fold|way|hop|shot|bit|D|d)\b")
_SCRIPT = re.compile(r"[\^_](?:\{[^{}]*\}|\w|[+-]?\d+|[+-])")
_OPERATOR_LAST = re.compile(r"(?:[-+*/.,:;_=<>|&!?]|[\s,;/]\d[\d.,]*)$")
_LETTERS = re.compile(r"[A-Za-z]+")
_CHUNK = re.compile(r"\S{0,100}")
LONGEST = 4000
"""Characters of one formula; signs that lie farther apart belong to different ones."""
BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")


def inline_math_end(src: str, start: int) -> int | None:
    """Where the `$…$` that begins at an offset ends, or None if that dollar sign means a dollar."""
    match = DOLLAR.match(src, start)
    if match is None:
        return None
    if match["fence"]:
        return match.end()
    tex = match["tex"]
    if (
        "\n\n" in tex
        or tex[0] == "]"
        or (not _fits_between(src, start, match.end()) and "\\" not in tex)
        or _is_sum(tex)
    ):
        return None
    return match.end()


def _fits_between(src: str, start: int, end: int) -> bool:
    """Whether the characters around `$…$` are such as stand beside math, not inside a sum or a variable's name."""
    if _SCRIPT.fullmatch(src, start + 1, end - 1):
        return True
    before, after = src[start - 1 : start] if start else " ", src[end : end + 1]
    parted = not (before.isascii() and before.isalnum())
    ends = _AFTER_DOLLAR.match(src, end) is not None
    if parted and ends:
        return True
    if not _is_formula(src[start + 1 : end - 1]) or after.isdigit():
        return False
    return ends or ((parted or _follows_math(src, start)) and _begins_word(src, end))


def _is_formula(tex: str) -> bool:
    """Whether a text is too short on words to be anything but math: letters by themselves, and signs."""
    if tex[0] in "^_{":
        return True
    words = WORD.findall(tex)
    if not words or max(map(len, words)) > 1 or _OPERATOR_LAST.search(tex):
        return False
    return tex[0].isalpha() or tex[0] in "(|["


def _follows_math(src: str, start: int) -> bool:
    """Whether only letters stand between an offset and a dollar sign before it."""
    first = start
    while first > max(0, start - 30) and src[first - 1].isalpha():
        first -= 1
    return src[first - 1 : first] == "$"


def _begins_word(src: str, end: int) -> bool:
    """Whether a word goes on behind `$…$`, not a second variable (`$a$b`); further dollar signs must come in pairs."""
    letters, chunk = _LETTERS.match(src, end), _CHUNK.match(src, end)
    assert chunk is not None
    others = chunk.group().count("$")
    return others % 2 == 0 and letters is not None and (others > 0 or len(letters.group()) > 1)


def _is_sum(text: str) -> bool:
    """Whether a text is an amount of money and words after it."""
    amount = _AMOUNT.match(text)
    if amount is None or TEX.search(text):
        return False
    rest = text[amount.end() :]
    return rest.startswith((", ", "; ")) or any(len(word) > 1 for word in WORD.findall(rest))


def continues_math(src: str, start: int, position: int) -> bool:
    """Whether a line inside a paragraph stands in the middle of math that began before it."""
    start = max(start, position - LONGEST)
    if src.count("$", start, position) % 2 == 0 and not src.startswith("$$", src.rfind("$", start, position) - 1):
        return False
    opened = src.rfind("$", start, position)
    if opened < 0:
        return False
    if opened > start and src[opened - 1] == "$":
        if src.count("$$", start, position) % 2 == 0:
            return False
        closed = src.find("$$", position, position + LONGEST)
        return 0 <= closed < _paragraph_end(src, position)
    stop = inline_math_end(src, opened)
    return stop is not None and stop > position


def _paragraph_end(src: str, position: int) -> int:
    match = BLANK_LINES.search(src, position, position + LONGEST)
    return match.start() if match else position + LONGEST
