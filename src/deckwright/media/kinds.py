"""What a file really is, by its first bytes, and how large a picture it holds."""

from __future__ import annotations

import re
from types import MappingProxyType

from deckwright.swift import dataclass

HEAD = 1 << 18
"""How many of a file's first bytes tell all that there is to tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of file, what people call it, and the suffixes it goes by, the usual one first."""

    noun: str
    suffixes: tuple[str, ...]


KINDS = MappingProxyType(
    {
        "avif": Kind(noun="an AVIF picture", suffixes=("avif",)),
        "gif": Kind(noun="a GIF picture", suffixes=("gif",)),
        "ico": Kind(noun="an icon", suffixes=("ico",)),
        "jpeg": Kind(noun="a JPEG picture", suffixes=("jpg", "jpeg")),
        "png": Kind(noun="a PNG picture", suffixes=("png",)),
        "svg": Kind(noun="an SVG drawing", suffixes=("svg",)),
        "webp": Kind(noun="a WebP picture", suffixes=("webp",)),
        "aac": Kind(noun="AAC sound", suffixes=("aac",)),
        "flac": Kind(noun="FLAC sound", suffixes=("flac",)),
        "mp3": Kind(noun="MP3 sound", suffixes=("mp3",)),
        "wav": Kind(noun="WAV sound", suffixes=("wav",)),
        "ogg": Kind(noun="an Ogg file", suffixes=("ogg", "oga", "opus", "ogv", "spx")),
        "mp4": Kind(noun="an MP4 file", suffixes=("mp4", "m4a", "m4v", "mov", "3gp")),
        "matroska": Kind(noun="a WebM or Matroska film", suffixes=("webm", "mkv")),
        "mpeg": Kind(noun="an MPEG film", suffixes=("mpg", "mpeg")),
        "avi": Kind(noun="an AVI film", suffixes=("avi",)),
    }
)
"""Every kind that Anki shows or plays."""

PICTURES = frozenset({"avif", "gif", "ico", "jpeg", "png", "svg", "webp"})
"""The kinds that are shown; the others are played."""
SUFFIXES = frozenset(suffix for kind in KINDS.values() for suffix in kind.suffixes)

_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"\x00\x00\x01\x00", "ico"),
    (b"OggS", "ogg"),
    (b"fLaC", "flac"),
    (b"\x1aE\xdf\xa3", "matroska"),
    (b"\x00\x00\x01\xba", "mpeg"),
    (b"\x00\x00\x01\xb3", "mpeg"),
    (b"ID3", "mp3"),
    (b"TAG", "mp3"),
)
_RIFF = {b"WEBP": "webp", b"WAVE": "wav", b"AVI ": "avi"}
_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"})
_STILLS = re.compile(rb"avif|avis")
_HEIC = re.compile(rb"hei[cmsx]|hev[cx]|mif1|msf1")
_MARKUP = re.compile(rb"\s*(?:<\?xml|<!--|<!doctype\s+svg|<svg|<[a-z]+:svg)", re.IGNORECASE)
_FRAMES = range(0xC0, 0xD0)
_NO_FRAMES = frozenset({0xC4, 0xC8, 0xCC})
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})  # markers of a JPEG that have no length


def is_supported(suffix: str) -> bool:
    """Whether Anki shows or plays files with this suffix."""
    return suffix.lower() in SUFFIXES


def sniff(head: bytes) -> str:
    """Say what kind of file begins with these bytes; empty where it is none that Anki shows or plays."""
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], "")
    if head[4:8] in _BOXES:
        return _still_or_film(head)
    if _MARKUP.match(_readable(head[:1024])):
        return "svg"
    frame = head.lstrip(b"\x00")[:2]
    if len(frame) == 2 and frame[0] == 0xFF and frame[1] & 0xE0 == 0xE0:
        return "aac" if frame[1] & 0x06 == 0 else "mp3"
    return ""


def suffix_of(kind: str, written: str) -> str:
    """Give the suffix that a file of a kind goes by in the package: its own if that is right, else the usual one."""
    known = KINDS[kind].suffixes
    return written.lower() if written.lower() in known else known[0]


def pixels(head: bytes, kind: str) -> tuple[int, int] | None:
    """Give a picture's width and height; None where its first bytes don't tell."""
    match kind:
        case "png":
            return (_big(head[16:20]), _big(head[20:24])) if head[12:16] == b"IHDR" else None
        case "gif":
            return _little(head[6:8]), _little(head[8:10])
        case "jpeg":
            return _jpeg_pixels(head)
        case "webp":
            return _webp_pixels(head)
        case "avif":
            at = head.find(b"ispe")
            return (_big(head[at + 8 : at + 12]), _big(head[at + 12 : at + 16])) if at >= 0 else None
        case _:
            return None


def _readable(head: bytes) -> bytes:
    """Give the beginning of a text in one byte a character, for a look at its first tag."""
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return head[2:].replace(b"\x00", b"")
    return head.removeprefix(b"\xef\xbb\xbf")


def _still_or_film(head: bytes) -> str:
    brands = head[8 : max(16, min(_big(head[:4]), 256))] if head[4:8] == b"ftyp" else b""
    if _STILLS.search(brands):
        return "avif"
    return "" if _HEIC.search(brands) else "mp4"


def _jpeg_pixels(head: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(head) and head[at] == 0xFF:
        marker = head[at + 1]
        if marker == 0xFF or marker in _ALONE:
            at += 1 if marker == 0xFF else 2
        elif marker in _FRAMES and marker not in _NO_FRAMES:
            return _big(head[at + 7 : at + 9]), _big(head[at + 5 : at + 7])
        else:
            at += 2 + _big(head[at + 2 : at + 4])
    return None


def _webp_pixels(head: bytes) -> tuple[int, int] | None:
    match head[12:16]:
        case b"VP8X":
            return _little(head[24:27]) + 1, _little(head[27:30]) + 1
        case b"VP8L":
            bits = _little(head[21:25])
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8 ":
            return _little(head[26:28]) & 0x3FFF, _little(head[28:30]) & 0x3FFF
        case _:
            return None


def _big(data: bytes) -> int:
    return int.from_bytes(data, "big")


def _little(data: bytes) -> int:
    return int.from_bytes(data, "little")
