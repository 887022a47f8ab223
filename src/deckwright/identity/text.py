"""An entry's text as `identity` compares it: normalised, digested, and split into words of any language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from hashlib import blake2b

from deckwright.model import Digest, Entry, Kind, Passage

_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")
_HARD_BREAK = re.compile(r"(?<=\S) {2,}\n(?=[ \t]*\S)")
_BLANK = re.compile(r"\n{3,}")
_GAP = re.compile(r"(?<=\S)[ \t]{2,}(?=\S)")
# A line whose inner gaps may show: indented code, a quotation (which may hold code), inline code, HTML.
_KEPT = re.compile(r" {4}|\t| *>|.*[`<]")
_SEPARATOR = "\x1e"
_NUMBER = re.compile(r"\{\{c[0-9,]+::")


def content_digest(entry: Entry) -> Digest:
    """Digest what one is asked and what one is to answer, without label, headings, hint and number."""
    parts: tuple[str, ...] = (entry.question.text, entry.options.text, entry.answer.text, entry.extra.text)
    if entry.kind is Kind.CLOZE:
        # Which number a gap has is for `gaps` to say, not for the author: other numbers are no other content.
        parts = tuple(_NUMBER.sub("{{c::", part) for part in parts)
    return digest(_SEPARATOR.join(map(normalise, parts)))


def shown(entry: Entry, passage: Passage) -> str:
    """Give a passage's text as it is compared: a cloze's without the signs of its gaps."""
    if entry.kind is not Kind.CLOZE:
        return passage.text
    from deckwright.markdown.cloze_entry import highlights_of  # noqa: PLC0415  (most decks have no gaps)
    from deckwright.markdown.finding import find_gaps  # noqa: PLC0415

    return find_gaps(passage.text, highlights=highlights_of(entry)).revealed()


def digest(text: str, *, size: int = 10) -> Digest:
    """Hash text to `size` bytes, in hexadecimal."""
    return Digest(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).hexdigest())


def normalise(text: str) -> str:
    r"""Take away what no reader sees: trailing white space, surplus blank lines, gaps between words, Unicode forms.

    White space that shows stays: indentation, which nests lists and is code, everything within code, and hard breaks
    (two spaces and a line break, which become `\`).
    """
    if not text:
        return text
    text = _compose(text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "```" not in text and "~~~" not in text:
        return _normalise_prose(text).strip("\n")
    return "\n".join(
        _normalise_code(block) if code else _normalise_prose(block) for code, block in _blocks(text)
    ).strip("\n")


def _blocks(text: str) -> Iterator[tuple[bool, str]]:
    """Split text at its code fences: whether a piece is fenced code, and the piece."""
    fence = ""
    lines: list[str] = []
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if mark and not fence:
            if lines:
                yield False, "\n".join(lines)
            fence, lines = mark[1], [line]
        elif mark and mark[1].startswith(fence) and line.strip() == mark[1]:
            lines.append(line)
            yield True, "\n".join(lines)
            fence, lines = "", []
        else:
            lines.append(line)
    if lines:
        yield bool(fence), "\n".join(lines)


def _normalise_code(text: str) -> str:
    return "\n".join([line.rstrip(" \t") for line in text.split("\n")])


def collapse(text: str) -> str:
    """Give text in one line, with single spaces, in Unicode's composed form."""
    return " ".join(_compose(text).split())


def _compose(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _normalise_prose(text: str) -> str:
    if "  " in text or "\t" in text:
        if "  \n" in text:
            text = _HARD_BREAK.sub("\\\n", text)
        text = "\n".join([_close_gaps(line.rstrip(" \t")) for line in text.split("\n")])
    elif " \n" in text or text.endswith(" "):
        text = _normalise_code(text)
    return _BLANK.sub("\n\n", text) if "\n\n\n" in text else text


def _close_gaps(line: str) -> str:
    words = line.lstrip(" \t")
    if "  " in words or "\t" in words:
        return line if _KEPT.match(line) else _GAP.sub(" ", line)
    return line
