"""One rendering: the settings that came in, and what the nodes leave behind while they write."""

from __future__ import annotations

import html as html_text
import re
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from deckwright.codes import diagnose
from deckwright.model import Medium
from deckwright.swift import dataclass

if TYPE_CHECKING:
    from deckwright.errors import Diagnostic
    from deckwright.markdown.extension import Node, Token
    from deckwright.markdown.inlines import Inlines


CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
"""What Anki drops from a field (ASCII controls but tab and newline), and halves of characters."""


def no_media(path: str) -> Medium:
    """Know no file at all."""
    del path
    return Medium()


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderSettings:
    """What a rendering needs to know of the world around the passage."""

    file: str
    """The source's path, for diagnostics."""
    definitions: str = ""
    """The link and footnote definitions that stand elsewhere in the source."""
    media: Callable[[str], Medium] = no_media
    """Says what became of a file, by its path as written; nothing at all where there is none."""
    highlight_marks: bool = False
    """Whether `==text==` is marked text."""
    numbers: tuple[tuple[int, ...], ...] = ()
    """The numbers of each gap of a cloze's text, in the order in which they begin; none where gaps are only text."""
    highlighted_gaps: bool = False
    """Whether `==text==` is a gap of a cloze's text."""


@dataclass(slots=True, kw_only=True)
class Page:
    """What is known while one passage is written: where we are, what was met, what the author should know."""

    settings: RenderSettings
    nodes: Mapping[str, Node]
    inlines: Inlines
    env: MutableMapping[str, Any]
    """mistune's own: link and footnote definitions."""
    line: int = 1
    """The source line of what is being written, as near as it is known."""
    lines: Sequence[str] = ()
    """The passage's lines, of which the first is the source's `first_line`."""
    first_line: int = 1
    has_html: bool = False
    """Whether tags of the author's went into the field, which then needs balancing."""
    allows_html: bool = True
    """Whether tags of the author's may go into the field at all."""
    in_link: bool = False
    open_tags: list[str] = field(default_factory=list)
    """The author's tags that are open, outermost first."""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    features: set[str] = field(default_factory=set)
    media: dict[str, None] = field(default_factory=dict)
    footnotes: dict[str, int] = field(default_factory=dict)
    """The numbers of the notes referred to so far, by key."""
    marks: dict[str, int] = field(default_factory=dict)
    """The lines where they are referred to first."""
    note: tuple[int, str] | None = None
    """Of the note that is being written, that line and the mark in it: its own text may stand anywhere in the source."""
    reported: set[tuple[str, str]] = field(default_factory=set)

    def write(self, tokens: Sequence[Token]) -> str:
        """Write inline nodes one after another."""
        nodes = self.nodes
        return "".join([nodes[token["type"]](self, token) for token in tokens])

    def write_blocks(self, tokens: Sequence[Token]) -> str:
        """Write block nodes one below another."""
        if len(tokens) == 1:
            return self.write_block(tokens[0])
        return "\n".join([html for token in tokens if (html := self.write_block(token))])

    def write_block(self, token: Token) -> str:
        """Write one block node."""
        self.line = token.get("line", self.line)
        return self.nodes[token["type"]](self, token)

    def footnote_keys(self) -> Iterator[str]:
        """Go through the notes referred to, also those that are first referred to meanwhile."""
        done = 0
        while done < len(self.footnotes):
            keys = tuple(self.footnotes)[done:]
            yield from keys
            done += len(keys)

    def write_text(self, markdown: str) -> str:
        """Write the Markdown of a paragraph, a heading, or a cell."""
        text = markdown.strip(" \n\t")
        if not self.inlines.has_markup(text):
            return escape(text)
        parts = self.inlines.bold_words(text)  # nothing but that is in most texts that hold any markup
        if parts:
            if ">" in text:  # what else would have to be escaped is a sign
                parts = list(map(escape, parts))
            parts[1::2] = [f"<strong>{part}</strong>" for part in parts[1::2]]
            return "".join(parts)
        return self.write(self.inlines(text, self.env)).strip(" \n")  # a picture that is missing leaves its blank

    def report(self, code: str, message: str, *, hint: str = "", once: str | None = None, at: str = "") -> None:
        """Tell the author something about `at` in the current line; of those with the same `once`, only the first."""
        if once is not None:
            if (code, once) in self.reported:
                return
            self.reported.add((code, once))
        line, at = self.note or (self.line, at)
        column = self._column(line, at) if at else 0
        self.diagnostics.append(diagnose(code, message, file=self.settings.file, line=line, column=column, hint=hint))

    def _column(self, line: int, at: str) -> int:
        """Find the column of something in a line; 0 in the first, which may begin inside a line of the file."""
        index = line - self.first_line
        if not 0 < index < len(self.lines):
            return 0
        found = self.lines[index].find(at)
        return (found if found >= 0 else self.lines[index].find(unquote(at))) + 1


def escape(text: str) -> str:
    """Write text as HTML prints it, but for U+00A0, which the whole field gets at once."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text


def characters(text: str) -> str:
    """Replace the entities in a text by the characters that they stand for, as far as a field can hold them."""
    if "&" not in text:
        return text
    return CONTROL.sub("", html_text.unescape(text)).replace("\x0c", " ")


_IN_ATTRIBUTES = str.maketrans({"&": "&amp;", '"': "&quot;", "<": "‹", ">": "›", "\n": " "})
_ANKIS = re.compile(r"\\+(?=[()\[\]])|\[+(?=(?:sound|anki):|type:|(?:latex|\$\$?)\])", re.IGNORECASE)


def attribute(value: str) -> str:
    """Write text as an attribute's value.

    Without angle brackets, which versions of Chromium print differently, and without what Anki would take for math,
    LaTeX or a sound even there.
    """
    return _ANKIS.sub("", value).translate(_IN_ATTRIBUTES)
