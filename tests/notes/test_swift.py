"""Frozen values are in all what the standard `dataclass` makes; only quicker."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable, Mapping
from dataclasses import FrozenInstanceError, asdict, field, fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckwright import swift
from deckwright.model import Entry, Passage

Maker = Callable[[type], type]
SWIFT: Maker = swift.dataclass(frozen=True, slots=True, kw_only=True)
PLAIN: Maker = dataclasses.dataclass(frozen=True, slots=True, kw_only=True)


def kind_by(maker: Maker) -> Any:
    class Kind:
        """A kind."""

        name: str
        number: int = 3
        found: Mapping[str, int] = field(default_factory=dict)
        seen: float = field(default=0.5, compare=False, repr=False)

        @property
        def twice(self) -> int:
            return 2 * self.number

    return maker(Kind)


def single_by(maker: Maker) -> Any:
    class Single:
        only: object

    return maker(Single)


Swift, Plain = kind_by(SWIFT), kind_by(PLAIN)


@swift.dataclass(frozen=True, slots=True)
class Pair:
    """One that modules can find by its name, and whose fields stand by their places."""

    one: int
    two: tuple[int, ...] = ()


values = st.fixed_dictionaries(
    {"name": st.sampled_from("ab")},
    optional={
        "number": st.integers(0, 1),
        "found": st.sampled_from([{}, {"x": 1}]),
        "seen": st.sampled_from([0.5, 1.0, float("nan")]),
    },
)


@given(values, values)
def test_values_are_made_compared_and_shown_as_plain_ones(one: dict[str, Any], two: dict[str, Any]) -> None:
    assert repr(Swift(**one)) == repr(Plain(**one))
    assert asdict(Swift(**one)).items() >= one.items()
    assert (Swift(**one) == Swift(**two)) == (Plain(**one) == Plain(**two))
    assert (Swift(**one) != Swift(**two)) == (Plain(**one) != Plain(**two))
    assert Swift(**one) != Plain(**one)
    assert Swift(**one).twice == Plain(**one).twice
    assert replace(Swift(**one), **two) == Swift(**{**one, **two})


@given(st.integers(), st.integers())
def test_equal_values_have_equal_hashes(one: int, two: int) -> None:
    some, other = Pair(one, (two,)), Pair(one, (two,))
    assert some is not other
    assert hash(some) == hash(other)
    assert len({some, other, Pair(one, (two + 1,))}) == 2
    with pytest.raises(TypeError, match="unhashable"):
        hash(Swift(name="a"))


@pytest.mark.parametrize("by", [SWIFT, PLAIN])
def test_a_value_is_frozen_and_holds_nothing_else(by: Maker) -> None:
    value = kind_by(by)(name="a")
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'name'"):
        value.name = "b"
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'name'"):
        del value.name
    with pytest.raises((AttributeError, TypeError)):
        value.more = 1
    assert not hasattr(value, "__dict__")
    assert value.name == "a"


@pytest.mark.parametrize("by", [SWIFT, PLAIN])
@pytest.mark.parametrize(("places", "named"), [((), {}), ((), {"name": "a", "more": 1}), (("a",), {})])
def test_what_is_missing_or_unknown_is_refused(by: Maker, places: tuple[str, ...], named: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        kind_by(by)(*places, **named)


@pytest.mark.parametrize("by", [SWIFT, PLAIN])
def test_each_value_has_its_own_defaults(by: Maker) -> None:
    kind = kind_by(by)
    assert kind(name="a").found == {}
    assert kind(name="a").found is not kind(name="a").found


def test_the_class_says_of_itself_what_a_plain_one_says() -> None:
    said = [(each.name, each.type, each.default, each.kw_only, each.compare) for each in fields(Swift)]
    assert said == [(each.name, each.type, each.default, each.kw_only, each.compare) for each in fields(Plain)]
    assert list(inspect.signature(Swift).parameters) == list(inspect.signature(Plain).parameters)
    assert (Swift.__name__, Swift.__doc__, Swift.__slots__) == (Plain.__name__, Plain.__doc__, Plain.__slots__)
    assert Swift.__match_args__ == Plain.__match_args__ == ()
    assert Pair.__match_args__ == ("one", "two")


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))])
def test_values_are_copied_and_pickled(again: Callable[[Pair], Pair]) -> None:
    value = Pair(1, two=(2, 3))
    assert again(value) == value
    assert type(again(value)) is Pair


def test_kinds_of_one_field() -> None:
    swift_one, plain = single_by(SWIFT), single_by(PLAIN)
    assert repr(swift_one(only=1)) == repr(plain(only=1))
    assert swift_one(only=[1]) == swift_one(only=[1]) != swift_one(only=[2])


def test_what_holds_itself_is_shown() -> None:
    holding: list[object] = []
    value = single_by(SWIFT)(only=holding)
    holding.append(value)
    assert repr(value).endswith("Single(only=[...])")


def test_what_has_a_say_in_how_it_is_made_is_left_to_the_standard() -> None:
    @swift.dataclass(frozen=True, slots=True)
    class Sorted:
        given: tuple[int, ...]
        held: tuple[int, ...] = field(init=False)

        def __post_init__(self) -> None:
            object.__setattr__(self, "held", tuple(sorted(self.given)))

    @swift.dataclass(slots=True)
    class Open:
        number: int = 1

    @swift.dataclass(frozen=True, slots=True)
    class Heir(dict[str, int]):
        three: int = 3

    assert Sorted((2, 1)).held == (1, 2)
    opened = Open()
    opened.number = 2
    assert opened == Open(2)
    assert Heir(4).three == 4


def test_entries_that_say_the_same_are_equal() -> None:
    entry = Entry(file="a.md", line=1, question=Passage(text="Q"), answer=Passage(text="A"))
    assert replace(entry) == replace(entry, attributes={})
    assert replace(entry, line=2) != entry
