"""Anki's template language, as far as cards of ours speak it: fields with filters, sections, comments."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TypeAlias

from deckwright.errors import ConfigError
from deckwright.notetypes import is_blank
from deckwright.preview.cloze import reveal, reveal_only
from deckwright.swift import dataclass

_TOKEN = re.compile(r"<!--.*?-->|\{\{\s*(?P<mark>[#^/]?)(?P<body>.*?)\}\}", re.DOTALL)
_TAG = re.compile(r"<!--.*?-->|<style.*?</style>|<script.*?</script>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_CARD = re.compile(r"c[0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a side of a card is rendered from."""

    fields: Mapping[str, str]
    """Every field's HTML by its name, the special ones (`Tags`, `Deck` …) among them."""
    ordinal: int
    """Which template or gap, from 0."""
    cloze: bool
    front: str | None = None
    """The front's HTML while the back is rendered; None for the front itself."""

    def holds(self, name: str) -> bool:
        """Whether the section of this name shows what it holds."""
        if name in self.fields:
            return not is_blank(self.fields[name])
        if _CARD.fullmatch(name):
            return self.cloze and name == f"c{self.ordinal + 1}"
        raise ConfigError(f"The templates name a field “{name}”, and there is none.")


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    filters: tuple[str, ...]
    """Innermost first."""


@dataclass(frozen=True, slots=True)
class _Section:
    name: str
    negated: bool
    nodes: tuple[_Node, ...]


_Node: TypeAlias = "str | _Field | _Section"


def render(template: str, scene: Scene) -> str:
    """Render a side of a card as Anki hands it to its reviewer. Raises ConfigError for a template that Anki refuses."""
    return "".join(_shown(node, scene) for node in _parse(template))


@lru_cache(maxsize=64)  # a deck has a handful of templates, and many cards
def _parse(template: str) -> tuple[_Node, ...]:
    opened: list[tuple[str, bool]] = []
    levels: list[list[_Node]] = [[]]
    place = 0
    for token in _TOKEN.finditer(template):
        levels[-1].append(template[place : token.start()])
        place = token.end()
        if token["body"] is None:
            levels[-1].append(token[0])
            continue
        key = token["body"].strip()
        if token["mark"] == "/":
            if not opened or opened[-1][0] != key:
                raise ConfigError(f"In the templates, the section “{key}” is closed where it isn't open.")
            name, negated = opened.pop()
            nodes = tuple(levels.pop())
            levels[-1].append(_Section(name, negated, nodes))
        elif token["mark"]:
            opened.append((key, token["mark"] == "^"))
            levels.append([])
        else:
            *outer, name = key.split(":")
            levels[-1].append(_Field(name, tuple(reversed(outer))))
    if opened:
        raise ConfigError(f"In the templates, the section “{opened[-1][0]}” isn't closed.")
    levels[0].append(template[place:])
    return tuple(levels[0])


def _shown(node: _Node, scene: Scene) -> str:
    match node:
        case str():
            return node
        case _Section():
            shown = scene.holds(node.name) is not node.negated
            return "".join(_shown(each, scene) for each in node.nodes) if shown else ""
        case _Field(name="FrontSide"):
            return scene.front or ""
        case _Field():
            return _filled(node, scene)


def _filled(field: _Field, scene: Scene) -> str:
    if field.name not in scene.fields and not (field.filters and not field.name):
        raise ConfigError(f"The templates name a field “{field.name}”, and there is none.")
    text = scene.fields.get(field.name, "")
    if field.filters in {("cloze", "type"), ("nc", "type")}:
        return f"[[type:{field.filters[0]}:{field.name}]]"
    for name in field.filters:
        if name.startswith("tts "):
            return ""
        if name and name not in _FILTERS:
            return text  # an add-on's, perhaps: Anki's reviewer shows the text as it is by then
        text = _FILTERS[name](text, field.name, scene) if name else text
    return text


def _hint(text: str, name: str, _: Scene) -> str:
    """Fold a text. Anki does it by script; a `details` element shows the same words without one."""
    return f'<details class="hint"><summary>{name}</summary><div>{text}</div></details>' if text.strip() else text


def plain(text: str) -> str:
    """Take the tags out of a field and read its entities, as Anki's filter `text` does."""
    return html.unescape(_TAG.sub("", text))


_FILTERS: Mapping[str, Callable[[str, str, Scene], str]] = {
    "cloze": lambda text, _, scene: reveal(text, scene.ordinal + 1, question=scene.front is None),
    "cloze-only": lambda text, _, scene: reveal_only(text, scene.ordinal + 1, question=scene.front is None),
    "hint": _hint,
    "text": lambda text, *_: plain(text),
    "type": lambda _, name, __: f"[[type:{name}]]",
}
"""Each filter that is known here: text, field name and scene to text."""
