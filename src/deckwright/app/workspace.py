"""Where a deck's things lie: its sources, its settings, its lock, and the package to be written."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from deckwright import config as deck_toml
from deckwright.app.files import read_bytes, reason
from deckwright.config import Config
from deckwright.errors import SourceError, UsageError
from deckwright.swift import dataclass

LOCK_NAME = "deck.lock"
SUFFIXES = (".md", ".markdown")
_LONGEST = 200  # bytes of a package's name; file systems take 255, also while it is being written
_NO_SOURCES = frozenset({".apkg", ".colpkg", ".anki2", ".lock"})
_NUMBERS = re.compile(r"(\d+)")
LEFT_OUT = ("readme", "changelog", "contributing", "license")
"""Stems of files that are no sources by themselves."""
GENERIC = frozenset({"readme", "index", "questions", "question", "main", "notes", "docs", "src", "source", "source_md"})
"""Names that say nothing of a deck's subject, so that two decks might well share them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """One deck's places. `sources` are the files of this run; `folder` is what their names in the lock are relative to."""

    source: Path
    folder: Path
    sources: tuple[Path, ...]
    config: Config
    lock: Path
    output: Path | None
    """Where the package goes, if the user said so; see `package_path`."""

    @property
    def is_whole(self) -> bool:
        """Whether this run was given the whole folder, so that what it doesn't find is gone."""
        return self.source == self.folder

    @property
    def styles(self) -> Path | None:
        """The folder of the deck's own templates and CSS, where `deck.toml` names one."""
        return self.folder / self.config.card_styles if self.config.card_styles else None

    def name_of(self, path: Path) -> str:
        """Give a source's name as it stands in lock and messages: relative to the folder, with forward slashes."""
        return path.relative_to(self.folder).as_posix()

    def own_locks(self) -> tuple[Path, ...]:
        """Give the locks of documents that were built by themselves."""
        own = (path.with_name(f"{path.stem}.{LOCK_NAME}") for path in self.sources)
        return tuple(path for path in own if path.exists())

    def package_path(self, deck_name: str) -> Path:
        """Give the package's path: as told, else the deck's name in `dist/` where there is one, else in this folder."""
        if self.output:
            return self.output
        place = Path("dist") if Path("dist").is_dir() else Path()
        return place / f"{_file_name(deck_name)}.apkg"


def open_workspace(source: Path, *, lock: Path | None = None, output: Path | None = None) -> Workspace:
    """Find what belongs to a source.

    Raises UsageError where there is nothing to read, ConfigError for a wrong `deck.toml`.
    """
    if not source.exists():
        raise UsageError(f"{source}: there is no such file or folder")
    folder = source if source.is_dir() else source.parent
    config = _read_config(folder)
    sources = tuple(_listed(folder, config)) if source.is_dir() else (source,)
    if not sources:
        raise _nothing_in(folder, config)
    for path in sources:
        _refuse_odd(path)
    if output and output.is_dir():
        raise UsageError(f"{output} is a folder; --output names a file", hint=f"For example: {output / 'deck.apkg'}")
    lock = lock or _lock_of(source, folder)
    taken = {path.resolve() for path in (*sources, lock, folder / deck_toml.FILE_NAME)}
    if output and output.resolve() in taken:
        raise UsageError(f"{output} is one of the deck's own files", hint="Name another file with --output.")
    return Workspace(source=source, folder=folder, sources=sources, config=config, lock=lock, output=output)


def _nothing_in(folder: Path, config: Config) -> UsageError:
    patterned = config.include_files or config.exclude_files
    first = next((path for path in markdown_below(folder) if is_left_out(path)), None)
    named = f": deckwright build {first}" if first and not patterned else ""
    return UsageError(
        f"{folder}: no Markdown files in it{' that deck.toml lets through' if patterned else ''}",
        hint=f"Sources end in .md or .markdown; README and the like are read only when named{named}.",
    )


def _refuse_odd(path: Path) -> None:
    """Raise UsageError for what can't be a source: a package, a device or a pipe, or a name that is no text."""
    if path.suffix.casefold() in _NO_SOURCES or path.name == deck_toml.FILE_NAME:
        raise UsageError(
            f"{path} is no source: it holds no Markdown", hint="Name the Markdown file, or the folder that it is in."
        )
    if not path.is_file() and path.exists():
        raise UsageError(f"{path}: this is no regular file")
    try:
        str(path).encode()
    except UnicodeEncodeError:
        shown = str(path).encode("utf-8", "backslashreplace").decode()
        raise UsageError(f"{shown}: the file's name is not UTF-8 text", hint="Rename it.") from None


def _read_config(folder: Path) -> Config:
    path = folder / deck_toml.FILE_NAME
    if not path.exists():
        return Config()
    try:
        text = read_bytes(path, what="deck's settings").decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: byte {error.start} is not UTF-8 text", hint="Save it as UTF-8.") from None
    if "style" not in text:
        return deck_toml.loads(text, path=str(path))
    from deckwright.segment.registry import NAMES  # noqa: PLC0415  (imports every style)

    return deck_toml.loads(text, path=str(path), styles=NAMES)


def _lock_of(source: Path, folder: Path) -> Path:
    """Give the lock: a folder's is in it; a single file's is beside it, unless the folder's already knows the file."""
    shared = folder / LOCK_NAME
    if source == folder:
        return shared
    own = source.with_name(f"{source.stem}.{LOCK_NAME}")
    if not own.exists() and shared.exists():
        import json  # noqa: PLC0415

        mention = f'"file":{json.dumps(source.name, ensure_ascii=False)}'.encode()
        if mention in read_bytes(shared, what="lock").replace(b'": "', b'":"'):
            return shared
    return own


def _listed(folder: Path, config: Config) -> Iterator[Path]:
    """Every source below a folder, in the order of their names, without dot folders."""
    for path in markdown_below(folder):
        name = path.relative_to(folder).as_posix()
        if config.include_files and not _matches(name, config.include_files):
            continue
        if _matches(name, config.exclude_files):
            continue
        if is_left_out(path) and name not in config.include_files:
            continue
        yield path


def is_left_out(path: Path) -> bool:
    """Whether a file stands beside sources without being any, unless it is named."""
    return path.stem.casefold() in LEFT_OUT


def markdown_below(folder: Path) -> Iterator[Path]:
    """Give every Markdown file below a folder, in the order of their names, without dot folders."""
    try:
        items = sorted(os.scandir(folder), key=lambda item: _by_number(item.name))
    except OSError as error:
        raise SourceError(f"{folder}: the folder can't be read ({reason(error)})") from None
    for item in items:
        if item.name.startswith("."):
            continue
        if item.is_dir(follow_symlinks=False):
            yield from markdown_below(Path(item.path))
        elif item.name.casefold().endswith(SUFFIXES) and item.is_file():
            yield Path(item.path)


def _by_number(name: str) -> tuple[tuple[int, str], ...]:
    """Sort names as people count: part-2 before part-10."""
    return tuple((int(part), "") if part.isascii() and part.isdigit() else (-1, part) for part in _NUMBERS.split(name))


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, pattern) or fnmatchcase(name.rpartition("/")[2], pattern) for pattern in patterns)


def _file_name(deck_name: str) -> str:
    """Make a deck's name a file's name on any system."""
    kept = "".join(char if char.isalnum() or char in " ._-" else "-" for char in deck_name.replace("::", "-"))
    short = "-".join(kept.split()).encode("utf-8", "ignore")[:_LONGEST].decode("utf-8", "ignore")
    return short.strip(".-") or "deck"
