"""The frozen values that the stages hand to one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from enum import Enum
from typing import NewType, overload

from deckwright.swift import dataclass

Guid = NewType("Guid", str)
"""Anki's name for a note across collections; ours are lower-case letters and digits only."""

Digest = NewType("Digest", str)
"""A hash, in hexadecimal, of something that an author wrote or chose."""

DeckId = NewType("DeckId", str)
"""Who a deck is; everything that must be unique to a deck (GUIDs, note types) derives from it."""

DeckName = NewType("DeckName", str)
"""A deck's name as Anki shows it; `::` separates a deck from its subdecks."""


_OF_QA = frozenset({"qa", "quiz", "follow-up", "term", "row"})


class Kind(Enum):
    """What an entry becomes. The value is what stands in the lock, in tags, and in `{kind=…}` where an author names it."""

    QA = "qa"
    QUIZ = "quiz"
    FOLLOW_UP = "follow-up"
    TERM = "term"
    ROW = "row"
    CLOZE = "cloze"

    def __init__(self, value: str) -> None:
        self.note_type = "qa" if value in _OF_QA else value
        """The key of its note type, and the name of the module in `notetypes/` that has it."""
        self.is_named = value not in _OF_QA | {"cloze"}
        """Whether an entry is of this kind since its author says so, and not by what its text looks like."""
        self.is_part = value in {"term", "row"}
        """Whether it is cut out of another entry's answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A piece of Markdown, cut out of a source; `line` (1-based) is where its text starts there."""

    text: str = ""
    line: int = 1

    def __bool__(self) -> bool:
        """Whether there is anything but white space."""
        return bool(self.text.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One question with its answer, cut out of a source.

    `question` is what stands on the front: the question's own words and whatever stands before the answer (code,
    pictures). `options` are a quiz's choices, unmarked. `answer` is what one is graded on, without its label
    ("**Answer**:"); `extra` what follows a "**Details**:" or "**More**:" label.
    """

    file: str
    """The source's path, POSIX, relative to the source folder."""
    line: int
    """The 1-based line of the question."""
    question: Passage
    answer: Passage
    options: Passage = Passage()
    extra: Passage = Passage()
    hint: Passage = Passage()
    reverse: Passage = Passage()
    """The front of a card that asks the other way round, if there is to be one."""
    typed: str = ""
    """What is to be typed in as the answer; of a cloze, whether its gaps are."""
    headings: tuple[str, ...] = ()
    """The headings above as plain text, outermost first, without section numbers and without the document's title."""
    label: str = ""
    """The number that the author gave the question ("Q1.1"), no part of its content."""
    explicit_id: str = ""
    """`{#id}` of the author's, or empty."""
    foreign_id: str = ""
    """The number that Anki gave the note which another tool made of this entry, as that tool left it in the text."""
    tags: tuple[str, ...] = ()
    """The author's own tags for this entry, as written."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    """`key=value` of the author's for this entry (`{key=value}` on a heading)."""
    kind: Kind = Kind.QA
    parent: str = ""
    """The question's text that this entry follows (a follow-up), or is a part of (a term, a row)."""
    aspect: str = ""
    """What of its parent it is about, where it is a table's row: the names of its columns."""
    divided: bool = False
    """Whether its parts are the notes, and it is none itself."""
    lang: str = ""
    """BCP 47 tag of the text's language where it is known, and `rtl` where it runs from right to left."""
    definitions: str = ""
    """The link and footnote definitions that the entry refers to, which stand elsewhere in its source."""
    defect: str = ""
    """Why no note can be built of it ("no answer"), or empty. Such an entry is still known to `identity`: it is held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skip:
    """A part of a source that became no entry: lines `line` to `end` (1-based, inclusive), and why."""

    file: str
    line: int
    end: int
    reason: str
    title: str = ""
    """The heading, or the first words, of what was skipped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """A passage as field HTML that Anki's editor would write (a fixpoint), and what was met in it."""

    html: str = ""
    features: frozenset[str] = frozenset()
    """Any of `table`, `code`, `math`, `image`, `audio`."""
    media: tuple[str, ...] = ()
    """Names, as they stand in the HTML, of the media files that it uses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something to be said about a file wherever a text refers to it: a diagnostic without its place."""

    code: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Medium:
    """What became of a file that a text refers to."""

    name: str = ""
    """Its name in the package; empty where no card can use it."""
    remarks: tuple[Remark, ...] = ()


class Joined(Sequence[str]):
    """A note's fields as one text in UTF-8, which takes half as much as Python's; split each time they are asked for."""

    __slots__ = ("_body",)
    SEPARATOR = "\x1f"

    def __init__(self, body: bytes) -> None:
        self._body = body

    @property
    def text(self) -> str:
        """All fields with separators between them, as they go into a package."""
        return self._body.decode("utf-8", "surrogatepass")

    @overload
    def __getitem__(self, index: int) -> str: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...

    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        return self._split()[index]

    def __len__(self) -> int:
        return len(self._split())

    def __iter__(self) -> Iterator[str]:
        return iter(self._split())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._split() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._split())

    def __repr__(self) -> str:
        return repr(self._split())

    def _split(self) -> tuple[str, ...]:
        return tuple(self.text.split(self.SEPARATOR))


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note as a target is to hold it."""

    guid: Guid
    note_type: str
    """Key of the note type ("qa", "cloze") in `notetypes.REGISTRY`."""
    fields: Sequence[str]
    """HTML, in the order of the note type's fields; they may lie on disk until somebody reads them."""
    tags: tuple[str, ...]
    deck: DeckName
    digest: Digest
    modified: int
    """Unix time in seconds; what Anki compares on import."""
    created: int
    """Unix time in seconds at which the entry first became a note."""
    ordinals: tuple[int, ...] = (0,)
    """The cards to make: template indices, or cloze number minus one."""
