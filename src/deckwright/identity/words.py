"""Text as words and as features, in any script: what likeness is measured with."""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b
from itertools import islice
from operator import xor

from deckwright.scripts import dense, is_dense

_TOKEN = re.compile(r"\w\w*|[=<>!+&%^~][=<>!+&%^~]*")  # in a form that `re` tries by its first characters
BITS = 64
_REMEMBERED = 1 << 17


def words(text: str) -> list[str]:
    """Split text into words and code operators, without case; runs of scripts without spaces into pairs of signs."""
    if text.isascii():
        return _TOKEN.findall(text.lower().replace("_", " "))
    text = unicodedata.normalize("NFKC", text).casefold().replace("_", " ")
    found: list[str] = _TOKEN.findall(text)
    return [part for word in found for part in _pairs(word)] if is_dense(text) else found


def features(text: str) -> set[int]:
    """Hash each pair of neighbouring words to `BITS` bits; of one word, that word."""
    found = words(text)
    if len(found) < 2:
        return set(map(_FIRST.__getitem__, found))
    # As a pair's second word, a word has another hash: a pair is not the same one the other way round.
    return set(map(xor, map(_FIRST.__getitem__, found), map(_SECOND.__getitem__, islice(found, 1, None))))


def _pairs(word: str) -> list[str]:
    parts = [part for part in dense().split(word) if part]
    return [pair for part in parts for pair in (_slide(part) if dense().match(part) else [part])]


def _slide(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


class _Hashes(dict[str, int]):
    """Hashes of words, each worked out once; forgotten when they get too many."""

    def __init__(self, person: bytes) -> None:
        super().__init__()
        self._person = person

    def __missing__(self, word: str) -> int:
        if len(self) >= _REMEMBERED:
            self.clear()
        seed = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=BITS // 8, person=self._person).digest()
        self[word] = value = int.from_bytes(seed, "big")
        return value


_FIRST, _SECOND = _Hashes(b"first"), _Hashes(b"second")
