"""Protocol Buffers' wire format, as far as the texts in Anki's note types need it."""

from __future__ import annotations

from collections.abc import Iterator


def text(message: bytes, number: int) -> str:
    """Give a text field of a message; the last one counts, and one that is absent is empty.

    Raises ValueError where the bytes are no such message.
    """
    found = b""
    for field, value in _fields(message):
        if field == number:
            found = value
    return found.decode("utf-8", "replace")


def _fields(message: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place < len(message):
        tag, place = _varint(message, place)
        match tag & 7:
            case 0:
                _, place = _varint(message, place)
            case 1:
                place += 8
            case 2:
                length, place = _varint(message, place)
                yield tag >> 3, message[place : place + length]
                place += length
            case 5:
                place += 4
            case kind:
                raise ValueError(f"unknown kind {kind} in a message")


def _varint(message: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while place < len(message):
        byte = message[place]
        place += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, place
        shift += 7
    raise ValueError("a message ends in the middle of a number")
