"""What the lock keeps of an entry's text so that it is recognised after an edit: a sketch of under 100 signs.

A sample is the set of features with the smallest hashes: a *coordinated* sample, the same features being drawn from
every text that has them. So, from the lock's sample and the whole text of now, both shares can be estimated: how much
of the old text is still there, and how much of the new text was there already. An extended answer scores high in the
first and a shortened one in the second, where a plain similarity would fall to a half for both.
"""

from __future__ import annotations

import struct
from base64 import urlsafe_b64encode
from binascii import a2b_base64
from collections.abc import Set as AbstractSet
from functools import lru_cache
from hashlib import blake2b

from deckwright.identity.text import collapse, shown
from deckwright.identity.words import BITS, features
from deckwright.model import Entry
from deckwright.swift import dataclass

SIZE = 30
"""Features in a sample; the standard error of a share of one half is then 9 %."""
QUESTION_BYTES = 160
"""How much of a question stands in the lock, in UTF-8."""
RANK = BITS - 16
MASK = 0xFFFF
_STANDARD = str.maketrans("-_", "+/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The features of a text whose hashes rank below `limit`, as prints of 16 bits each."""

    limit: int
    """From the 16 highest bits of a hash; 65,536 where all features are here."""
    prints: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """What is known of a recorded entry's text beside the question as it stands in the record."""

    answer_hash: str = ""
    answer: Sample = Sample(limit=MASK + 1, prints=frozenset())
    question_hash: str = ""
    """Of the whole question, where the record holds only its beginning."""
    front: Sample | None = None
    """Of question and options, where the record's question isn't all of them."""


def cut_question(entry: Entry) -> tuple[str, str]:
    """Give the question as a record holds it, in one line, and a hash of it all where that is only its beginning."""
    question = collapse(shown(entry, entry.question))
    if len(question) <= QUESTION_BYTES // 4:
        return question, ""
    encoded = question.encode("utf-8", "surrogatepass")
    if len(encoded) <= QUESTION_BYTES:
        return question, ""
    return encoded[: QUESTION_BYTES - 3].decode("utf-8", "ignore").rstrip() + "…", short_hash(question)


def sketch(entry: Entry) -> str:
    """Sketch an entry for the lock."""
    _, hashed = cut_question(entry)
    answer = answer_text(entry)
    parts = [
        short_hash(collapse(answer)),
        _encode(draw(features(answer))),
        hashed,
        _encode(draw(features(front_text(entry)))) if hashed or entry.options else "",
    ]
    return ".".join(parts).rstrip(".")


@lru_cache(maxsize=1 << 15)
def read_sketch(text: str) -> Sketch:
    """Read a sketch from the lock; a damaged one says nothing rather than something wrong."""
    answer_hash, answer, question_hash, front = (*text.split("."), "", "", "", "")[:4]
    return Sketch(
        answer_hash=answer_hash,
        answer=_decode(answer) or Sample(limit=MASK + 1, prints=frozenset()),
        question_hash=question_hash,
        front=_decode(front),
    )


def answer_hash_of(text: str) -> str:
    """Give the answer's hash alone of a sketch, which is quicker than to read it all."""
    return text.partition(".")[0]


def prints_of(text: str) -> tuple[int, ...]:
    """Give the prints alone of a sketch, those of the answer and those of the front."""
    _, answer, _, front = (*text.split("."), "", "", "", "")[:4]
    return (*{*_numbers(answer)[1:]}, *{*_numbers(front)[1:]})


def answer_text(entry: Entry) -> str:
    """Give all that stands behind the question: the answer and what follows below it."""
    answer = shown(entry, entry.answer)
    return f"{answer}\n{entry.extra.text}" if entry.extra else answer


def front_text(entry: Entry) -> str:
    """Give all that is asked: the question with its code, and the options."""
    question = shown(entry, entry.question)
    return f"{question}\n{entry.options.text}" if entry.options else question


def draw(found: AbstractSet[int], size: int = SIZE) -> Sample:
    """Draw the sample of a text's features."""
    if len(found) <= size:
        return Sample(limit=MASK + 1, prints=frozenset(value & MASK for value in found))
    bound = (1 << BITS) // len(found) * 2 * size  # hashes are spread evenly, so that below this are about 2 * size
    few = [value for value in found if value < bound]
    lowest = sorted(few if len(few) > size else found)[: size + 1]
    # Whatever ranks with the first feature that is left out is left out too: the limit says exactly what is here.
    limit = lowest[-1] >> RANK
    return Sample(limit=limit, prints=frozenset([value & MASK for value in lowest if value >> RANK < limit]))


def below(found: AbstractSet[int], limit: int) -> frozenset[int]:
    """Give the prints of those features that a sample with this limit would hold."""
    if limit > MASK:
        return frozenset(value & MASK for value in found)
    highest = limit << RANK
    return frozenset(value & MASK for value in found if value < highest)


def short_hash(text: str) -> str:
    """Hash text to 8 signs."""
    return _base64(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).digest())


def _encode(sample: Sample) -> str:
    if not sample.prints:
        return ""
    return _base64(struct.pack(f">{1 + len(sample.prints)}H", sample.limit & MASK, *sorted(sample.prints)))


def _decode(text: str) -> Sample | None:
    numbers = _numbers(text)
    return Sample(limit=numbers[0] or MASK + 1, prints=frozenset(numbers[1:])) if numbers else None


def _numbers(text: str) -> tuple[int, ...]:
    """Unpack what `_encode` packed; nothing where it is damaged."""
    try:
        raw = a2b_base64(text.translate(_STANDARD) + "=" * (-len(text) % 4))
        return struct.unpack(f">{len(raw) // 2}H", raw)
    except (ValueError, struct.error):
        return ()


def _base64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode("ascii").rstrip("=")
