"""What AnkiConnect's answers look like, as far as we read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

Shape = Callable[[Any], bool]
"""Says whether a value, as JSON has it, is of a shape."""


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _many(shape: Shape) -> Shape:
    return lambda value: isinstance(value, list) and all(map(shape, value))


def _each(shape: Shape) -> Shape:
    return lambda value: isinstance(value, dict) and all(map(shape, value.values()))


def _with(**shapes: Shape) -> Shape:
    return lambda value: (
        isinstance(value, dict) and all(name in value and shape(value[name]) for name, shape in shapes.items())
    )


def _or_nothing(shape: Shape) -> Shape:
    return lambda value: not value or shape(value)


_NOTE = _with(noteId=_number, fields=_each(_with(value=_text)), tags=_many(_text), cards=_many(_number))
_MODEL = _with(
    css=_text, mod=_number, flds=_many(_with(name=_text)), tmpls=_many(_with(name=_text, qfmt=_text, afmt=_text))
)
SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        "modelNamesAndIds": _each(_number),
        "findModelsById": _many(_MODEL),
        "findNotes": _many(_number),
        "findCards": _many(_number),
        "notesInfo": _many(_or_nothing(lambda value: _NOTE(value) and _number(value.get("mod", 0)))),
        "getDecks": _each(_many(_number)),
        "getMediaFilesNames": _many(_text),
        "getMediaDirPath": _text,
    }
)
"""By action; of the others we read nothing, or only whether it is what we expect."""
