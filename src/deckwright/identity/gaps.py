"""Which number each gap of a cloze has: the one that its text has had, for its reviews hang on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from hashlib import blake2b

from deckwright.swift import dataclass

LARGEST = 500
"""The largest number that Anki makes a card for."""
_COMPARED = 20_000
"""Pairs of texts that are compared; who changes more of one note's gaps at once has written another text."""
_KEPT = 60
"""Characters of a gap's text in the lock; of a longer one the rest is a hash."""
_SIGN = "\x1f"
_GONE = f"{_SIGN}-"
_BESIDE = f"{_SIGN}~"
_HASH = 4
"""Signs that each side's words have in the lock."""
_VERY_PLACE = 3
"""The nearness where the words on both sides are the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A gap as the author has it: its text in one line, and the numbers that it was given, if any."""

    text: str
    numbers: tuple[int, ...] = ()
    beside: tuple[str, str] = ("", "")
    """The words before and behind it: of gaps with one text, they tell which is which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """The numbers of gaps, in their order, and what the lock is to remember; no numbers where there are too few."""

    numbers: tuple[tuple[int, ...], ...]
    clozes: Mapping[str, int]


def number_gaps(gaps: Sequence[Asked], known: Mapping[str, int], text: str = "") -> Numbered:
    """Give each gap its numbers. `known` is what the lock remembers, `text` what the gaps stand in, without their signs.

    Gaps to which the author gave the same number are one card. The first time, the author's numbers are taken as they
    are. From then on they only say which gaps belong together: a text that is known keeps its number, also where the
    author gives it another one, and no number that a text has had is ever given to another text. One that was corrected
    is the same text, unless the old one still stands there, in a gap or not. Of gaps that say the same, each is known by
    the words beside it.
    """
    cards = _cards(gaps)
    past = _Past.read(known)
    taken = _recognised(cards, past, text)
    highest = max([*past.numbers, *taken.values(), 0])
    for card in cards:
        if card.wanted and card.wanted not in past.numbers and card.place not in taken:
            taken[card.place] = card.wanted
    highest = max([highest, *taken.values()])
    for card in cards:
        if card.place not in taken:
            highest += 1
            taken[card.place] = highest
    _lower(taken, past)
    if any(number > LARGEST for number in taken.values()):
        return Numbered(numbers=(), clozes=known)
    numbers = tuple(tuple(sorted({taken[place] for place in places})) for places in _places(gaps, cards))
    return Numbered(numbers=numbers, clozes=past.after(cards, taken))


def numbers_of(clozes: Mapping[str, int]) -> frozenset[int]:
    """Give the numbers that are in use, of what the lock remembers."""
    return frozenset(number for key, number in clozes.items() if _GONE not in key)


def texts_of(clozes: Mapping[str, int]) -> frozenset[str]:
    """Give the texts that are in use, as the lock has them."""
    return frozenset(key.partition(_SIGN)[0] for key in clozes if _GONE not in key)


def recalled(texts: Iterable[tuple[str, int]], cards: Iterable[int]) -> Mapping[str, int]:
    """Give what a lock would remember, from a note's gaps with their numbers and the numbers of the cards that it has."""
    found: dict[str, int] = {}
    for text, number in texts:
        key = key_of(text)
        found[key if found.get(key, number) == number else f"{key}{_SIGN}{number}"] = number
    return found | {f"{_GONE}{number}": number for number in sorted({*cards} - {*found.values()})}


def key_of(text: str) -> str:
    """Give what stands for a gap's text in the lock."""
    text = text.replace(_SIGN, " ")
    if len(text) <= _KEPT:
        return text
    return f"{text[: _KEPT - 10]}…{blake2b(text.encode('utf-8', 'surrogatepass'), digest_size=4).hexdigest()}"


def _beside(gap: Asked) -> str:
    """Give what stands for the words beside a gap in the lock."""
    if not any(gap.beside):
        return ""
    return "".join(map(_hashed, gap.beside))


def _hashed(words: str) -> str:
    return blake2b(words.casefold().encode("utf-8", "surrogatepass"), digest_size=_HASH // 2).hexdigest()


_NOTHING = _hashed("")
"""What stands for no words beside a gap: it is no sign that two stand in one place."""


@dataclass(slots=True)
class _Card:
    """Gaps that one card asks for: their texts, with what stands beside the first of each."""

    place: int
    wanted: int
    keys: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    """Its gaps' whole texts."""


def _cards(gaps: Sequence[Asked]) -> list[_Card]:
    """Sort gaps into cards: those with one number of the author's together, each without one by itself."""
    cards: list[_Card] = []
    numbered: dict[int, _Card] = {}
    for gap in gaps:
        for wanted in gap.numbers or (0,):
            card = numbered.get(wanted) if wanted else None
            if card is None:
                card = _Card(place=len(cards), wanted=wanted)
                cards.append(card)
                numbered[wanted] = card
            card.keys.setdefault(key_of(gap.text), _beside(gap))
            card.said.append(gap.text)
    return cards


def _places(gaps: Sequence[Asked], cards: Sequence[_Card]) -> Iterator[tuple[int, ...]]:
    """Give the cards of each gap, as they were sorted."""
    numbered = {card.wanted: card.place for card in cards if card.wanted}
    own = iter([card.place for card in cards if not card.wanted])
    for gap in gaps:
        yield tuple(numbered[wanted] for wanted in gap.numbers) if gap.numbers else (next(own),)


@dataclass(frozen=True, slots=True)
class _Past:
    """What the lock remembers: the numbers of each text that was there last time, and of those that went before."""

    present: Mapping[str, frozenset[int]]
    gone: Mapping[str, frozenset[int]]
    beside: Mapping[tuple[str, int], str]
    """What stood beside a text that had a number, where that is known."""

    @classmethod
    def read(cls, known: Mapping[str, int]) -> _Past:
        present: dict[str, set[int]] = {}
        gone: dict[str, set[int]] = {}
        beside: dict[tuple[str, int], str] = {}
        for written, number in known.items():
            key, _, marks = written.partition(_SIGN)
            where = gone if f"{_SIGN}{marks}".startswith(_GONE) else present
            where.setdefault(key, set()).add(number)
            beside[key, number] = written.partition(_BESIDE)[2]
        of_text, of_gone = ({key: frozenset(numbers) for key, numbers in each.items()} for each in (present, gone))
        return cls(of_text, of_gone, beside)

    @property
    def numbers(self) -> frozenset[int]:
        """All numbers that were ever given."""
        return frozenset().union(*self.present.values(), *self.gone.values())

    def after(self, cards: Iterable[_Card], taken: Mapping[int, int]) -> Mapping[str, int]:
        """Give what the lock is to remember; of those gone, only what nobody has now."""
        now: dict[str, dict[int, str]] = {}
        for card in cards:
            for key, beside in card.keys.items():
                now.setdefault(key, {})[taken[card.place]] = beside
        written: dict[str, int] = {}
        for key, numbers in now.items():
            for at, (number, beside) in enumerate(sorted(numbers.items())):
                written[(f"{key}{_SIGN}{number}" if at else key) + (beside and _BESIDE + beside)] = number
        used = {*taken.values()}
        for past in (self.present, self.gone):
            for key, old in past.items():
                for number in sorted(old - used):
                    beside = self.beside[key, number]
                    written[f"{key}{_GONE}{number}" + (beside and _BESIDE + beside)] = number
        return dict(sorted(written.items()))

    def stands_where_one_went(self, card: _Card) -> bool:
        """Whether a gap of the same text went from a card's very place, and none that was there last time stood in it."""
        if not any(key in self.gone and key in self.present for key in card.keys):
            return False
        went, stayed = (
            max((self.nearness(card, number) for key in card.keys for number in texts.get(key, ())), default=0)
            for texts in (self.gone, self.present)
        )
        return went == _VERY_PLACE > stayed

    def is_beside(self, card: _Card, key: str, number: int) -> bool:
        """Say whether the very words that stood beside a text that had a number stand beside one of a card's."""
        beside = self.beside.get((key, number), "")
        return beside != "" and beside in card.keys.values()

    def nearness(self, card: _Card, number: int) -> int:
        """Say how much of a card's words beside its texts are those that stood beside a number's."""
        return max(
            (_nearness(beside, self.beside.get((key, number), "")) for key, beside in card.keys.items()), default=0
        )


def _nearness(one: str, other: str) -> int:
    """Compare the words beside two texts: what stands before one says more than what stands behind it."""
    sides = [_is_side(one[:_HASH], other[:_HASH]), _is_side(one[_HASH:], other[_HASH:])]
    return 2 * sides[0] + sides[1]


def _is_side(one: str, other: str) -> bool:
    return one == other and one not in {"", _NOTHING}


def _recognised(cards: Sequence[_Card], past: _Past, text: str) -> dict[int, int]:
    """Find the cards that are known: by the very text, then by one that has gone, then by one that was corrected."""
    taken: dict[int, int] = {}
    here = {card.place for card in cards if past.stands_where_one_went(card)}
    for texts, aside in ((past.present, here), (past.gone, frozenset[int]()), (past.present, frozenset[int]())):
        votes = [(card, _votes(card, texts)) for card in cards if card.place not in taken and card.place not in aside]
        _pair(taken, votes, past)
    there = {key for card in cards for key in card.keys}
    left = {key: numbers for key, numbers in past.present.items() if key not in there}
    unknown = [card for card in cards if card.place not in taken]
    if unknown and left and len(unknown) * len(left) <= _COMPARED:
        _pair_corrected(unknown, left, past, text, taken)
    return taken


def _votes(card: _Card, texts: Mapping[str, frozenset[int]]) -> Counter[int]:
    return Counter(number for key in card.keys for number in texts.get(key, ()))


def _pair(taken: dict[int, int], votes: Sequence[tuple[_Card, Counter[int]]], past: _Past) -> None:
    """Give numbers to cards: to the one with most of a number's texts, then by the words beside, then as its author says."""
    used = {*taken.values()}
    wishes: list[tuple[tuple[int, bool, int, bool], int, int]] = []
    for card, found in votes:
        # One that was merged into another card's and is by itself again had a number of its own.
        had = any(number not in used for key in card.keys for number in past.gone.get(key, ()))
        for number, count in found.items():
            rank = (-count, had, -past.nearness(card, number), number != card.wanted)
            wishes.append((rank, number, card.place))
    _give(taken, wishes)


def _pair_corrected(
    cards: Sequence[_Card], left: Mapping[str, frozenset[int]], past: _Past, text: str, taken: dict[int, int]
) -> None:
    """Give the numbers of texts that are gone to those that are the same, corrected, unless the old one still stands there."""
    from deckwright.identity.corrected import folded, is_corrected, stands_in  # noqa: PLC0415 - most decks have no gaps
    from deckwright.identity.redrawn import is_redrawn  # noqa: PLC0415

    whole = folded(text)
    there: dict[str, int] = {}
    wishes: list[tuple[tuple[int, bool], int, int]] = []
    for card in cards:
        said = [folded(each) for each in card.said]
        for key, numbers in left.items():
            in_place = card.wanted in numbers or any(past.is_beside(card, key, number) for number in numbers)
            if not any(is_corrected(own, key) or is_redrawn(own, key, in_place=in_place) for own in card.keys):
                continue
            if key not in there:
                there[key] = stands_in(key, whole)
            if there[key] <= sum(stands_in(key, each) for each in said):
                wishes += [((-past.nearness(card, each), each != card.wanted), each, card.place) for each in numbers]
    _give(taken, wishes)


def _give(taken: dict[int, int], wishes: Iterable[tuple[tuple[float, ...], int, int]]) -> None:
    used = {*taken.values()}
    for _, number, place in sorted(wishes):
        if number not in used and place not in taken:
            taken[place] = number
            used.add(number)


def _lower(taken: dict[int, int], past: _Past) -> None:
    """Give numbers beyond the largest one those that nobody ever had, as far as there are any."""
    free = iter(sorted({*range(1, LARGEST + 1)} - past.numbers - {*taken.values()}))
    for place, number in sorted(taken.items()):
        if number > LARGEST:
            taken[place] = next(free, number)
