"""Frozen values as `dataclass` makes them, for a third of its time: the smallest build has 130 kinds of them.

For each frozen class the standard `dataclass` writes and compiles six functions (0.7 ms, each time the program starts),
and sets a value's fields past the value's own guard, which is most of what making one costs. Here the fields are the
standard's, so that `fields`, `replace` and `asdict` know them; one function is compiled, and the others are shared. What
isn't frozen, has no fields, inherits, or has a say in how it is made (`__post_init__`) is left to the standard. For type
checkers this is the standard `dataclass`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: bool = False, slots: bool = False, kw_only: bool = False) -> Callable[[type], type]:
        """Do as `dataclasses.dataclass` does."""

        def made(kind: type) -> type:
            plain = kind.__bases__ == (object,) and kind.__annotations__ and not hasattr(kind, "__post_init__")
            if frozen and slots and plain:
                return _frozen(kind, kw_only=kw_only)
            return dataclasses.dataclass(frozen=frozen, slots=slots, kw_only=kw_only)(kind)

        return made


__all__ = ["dataclass"]


class _Value:
    """What all frozen values do alike."""

    _compared: Callable[[object], object]

    def __eq__(self, other: object) -> bool:
        return self._compared(self) == self._compared(other) if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._compared(self))

    @recursive_repr()
    def __repr__(self) -> str:
        said = (f"{each.name}={getattr(self, each.name)!r}" for each in _fields(type(self)) if each.repr)
        return f"{type(self).__qualname__}({', '.join(said)})"

    def __setattr__(self, name: str, _: object) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return _made_again, (type(self), tuple(getattr(self, each.name) for each in _fields(type(self))))


_SHARED = tuple((name, each) for name, each in vars(_Value).items() if callable(each))


def _frozen(kind: type, *, kw_only: bool) -> type:
    kind.__doc__ = (
        kind.__doc__ or f"{kind.__name__}."
    )  # without one the standard works out a signature, for nothing else
    kind = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)(kind)
    for name, shared in _SHARED:
        setattr(kind, name, shared)
    kind._compared = attrgetter(*(each.name for each in _fields(kind) if each.compare))  # type: ignore[attr-defined]  # noqa: SLF001
    kind.__new__ = _maker(kind)  # type: ignore[method-assign]
    return kind


def _maker(kind: type) -> Callable[..., Any]:
    """Write the function that makes values: each is born as a twin without a guard, and becomes what it is when filled."""
    given = _fields(kind)
    twin = type(kind.__name__, (), {"__slots__": tuple(each.name for each in given)})
    known: dict[str, Any] = {"_twin": twin, "_born": object.__new__, "_unset": MISSING}
    known |= {f"_default_{each.name}": _default(each) for each in given}
    places = [f"{each.name}{_optional(each)}" for each in given if not each.kw_only]
    named = [f"{each.name}{_optional(each)}" for each in given if each.kw_only]
    lines = [
        f"def __new__({', '.join(['_kind', *places, *(['*', *named] if named else [])])}):",
        " _value = _born(_twin)",
        *(f" _value.{each.name} = {_value(each)}" for each in given),
        " _value.__class__ = _kind",
        " return _value",
    ]
    exec("\n".join(lines), known)  # noqa: S102  (our own, as `dataclass` does it)
    made: Callable[..., Any] = known["__new__"]
    return made


def _default(given: Field[Any]) -> Any:
    return given.default if given.default_factory is MISSING else given.default_factory


def _optional(given: Field[Any]) -> str:
    if given.default_factory is not MISSING:
        return "=_unset"
    return "" if given.default is MISSING else f"=_default_{given.name}"


def _value(given: Field[Any]) -> str:
    name = given.name
    return name if given.default_factory is MISSING else f"_default_{name}() if {name} is _unset else {name}"


def _made_again(kind: type, values: tuple[object, ...]) -> Any:
    """Make a value that was copied or pickled."""
    value: Any = object.__new__(kind)
    for each, held in zip(_fields(kind), values, strict=True):
        object.__setattr__(value, each.name, held)
    return value


def _fields(kind: type) -> tuple[Field[Any], ...]:
    return dataclasses.fields(kind)
