"""What is written like a setting behind a heading or a question and is none: most likely it is misspelt."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from deckwright.choices import FIELDS
from deckwright.codes import diagnose
from deckwright.errors import Diagnostic
from deckwright.model import Entry
from deckwright.segment.attributes import FLAGS, Attributes
from deckwright.segment.own_tags import is_tag
from deckwright.segment.sheet import Sheet

_KNOWN = (*FIELDS, "kind", "lang")
_NEAR = 0.8
"""How much alike a word and a setting's name are that it is taken for, from 0 to 1."""
_FOREIGN = frozenset({"class", "dir", "height", "id", "name", "start", "style", "target", "title", "type", "width"})
"""Keys that HTML, Pandoc and kramdown give a meaning to: what stands there may well be for them."""
_OWN = re.compile(rf"[.#][^\W\d]|(?:{'|'.join(FLAGS)})$|(?:{'|'.join(_KNOWN)})=")
"""What nobody begins braces with but for an id, a tag or a setting."""
_SPACED = re.compile(rf"(?:^|[ \t])({'|'.join(_KNOWN)})(?:[ \t]+=[ \t]*|=[ \t]+)[\"']?([\w-]+)")
_BLOCK = re.compile(r"[ \t]\{(?P<words>[A-Za-z#.][^{}\n]{1,200})\}[ \t]*(?=$|\*\*|__|\||</|<br)", re.MULTILINE)


def about_keys(sheet: Sheet, inscribed: Mapping[int, Attributes], file: str) -> Iterator[Diagnostic]:
    """Report the keys of attributes that mean nothing."""
    written = [(node.start, node.attributes) for node in sheet.nodes]
    written += [(line - 1, attributes) for line, attributes in inscribed.items()]
    for index, attributes in written:
        for key in attributes.values:
            if key in _KNOWN:
                continue
            meant = near(key, _KNOWN)
            if meant:
                yield _said(sheet, index, key, meant, file)
            elif key not in _FOREIGN and not key.startswith("data-"):
                column = _column(sheet, index, key)
                said = f'"{key}" means nothing to Deckwright.'
                yield diagnose("DW216", said, file=file, line=index + 1, column=column)


def about_words(sheet: Sheet, entries: Iterable[Entry], file: str) -> Iterator[Diagnostic]:
    """Report what stays text since one of its words is no setting, but nearly one."""
    texts = {node.start: node.text for node in sheet.nodes}
    for entry in entries:
        asked = entry.question.text.partition("\n\n")[0].count("\n")
        for index in range(entry.line - 1, entry.line + asked):
            texts.setdefault(index, sheet.lines[index])
    for index, text in texts.items():
        block = _BLOCK.search(text) if "{" in text else None
        words = block["words"].split() if block else []
        for word in words:
            key = word.partition("=")[0]
            if key not in _KNOWN and (meant := near(key, _KNOWN)):
                yield _said(sheet, index, key, meant, file)
                break
        else:
            if block and (spaced := _SPACED.search(block["words"])):
                message = f'"{spaced[0].strip()}" is text: a setting holds no space.'
                hint = f"Write {{{spaced[1]}={spaced[2]}}}."
                yield diagnose("DW214", message, file=file, line=index + 1, hint=hint)
            wrong = [word for word in words if word[0] == "." and not is_tag(word[1:])]
            if wrong and _OWN.match(words[0]):
                yield diagnose(
                    "DW226", f'"{wrong[0]}" is no tag, so that the braces are text.', file=file, line=index + 1
                )


def near(word: str, known: Collection[str]) -> str:
    """Give what a word is most likely meant to be; empty where it is like nothing that is known."""
    from difflib import get_close_matches  # noqa: PLC0415  (only where there is something unknown)

    found = get_close_matches(word.casefold().replace("_", "-"), known, n=1, cutoff=_NEAR)
    return found[0] if found else ""


def _said(sheet: Sheet, index: int, key: str, meant: str, file: str) -> Diagnostic:
    hint = f'Did you mean "{meant}"? See docs/card-kinds.md.'
    message = f'There is no setting "{key}".'
    return diagnose("DW214", message, file=file, line=index + 1, column=_column(sheet, index, key), hint=hint)


def _column(sheet: Sheet, index: int, key: str) -> int:
    """Give the column (1-based) of a key that is written on a line, or 1."""
    found = re.search(rf"[{{ \t]{re.escape(key)}(?![\w-])", sheet.lines[index])
    return found.start() + 2 if found else 1
