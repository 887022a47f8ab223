"""A text's gaps in its field's HTML, as Anki reads them, and what looks like one broken up."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from deckwright.markdown.gaps import BODY, CLOSE, OPEN
from deckwright.markdown.guards import guard_in_cloze, guard_outside_clozes, guard_tag_in_cloze
from deckwright.markdown.placing import place_gaps

_EMPTY = re.compile(
    rf"{OPEN}(?P<index>[0-9]+){BODY}(?P<space>\s*){CLOSE}(?P=index){BODY}"
    r"|<(?P<inline>strong|em|del|mark|span|a|b|i|u|s|code|sub|sup)(?: [^>]*)?></(?P=inline)>"
)
_EMPTY_BLOCK = re.compile(r"<p>\s*</p>\n?")
_EARLY = re.compile(rf"(?<!<pre>)(?<!\">)((?:{OPEN}[0-9]+{BODY})+)(\n+)(?=<)")
_LATE = re.compile(rf"(?<=>)(\n+)((?:{CLOSE}[0-9]+{BODY})+)")
"""Line breaks between a gap's sign and its text, which belong outside."""
_EDGE = re.compile(r"\n+(</p>)|(?<=<p>)\n+")
_MARK = re.compile(rf"{OPEN}([0-9]+){BODY}|{CLOSE}([0-9]+){BODY}")
_FORMULA_EDGE = re.compile(r"(\\[(\[])\n+|\n+(\\[)\]])")
_PIECE = re.compile(rf"{OPEN}([0-9]+){BODY}|{CLOSE}([0-9]+){BODY}|(<[^>]*>)|(\\[()\[\]])", re.DOTALL)


def write_gaps(html: str, numbers: Sequence[tuple[int, ...]]) -> tuple[str, frozenset[int]]:
    """Write the gaps whose places are marked in a field's HTML as Anki reads them, each with its numbers.

    Gives also the indices of those that are there. An inline element that a gap would tear is closed and opened again;
    at the edges of blocks the gap is.
    """
    placed, hints = place_gaps(html)
    placed = _paired(placed)
    while (shorter := _EMPTY.sub(lambda match: match["space"] or "", placed)) != placed:
        placed = shorter
    placed = _EARLY.sub(r"\2\1", _LATE.sub(r"\2\1", placed))
    placed = _EMPTY_BLOCK.sub("", _EDGE.sub(lambda match: match[1] or "", placed)).strip("\n")
    there = frozenset(int(match[1]) for match in _PIECE.finditer(placed) if match[1])
    return _spelt(placed, numbers, hints), there


def _paired(html: str) -> str:
    """Leave out marks that have no partner, as in markup that no person would write."""
    opened: list[re.Match[str]] = []
    good: set[int] = set()
    for mark in _MARK.finditer(html):
        if mark[1]:
            opened.append(mark)
        elif opened and opened[-1][1] == mark[2]:
            good |= {opened.pop().start(), mark.start()}
    return _MARK.sub(lambda mark: mark[0] if mark.start() in good else "", html)


def _spelt(html: str, numbers: Sequence[tuple[int, ...]], hints: Mapping[int, str]) -> str:
    """Write marks as Anki's signs, and break up in the text between them what looks like any."""
    parts: list[str] = []
    position = inside = 0
    math = False
    for match in _PIECE.finditer(html):
        parts.append(_guarded(html[position : match.start()], inside=inside > 0, math=math))
        position = match.end()
        opens, closes, tag, sign = match.groups()
        if opens:
            inside += 1
            parts += [f"{{{{c{number}::" for number in numbers[int(opens)]]
        elif closes:
            inside -= 1
            hint = hints.get(int(closes), "")
            hint = "::" + _guarded(hint, inside=True, math=math).lstrip(":") if hint else ""
            for _ in numbers[int(closes)]:
                parts += [_apart(parts, hint or "}}", math=math), hint]
                parts += [_apart(parts, "}}", math=math) if hint else "", "}}"]
        elif tag:
            parts.append(guard_tag_in_cloze(tag) if inside else guard_outside_clozes(tag))
        else:
            parts.append(sign)
            math = sign in {r"\(", r"\["}
    parts.append(_guarded(html[position:], inside=inside > 0, math=math))
    return _FORMULA_EDGE.sub(r"\1\2", "".join(parts))


def _guarded(text: str, *, inside: bool, math: bool) -> str:
    text = guard_outside_clozes(text, math=math)
    return guard_in_cloze(text, math=math) if inside else text


def _apart(parts: Sequence[str], sign: str, *, math: bool) -> str:
    """Give what has to stand between a text and a sign that begins with the character that the text ends with."""
    last = next((part for part in reversed(parts) if part), "")
    ends_alike = last[-1:] == sign[:1] and last != "}}"
    return (" " if math else "<!-- -->") if ends_alike else ""
