"""Reads `source_md/` and the seed with plain regular expressions, so that the content's tests need nothing of Deckwright's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILES = tuple(sorted((ROOT / "source_md").glob("*.md")))
SEED = ROOT.parent / "shared" / "seed" / "ml-theory-interview.txt"

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_QUESTION = re.compile(r"^### ([A-Z]\d+(?:\.\d+)?): (.+)$", re.MULTILINE)
_MATH = re.compile(r"(?s)\$\$(.+?)\$\$|(?<![\w\\])\$(?! )([^$]+?)(?<! )\$(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A fenced piece of code, with the file and 1-based line where its first line stands."""

    file: Path
    line: int
    lang: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of the deck, its answer cut where the deck's own convention cuts it."""

    label: str
    title: str
    short: str
    follow_ups: tuple[str, ...]
    details: str


def read(file: Path) -> str:
    """Give a source's text; our own sources are plain UTF-8."""
    return file.read_text(encoding="utf-8")


def read_seed() -> str:
    """Give the seed's text with its wrongly decoded runs put right, each strictly or not at all."""
    return re.sub(r"[^\x00-\x7f]+", _repair, read(SEED))


def _repair(run: re.Match[str]) -> str:
    try:
        return run.group().encode("mac_roman").decode("utf-8")
    except UnicodeError:
        return run.group()


def blocks(file: Path) -> list[Block]:
    """Give the fenced code blocks of a source."""
    text = read(file)
    return [
        Block(file=file, line=text.count("\n", 0, m.start(2)) + 1, lang=m.group(1), code=m.group(2))
        for m in _FENCE.finditer(text)
    ]


def blocks_in(text: str) -> list[str]:
    """Give the code of the fenced blocks of a text."""
    return [code for _, code in _FENCE.findall(text)]


def questions(text: str) -> list[Question]:
    """Give the questions of a text in order."""
    parts = _QUESTION.split(text)[1:]
    found = []
    for label, title, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        answer, _, details = body.partition("**Details**:")
        short, *follow_ups = answer.split("**Follow-up**:")
        found.append(Question(label=label, title=title, short=short, follow_ups=tuple(follow_ups), details=details))
    return found


def formulas(text: str) -> list[str]:
    """Give the formulas of a text, without what looks like one inside code."""
    prose = re.sub(r"`[^`\n]+`", "", _FENCE.sub("", text))
    return [display or inline for display, inline in _MATH.findall(prose)]


def prose_words(text: str) -> int:
    """Count the words of a passage that a reader reads: a formula counts as one, code as none."""
    return len(re.findall(r"\w+(?:[-–'’.]\w+)*", _MATH.sub(" F ", _FENCE.sub("", text))))


def without_formulas(text: str) -> str:
    """Put a mark in place of every formula, so that no run of words goes on across one."""
    return _MATH.sub(" FORMULA ", text)


def word_runs(text: str, length: int) -> set[tuple[str, ...]]:
    """Give every run of so many words, without regard to case, marks and lines."""
    words = re.findall(r"\w+", text.casefold())
    return set(zip(*(words[i:] for i in range(length)), strict=False))
