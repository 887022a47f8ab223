"""Whether a gap's text is an earlier one corrected or made more precise, or another text: who doubts, says another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from deckwright.identity.slips import is_one_word
from deckwright.identity.words import is_dense


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_APOSTROPHE = re.compile(r"(?<=[^\W\d_]{2})['’](?=[^\W\d_])")
_HYPHEN = re.compile(r"(?<=[^\W\d_]{2})[-\u2010\u2011](?=[^\W\d_]{2})")
_QUOTES = re.compile(r"[\"“”„«»‹›]")
_PAUSE = re.compile(r"(?:[.,;:…]+|(?<=[^\W\d_]{3})[!?])(?=\s|$)|[。、，；：]")
_TOKEN = re.compile(r"[^\W_]+|\S")
_ROMAN = re.compile(r"[IVXLCDM]+")
_CUT = re.compile(r"(?s)(.{50})…[0-9a-f]{8}")
"""A text of which the lock has only the beginning."""
_BRACKETS = re.compile(r"(?:(?<=\s)|^)\([^()]*\)|（[^（）]*）")
_PAUSES = re.compile(r"(?P<bracket>\s\((?=[^()]*\)$)|（(?=[^（）]*）$))|[,;:](?=\s)|\s[-–—](?=\s)|[—，；：、]")
"""Signs behind which something may be said more about what stands before them."""
_ARTICLES = _set(
    "a an the der die das den dem des ein eine einen einem einer le la les un une el los las una il lo gli i o os as um uma "
    "de het een"
)
_SMALL = _ARTICLES | _set("of in on at by to du da do")
_TURNING = _set(
    "not no non none never nor without hardly rarely false anti un less least lack except nothing isnt arent dont doesnt cant "
    "nicht kein keine keinen keiner keines nie niemals ohne weder ne pas jamais sans rien aucun aucune ni nunca jamás "
    "sin tampoco não nem sem senza mai niet geen nooit zonder ikke ingen aldri uten inte aldrig utan nie bez brak "
    "не нет ни без никогда 안 못 ليس لا لم لن غير بدون לא אין בלי"
)
"""Words that turn what is said into its opposite."""
_SAID = 2
"""Signs from which on a text is one that more can be said about."""
_FEW = 6
"""Words that may be said more about a short text."""
_MORE = 3
"""Words that may be put around a short text."""
_JOINED = 6
"""Signs from which on a text is the same in one word and in two."""


def is_corrected(one: str, other: str, *, same_place: bool) -> bool:
    """Say whether two texts of a gap are one: a slip mended, or a few words more. Which of them is older doesn't count.

    `same_place` says that the words on both sides of them are the same.
    """
    one, other = (unicodedata.normalize("NFC", text) for text in (one, other))
    cut = [_CUT.fullmatch(text) for text in (one, other)]
    if any(cut):
        # What the rest says isn't known.
        heads = {text[:50].casefold() for text in (one, other)}
        return same_place and all(cut) and len(heads) == 1
    words, others = _words(one), _words(other)
    if not words or not others:
        return False
    if words == others:
        return True
    if not (_is_prose(words) and _is_prose(others)):
        return _is_aside(one, other)
    return _is_slip(words, others) or _is_aside(one, other) or _is_extended(words, others, same_place=same_place)


def stands_in(text: str, whole: str) -> int:
    """Count how often a gap's text, as the lock has it, stands in another one as whole words, in any case."""
    found = _CUT.fullmatch(text)
    sought = (found[1] if found else text).casefold()
    before = r"(?<!\w)" if _is_spaced(sought[:1]) else ""
    behind = r"(?!\w)" if _is_spaced(sought[-1:]) and not found else ""
    pattern = r"\s+".join(map(re.escape, sought.split()))
    return len(re.findall(f"{before}{pattern}{behind}", whole.casefold())) if pattern else 0


def _is_spaced(sign: str) -> bool:
    """Whether a sign is of a script that is written with spaces between words: there, other letters make another word."""
    return sign.isalnum() and not is_dense(sign)


@lru_cache(maxsize=1 << 12)
def _words(text: str) -> tuple[str, ...]:
    """Give the words and what other signs mean something; white space, quotes and what parts prose don't."""
    text = _PAUSE.sub(" ", _QUOTES.sub("", _HYPHEN.sub(" ", _APOSTROPHE.sub("", text))))
    return tuple(_TOKEN.findall(text))


def _is_prose(words: Sequence[str]) -> bool:
    return all(word.isalnum() for word in words)


def _is_slip(words: Sequence[str], others: Sequence[str]) -> bool:
    if len(words) != len(others):
        joined, other = ("".join(each).casefold() for each in (words, others))
        return joined == other and len(joined) >= _JOINED and _turns(words) == _turns(others)
    pairs = zip(words, others, strict=True)
    return all(one == two or _is_same(one, two, first=at == 0) for at, (one, two) in enumerate(pairs))


def _is_same(one: str, two: str, *, first: bool) -> bool:
    """Whether two words are one; in short ones case counts (mM, MM)."""
    one, two = one.casefold(), two.casefold()
    if one == two:
        return len(one) > 2 or (first and one in _SMALL)
    return is_one_word(one, two)


def _is_aside(one: str, other: str) -> bool:
    """Whether the longer text says the shorter one and more about it, in brackets or behind a comma, colon or dash."""
    shorter, longer = sorted((one, other), key=len)
    words = _words(shorter)
    if _is_prose(words):
        longer, words = longer.casefold(), tuple(word.casefold() for word in words)
    if sum(map(len, words)) < 2:
        return False
    unbracketed = _BRACKETS.sub(" ", longer)
    if unbracketed != longer and _words(unbracketed) == words:
        return not _turns(_words(longer)) or _turns(words)
    for sign in _PAUSES.finditer(longer):
        added = _words(longer[sign.end() :])
        if _words(longer[: sign.start()]) == words:
            numbers = not sign["bracket"] and any(char.isnumeric() for word in added for char in word)
            return len(added) <= max(_FEW, 2 * len(words)) and not _turns(added) and not numbers
    return False


def _is_extended(words: Sequence[str], others: Sequence[str], *, same_place: bool) -> bool:
    """Whether the longer one has the other's words in their order and few more: articles anywhere, others in its place."""
    shorter, longer = sorted((words, others), key=len)
    if sum(map(len, shorter)) <= _SAID or len(longer) - len(shorter) > max(_MORE, 2 * len(shorter)):
        return False
    added: list[str] = []
    at = 0
    for word in longer:
        if at < len(shorter) and word.casefold() == shorter[at].casefold():
            at += 1
        else:
            added.append(word)
    if at < len(shorter) or not added or _turns(added):
        return False
    # A letter by itself or at the end, or a Roman number, says which one: hepatitis A, vitamin D, Henry VIII.
    small = {word for word in added if word in (_SMALL if same_place else _ARTICLES) and word != longer[-1]}
    return all(
        word in small or (same_place and len(word) > _SAID and word.isalpha() and not _ROMAN.fullmatch(word))
        for word in added
    )


def _turns(words: Sequence[str]) -> bool:
    return any(word.casefold() in _TURNING for word in words)
