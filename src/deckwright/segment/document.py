"""What segmenting gives: a document's entries, what was skipped and why, and how it was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from deckwright.choices import Choices
from deckwright.errors import Diagnostic
from deckwright.model import Entry, Skip
from deckwright.swift import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingOptions:
    """What an author may say about how documents are read; the defaults read any document."""

    style: str = "auto"
    """A reading style's name, or `auto`; a document's front matter goes first."""
    include_sections: tuple[str, ...] = ()
    """Patterns (`*` and `?`) on headings: only sections below a matching one are read."""
    exclude_sections: tuple[str, ...] = ()
    """Patterns on headings whose sections are skipped."""
    keep_unanswered: bool = False
    """Whether questions without an answer become notes."""
    silenced: frozenset[str] = frozenset()
    """Codes of diagnostics that are not wanted."""
    choices: Choices = field(default_factory=Choices)
    """What is to be made of entries, where document, section and entry don't say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A source, cut: every line of it is in an entry, above one as a heading, blank, or in a skip."""

    file: str
    title: str = ""
    """The text of the document's one top heading, or of `title` in its front matter."""
    entries: tuple[Entry, ...] = ()
    skipped: tuple[Skip, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    style: tuple[str, ...] = ()
    """The reading styles that entries were found by, most entries first."""
    explanation: tuple[str, ...] = ()
    """Why those: sentences for `check --explain`."""
    front_matter: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    """`deck`, `tags`, `style`, `lang`, `title` and whatever else is there, flat; lists as tuples."""
    covered: tuple[tuple[int, int], ...] = ()
    """The lines (first, last, 1-based) of each entry, in the order of `entries`; a follow-up's lie within its parent's."""
    apart: tuple[int, ...] = ()
    """The other lines (1-based) that entries take their answers from: those of answer keys."""

    @property
    def questions(self) -> int:
        """How many entries can become notes: follow-ups, terms and rows too, but no question that they stand for."""
        return sum(not entry.divided for entry in self.entries)
