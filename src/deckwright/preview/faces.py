"""A card's two sides: the templates filled, then what Anki's reviewer makes of type-in fields and sounds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from deckwright.notetypes import NoteType
from deckwright.preview.cloze import reveal_only
from deckwright.preview.deck import Version
from deckwright.preview.template import Scene, plain, render
from deckwright.swift import dataclass

_TYPE_IN = re.compile(r"\[\[type:(.+?)\]\]")
_SOUND = re.compile(r"\[sound:([^\]]+)\]")
_RULE = "<hr id=answer>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Faces:
    """Front and answer of one card, as HTML."""

    ordinal: int
    front: str
    answer: str


def rendered(version: Version, note_type: NoteType) -> Iterator[Faces]:
    """Render each card of a note as Anki's `card.question()` and `card.answer()` do, but for the style sheet."""
    for ordinal in version.ordinals:
        front_template, back_template = note_type.templates[0 if note_type.spec.is_cloze else ordinal]
        fields = _fields(version, note_type, ordinal)
        cloze = note_type.spec.is_cloze
        front = render(front_template, Scene(fields=fields, ordinal=ordinal, cloze=cloze))
        answer = render(back_template, Scene(fields=fields, ordinal=ordinal, cloze=cloze, front=front))
        yield Faces(ordinal=ordinal, front=front, answer=answer)


def shown(version: Version, note_type: NoteType) -> Iterator[Faces]:
    """Render each card of a note as the reviewer shows it: with a place to type in, and players for sounds."""
    for faces in rendered(version, note_type):
        expected = _expected(faces, version, note_type)
        yield Faces(
            ordinal=faces.ordinal,
            front=_players(_TYPE_IN.sub(_input(expected), faces.front)),
            answer=_players(_compared(faces.answer, expected)),
        )


def _fields(version: Version, note_type: NoteType, ordinal: int) -> dict[str, str]:
    template = note_type.spec.templates[0 if note_type.spec.is_cloze else ordinal]
    return {
        "Tags": " ".join(version.tags),
        "Type": note_type.name,
        "Deck": version.deck,
        "Subdeck": version.deck.rpartition("::")[2],
        "Card": template.name,
        "CardFlag": "",
        "CardID": "",
        **dict(zip(note_type.spec.field_names, version.fields, strict=True)),
    }


def _expected(faces: Faces, version: Version, note_type: NoteType) -> str:
    """Give what is to be typed in, as plain text; empty where nothing is."""
    found = _TYPE_IN.search(faces.front) or _TYPE_IN.search(faces.answer)
    if found is None:
        return ""
    *kinds, name = found[1].split(":")
    text = _fields(version, note_type, faces.ordinal).get(name, "")
    if kinds == ["cloze"]:
        text = reveal_only(text, faces.ordinal + 1, question=False)
    return plain(text)


def _input(expected: str) -> str:
    field = '<center><input type="text" id="typeans" aria-label="Your answer" autocomplete="off"></center>'
    return field if expected else ""


def _compared(answer: str, expected: str) -> str:
    if not _TYPE_IN.search(answer):
        return answer
    shown = f'<div><code id="typeans">{escape(expected, quote=False)}</code></div>' if expected else ""
    moved = answer.replace(_RULE, "") if expected else answer
    rule = _RULE if expected and _RULE in answer else ""
    return _TYPE_IN.sub(lambda _: rule + shown, moved)


def _players(side: str) -> str:
    return _SOUND.sub(lambda sound: f'<audio controls preload="none" src="{escape(plain(sound[1]))}"></audio>', side)
