"""Packing in pieces: what comes out is the stream that went in, and the number of threads changes none of its bytes."""

from __future__ import annotations

import zlib
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckwright.targets.package import deflate
from deckwright.targets.package.deflate import PIECE, Deflate
from deckwright.targets.package.pieces import Pieces


def packed(parts: list[bytes], pieces: Pieces | None = None) -> bytes:
    packer = Deflate(4, pieces)
    return b"".join([*map(packer.compress, parts), packer.flush()])


@given(st.lists(st.integers(0, 2 * PIECE + 9), max_size=4), st.integers(0, 9))
@settings(deadline=None, max_examples=15)
def test_unpacking_gives_what_was_packed(lengths: list[int], seed: int) -> None:
    text = Random(seed).randbytes(70_000)
    parts = [(text * (length // len(text) + 1))[:length] for length in lengths]
    stream = packed(parts)
    assert zlib.decompress(stream, wbits=-15) == b"".join(parts)
    assert stream == packed([b"".join(parts)]), "however it comes in"


def test_the_number_of_threads_changes_no_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = Random(1)
    words = [chance.randbytes(chance.randint(1, 5)).hex().encode() for _ in range(2_000)]
    text = b" ".join(chance.choices(words, k=200_000))
    assert len(text) > 3 * PIECE
    streams = set()
    for threads in (1, 2, 5):
        monkeypatch.setattr(deflate, "cpu_count", lambda threads=threads: threads)
        streams.add(packed([text]))
    whole = zlib.compressobj(4, wbits=-15)
    assert len(streams) == 1
    assert len(streams.pop()) < 1.01 * len(whole.compress(text) + whole.flush())


@pytest.mark.parametrize("fate", ["whole", "damaged", "cut", "moved", "gone"])
def test_pieces_of_the_last_package_change_no_byte(fate: str, tmp_path: Path) -> None:
    text = bytearray(Random(2).randbytes(40_000).hex().encode() * 12)
    assert len(text) > 3 * PIECE
    package, first = tmp_path / "deck.apkg", Pieces(tmp_path / "none")
    first.start(7)
    package.write_bytes(b"before:" + packed([bytes(text)], first))
    text[2 * PIECE + 9] ^= 1
    content = bytearray(package.read_bytes())
    if fate == "damaged":
        content[-len(content) // 9] ^= 1
        content[99] ^= 1
    if fate == "cut":
        del content[99:]
    if fate == "moved":
        content[:0] = b"more"
    package.write_bytes(content)
    if fate == "gone":
        package.unlink()
    second = Pieces(package, first.written)
    second.start(7)
    taken = [second.find(source) is not None for source, *_ in first.written]
    assert packed([bytes(text)], second) == packed([bytes(text)])
    assert [length for _, _, length, _ in second.written] == [length for _, _, length, _ in first.written]
    assert taken == {"whole": [True] * 4, "damaged": [False, True, True, False]}.get(fate, [False] * 4)
