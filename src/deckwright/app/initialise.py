"""Making a folder a deck: its settings with an id of its own, and git told how to merge its lock."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from pathlib import Path

from deckwright import config
from deckwright.app.files import read_bytes, staged
from deckwright.app.recorded import read_lock
from deckwright.app.tasks import cut
from deckwright.app.workspace import LOCK_NAME, is_left_out, markdown_below
from deckwright.errors import UsageError
from deckwright.segment.document import ReadingOptions
from deckwright.swift import dataclass

_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_ID_LENGTH = 16
_ATTRIBUTES = ".gitattributes"
_MERGE = f"{LOCK_NAME} merge=union\n*.{LOCK_NAME} merge=union\n"
_ENOUGH = 3
"""Questions that make a README a source."""
_EXAMPLE = "questions.md"
_EXAMPLE_TEXT = """# {name}

## First section

### What does a question look like?

Like this: a heading that asks, and below it the answer, in plain Markdown.

- Lists, **tables**, `code` and formulas such as $e^{{i\\pi}} + 1 = 0$ work as you would expect.
- The headings above become tags.

**Details**: What stands behind this label is shown below the answer, more quietly.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Initialised:
    """What `init` wrote, and what was there before and stayed as it was."""

    written: tuple[Path, ...]
    kept: tuple[Path, ...]


def initialise(folder: Path, *, name: str = "") -> Initialised:
    """Write `deck.toml`, `.gitattributes` and, where there is nothing to read, a first document.

    Where only a README or the like asks questions, `deck.toml` names it.

    Changes nothing that is there, but for one name: the lock of the only document that was built so far becomes the
    folder's.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; `init` makes a folder a deck")
    folder.mkdir(parents=True, exist_ok=True)
    renamed = _take_over_single_lock(folder)
    existing = read_lock(folder / LOCK_NAME).lock
    deck_name = name or (existing.deck_name if existing else folder.resolve().name)
    deck_id = existing.deck_id if existing else "".join(secrets.choice(_ALPHABET) for _ in range(_ID_LENGTH))
    documents = tuple(markdown_below(folder))
    named = () if any(not is_left_out(path) for path in documents) else tuple(filter(_asks, documents))
    settings = _settings(deck_id, deck_name) + _naming([path.relative_to(folder).as_posix() for path in named])
    wanted = {folder / config.FILE_NAME: settings}
    if not named and all(map(is_left_out, documents)):
        wanted[folder / _EXAMPLE] = _EXAMPLE_TEXT.format(name=deck_name)
    written = [*renamed, *(path for path, text in wanted.items() if _write_new(path, text))]
    if _add_merge_rule(folder / _ATTRIBUTES):
        written.append(folder / _ATTRIBUTES)
    return Initialised(written=tuple(written), kept=tuple(path for path in wanted if path not in written))


def _take_over_single_lock(folder: Path) -> list[Path]:
    """Let a folder whose one document was built by itself go on with that document's lock."""
    own = list(folder.glob(f"*.{LOCK_NAME}"))
    lock = folder / LOCK_NAME
    if len(own) != 1 or lock.exists():
        return []
    own[0].rename(lock)
    return [lock]


def _settings(deck_id: str, name: str) -> str:
    return (
        f"# Who the deck is. Never change it once learners have the deck.\nid = {json.dumps(deck_id)}\n"
        f"# The deck's name in Anki.\nname = {json.dumps(name, ensure_ascii=False)}\n"
    )


def _asks(path: Path) -> bool:
    """Whether a README is a document of questions itself, as many collections of them are."""
    document = cut(read_bytes(path, what="document"), path.name, ReadingOptions()).document
    return document is not None and sum(not entry.defect for entry in document.entries) >= _ENOUGH


def _naming(names: Sequence[str]) -> str:
    if not names:
        return ""
    return f"[files]\n# A README and the like are read only where they are named.\ninclude = {json.dumps(names, ensure_ascii=False)}\n"


def _write_new(path: Path, text: str) -> bool:
    if path.exists():
        return False
    with staged(path) as new:
        new.write_text(text, encoding="utf-8", newline="\n")
    return True


def _add_merge_rule(path: Path) -> bool:
    before = read_bytes(path, what="attributes of git") if path.exists() else b""
    if LOCK_NAME.encode() in before:
        return False
    with staged(path) as new:
        gap = b"" if not before or before.endswith(b"\n") else b"\n"
        new.write_bytes(before + gap + _MERGE.encode())
    return True
