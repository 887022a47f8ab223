"""`deck.toml`: what an author may settle about a deck, read strictly, with the line of every mistake."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterable, Mapping
from dataclasses import field, fields
from enum import Enum
from typing import Any

from deckwright.choices import Cards, Choices, FollowUps
from deckwright.codes import CATALOGUE
from deckwright.errors import ConfigError
from deckwright.swift import dataclass

FILE_NAME = "deck.toml"


class Subdecks(Enum):
    """What gives subdecks: nothing, the sources, or the outermost headings above the questions."""

    NONE = "none"
    FILE = "file"
    SECTION = "section"


def _option(default: Any, doc: str, *, key: str = "") -> Any:
    return field(default=default, metadata={"doc": doc, "key": key})


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """A deck's settings. Every field is a key of `deck.toml`; a key in a table is written `table.key` there."""

    id: str = _option("", "Who the deck is. `init` writes a random one; never change it once learners have the deck.")
    name: str = _option(
        "", "The deck's name in Anki, `::` for a parent deck. Default: the folder's or document's name."
    )
    version: str = _option("", "The deck's version, shown in its description.")
    description: str = _option("", "What the deck is about: the first paragraph of its description in Anki.")
    tags: tuple[str, ...] = _option((), "Tags for every note.")
    tag_root: str = _option("", "The tag above all tags that come from headings. Default: the deck's name.")
    tag_files: bool = _option(False, "Whether a source's name becomes a tag, between the root and the headings.")
    subdecks: Subdecks = _option(Subdecks.NONE, '`"none"`, `"file"` or `"section"`: what becomes a subdeck.')
    style: str = _option("auto", "How the documents mark questions; `auto` finds out. See docs/reading-styles.md.")
    unanswered: bool = _option(False, "Whether questions without an answer become notes.")
    silence: tuple[str, ...] = _option((), "Codes of diagnostics that are not to be reported.")
    include_files: tuple[str, ...] = _option(
        (),
        "Sources to read, as patterns (`*.md`, `part-*`); `*` stands for slashes too. Default: all.",
        key="files.include",
    )
    exclude_files: tuple[str, ...] = _option((), "Sources not to read, as patterns.", key="files.exclude")
    media_folders: tuple[str, ...] = _option(
        (), "Folders of pictures and sounds, from the deck's folder. See docs/media.md.", key="media.folders"
    )
    card_styles: str = _option(
        "", "The folder of the deck's own card templates and CSS, inside the deck's. See docs/styles.md."
    )
    include_sections: tuple[str, ...] = _option(
        (), "Sections to read, as patterns of their headings. Default: all.", key="sections.include"
    )
    exclude_sections: tuple[str, ...] = _option(
        (), "Sections not to read, as patterns of their headings.", key="sections.exclude"
    )
    cards: Cards = _option(
        Cards.ONE,
        '`"one"` note of an entry, or one of each of its list\'s `"terms"`, of its table\'s `"rows"`, or `"both"`. See docs/card-kinds.md.',
        key="cards.cards",
    )
    follow_ups: FollowUps = _option(
        FollowUps.OWN,
        'Where a follow-up\'s answer goes: to a note of its `"own"`, to `"both"` that and its parent\'s, or only `"inside"` that.',
        key="cards.follow-ups",
    )
    reverse: bool = _option(False, "Whether a second card asks for the question.", key="cards.reverse")
    type_in: bool = _option(False, "Whether answers are typed in.", key="cards.type")
    highlights: bool = _option(False, "Whether `==text==` is a gap.", key="cards.highlights")

    @property
    def choices(self) -> Choices:
        """What is to be made of entries that say nothing themselves."""
        return Choices(**{each.name: getattr(self, each.name) for each in fields(Choices)})


_TABLES = ("files", "sections", "cards", "media")
"""Tables of `deck.toml`: `[files] include` is the field `include_files`."""

KEYS: Mapping[str, str] = {item.name: item.metadata["key"] or item.name for item in fields(Config)}
"""Each field of `Config`, and how `deck.toml` spells it."""


def loads(text: str, *, path: str, styles: Collection[str] = ()) -> Config:
    """Read `deck.toml`; `styles` are the reading styles that there are, if that is to be checked.

    Raises ConfigError, which names file, line and remedy, for broken TOML, an unknown key or a value of a wrong type.
    """
    if sys.version_info >= (3, 11):
        import tomllib  # noqa: PLC0415  (only where there is a deck.toml)
    else:
        import tomli as tomllib  # noqa: PLC0415
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # ValueError also of a number beyond what Python reads
        said = "it is nested too deep" if isinstance(error, RecursionError) else str(error)
        found = re.search(r"line (\d+)", said)
        line = int(found[1]) if found else text.count("\n") + 1
        raise ConfigError(f"{path}:{line}: {said}", hint="The file must be valid TOML.") from None
    reader = _Reader(text, path)
    config = Config(**reader.values(document))
    reader.refuse_unknown("style", [config.style] if styles else [], {*styles, "auto"})
    reader.refuse_unknown("silence", config.silence, CATALOGUE)
    reader.refuse_outside("media.folders", config.media_folders)
    reader.refuse_outside("card_styles", [config.card_styles] if config.card_styles else [])
    return config


class _Reader:
    """Turns a TOML document into the arguments of `Config`, and knows the lines of its keys."""

    def __init__(self, text: str, path: str) -> None:
        self._lines = text.split("\n")
        self._path = path

    def values(self, document: Mapping[str, Any]) -> dict[str, Any]:
        by_key = {key: name for name, key in KEYS.items()}
        flat: dict[str, Any] = {}
        for key, value in document.items():
            if key in _TABLES:
                if not isinstance(value, dict):
                    raise self._error(key, f"`{key}` is a table: write [{key}] and its keys below")
                flat.update({f"{key}.{inner}": inner_value for inner, inner_value in value.items()})
            else:
                flat[key] = value
        types = {item.name: item.default for item in fields(Config)}
        result: dict[str, Any] = {}
        for key, value in flat.items():
            if key not in by_key:
                raise self._error(key, f"unknown key `{key}`", hint=_suggestion(key, by_key))
            result[by_key[key]] = self._typed(key, value, types[by_key[key]])
        return result

    def refuse_unknown(self, key: str, values: Iterable[str], known: Collection[str]) -> None:
        """Raise ConfigError for the first value that isn't one of the known ones."""
        for value in values:
            if value not in known:
                raise self._error(key, f'`{key}` knows no "{value}"', hint=f"Known: {', '.join(sorted(known))}.")

    def refuse_outside(self, key: str, folders: Iterable[str]) -> None:
        """Raise ConfigError for the first folder that isn't one inside the deck's."""
        for folder in folders:
            parts = folder.replace("\\", "/").split("/")
            if folder.startswith(("/", "~", "\\")) or ".." in parts or ":" in parts[0] or not folder.strip():
                raise self._error(key, f'`{key}` names folders inside the deck\'s, not "{folder}"')

    def _typed(self, key: str, value: Any, default: object) -> object:
        match default:
            case bool():
                if isinstance(value, bool):
                    return value
                raise self._error(key, f"`{key}` is true or false, not {value!r}")
            case Enum():
                kind = type(default)
                if value in [choice.value for choice in kind]:  # no set: the author's value may be a list or a table
                    return kind(value)
                choices = ", ".join(f'"{choice.value}"' for choice in kind)
                raise self._error(key, f"`{key}` is one of {choices}, not {value!r}")
            case tuple():
                if isinstance(value, list) and all(isinstance(item, str) for item in value):
                    return tuple(value)
                raise self._error(key, f'`{key}` is a list of strings, such as ["a", "b"], not {value!r}')
            case _:
                if isinstance(value, str):
                    return value
                raise self._error(key, f"`{key}` is a string in quotes, not {value!r}")

    def _error(self, key: str, message: str, *, hint: str = "") -> ConfigError:
        return ConfigError(f"{self._path}:{self._line(key)}: {message}", hint=hint or "See the deck.toml reference.")

    def _line(self, key: str) -> int:
        """Find the 1-based line of a key; in TOML it starts a line, below its table's header."""
        table, _, last = key.rpartition(".")
        start = self._find(re.compile(rf"\s*\[\s*{re.escape(table)}\s*\]"), 0) if table else 0
        before = rf"(?:{re.escape(table)}\s*\.\s*)?" if table else r"\[?\s*"
        pattern = re.compile(rf"\s*{before}[\"']?{re.escape(last)}[\"']?\s*[\].=]")
        return self._find(pattern, start) + 1

    def _find(self, pattern: re.Pattern[str], start: int) -> int:
        return next((i for i in range(start, len(self._lines)) if pattern.match(self._lines[i])), start)


def _suggestion(key: str, known: Mapping[str, str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415  (only for a mistake)

    near = get_close_matches(key, known, n=1)
    return f"Did you mean `{near[0]}`?" if near else f"Known keys: {', '.join(sorted(known))}."
