"""The entries that recognition is measured with, read from `benchmarks/identity/corpus.md`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from deckwright.model import Entry, Passage

PATH = Path(__file__).parents[2] / "benchmarks" / "identity" / "corpus.md"
RESERVE = "Reserve"


@cache
def corpus() -> tuple[Entry, ...]:
    """Give the entries that a test starts with."""
    return tuple(entry for entry, _ in _read() if entry.headings != (RESERVE,))


@cache
def reserve() -> tuple[Entry, ...]:
    """Give the entries that edits put in; some are near-twins of the others."""
    return tuple(entry for entry, _ in _read() if entry.headings == (RESERVE,))


@cache
def rewordings() -> dict[str, str]:
    """Give other wordings of the questions, by question."""
    return {entry.question.text: other for entry, other in _read() if other}


@cache
def _read() -> tuple[tuple[Entry, str], ...]:
    found: list[tuple[Entry, str]] = []
    for block in PATH.read_text("utf-8").split("\n## ")[1:]:
        section, *parts = block.split("\n### ")
        found += [_entry(section.strip(), number, part) for number, part in enumerate(parts, start=1)]
    return tuple(found)


def _entry(section: str, number: int, part: str) -> tuple[Entry, str]:
    question, _, answer = part.partition("\n")
    other, answer = "", answer.strip()
    if answer.startswith("*Or:*"):
        other, _, answer = answer.removeprefix("*Or:*").strip().partition("\n")
        answer = answer.strip()
    if answer.startswith("```"):
        # Code right below a question belongs to it.
        code, _, answer = answer.removeprefix("```").partition("```")
        question, other = (f"{text}\n\n```{code}```" if text else "" for text in (question, other))
    entry = Entry(
        file="corpus.md",
        line=10 * number,
        headings=(section,),
        label=f"{number}.",
        question=Passage(text=question),
        answer=Passage(text=answer.strip()),
    )
    return entry, other
