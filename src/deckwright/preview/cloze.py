"""Gaps in a text, as Anki's reviewer shows them: the asked one hidden or marked, the others as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field

from deckwright.swift import dataclass

_TOKEN = re.compile(r"\{\{c(?P<numbers>[0-9,]+)::|(?P<end>\}\})")
_MATH = re.compile(r"(\\[(\[])(.*?)(\\[\])])", re.DOTALL)
_TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_DEEPEST = 10
_LARGEST = 65_535


@dataclass(slots=True)
class _Gap:
    """A gap while its text is read: its numbers, what stands in it, and its hint where it has one."""

    numbers: tuple[int, ...]
    written: str
    parts: list[str | _Gap] = field(default_factory=list)
    hint: str | None = None

    @property
    def placeholder(self) -> str:
        return f"[{'...' if self.hint is None else self.hint}]"

    @property
    def ordinal(self) -> str:
        return ",".join(map(str, self.numbers))


def reveal(text: str, number: int, *, question: bool) -> str:
    """Show a text's gaps on the card that asks for those with `number`; empty where there are none."""
    parts = _parse(text)
    if not any(_asked(gap, number) for gap in _gaps(parts)):
        return ""
    shown = "".join(_shown(part, number, question=question) for part in parts)
    return _MATH.sub(lambda math: f"{math[1]}{_TAG.sub('', math[2])}{math[3]}", shown)


def reveal_only(text: str, number: int, *, question: bool) -> str:
    """Show nothing but what stands in the gaps with `number`, or on the front their hints."""
    return ", ".join(_only(_parse(text), number, question=question))


def _parse(text: str) -> list[str | _Gap]:
    """Read a text as Anki does: gaps may stand in one another, and one that is never closed is none."""
    whole = _Gap(numbers=(), written="")
    opened = [whole]
    place = 0
    for token in _TOKEN.finditer(text):
        _add(opened[-1], text[place : token.start()], inside=len(opened) > 1)
        place = token.end()
        if token["end"]:
            if len(opened) > 1:
                closed = opened.pop()
                opened[-1].parts.append(closed)
            else:
                whole.parts.append(token[0])
        elif (numbers := _numbers(token["numbers"])) and len(opened) <= _DEEPEST:
            opened.append(_Gap(numbers=numbers, written=token[0]))
        else:
            _add(opened[-1], token[0], inside=False)
    _add(opened[-1], text[place:], inside=len(opened) > 1)
    while len(opened) > 1:
        lost = opened.pop()
        opened[-1].parts += [lost.written, *lost.parts]
    return whole.parts


def _numbers(written: str) -> tuple[int, ...]:
    return tuple(number for part in written.split(",") if part and (number := int(part)) <= _LARGEST)


def _add(gap: _Gap, text: str, *, inside: bool) -> None:
    head, mark, hint = text.partition("::") if inside else (text, "", "")
    if head:
        gap.parts.append(head)
    if mark:
        gap.hint = hint


def _gaps(parts: list[str | _Gap]) -> Iterator[_Gap]:
    for part in parts:
        if isinstance(part, _Gap):
            yield part
            yield from _gaps(part.parts)


def _asked(gap: _Gap, number: int) -> bool:
    return number in gap.numbers


def _shown(part: str | _Gap, number: int, *, question: bool) -> str:
    if isinstance(part, str):
        return part
    inside = "".join(_shown(each, number, question=question) for each in part.parts)
    if not _asked(part, number):
        return f'<span class="cloze-inactive" data-ordinal="{part.ordinal}">{inside}</span>'
    if question:
        return f'<span class="cloze" data-ordinal="{part.ordinal}">{part.placeholder}</span>'
    return f'<span class="cloze" data-ordinal="{part.ordinal}">{inside}</span>'


def _only(parts: list[str | _Gap], number: int, *, question: bool) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            continue
        if _asked(part, number) and question:
            yield "..." if part.hint is None else part.hint
        elif _asked(part, number):
            yield _text(part)
        yield from _only(part.parts, number, question=question)


def _text(gap: _Gap) -> str:
    return "".join(part if isinstance(part, str) else _text(part) for part in gap.parts)
