"""What changed in a note's fields, as lines of text: the HTML read as a person would read the card."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Mapping
from difflib import SequenceMatcher

from deckwright.media.names import names_in
from deckwright.swift import dataclass

_BREAK = re.compile(r"<(?:br|hr|/?(?:p|div|li|ul|ol|tr|table|pre|h[1-6]|blockquote|details|summary))\b[^>]*>")
_TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_UNSEEN = frozenset({"Key", "Base", "Source"})
_LONG = 600  # lines beyond which a field is only said to have changed


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDiff:
    """A field that differs: lines that go and lines that come, in order, each with `-` or `+` before it."""

    name: str
    lines: tuple[str, ...]


def diff_fields(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[FieldDiff]:
    """Compare two notes field by field, both as HTML by field name; what learners never see is left out."""
    for name, new in after.items():
        old = before.get(name, "")
        if old != new and name not in _UNSEEN:
            lines = (*_words_changed(text_of(old), text_of(new)), *_media_changed({*names_in(old)}, {*names_in(new)}))
            yield FieldDiff(name=name, lines=lines or ("~ looks different, says the same",))


def text_of(field: str) -> tuple[str, ...]:
    """Read a field's HTML as lines of text."""
    text = html.unescape(_TAG.sub("", _BREAK.sub("\n", field)))
    return tuple(line.rstrip() for line in text.split("\n") if line.strip())


def _media_changed(old: Collection[str], new: Collection[str]) -> Iterator[str]:
    come, gone = any(name not in old for name in new), any(name not in new for name in old)
    if come and gone:
        yield "~ another picture or sound"
    elif come or gone:
        yield f"~ {'a picture or sound was added' if come else 'a picture or sound was removed'}"


def _words_changed(old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[str]:
    if old == new:
        return
    if len(old) + len(new) > _LONG:
        yield f"~ {len(old)} lines became {len(new)}"
        return
    for tag, old_start, old_end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from (f"- {line}" for line in old[old_start:old_end])
            yield from (f"+ {line}" for line in new[new_start:new_end])
