"""Media files for tests, made byte by byte."""

from __future__ import annotations

import struct
import zlib
from hashlib import sha256
from pathlib import Path

from deckwright.media.names import package_name

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"><path d="M0 0h4"/></svg>'
MP3 = b"ID3\x04" + bytes(60)
MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + bytes(40)
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffc0000b080014002801011100ffd9")


def png(width: int = 4, height: int = 3, shade: int = 0, padding: int = 0) -> bytes:
    """A grey picture; `padding` makes it that many bytes larger."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\x00" + bytes([shade % 256]) * width) * height)
    extra = _chunk(b"prVt", shade.to_bytes(8, "big") * (padding // 8)) if padding else b""
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + extra + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def named(folder: Path, data: bytes) -> Path:
    """Put a file into a folder under the name that its content gives."""
    path = folder / name_of(data)
    path.write_bytes(data)
    return path


def name_of(data: bytes) -> str:
    """Give the name of a picture in a package."""
    return package_name(sha256(data).hexdigest(), "png")
