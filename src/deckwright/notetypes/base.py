"""`Base`, what a note says about itself: what we last wrote into it, whoever changed it since."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from deckwright.model import Digest
from deckwright.notetypes.escape import escape, unescape
from deckwright.notetypes.spec import NoteTypeSpec
from deckwright.swift import dataclass

_WHOLE, _EACH = "1", "2"
_HASHES = "(?P<digest>[0-9a-f]+) (?P<fields>[0-9a-f]+)"
_TAIL = r"(?P<tags>(?: [^\s<>&=][^\s<>&]*)*)(?: =(?P<deck>[^\s<>&]+))?"
_FORMS = (
    re.compile(rf"{_EACH} {_HASHES} (?P<marks>[0-9]+-[0-9a-f]+(?:\.[0-9]+-[0-9a-f]+)*){_TAIL}"),
    re.compile(rf"{_WHOLE} {_HASHES}(?P<marks>){_TAIL}"),
)
_DROPPED = bytes([*range(0x09), *range(0x0B, 0x1F), 0x7F])
_SEPARATOR = b"\x1f"
_NOT_HASHED = ("Base", "Source")
_NOT_MARKED = (*_NOT_HASHED, "Key")
_LENGTH = 8  # digits of a field's mark: what is compared is one field of one note, now and before

UNSETTLED = Digest("0")
"""What stands for both hashes where a note has of one field the learner's text and of another the source's newest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What we last wrote: the author's `digest`, a hash of all fields, one of each, the tags and the deck."""

    digest: Digest
    fields: str
    """Hash of all fields, as `fields_hash` gives it."""
    marks: str = ""
    """Hash of each field, as `field_marks` gives it; empty in a note of a version that had none."""
    tags: tuple[str, ...]
    deck: str = ""
    """Empty where it isn't known."""


def dump_base(base: Base) -> str:
    """Write `base` as a field: words between single spaces, in which no editor finds anything to change."""
    marks = (_EACH, base.digest, base.fields, base.marks) if base.marks else (_WHOLE, base.digest, base.fields)
    deck = (f"={escape(base.deck)}",) if base.deck else ()  # no tag starts like this: `escape` leaves no such sign
    return " ".join((*marks, *map(escape, base.tags), *deck))


def load_base(text: str) -> Base | None:
    """Read what `dump_base` wrote; None where it is absent, damaged, or of a version that isn't ours."""
    found = next(filter(None, (form.fullmatch(text) for form in _FORMS)), None)
    if found is None:
        return None
    try:
        tags = tuple(map(unescape, found["tags"].split()))
        deck = unescape(found["deck"] or "")
    except UnicodeDecodeError:
        return None
    return Base(digest=Digest(found["digest"]), fields=found["fields"], marks=found["marks"], tags=tags, deck=deck)


def fields_hash(spec: NoteTypeSpec, fields: tuple[str, ...]) -> str:
    """Hash the fields as Anki stores them (NFC, no control characters), but for `Base` itself and `Source`."""
    kept = [_stored(text) for each, text in zip(spec.fields, fields, strict=True) if each.name not in _NOT_HASHED]
    return hashlib.sha256(_SEPARATOR.join(kept)).hexdigest()[:16]


def field_marks(spec: NoteTypeSpec, fields: tuple[str, ...]) -> str:
    """Hash each field that holds something, but for those that are ours alone, as one word: `PLACE-HASH.PLACE-HASH`.

    A field keeps its place for ever, since the note types' schema is frozen.
    """
    held = ((place, text) for place, text in enumerate(fields) if text and spec.fields[place].name not in _NOT_MARKED)
    return join_marks({place: hashlib.sha256(_stored(text)).hexdigest()[:_LENGTH] for place, text in held})


def split_marks(marks: str) -> dict[int, str]:
    """Give the hash of each field that held something, by its place."""
    return {int(place): mark for place, _, mark in (each.partition("-") for each in marks.split(".")) if mark}


def join_marks(marks: Mapping[int, str]) -> str:
    """Write hashes of fields as the one word that `split_marks` reads."""
    return ".".join(f"{place}-{mark}" for place, mark in sorted(marks.items()))


@lru_cache(maxsize=1 << 6)  # the fields of one note are hashed together, and one by one
def _stored(text: str) -> bytes:
    """Give a field as Anki stores it."""
    kept = text.encode().translate(None, _DROPPED)  # no byte of a longer character is one of them
    if text.isascii() or unicodedata.is_normalized("NFC", composed := kept.decode()):
        return kept
    return unicodedata.normalize("NFC", composed).encode()
