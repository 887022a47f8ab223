"""Pairs of words that are one word, and pairs that look like one and are two."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet

_SHORTEST = 4
"""Signs below which every sign counts."""
_ENDING = 3
"""Signs that an ending may add (regularise, regularised)."""

_INFLECTED = 4
"""Signs of a stem from which on an ending makes another form of a word."""
_SPELT, _DOUBLED = 5, 9
"""Signs from which on a word may be spelt in another way, or double a sign, and be that word."""
_ENDINGS = (
    "-/-s -/-es -y/-ies -/-ed -/-ing -e/-ed -e/-ing -es/-ing -s/-ing -s/-ed -es/-ed -f/-ves -fe/-ves -on/-a -um/-a "
    "-us/-i -is/-es -a/-ae -ex/-ices -ix/-ices"
)
_FORMS = frozenset(tuple(pair.replace("-", "").split("/")) for pair in _ENDINGS.split())
"""Endings with which one word has two forms. Those that make another word of it (-ase, -er, -ia; -ed for -ing) are none."""
_CLIPPED = re.compile(r"[^aeiou]+[aeiou][^aeiouwxy]")
"""A stem that doubles its last sign before an ending: with one sign, it is another word's (scar, scared; plan, planes)."""
_ES = re.compile(r"(?:[sxzo]|[cs]h)$|[aeiouy][^aeiouy]+[aeiou][^aeiou]+$")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_LATIN = re.compile(
    "haem|aemi|paed|ynaec|rchae|palae|aesth|anaes|caesi|caec|faec|aetio|oestr|oedem|oesoph|foet|coeli|coelo|rrhoe|amoeb|"
    "homoeo|manoeu|sulph|photo|graphi|leph"
)
"""Where ae and oe may be e, and ph may be f. Elsewhere that often makes another word (Michael, Michel; phishing, fishing)."""
_ISE = re.compile(r"(?<=[^\W\d_]{3})(?<!pr)is(?=e|ing|ation|ab)|(?<=[^\W\d_]{2}l)ys(?=e|ing)")
_OUR = re.compile(
    "(?<=col|lab|hon|fav|ghb|avi|tum|arm|vap|rum|hum|arb|sav|vig|rig|val|lam|lav|anc|erv|end|and|arl|eav)our"
)
_TRE = re.compile(r"(?:(?<=cent)|(?<=met)|(?<=lit)|(?<=heat)|(?<=pect)|(?<=fib)|(?<=alib))re(?=s?$)")
_OLD_SZ = re.compile(r"ß(?=[^aeiouyäöü]|$)")
"""Where an ß may be an ss: between vowels, they are two words (Maße, Masse)."""
_ELLED = re.compile(r"(?<=[^\W\d_]{3}e)ll(?=ed|ing|er|or)")
_TWICE = re.compile(r"([^\W\d_aeiouäöü])\1(?!ed|ing|er|en|es|[ai]$)")
"""A doubled sign of which one may be a slip; before an ending, it makes another word (planning, planing)."""


def is_one_word(one: str, two: str) -> bool:
    """Say whether two words in lower case are one beyond doubt: a form of it, or another spelling.

    Stricter than `is_inflected`, which has other words to go by. Another sign in the place of one is often another word
    (nitrite, nitrate), as are one more (transection, transfection), two swapped (infarction, infraction), and an accent.
    """
    if not (one.isalpha() and two.isalpha()):
        return False
    return _is_form(one, two) or _is_variant(one, two)


def _is_form(one: str, two: str) -> bool:
    start = _same_start(one, two)
    for cut in range(start, max(_INFLECTED, start - 2) - 1, -1):
        endings = one[cut:], two[cut:]
        if (endings in _FORMS or endings[::-1] in _FORMS) and _takes(one[:cut], *sorted(endings, key=len)):
            return True
    # Of cells in German: Zelle, Zellen; Muskel, Muskeln.
    shorter, longer = sorted((one, two), key=len)
    return len(shorter) > _INFLECTED and shorter[-1] in "el" and longer == f"{shorter}n"


def _takes(stem: str, short: str, long: str) -> bool:
    """Whether a stem is one that has these endings."""
    if short in {"", "s"} and _CLIPPED.fullmatch(stem) and long != "s":
        return False
    if (short, long) == ("", "es"):
        return _ES.search(stem) is not None
    return (short, long) != ("", "s") or stem[-1] != "s"


def _is_variant(one: str, two: str) -> bool:
    shortest = min(len(one), len(two))
    if shortest < _SPELT:
        return False
    plain, other = _plainly_spelt(one), _plainly_spelt(two)
    if shortest >= _DOUBLED:
        plain, other = _TWICE.sub(r"\1", plain), _TWICE.sub(r"\1", other)
    return plain == other


def _plainly_spelt(word: str) -> str:
    word = _OLD_SZ.sub("ss", word).translate(_UMLAUTS)
    word = _LATIN.sub(lambda found: re.sub("[ao]e", "e", found[0]).replace("ph", "f"), word)
    word = _ISE.sub(lambda found: found[0].replace("s", "z"), word)
    return _ELLED.sub("l", _TRE.sub("er", _OUR.sub("or", word)))


def is_near(one: str, two: str) -> bool:
    """Say whether two words differ by a slip or an ending; another first sign or digit makes another word."""
    shorter, longer = (one, two) if len(one) <= len(two) else (two, one)
    added = len(longer) - len(shorter)
    if len(shorter) < _SHORTEST or added > _ENDING or one[0] != two[0]:
        return False
    half = (len(shorter) - 1) // 2
    # Whatever sign slipped, one half is still the same: most pairs are told apart here.
    if one[:half] != two[:half] and one[-half:] != two[-half:]:
        return False
    if not (one.isalpha() and two.isalpha()):
        return False
    if longer.startswith(shorter):
        return True
    head = _same_start(one, two)
    tail = _same_start(one[head:][::-1], two[head:][::-1])
    here, there = one[head : len(one) - tail], two[head : len(two) - tail]
    # One sign put in, left out or replaced, or two neighbours swapped.
    slip = (len(here) < 2 and len(there) < 2) or (len(here) == 2 and here == there[::-1])
    return len(shorter) > _SHORTEST and slip


def is_inflected(one: str, two: str) -> bool:
    """Say whether two words differ by a slip, or are one word with two endings (mitochondrion, mitochondria)."""
    stem = _same_start(one, two)
    same_stem = stem >= 2 * _SHORTEST and max(len(one), len(two)) - stem <= _ENDING
    return is_near(one, two) or (same_stem and one.isalpha() and two.isalpha())


def without_near(
    new: AbstractSet[str], old: AbstractSet[str], *, is_near: Callable[[str, str], bool] = is_near
) -> tuple[set[str], set[str]]:
    """Take away the words that only a slip or an ending sets apart."""
    only_new, only_old = set(new), set(old)
    begun = {word[0] for word in old if len(word) >= _SHORTEST}
    for word in sorted(word for word in new if len(word) >= _SHORTEST and word[0] in begun):
        other = next((other for other in sorted(only_old) if is_near(word, other)), None)
        if other:
            only_new.discard(word)
            only_old.discard(other)
    return only_new, only_old


def has_negated(new: Iterable[str], old: Iterable[str]) -> bool:
    """Say whether a word was turned round by what stands before it (advantages, disadvantages; linear, nonlinear)."""
    olds = [word for word in old if len(word) >= 4 and word.isalpha()]
    return any(
        one != two and (one.endswith(two) or two.endswith(one))
        for one in new
        if len(one) >= 4 and one.isalpha()
        for two in olds
    )


def _same_start(one: str, two: str) -> int:
    pairs = zip(one, two, strict=False)
    return next((at for at, (here, there) in enumerate(pairs) if here != there), min(len(one), len(two)))
