"""Text as words and as features, in any script: what likeness is measured with."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b
from operator import xor

_TOKEN = re.compile(r"[^\W_]+|[=<>!+&%^~]+")
# Scripts that are written without spaces between words: Thai to Lao, Myanmar, Khmer, kana, Han, Hangul.
_DENSE = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff]+)"
)
BITS = 64


def words(text: str) -> list[str]:
    """Split text into words and code operators, without case; runs of scripts without spaces into pairs of signs."""
    if text.isascii():
        return _TOKEN.findall(text.lower())
    text = unicodedata.normalize("NFKC", text).casefold()
    found: list[str] = _TOKEN.findall(text)
    return [part for word in found for part in _pairs(word)] if _DENSE.search(text) else found


def features(text: str) -> set[int]:
    """Hash each pair of neighbouring words to `BITS` bits; of one word, that word."""
    hashes = [_hash(word) for word in words(text)]
    if len(hashes) < 2:
        return set(hashes)
    return set(map(xor, hashes, [_turn(value) for value in hashes[1:]]))


def _pairs(word: str) -> list[str]:
    parts = [part for part in _DENSE.split(word) if part]
    return [pair for part in parts for pair in (_slide(part) if _DENSE.match(part) else [part])]


def _slide(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


@lru_cache(maxsize=1 << 16)
def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=BITS // 8).digest(), "big")


def _turn(value: int) -> int:
    """Turn the bits, so that a pair of words is another one than the same words the other way round."""
    return ((value << 23) | (value >> (BITS - 23))) & ((1 << BITS) - 1)
