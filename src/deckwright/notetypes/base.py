"""`Base`, what a note says about itself: what we last wrote into it, whoever changed it since."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from deckwright.model import Digest
from deckwright.notetypes.escape import escape, unescape
from deckwright.notetypes.spec import NoteTypeSpec

_VERSION = "1"
_FORM = re.compile(
    rf"{_VERSION} (?P<digest>[0-9a-f]+) (?P<fields>[0-9a-f]+)(?P<tags>(?: [^\s<>&=][^\s<>&]*)*)(?: =(?P<deck>[^\s<>&]+))?"
)
_DROPPED = re.compile(r"[\x00-\x08\x0b-\x1e\x7f]")
_SEPARATOR = "\x1f"
_NOT_HASHED = ("Base", "Source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What we last wrote: the author's `digest`, the `fields_hash`, the tags and the deck."""

    digest: Digest
    fields: str
    tags: tuple[str, ...]
    deck: str = ""
    """Empty where it isn't known."""


def dump_base(base: Base) -> str:
    """Write `base` as a field: words between single spaces, in which no editor finds anything to change."""
    deck = (f"={escape(base.deck)}",) if base.deck else ()  # no tag starts like this: `escape` leaves no such sign
    return " ".join((_VERSION, base.digest, base.fields, *map(escape, base.tags), *deck))


def load_base(text: str) -> Base | None:
    """Read what `dump_base` wrote; None where it is absent, damaged, or of a version that isn't ours."""
    if (found := _FORM.fullmatch(text)) is None:
        return None
    try:
        tags = tuple(map(unescape, found["tags"].split()))
        deck = unescape(found["deck"] or "")
    except UnicodeDecodeError:
        return None
    return Base(digest=Digest(found["digest"]), fields=found["fields"], tags=tags, deck=deck)


def fields_hash(spec: NoteTypeSpec, fields: tuple[str, ...]) -> str:
    """Hash the fields as Anki stores them (NFC, no control characters), but for `Base` itself and `Source`."""
    kept = (value for each, value in zip(spec.fields, fields, strict=True) if each.name not in _NOT_HASHED)
    text = unicodedata.normalize("NFC", _DROPPED.sub("", _SEPARATOR.join(kept)))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
