"""What a file really is, by its first bytes."""

from __future__ import annotations

import struct

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deckwright.media import kinds
from media.made import JPEG, MP3, MP4, SVG, png

WEBP = (
    b"RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00" + bytes(4) + (99).to_bytes(3, "little") + (49).to_bytes(3, "little")
)


@pytest.mark.parametrize(
    ("head", "kind", "pixels"),
    [
        (png(40, 20), "png", (40, 20)),
        (JPEG, "jpeg", (40, 20)),
        (b"GIF89a" + struct.pack("<HH", 40, 20), "gif", (40, 20)),
        (WEBP, "webp", (100, 50)),
        (
            b"RIFF\x00\x00\x00\x00WEBPVP8L\x0a\x00\x00\x00\x2f" + (99 | 49 << 14).to_bytes(4, "little"),
            "webp",
            (100, 50),
        ),
        (
            b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00mif1miaf..ispe\x00\x00\x00\x00" + struct.pack(">II", 40, 20),
            "avif",
            (40, 20),
        ),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "", None),
        (SVG, "svg", None),
        (b'\xef\xbb\xbf<?xml version="1.0"?><svg/>', "svg", None),
        ('<svg xmlns="x"/>'.encode("utf-16"), "svg", None),
        (b"<!DOCTYPE html><svg/>", "", None),
        (MP3, "mp3", None),
        (b"\xff\xfb\x90\x64", "mp3", None),
        (b"\x00\x00\xff\xf3\x40", "mp3", None),
        (b"\xff\xf1\x50\x80", "aac", None),
        (MP4, "mp4", None),
        (b"\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00", "mp4", None),
        (b"OggS\x00\x02", "ogg", None),
        (b"fLaC\x00", "flac", None),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "wav", None),
        (b"RIFF\x24\x00\x00\x00EVIL", "", None),
        (b"\x1aE\xdf\xa3\x01", "matroska", None),
        (b"<html>", "", None),
        (b"%PDF-1.7", "", None),
        (b"MZ\x90", "", None),
        (b"", "", None),
    ],
)
def test_each_kind(head: bytes, kind: str, pixels: tuple[int, int] | None) -> None:
    assert kinds.sniff(head) == kind
    assert kinds.pixels(head, kind) == pixels


@given(st.binary(max_size=64), st.sampled_from(sorted(kinds.KINDS)))
@example(b"\xff\xd8\xff\xe0\x00\x00" * 5, "jpeg")
def test_no_bytes_are_too_odd_to_look_at(head: bytes, kind: str) -> None:
    assert kinds.sniff(head) in {*kinds.KINDS, ""}
    kinds.pixels(head, kind)


def test_a_kind_keeps_its_own_suffix() -> None:
    assert [kinds.suffix_of("jpeg", each) for each in ("JPEG", "jpg", "png")] == ["jpeg", "jpg", "jpg"]


def test_every_suffix_is_of_one_kind() -> None:
    assert len(kinds.SUFFIXES) == sum(len(kind.suffixes) for kind in kinds.KINDS.values())
