"""Whether a gap's text is an earlier one corrected or made more precise, or another text: who doubts, says another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from deckwright.identity.spelling import is_one_word
from deckwright.scripts import is_dense


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_APOSTROPHE = re.compile(r"(?<=[^\W\d_]{2})['’](?=[^\W\d_])")
_HYPHEN = re.compile(r"(?<=[^\W\d_]{2})[-\u2010\u2011](?=[^\W\d_]{2})")
_QUOTES = re.compile(r"[\"“”„«»‹›]")
_PAUSE = re.compile(r"(?:[.,;:…]+|(?<=[^\W\d_]{3})[!?])(?=\s|$)|[。、，；：]")
_TOKEN = re.compile(r"[^\W_]+|\S")
_CUT = re.compile(r"(?s)(.{50})…[0-9a-f]{8}")
"""A text of which the lock has only the beginning."""
_BRACKETS = re.compile(r"(?:(?<=\s)|^)\([^()]*\)|（[^（）]*）")
_PAUSES = re.compile(r"(?P<bracket>\s\((?=[^()]*\)$)|（(?=[^（）]*）$))|[,;:](?=\s)|\s[–—](?=\s)|[—，；：、]")
"""Signs behind which something may be said more about what stands before them."""
_COMMAS = ",;，；、"
"""Those that also part the items of a list; an article behind them says that it is none (Paris, the capital)."""
_ARTICLES = _set(
    "a an the der die das den dem des ein eine einen einem einer le la les un une el los las una il lo gli i o os as um uma "
    "de het een"
)
_SMALL = _ARTICLES | _set("of in on at by to du da do non anti not pre")
_TURNING = _set(
    "not no non none never nor neither without hardly rarely scarcely barely seldom false wrong untrue anti un less least few "
    "little half lack lacks lacked lacking fail fails failed failing except nothing nobody nowhere cannot opposite instead "
    "isnt arent wasnt werent aint amnt dont doesnt didnt hasnt havent hadnt cant couldnt wont wouldnt shant shouldnt mustnt "
    "neednt mightnt maynt oughtnt darent "
    "nicht nichts niemand kein keine keinen keinem keiner keines nie niemals ohne weder kaum selten falsch statt "
    "ne pas jamais sans rien aucun aucune ni guère faux personne nunca jamás sin tampoco nada nadie falso não nem sem nunca "
    "senza mai niente nessuno né niet niets geen nooit zonder ikke ingen aldri uten inte aldrig utan nie bez brak není nem "
    "değil yok tidak bukan ei "
    "не нет ни без никогда δεν μη μην όχι χωρίς 안 못 ليس لا لم لن غير بدون לא אין בלי"
)
"""Words that turn what is said into its opposite, as `_words` gives them."""
_TURNING_SIGNS = re.compile("[不没沒非无無未否]|ない|ません|않|아니|ไม่")
"""What does so within a run of words without spaces."""
_SAID = 2
"""Signs beyond which a text is one that an article can stand before."""
_FEW = 6
"""Words that may be said more about a short text."""
_JOINED = 3
"""Signs that each of two words has at least that may be written as one."""


def is_corrected(one: str, other: str) -> bool:
    """Say whether two texts of a gap are one, with a slip mended or more said. Which of them is older doesn't count."""
    one, other = (unicodedata.normalize("NFC", text) for text in (one, other))
    if _CUT.fullmatch(one) or _CUT.fullmatch(other):
        # What the rest says isn't known, and it may say the opposite.
        return False
    words, others = _words(one), _words(other)
    if not words or not others:
        return False
    if words == others:
        return True
    if not (_is_prose(words) and _is_prose(others)):
        return _is_aside(one, other)
    return _is_slip(words, others) or _is_aside(one, other) or _has_article(words, others)


def folded(text: str) -> str:
    """Give a text as `stands_in` compares it: in any case, with single spaces."""
    return " ".join(text.casefold().split())


def stands_in(text: str, whole: str) -> int:
    """Count how often a gap's text, as the lock has it, stands in a folded one as whole words."""
    found = _CUT.fullmatch(text)
    sought = folded(found[1] if found else text)
    starts, ends = _is_spaced(sought[:1]), _is_spaced(sought[-1:]) and not found
    count = 0
    at = whole.find(sought) if sought else -1
    while at >= 0:
        end = at + len(sought)
        within = (starts and _is_letter(whole[at - 1 : at])) or (ends and _is_letter(whole[end : end + 1]))
        count += not within
        at = whole.find(sought, at + 1 if within else end)
    return count


def _is_letter(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


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
        joined = "".join(words).lower() == "".join(others).lower()
        return joined and _is_joined(words) and _is_joined(others) and _turns(words) == _turns(others)
    pairs = zip(words, others, strict=True)
    return all(one == two or _is_same(one, two, first=at == 0 < len(words) - 1) for at, (one, two) in enumerate(pairs))


def _is_joined(words: Sequence[str]) -> bool:
    """Whether no word is one that makes another sense of the next, if written with it (a typical, atypical)."""
    return all(len(word) >= _JOINED and word.lower() not in _SMALL for word in words)


def _is_same(one: str, two: str, *, first: bool) -> bool:
    """Whether two words are one; in short ones case counts (mM, MM)."""
    one, two = one.lower(), two.lower()
    if one == two:
        return len(one) > 2 or (first and one in _SMALL)
    return is_one_word(one, two)


def _is_aside(one: str, other: str) -> bool:
    """Whether the longer text says the shorter one and more about it, in brackets, behind a colon or dash, or as an apposition."""
    shorter, longer = sorted((one, other), key=len)
    words = _words(shorter)
    if _is_prose(words):
        longer, words = longer.lower(), tuple(word.lower() for word in words)
    if sum(map(len, words)) < 2:
        return False
    unbracketed = _BRACKETS.sub(" ", longer)
    if unbracketed != longer and _words(unbracketed) == words:
        return not any(_turns(_words(aside)) for aside in _BRACKETS.findall(longer))
    for sign in _PAUSES.finditer(longer):
        added = _words(longer[sign.end() :])
        if sign[0] in _COMMAS and not (added and added[0] in _ARTICLES):
            continue  # a second item, which is another answer: sodium, potassium
        if _words(longer[: sign.start()]) == words:
            numbers = not sign["bracket"] and any(char.isnumeric() for word in added for char in word)
            return len(added) <= max(_FEW, 2 * len(words)) and not _turns(added) and not numbers
    return False


def _has_article(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether the longer one has the other's words in their order and articles: any other word may say something else."""
    shorter, longer = sorted((words, others), key=len)
    # Few cells aren't a few.
    if sum(map(len, shorter)) <= _SAID or _turns(longer):
        return False
    at = 0
    for word in longer:
        if at < len(shorter) and word.lower() == shorter[at].lower():
            at += 1
        elif word not in _ARTICLES:
            return False
    # At the end it is a letter that says which one: hepatitis a.
    return at == len(shorter) < len(longer) and longer[-1].lower() == shorter[-1].lower()


def _turns(words: Sequence[str]) -> bool:
    return any(word.lower() in _TURNING or _TURNING_SIGNS.search(word) for word in words)
