"""Frozen values that are made in half the time, for the types of which a deck has one for each entry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, fields
from typing import Any, TypeVar

T = TypeVar("T")


def swift(kind: type[T]) -> type[T]:
    """Let a frozen dataclass with slots, of keywords only, make its values quickly; else it stays as it is.

    `dataclass` has each field of a frozen value set through `object`, past the value's own guard, which is most of what
    making one costs. Here a value is born as a twin that has the same slots and no guard, and becomes what it is once
    they are filled.
    """
    given = fields(kind)  # type: ignore[arg-type]
    twin = type(kind.__name__, (), {"__slots__": tuple(each.name for each in given)})
    known: dict[str, Any] = {"_twin": twin, "_born": object.__new__, "_unset": MISSING}
    known |= {f"_default_{each.name}": _default(each) for each in given}
    lines = [
        f"def __new__(_kind, *, {', '.join(f'{each.name}{_optional(each)}' for each in given)}):",
        " _value = _born(_twin)",
        *(f" _value.{each.name} = {_value(each)}" for each in given),
        " _value.__class__ = _kind",
        " return _value",
    ]
    exec("\n".join(lines), known)  # noqa: S102  (our own, as `dataclass` does it)
    made: Callable[..., T] = known["__new__"]
    kind.__new__ = made  # type: ignore[assignment]
    del kind.__init__
    return kind


def _default(given: Field[Any]) -> Any:
    return given.default if given.default_factory is MISSING else given.default_factory


def _optional(given: Field[Any]) -> str:
    if given.default_factory is not MISSING:
        return "=_unset"
    return "" if given.default is MISSING else f"=_default_{given.name}"


def _value(given: Field[Any]) -> str:
    name = given.name
    return name if given.default_factory is MISSING else f"_default_{name}() if {name} is _unset else {name}"
