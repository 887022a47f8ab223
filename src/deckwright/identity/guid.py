"""Minting GUIDs: once per question, from what it asks, never from where it stands."""

from __future__ import annotations

from collections.abc import Container, Iterator
from hashlib import blake2b
from itertools import count

from deckwright.model import DeckId, Guid

ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
"""Safe in HTML, in Anki's search and in file systems that ignore case."""
LENGTH = 14
_SEPARATOR = "\x1f"
_PAIRS = tuple(first + second for second in ALPHABET for first in ALPHABET)


def mint(deck_id: DeckId, *material: str, taken: Container[str] = ()) -> Guid:
    """Derive a GUID from the deck and the material (a question, or question and content), unlike all `taken` ones."""
    return next(guid for guid in mints(deck_id, *material) if guid not in taken)


def mints(deck_id: DeckId, *material: str) -> Iterator[Guid]:
    """Derive all GUIDs of the material, one after the other, without end: each has another salt."""
    for salt in count():
        parts = (deck_id, *material, *([str(salt)] if salt else ()))
        seed = blake2b(_SEPARATOR.join(parts).encode("utf-8", "surrogatepass"), digest_size=10, person=b"deckwright")
        number = int.from_bytes(seed.digest(), "big")
        # A letter first, so that no GUID looks like a number: 26 of them, then 5 bits a sign, two signs at once.
        number, first = divmod(number, 26)
        signs = [ALPHABET[first]]
        for _ in range((LENGTH - 1) // 2):
            number, pair = divmod(number, len(_PAIRS))
            signs.append(_PAIRS[pair])
        yield Guid("".join([*signs, ALPHABET[number % len(ALPHABET)]]))
