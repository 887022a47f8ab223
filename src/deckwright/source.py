"""From bytes to text: what encoding a source has, and the repair of text that was once wrongly decoded."""

from __future__ import annotations

import codecs
import re
from functools import partial

from deckwright.codes import diagnose
from deckwright.errors import Diagnostic
from deckwright.swift import dataclass

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ROUNDS = 12  # each mistake made four times: text that was wrongly decoded more often is not worth saving
_ENOUGH = 3  # damaged characters that show that the document as a whole was damaged
_UNMISTAKABLE = re.compile(r"[\u2000-\u2bff\U0001f000-\U0001faff]")
"""Punctuation, arrows, mathematical signs, pictographs: as UTF-8 wrongly decoded they are three or four characters that
no language puts beside one another."""

_DOUBTFUL = re.compile(r"[\u0180-\u024f\u0250-\u02af\u0460-\u048f\u0492-\u058f\u0700-\u07ff]")
"""Letters beyond everyday alphabets, of two bytes each: so are a quotation mark and the accented letter after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A source's text with LF line ends, or None where it can't be read, and what is to be said about it."""

    text: str | None
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mistake:
    """A way to decode UTF-8 wrongly: the byte behind each character, and a pattern of UTF-8 sequences seen through it."""

    name: str
    to_byte: dict[int, int]
    sequence: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Repair:
    """What one pass would replace in a text: damaged sequences and what each of them once was."""

    mistake: _Mistake
    meant: dict[str, str]
    count: int


def _mistake(name: str, byte_to_char: dict[int, str]) -> _Mistake:
    def group(first: int, last: int) -> str:
        return "[" + re.escape("".join(byte_to_char[b] for b in range(first, last + 1))) + "]"

    rest = group(0x80, 0xBF)
    return _Mistake(
        name=name,
        to_byte={ord(char): byte for byte, char in byte_to_char.items()},
        sequence=re.compile(f"{group(0xC2, 0xDF)}{rest}|{group(0xE0, 0xEF)}{rest}{{2}}|{group(0xF0, 0xF4)}{rest}{{3}}"),
    )


def _table(encoding: str) -> dict[int, str]:
    """List what each upper byte looks like; bytes that Windows-1252 leaves open are read as the control of that number."""
    return {byte: bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in range(0x80, 0x100)}


_MISTAKES = tuple(
    _mistake(name, _table(encoding))
    for name, encoding in (("Mac Roman", "mac_roman"), ("Windows-1252", "cp1252"), ("Latin-1", "latin_1"))
)


def decode(data: bytes, *, file: str) -> Decoded:
    """Read a source: UTF-8 with or without BOM, or UTF-16 with BOM; any line ends; wrongly decoded text repaired."""
    try:
        text = data.decode("utf-16") if data.startswith(_UTF16) else data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte {error.start} is not {error.encoding.upper()} text ({error.reason})"
        hint = _WESTERN if _is_western(data) else ""
        return Decoded(text=None, diagnostics=(diagnose("DW101", message, file=file, line=line, hint=hint),))
    if "\0" in text:
        offset = text.index("\0")
        message = f"character {offset} is a NUL, so this is no text file"
        line = text.count("\n", 0, offset) + 1
        return Decoded(text=None, diagnostics=(diagnose("DW101", message, file=file, line=line),))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    mended, diagnostics = mend(text, file=file)
    return Decoded(text=mended, diagnostics=diagnostics)


_WESTERN = "Save it as UTF-8: it reads as Windows-1252. What was built of it before stays as it was."
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_SIGNS = frozenset("€‚„…‘’“”•–—™¡£§©«»®°±²³µ¶·¹¼½¾¿×÷\xa0")


def _is_western(data: bytes) -> bool:
    """Whether what is no UTF-8 are letters and signs of western languages, as Windows wrote them before."""
    if _CONTROLS.search(data):
        return False
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return all(char.isascii() or char.isalpha() or char in _SIGNS for char in set(text))


_DAMAGED = re.compile(r"[^\x00-\x7f][^\x00-\x7f]")
"""What any damage leaves: no byte of a longer UTF-8 sequence is ASCII, nor is what it was taken for."""


def mend(text: str, *, file: str = "") -> tuple[str, tuple[Diagnostic, ...]]:
    """Repair UTF-8 that was decoded as Mac Roman, Windows-1252 or Latin-1; text that doesn't show it stays as it is.

    Strict and lossless: only sequences that are valid UTF-8 through the mistake are replaced, and only where such
    sequences are what their first character is mostly used for in this document. Repairing twice changes nothing.
    """
    diagnostics: list[Diagnostic] = []
    for _ in range(_ROUNDS):
        if not _DAMAGED.search(text):
            break
        repair = max((_examine(text, mistake) for mistake in _MISTAKES), key=lambda found: found.count)
        if not repair.count:
            break
        line = text.count("\n", 0, min(text.index(damaged) for damaged in repair.meant)) + 1
        text = repair.mistake.sequence.sub(partial(_replaced, meant=repair.meant), text)
        message = (
            f"{repair.count} characters were UTF-8 wrongly decoded as {repair.mistake.name}; read as they were meant"
        )
        diagnostics.append(diagnose("DW102", message, file=file, line=line))
    return text, tuple(diagnostics)


def _replaced(found: re.Match[str], *, meant: dict[str, str]) -> str:
    return meant.get(found[0], found[0])


def _examine(text: str, mistake: _Mistake) -> _Repair:
    """Find what was damaged by one mistake, if the document as a whole shows it."""
    seen: dict[str, int] = {}
    for found in mistake.sequence.findall(text):
        seen[found] = seen.get(found, 0) + 1
    meant = {damaged: original for damaged in seen if (original := _original(damaged, mistake))}
    doubtful = {damaged for damaged, original in meant.items() if _DOUBTFUL.match(original)}
    if doubtful and not _is_at_home(text, mistake, meant, doubtful):
        meant = {damaged: original for damaged, original in meant.items() if damaged not in doubtful}
    leads: dict[str, int] = {}
    for damaged in meant:
        leads[damaged[0]] = leads.get(damaged[0], 0) + seen[damaged]
    trusted = {lead for lead, count in leads.items() if 2 * count >= text.count(lead)}
    meant = {damaged: original for damaged, original in meant.items() if damaged[0] in trusted}
    count = sum(seen[damaged] for damaged in meant)
    sure = sum(seen[damaged] for damaged, original in meant.items() if _UNMISTAKABLE.match(original))
    if not (sure or _common(meant)) or (count < _ENOUGH and not _is_all(text, mistake, meant)):
        return _Repair(mistake=mistake, meant={}, count=0)
    return _Repair(mistake=mistake, meant=meant, count=count)


def _original(damaged: str, mistake: _Mistake) -> str:
    """Give what a sequence was before the mistake; empty where it is no valid UTF-8 after all."""
    try:
        return bytes(mistake.to_byte[ord(char)] for char in damaged).decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _common(meant: dict[str, str]) -> bool:
    """Whether repairs give letters of everyday alphabets, several of them: one repeated pair may be a coincidence."""
    return len({original for original in meant.values() if original < "\u0180" or "\u0370" <= original < "\u0500"}) > 1


def _is_at_home(text: str, mistake: _Mistake, meant: dict[str, str], doubtful: set[str]) -> bool:
    """Whether letters of rarer alphabets are frequent, and stand in words: beside others, or after a letter.

    Without that they are what two clean characters look like through the mistake: the `«é` of a French quotation.
    """
    total = inside = 0
    end = -1
    for found in mistake.sequence.finditer(text):
        if found[0] in doubtful:
            total += 1
            lettered = found[0][0].isalpha() and text[found.start() - 1 : found.start()].isalpha()
            inside += found.start() == end or lettered
        end = found.end() if found[0] in meant else -1
    return inside >= _ENOUGH and 2 * inside >= total


def _is_all(text: str, mistake: _Mistake, meant: dict[str, str]) -> bool:
    """Whether every character beyond ASCII belongs to a damaged sequence, as in a text with a single arrow."""
    rest = mistake.sequence.sub(lambda found: "" if found[0] in meant else found[0], text)
    return bool(meant) and rest.isascii()
