"""Values of ours as plain tuples and back, for the cache and for other processes, which take nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from functools import cached_property
from operator import attrgetter
from typing import Any, Generic, TypeVar

from deckwright.app.spool import joined
from deckwright.choices import Cards, Choices, FollowUps
from deckwright.config import Config, Subdecks
from deckwright.errors import Diagnostic, Severity
from deckwright.model import Entry, Kind, Medium, Passage, Remark, Skip
from deckwright.notes import Draft, Frame
from deckwright.segment.document import Document, ReadingOptions

T = TypeVar("T")
_Turn = Callable[[Any], Any]
_Turns = Mapping[str, tuple[_Turn, _Turn]]


class _Form(Generic[T]):
    """How a type of ours is packed: its fields in order, those that aren't plain turned there and back."""

    def __init__(self, kind: type[T], turns: _Turns) -> None:
        names = tuple(each.name for each in fields(kind))  # type: ignore[arg-type]
        self._kind, self._names = kind, names
        self._values: Callable[[T], tuple[Any, ...]] = attrgetter(*names)
        self._turns = tuple((names.index(name), there, back) for name, (there, back) in turns.items())

    def pack(self, value: T) -> tuple[Any, ...]:
        """Give the values of all fields."""
        values = list(self._values(value))
        for place, there, _ in self._turns:
            values[place] = there(values[place])
        return tuple(values)

    def unpack(self, packed: Sequence[Any]) -> T:
        """Make the value again; raises TypeError or ValueError where that can't be."""
        if len(packed) != len(self._names):
            raise ValueError(f"{len(packed)} values for the {len(self._names)} of {self._kind.__name__}")
        return self._made(packed)

    @cached_property
    def _made(self) -> Callable[[Sequence[Any]], T]:
        # Written out as code, as dataclasses are: there are tens of thousands of values to make.
        backs = {place: back for place, _, back in self._turns}
        given = (
            f"{name}=back{at}(p[{at}])" if at in backs else f"{name}=p[{at}]" for at, name in enumerate(self._names)
        )
        names = {"kind": self._kind, **{f"back{at}": back for at, back in backs.items()}}
        made: Callable[[Sequence[Any]], T] = eval(f"lambda p: kind({', '.join(given)})", names)  # noqa: S307  (our own)
        return made


def _each(form: _Form[Any]) -> tuple[_Turn, _Turn]:
    def there(values: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(map(form.pack, values))

    def back(packed: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(map(form.unpack, packed))

    return there, back


_NOTHING = Passage()
_KINDS = {kind.value: kind for kind in Kind}
_SEVERITIES = {severity.value: severity for severity in Severity}


class _Raw(Passage):
    """A passage as it came out of the cache or of another process; made text each time that somebody reads it.

    Most are read by nobody, or by another process; and UTF-8 takes half as much as Python's text with an arrow in it.
    """

    __slots__ = ("raw",)
    raw: bytes

    @property
    def text(self) -> str:
        return str(self.raw, "utf-8", "surrogatepass")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Passage) and (self.text, self.line) == (other.text, other.line)

    def __hash__(self) -> int:
        return hash((self.text, self.line))

    def __repr__(self) -> str:
        return repr(Passage(text=self.text, line=self.line))


def _pack_passage(passage: Passage) -> tuple[bytes, int] | None:
    if isinstance(passage, _Raw):
        return passage.raw, passage.line
    return (passage.text.encode("utf-8", "surrogatepass"), passage.line) if passage != _NOTHING else None


def _unpack_passage(packed: tuple[bytes, int] | None) -> Passage:
    if not packed:
        return _NOTHING
    passage = object.__new__(_Raw)
    for name, value in zip(("raw", "line"), packed, strict=True):
        object.__setattr__(passage, name, value)
    return passage


def _as_it_is(value: Any) -> Any:
    return value


_PASSAGE = (_pack_passage, _unpack_passage)
_PASSAGES = ("question", "answer", "options", "extra", "hint", "reverse")
_VALUE = attrgetter("value")
ENTRY = _Form(
    Entry, {**dict.fromkeys(_PASSAGES, _PASSAGE), "kind": (_VALUE, _KINDS.__getitem__), "attributes": (dict, dict)}
)
DIAGNOSTIC = _Form(Diagnostic, {"severity": (_VALUE, _SEVERITIES.__getitem__)})
SKIP = _Form(Skip, {})
MEDIUM = _Form(Medium, {"remarks": _each(_Form(Remark, {}))})
DOCUMENT = _Form(
    Document,
    {
        "entries": _each(ENTRY),
        "skipped": _each(SKIP),
        "diagnostics": _each(DIAGNOSTIC),
        "front_matter": (dict, dict),
    },
)
DRAFT = _Form(Draft, {"fields": (joined, _as_it_is)})
FIELDS = [each.name for each in fields(Draft)].index("fields")
"""Where the fields stand in a packed draft; they come back as `tasks.Made.unpack` is told."""
_CHOSEN: _Turns = {"cards": (_VALUE, Cards), "follow_ups": (_VALUE, FollowUps)}
_CONFIG = _Form(Config, {"subdecks": (_VALUE, Subdecks), **_CHOSEN})
_CHOICES = _Form(Choices, _CHOSEN)
OPTIONS = _Form(ReadingOptions, {"silenced": (sorted, frozenset), "choices": (_CHOICES.pack, _CHOICES.unpack)})
FRAME = _Form(Frame, {"config": (_CONFIG.pack, _CONFIG.unpack)})
