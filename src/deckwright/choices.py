"""What an author may choose to have made of an entry: how each choice is spelt, and what it does to the wider one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import Enum
from typing import Any

from deckwright.swift import dataclass


class Cards(Enum):
    """What an entry is made into."""

    ONE = "one"
    """One note."""
    TERMS = "terms"
    """A note for each term of a list of terms with their meanings."""
    ROWS = "rows"
    """A note for each row of a table."""
    BOTH = "both"
    """A note for each term and each row."""


class FollowUps(Enum):
    """Where the answer to a follow-up goes."""

    OWN = "own"
    """To a note of its own."""
    BOTH = "both"
    """To a note of its own, and it stays in its parent's answer."""
    INSIDE = "inside"
    """It only stays in its parent's answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What is to be made of an entry; a deck, a document, a section and an entry may each say some of it."""

    cards: Cards = Cards.ONE
    follow_ups: FollowUps = FollowUps.OWN
    reverse: bool = False
    """Whether a card asks for the question, too."""
    type_in: bool = False
    """Whether the answer is typed in."""
    highlights: bool = False
    """Whether `==text==` is a gap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A choice that is written wrongly: its key, its value, and what could stand there."""

    key: str
    value: str
    known: tuple[str, ...]


FIELDS: Mapping[str, str] = {
    "cards": "cards",
    "follow-ups": "follow_ups",
    "reverse": "reverse",
    "type": "type_in",
    "highlights": "highlights",
}
"""How each choice is spelt wherever it may stand, and the field of `Choices` that it sets."""

_SWITCH = {"true": True, "false": False}


def narrowed(wider: Choices, values: Mapping[str, str]) -> Choices:
    """Give the choices of what lies in a wider whole and says this of itself; what isn't known changes nothing."""
    if not values:
        return wider
    said: dict[str, Any] = {field: value for key, field in FIELDS.items() if (value := _read(key, values)) is not None}
    return replace(wider, **said) if said else wider


def unknown(values: Mapping[str, str]) -> Iterator[Unknown]:
    """Give what no choice could be."""
    for key in FIELDS:
        if key in values and _read(key, values) is None:
            yield Unknown(key=key, value=values[key], known=tuple(_values(key)))


def _read(key: str, values: Mapping[str, str]) -> Cards | FollowUps | bool | None:
    return _values(key).get(values[key].strip().casefold()) if key in values else None


def _values(key: str) -> Mapping[str, Cards | FollowUps | bool]:
    match key:
        case "cards":
            return {each.value: each for each in Cards}
        case "follow-ups":
            return {each.value: each for each in FollowUps}
        case _:
            return _SWITCH
