"""Pairs of words that are one word in two forms or spellings, and pairs that look like one and are two."""

from __future__ import annotations

import re

from deckwright.identity.slips import same_start

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

    Stricter than `slips.is_inflected`, which has other words to go by. Another sign in the place of one is often another word
    (nitrite, nitrate), as are one more (transection, transfection), two swapped (infarction, infraction), and an accent.
    """
    if not (one.isalpha() and two.isalpha()):
        return False
    return _is_form(one, two) or _is_variant(one, two)


def _is_form(one: str, two: str) -> bool:
    start = same_start(one, two)
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
