"""Values that are made quickly are in all else what the plain dataclass makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import FrozenInstanceError, asdict, dataclass, field, replace

import pytest

from deckwright.model import Entry, Passage
from deckwright.swift import swift


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    kind: str
    number: int = 3
    found: Mapping[str, int] = field(default_factory=dict)

    @property
    def twice(self) -> int:
        return 2 * self.number


@swift
@dataclass(frozen=True, slots=True, kw_only=True)
class Swift:
    kind: str
    number: int = 3
    found: Mapping[str, int] = field(default_factory=dict)

    @property
    def twice(self) -> int:
        return 2 * self.number


def test_a_swift_value_is_as_a_plain_one() -> None:
    swift_one, plain = Swift(kind="a", number=4), Plain(kind="a", number=4)
    assert asdict(swift_one) == asdict(plain)
    assert repr(swift_one) == repr(plain).replace("Plain", "Swift")
    assert type(swift_one) is Swift
    assert swift_one.twice == 8
    assert swift_one == Swift(kind="a", number=4) != replace(swift_one, kind="b")


def test_it_is_frozen_and_holds_nothing_else() -> None:
    value = Swift(kind="a")
    with pytest.raises(FrozenInstanceError):
        value.kind = "b"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del value.kind
    with pytest.raises((AttributeError, TypeError)):
        object.__setattr__(value, "more", 1)


def test_what_is_missing_or_unknown_is_refused() -> None:
    for given in ({}, {"kind": "a", "more": 1}):
        with pytest.raises(TypeError):
            Swift(**given)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Swift("a")  # type: ignore[call-arg]


def test_each_value_has_its_own_defaults() -> None:
    one, two = Swift(kind="a"), Swift(kind="a")
    assert one.found == two.found == {}
    assert one.found is not two.found


def test_entries_that_say_the_same_are_equal() -> None:
    entry = Entry(file="a.md", line=1, question=Passage(text="Q"), answer=Passage(text="A"))
    assert replace(entry) == replace(entry, attributes={})
    assert replace(entry, line=2) != entry
