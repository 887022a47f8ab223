"""What a follow-up asks: its label, and where in the paragraph behind that the question ends."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckwright.markdown.plain import plain
from deckwright.markdown.scan import LineKind
from deckwright.segment.asides import opens, tag_of
from deckwright.segment.asking import asks, bids
from deckwright.segment.attributes import NONE, Attributes, read_attributes
from deckwright.segment.bodylines import BodyLine
from deckwright.segment.tags import Role
from deckwright.segment.words import FOLLOW_UPS
from deckwright.swift import dataclass

READ = frozenset({LineKind.TEXT, LineKind.HEADING, LineKind.HTML})
"""Lines that may start with a label."""
HELD = frozenset({LineKind.ITEM, LineKind.QUOTE})
"""Lines that may hold one behind their own sign."""
_SIGN = re.compile(r"[ \t]{0,8}(?:(?:[-*+]|\d{1,9}[.)])[ \t]+|>[ \t]?)")
_MARK = r"(?:\*{1,3}|_{1,3}|</?(?:b|strong|i|em|u)>)"
_EMOJI = r"(?:[^\w\s<*_\[\](){}`|#>=+~$\\/\"'.,;:!?-]{1,4}[ \t]*)?"
_WORDS = "|".join(word.replace("_", "[ ]").replace("-", "[-‐‑–_ ]?") for word in sorted(FOLLOW_UPS, reverse=True))
_LABEL = re.compile(
    rf"[ ]?(?P<heading>\#{{1,6}}[ \t]+)?{_EMOJI}(?P<open>{_MARK}{{0,2}}){_EMOJI}"
    rf"(?:{_WORDS})(?:[ \t]q(?![^\W\d_])|(?P<on>[ \t]to[ \t](?:that|this|it|the[ \t](?:above|last))(?={_MARK}{{0,2}}[ \t]?[:：])))?[ \t]?[#№]?\d{{0,3}}(?:[ \t]?\([^()\n]{{0,40}}\))?[ \t]?"
    rf"(?P<inner>[:：—–-]?)(?P<close>{_MARK}{{0,2}})[ \t]?(?P<outer>[:：—–-]?)(?P<after>{_MARK}?)(?P<gap>[ \t]*)",
    re.IGNORECASE,
)
_STEMS = tuple(dict.fromkeys(word.partition("-")[0].replace("_", " ") for word in sorted(FOLLOW_UPS)))
_ASCII_STEMS = tuple(filter(str.isascii, _STEMS))
_CLOSING_HASHES = re.compile(r"[ \t]+#+[ \t]*$")
_CLOSED = re.compile(r"`+[^`\n]*`+|\$[^$\n]+\$|\\\(.*?\\\)|\"[^\"\n]*\"|“[^”\n]*”|\([^()\n]*\)")
_ASKED = re.compile(r"[?？؟][\"'”’)*_]{0,3}(?=\s|$)|[？]")
_LINE_ENDS = re.compile(r"[.?!:。？！：؟][\"'”’)*_]*$")
_STOP = re.compile(r"[.!:。！：](?:\s|$)|\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """How a follow-up begins: its label and its question, read."""

    question: Sequence[BodyLine]
    shown: Sequence[BodyLine]
    """The label and the question, as they stay in the parent's answer."""
    answer: Sequence[BodyLine]
    """What stands behind the question in its paragraph."""
    stop: int
    """The position after all of that."""
    level: int = 0
    """Of its heading."""
    goes_on: bool = False
    """Whether its label says that it follows the one before ("Follow-up to that")."""
    attributes: Attributes = NONE


def stems_in(text: str) -> tuple[str, ...]:
    """Give the beginnings of words for a follow-up that a text holds: mostly none, and then there is nothing to do."""
    lowered = text.lower()
    stems = _ASCII_STEMS if lowered.isascii() else _STEMS
    return tuple(stem for stem in stems if stem in lowered)


def may_ask(line: str, stems: Sequence[str]) -> bool:
    """Whether a line starts with a follow-up's label; cheap where it holds none of the stems."""
    lowered = line.lower()
    return any(stem in lowered for stem in stems) and read_label(line) is not None


def read_label(line: str) -> re.Match[str] | None:
    """Read the label that a line starts with: it stands out, or a colon follows."""
    match = _LABEL.match(line[:300])
    if match is None:
        return None
    sign = match["inner"] or match["outer"]
    if match["heading"] or match["open"]:
        return match if sign or not line[match.end() :].strip() else None
    return match if sign in {":", "："} else None


def reads_label(one: BodyLine) -> bool:
    """Whether a line starts with a follow-up's label, be it in a list item or a quotation."""
    if one.kind in READ:
        return read_label(one.text) is not None
    return one.kind in HELD and read_label(held_text(one.text)) is not None


def held_text(line: str) -> str:
    """Give a line without the sign of the list item or the quotation that it starts."""
    match = _SIGN.match(line)
    return line[match.end() :] if match else line


def title_of(line: str) -> str:
    """Give what stands behind a follow-up's label; empty where there is no label."""
    match = read_label(line)
    return line[match.end() :].strip() if match else ""


def read_opening(body: Sequence[BodyLine], position: int) -> Opening | None:
    """Read the follow-up whose label a line starts with; None where it asks nothing, so that it is text."""
    one = body[position]
    match = read_label(one.text) if one.kind in READ else None
    if match is None:
        return None
    text, attributes = one.text, NONE
    if match["heading"]:
        text, attributes = read_attributes(_CLOSING_HASHES.sub("", one.text.rstrip()))
    label, said = text[: match.end()], text[match.end() :].strip()
    if not said:
        return _below(body, position, (label, match, attributes))
    below_text = position and body[position - 1].kind is LineKind.TEXT
    if below_text and not match["heading"] and not match["open"] and text.lstrip()[0].islower():
        return None  # a line of a paragraph, wrapped there
    stop = position + 1 if match["heading"] else _paragraph_end(body, position + 1)
    whole = "\n".join([said, *(each.text for each in body[position + 1 : stop])])
    parts = (at for at in range(position + 1, stop) if _opened_role(body[at]) is not None)
    head = "\n".join([said, *(each.text for each in body[position + 1 : next(parts, stop)])])
    mark = _still_open(match)
    end = head.find(mark) if mark else len(said) if match["heading"] else question_end(head)
    asked = whole[:end].rstrip() if end >= 0 else ""
    words = plain(asked)
    marked = bool(match["heading"] or match["open"])
    if not words or not (match["heading"] or asks(words) or (marked and (bids(words) or _ASKED.search(asked)))):
        return None
    rest = whole[end + len(mark) :].lstrip(" \t:：")
    lines, used = asked.split("\n"), asked.count("\n")
    question = [BodyLine(line.strip(), LineKind.TEXT, one.line + at) for at, line in enumerate(lines)]
    shown = [each._replace(text=each.text) for each in question]
    shown[0] = one._replace(text=f"{label}{lines[0]}")
    shown[-1] = shown[-1]._replace(text=f"{shown[-1].text}{mark}")
    first = one.line + used
    return Opening(
        question=question,
        shown=shown,
        answer=[BodyLine(line, LineKind.TEXT, first + at) for at, line in enumerate(rest.split("\n"))] if rest else [],
        stop=stop,
        level=len(match["heading"].strip()) if match["heading"] else 0,
        goes_on=match["on"] is not None,
        attributes=attributes,
    )


def _below(body: Sequence[BodyLine], position: int, label: tuple[str, re.Match[str], Attributes]) -> Opening | None:
    """Read a question that is the paragraph below its label."""
    text, match, attributes = label
    start = position + 1
    while start < len(body) and body[start].kind is LineKind.BLANK:
        start += 1
    stop = _paragraph_end(body, start)
    question = list(body[start:stop])
    if not question or not asks(plain("\n".join(one.text for one in question))):
        return None
    return Opening(
        question=question,
        shown=[body[position]._replace(text=text), *body[position + 1 : stop]],
        answer=[],
        stop=stop,
        level=len(match["heading"].strip()) if match["heading"] else 0,
        goes_on=match["on"] is not None,
        attributes=attributes,
    )


def _paragraph_end(body: Sequence[BodyLine], position: int) -> int:
    """Find the position after a paragraph, or where the next follow-up or what isn't graded begins in it."""
    while position < len(body) and body[position].kind is LineKind.TEXT and body[position].text.strip():
        if read_label(body[position].text) is not None or _opened_role(body[position]) is Role.EXTRA:
            break
        position += 1
    return position


def _opened_role(one: BodyLine) -> Role | None:
    """Say which part of an entry a line's label opens, if it has one that stands out."""
    tag = tag_of(one)
    return tag.role if tag is not None and opens(tag) else None


def _still_open(match: re.Match[str]) -> str:
    """Give the mark that encloses label and question together, and stands behind both."""
    opened, closed = match["open"], match["close"] + match["after"]
    if opened[:1] in {"*", "_"}:
        return opened if len(opened) > len(closed) else ""
    return opened.replace("<", "</") if opened and not closed else ""


def question_end(text: str) -> int:
    """Find where a question ends that an answer may follow on the same line, or in the same paragraph."""
    masked = _CLOSED.sub(lambda match: "x" * len(match[0]), text)
    marks = [match.end() for match in _ASKED.finditer(masked)]
    if not marks:
        lines = text.split("\n")
        last = next((at for at, line in enumerate(lines) if _LINE_ENDS.search(line.rstrip())), len(lines) - 1)
        return len("\n".join(lines[: last + 1]))
    if marks[-1] >= len(masked.rstrip()):
        return len(text)
    end = marks[0]
    for mark in marks[1:]:
        if _STOP.search(masked[end:mark]):
            break
        end = mark
    rest = text[end:].strip()
    return len(text) if "\n" not in rest and bids(plain(rest)) else end
