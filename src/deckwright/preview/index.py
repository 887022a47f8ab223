"""The index's data: every card in a line, and the text to search, as scripts that also a page from a disk may load."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from hashlib import blake2b
from html import unescape
from itertools import islice

from deckwright.errors import Diagnostic
from deckwright.model import Skip
from deckwright.notetypes import REGISTRY
from deckwright.preview.cloze import reveal
from deckwright.preview.deck import Leaf, PreviewDeck, Version
from deckwright.preview.template import plain
from deckwright.swift import dataclass

_UNSEEN = frozenset({"Key", "Base", "Source"})
_SEARCHED = frozenset({"Question", "Options", "Answer", "Extra", "Hint", "Text", "Title", "Reverse"})
_ASKED = ("Question", "Options", "Title", "Text")
_NO_WORDS = re.compile(r"\[sound:[^\]]*\]|<!--.*?-->|\\[()\[\]]", re.DOTALL)
_BLOCK = re.compile(r"</?(?:p|pre|ul|ol|li|div|table|blockquote)\b[^>]*>")
_NEXT = 70  # characters of what comes after a question that others ask, too
_TAG = re.compile(r"<[^>]*>")
_WITHIN_WORDS = re.compile(
    r"<!--.*?-->|</?(?:a|b|code|del|em|i|ins|kbd|mark|s|small|span|strong|sub|sup|u|var)\b[^>]*>", re.DOTALL
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A card in the index: a note, and which of its cards; what it was before counts where it is gone."""

    leaf: Leaf
    version: Version
    ordinal: int

    @property
    def id(self) -> str:
        """The card's name in addresses and files."""
        return card_id(self.leaf, self.ordinal)


def card_id(leaf: Leaf, ordinal: int) -> str:
    """Name a card."""
    return f"{leaf.change.guid}-{ordinal + 1}"


def cards(deck: PreviewDeck) -> Iterator[Shown]:
    """Give every card of a deck in order."""
    for leaf in deck.leaves:
        version = leaf.now or leaf.before
        if version:
            version = replace(version, fields=tuple(version.fields))  # split once, and only while it is looked at
            for ordinal in version.ordinals:
                yield Shown(leaf=leaf, version=version, ordinal=ordinal)


def index_script(deck: PreviewDeck, *, mathjax: bool) -> str:
    """Write `data/index.js`: what the index shows of every card."""
    sections, tags = _Numbers(), _Numbers()
    listed = [_card(shown, sections, tags) for shown in cards(deck)]
    _tell_apart(listed, deck)
    value = {
        "name": deck.name,
        "headline": deck.headline,
        "baseline": deck.baseline,
        "problem": deck.problem,
        "live": deck.live,
        "mathjax": mathjax,
        "look": _mark(*(part for each in deck.note_types.values() for part in (each.css, *sum(each.templates, ())))),
        "sections": sections.names,
        "tags": tags.names,
        "cards": listed,
        "remarks": [_remark(each) for each in deck.remarks],
        "skipped": [_skip(each) for each in deck.skipped],
    }
    return _script("deckwright.index", value)


def text_script(deck: PreviewDeck) -> str:
    """Write `data/text.js`: what a search looks through, in the order of the cards."""
    return _script("deckwright.text", [_text(shown) for shown in cards(deck)])


class _Numbers:
    """Numbers for words that many cards share."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    @property
    def names(self) -> list[str]:
        return list(self._numbers)

    def of(self, name: str) -> int:
        return self._numbers.setdefault(name, len(self._numbers))


def _card(shown: Shown, sections: _Numbers, tags: _Numbers) -> dict[str, object]:
    leaf, version = shown.leaf, shown.version
    change, spec = leaf.change, REGISTRY[version.note_type]
    template = spec.templates[0 if spec.is_cloze else shown.ordinal]
    found: dict[str, object] = {
        "id": shown.id,
        "question": next(_passages(shown), change.question),
        "card": f"{template.name} {shown.ordinal + 1}" if spec.is_cloze else template.name,
        "file": change.file,
        "line": change.line,
        "section": sections.of(plain(_field(shown, "Context", question=False))),
        "tags": [tags.of(tag) for tag in version.tags],
        "effect": change.effect.value,
        "mark": _mark(*version.fields, *version.tags, version.deck),
    }
    if why := change.why:
        found["why"] = why
    if change.was:
        found["was"] = change.was
    if leaf.before and shown.ordinal in leaf.before.ordinals:
        found["before"] = _mark(*leaf.before.fields, *leaf.before.tags)
        found["differing"] = _differing(leaf)
    if leaf.now is None:
        found["gone"] = True
    if leaf.remarks:
        found["remarks"] = [_remark(each) for each in leaf.remarks]
    return found


def _passages(shown: Shown) -> Iterator[str]:
    """Give the question's passages in words, without marks and sounds, with gaps as they are asked."""
    for each in _BLOCK.split("<p>".join(_field(shown, name, question=True) for name in _ASKED)):
        if words := " ".join(plain(_NO_WORDS.sub("", each)).split()):
            yield words


def _tell_apart(listed: list[dict[str, object]], deck: PreviewDeck) -> None:
    """Where several notes ask the same ("What's the output?"), say what comes next, such as the code in question."""
    pairs = zip(listed, cards(deck), strict=True)
    asked = Counter({shown.leaf.change.guid: str(card["question"]) for card, shown in pairs}.values())
    for card, shown in zip(listed, cards(deck), strict=True):
        if asked[str(card["question"])] > 1:
            card["next"] = " ".join(islice(_passages(shown), 1, None))[:_NEXT]


def _differing(leaf: Leaf) -> list[str]:
    """Name the fields that aren't what they were, but for those that nobody sees."""
    if leaf.now is None or leaf.before is None or leaf.now.note_type != leaf.before.note_type:
        return []
    names = REGISTRY[leaf.now.note_type].field_names
    triples = zip(names, leaf.before.fields, leaf.now.fields, strict=True)
    found = [name for name, before, now in triples if before != now and name not in _UNSEEN]
    return found + ["Tags"] * (set(leaf.before.tags) != set(leaf.now.tags))


def _text(shown: Shown) -> str:
    names = REGISTRY[shown.version.note_type].field_names
    fields = (_field(shown, name, question=False) for name in names if name in _SEARCHED)
    return " ".join(unescape(_TAG.sub(" ", _WITHIN_WORDS.sub("", " ".join(fields)))).split())


def _field(shown: Shown, name: str, *, question: bool) -> str:
    """Give a field as the card shows it: of a cloze's text, what stands in the gaps or in their place; empty without it."""
    spec = REGISTRY[shown.version.note_type]
    if name not in spec.field_names:
        return ""
    text = shown.version.fields[spec.index(name)]
    is_gapped = spec.is_cloze and name == "Text"
    return (reveal(text, shown.ordinal + 1, question=question) or text) if is_gapped else text


def _remark(each: Diagnostic) -> dict[str, object]:
    place = ":".join([each.file, *(str(number) for number in (each.line, each.column) if number)])
    return {
        "severity": each.severity.value,
        "code": each.code,
        "message": each.message,
        "hint": each.hint,
        "place": place,
    }


def _skip(each: Skip) -> dict[str, object]:
    lines = str(each.line) if each.line == each.end else f"{each.line}–{each.end}"
    return {"place": f"{each.file}:{lines}", "title": each.title, "reason": each.reason}


def _mark(*parts: str) -> str:
    """Tell whether a page is still the same, so that only what changed is loaded anew."""
    return blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def _script(function: str, value: object) -> str:
    return f"{function}({json.dumps(value, separators=(',', ':'))});\n"
