"""Pairs of words that only a slip or an ending sets apart, for those who have other words to go by."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet

_SHORTEST = 4
"""Signs below which every sign counts."""
_ENDING = 3
"""Signs that an ending may add (regularise, regularised)."""


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
    head = same_start(one, two)
    tail = same_start(one[head:][::-1], two[head:][::-1])
    here, there = one[head : len(one) - tail], two[head : len(two) - tail]
    # One sign put in, left out or replaced, or two neighbours swapped.
    slip = (len(here) < 2 and len(there) < 2) or (len(here) == 2 and here == there[::-1])
    return len(shorter) > _SHORTEST and slip


def is_inflected(one: str, two: str) -> bool:
    """Say whether two words differ by a slip, or are one word with two endings (mitochondrion, mitochondria)."""
    stem = same_start(one, two)
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


def same_start(one: str, two: str) -> int:
    """Count the signs with which both begin."""
    pairs = zip(one, two, strict=False)
    return next((at for at, (here, there) in enumerate(pairs) if here != there), min(len(one), len(two)))
