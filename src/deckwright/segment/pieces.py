"""What an answer falls into where its author asks for it: the terms of its lists, or the rows of its tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from deckwright.choices import Cards
from deckwright.markdown.plain import plain
from deckwright.markdown.scan import DELIMITERS, LineKind
from deckwright.markdown.shown import shown_in
from deckwright.model import Entry, Kind, Passage
from deckwright.segment.bodylines import CLOSED, BodyLine, passage, says
from deckwright.segment.label import unwrap
from deckwright.segment.sheet import dedent
from deckwright.swift import dataclass

_MARKER = re.compile(r"(?P<indent>[ \t]{0,8})(?:[-*+]|\d{1,9}[.)])[ \t]+")
_SHOWN = (
    r"(?:!\[\[[^\[\]\n]{1,200}\]\]|!\[[^\[\]\n]{0,200}\](?:\([^()\n]{1,300}\)|\[[^\[\]\n]{0,200}\])(?:\{[^{}\n]{1,80}\})?"
    r"|<img\b[^<>\n]{1,300}>|\[sound:[^\[\]\n]{1,200}\])"
)
_TERM = re.compile(
    rf"(?:(?P<shown>{_SHOWN}(?:[ \t]?{_SHOWN}){{0,2}})|(?P<mark>\*\*|__|\*|_(?=\S))(?P<bold>[^*\n]{{1,300}}?)(?P=mark)|(?P<code>(?P<ticks>`{{1,2}})[^`\n]{{1,200}}(?P=ticks))"
    r"|<(?P<tag>b|strong|code)>(?P<html>[^<\n]{1,200})</(?P=tag)>)"
    rf"(?P<more>(?:[ \t]?\([^()\n]{{1,80}}\))?(?:[ \t]?{_SHOWN}){{0,3}})"
    r"(?P<sign>[ \t]*[:：]|[ \t]+[-–—]{1,3}(?=[ \t]|$))?[ \t]*(?P<rest>.*)$"
)
_NO_TERMS = 'There are no two items such as "- **Term**: meaning"'
_NO_ROWS = "There is no table with a head, two columns and two rows"
_MEANS = re.compile(r"[ ]{0,3}:[ \t]+(?=\S)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A term with its meaning, or a row's first cell with the others; `lines` are its first and last line (1-based)."""

    lines: tuple[int, int]
    question: Passage
    answer: Passage
    kind: Kind = Kind.TERM
    aspect: str = ""
    """What of its question it is about, from the head of its table: what is given, an arrow, what is asked for."""
    flaw: str = ""
    """What is wrong with its row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """The pieces of an answer."""

    found: tuple[Piece, ...] = ()
    whole: bool = True
    """Whether anything else stands in the answer, so that it stays a note of its own, too."""
    problem: str = ""
    """Why there are none."""
    is_flawed: bool = False
    """Whether there are some that can't be used."""


def pieces(answer: Sequence[BodyLine], cards: Cards) -> Pieces:
    """Part an answer as its author asks for it; there are no pieces where there is nothing of the kind."""
    match cards:
        case Cards.ONE:
            return Pieces()
        case Cards.TERMS:
            blocks, missing = _terms(answer), _NO_TERMS
        case Cards.ROWS:
            blocks, missing = _rows(answer), _NO_ROWS
        case Cards.BOTH:
            blocks, missing = _terms_and_rows(answer), f"{_NO_TERMS}, and {_NO_ROWS[0].lower()}{_NO_ROWS[1:]}"
    parted = list(blocks)
    found = [each for each in parted if isinstance(each, Piece)]
    if len(found) < 2:
        return Pieces(problem=f"{missing}.")
    asked = Counter(_asked(each.question.text) for each in found)
    twice = next((each.question.text for each in found if asked[_asked(each.question.text)] > 1), None)
    if twice is not None:
        problem = f'"{plain(twice) or twice}" stands there twice, so that it has no one answer.'
        return Pieces(problem=problem, is_flawed=True)
    return Pieces(found=tuple(found), whole=any(says(each) for each in parted if isinstance(each, BodyLine)))


def kept_whole(entry: Entry, cards: Cards) -> Pieces | None:
    """Say why an entry can't be parted, whatever its answer holds; None where it can."""
    if entry.defect:
        return Pieces()
    stays = "A quiz stays" if entry.options else "A text with gaps stays" if entry.kind is Kind.CLOZE else ""
    return Pieces(problem=f"{stays} one note." if cards is not Cards.ONE else "") if stays else None


def _asked(text: str) -> tuple[str, ...]:
    """Give what a term or a first cell says and shows; nothing where it does neither."""
    return tuple(filter(None, (plain(text).casefold(), *shown_in(text).paths)))


def _terms_and_rows(answer: Sequence[BodyLine]) -> Iterator[Piece | BodyLine]:
    """Give both; a table within a term's meaning is part of that."""
    lines: list[BodyLine] = []
    for each in _terms(answer):
        if isinstance(each, BodyLine):
            lines.append(each)
            continue
        yield from _rows(lines)
        lines.clear()
        yield each
    yield from _rows(lines)


def _terms(answer: Sequence[BodyLine]) -> Iterator[Piece | BodyLine]:
    """Give the terms of an answer, and the lines that belong to none."""
    position = 0
    while position < len(answer):
        stop = item_end(answer, position)
        piece = _item(answer[position:stop]) if stop > position else None
        if piece is None:
            stop = _definition_end(answer, position)
            piece = _definition(answer[position:stop]) if stop > position else None
        if piece is not None:
            yield piece
            position = stop
        else:
            stop = max(item_end(answer, position), position + 1)
            yield from answer[position:stop]
            position = stop


def item_end(answer: Sequence[BodyLine], position: int) -> int:
    """Find the position after the list item that starts at one; that very position where none does."""
    first = answer[position]
    marker = _MARKER.match(first.text) if first.kind is LineKind.ITEM else None
    if marker is None:
        return position
    inner = len(marker["indent"].expandtabs(4)) + 2
    stop = position + 1
    while stop < len(answer):
        one = answer[stop]
        blank = not one.text.strip() and one.kind not in CLOSED
        indent = len(one.text) - len(one.text.lstrip()) if "\t" not in one.text[:8] else 4
        lazy = one.kind is LineKind.TEXT and bool(answer[stop - 1].text.strip())
        if not blank and indent < inner and not lazy and not (one.kind in CLOSED and not one.text.strip()):
            break
        stop += 1
    while not answer[stop - 1].text.strip():
        stop -= 1
    return stop


def _item(item: Sequence[BodyLine]) -> Piece | None:
    marker = _MARKER.match(item[0].text)
    assert marker is not None, "it starts a list item"
    match = _TERM.match(item[0].text[marker.end() :])
    if match is None:
        return None
    term = (match["shown"] or match["code"] or match["bold"] or match["html"]).strip()
    if not match["sign"]:
        if term[-1:] not in {":", "："}:
            return None
        term = term[:-1].rstrip()
    term = f"`{term}`" if match["tag"] == "code" else f"{term}{match['more'] or ''}"
    meaning = [BodyLine(match["rest"], LineKind.TEXT, item[0].line)] if match["rest"] else []
    meaning += [one._replace(text=dedent(one.text, marker.end())) for one in item[1:]]
    return _piece(term, meaning, item)


def _definition_end(answer: Sequence[BodyLine], position: int) -> int:
    """Find the position after the term with its meanings (`: meaning`) that starts at one; or that very position."""
    if (
        answer[position].kind is not LineKind.TEXT
        or not answer[position].text.strip()
        or not _defines(answer, position)
    ):
        return position
    stop = position + 1
    while stop < len(answer):
        one = answer[stop]
        apart = not answer[stop - 1].text.strip()
        goes_on = not one.text.strip() or _MEANS.match(one.text) or one.text[:1] in {" ", "\t"}
        if not goes_on and (apart or one.kind is not LineKind.TEXT or _defines(answer, stop)):
            break
        stop += 1
    while not answer[stop - 1].text.strip():
        stop -= 1
    return stop


def _defines(answer: Sequence[BodyLine], position: int) -> bool:
    """Whether what stands on a line is defined below it."""
    below = position + 1
    if below < len(answer) and not answer[below].text.strip():
        below += 1
    first = not _MEANS.match(answer[position].text) and answer[position].text[:1] not in {" ", "\t"}
    return (
        first and below < len(answer) and answer[below].kind is LineKind.TEXT and bool(_MEANS.match(answer[below].text))
    )


def _definition(body: Sequence[BodyLine]) -> Piece | None:
    meaning: list[BodyLine] = []
    for one in body[1:]:
        match = _MEANS.match(one.text)
        if match and meaning:
            meaning.append(BodyLine("", LineKind.BLANK, one.line))
        meaning.append(one._replace(text=one.text[match.end() :] if match else dedent(one.text, 4)))
    return _piece(unwrap(body[0].text.strip()), meaning, body)


def _piece(term: str, meaning: Sequence[BodyLine], body: Sequence[BodyLine]) -> Piece | None:
    answer = passage(meaning)
    if not answer or not _asked(term):
        return None
    return Piece(lines=(body[0].line, body[-1].line), question=Passage(text=term, line=body[0].line), answer=answer)


def _rows(answer: Sequence[BodyLine]) -> Iterator[Piece | BodyLine]:
    """Give the rows of an answer's tables, and the lines that belong to none."""
    from deckwright.markdown.tables import split_row  # noqa: PLC0415  (imports mistune; only where it is asked for)

    position = 0
    while position < len(answer):
        if not _heads(answer, position):
            yield answer[position]
            position += 1
            continue
        width = answer[position + 1].text.strip().strip("|").count("|") + 1
        head = _fitted(split_row(answer[position].text.strip(), width), width)
        position += 2
        while position < len(answer) and "|" in answer[position].text and answer[position].kind not in CLOSED:
            one = answer[position]
            yield _row(split_row(one.text.strip(), width), head, one) or one
            position += 1


def _heads(answer: Sequence[BodyLine], position: int) -> bool:
    """Whether a table of at least two columns starts at a position."""
    if position + 2 >= len(answer) or any(one.kind in CLOSED for one in answer[position : position + 2]):
        return False
    below = answer[position + 1].text
    return "|" in answer[position].text and "|" in below.strip().strip("|") and DELIMITERS.match(below) is not None


def _fitted(cells: Sequence[str], width: int) -> list[str]:
    return [*cells[: width - 1], " | ".join(cells[width - 1 :]), *[""] * (width - max(len(cells), 1) - 1)][:width]


def _row(cells: Sequence[str], head: Sequence[str], one: BodyLine) -> Piece | None:
    """Make a piece of a row: its first cell asks for the others, which the head's cells name."""
    from deckwright.markdown.tables import misfit  # noqa: PLC0415  (as above)

    fitted = _fitted(cells, len(head))
    filled = [(unwrap(name), cell) for name, cell in zip(head[1:], fitted[1:], strict=False) if cell]
    if not _asked(fitted[0]) or not filled:
        return None
    labelled = [f"- **{name}**: {cell}" if name else f"- {cell}" for name, cell in filled]
    asked = ", ".join(filter(None, map(unwrap, head[1:])))
    first = unwrap(head[0])
    return Piece(
        lines=(one.line, one.line),
        question=Passage(text=unwrap(fitted[0]), line=one.line),
        answer=Passage(text=filled[0][1] if len(head) == 2 else "\n".join(labelled), line=one.line),
        kind=Kind.ROW,
        aspect=f"{first} → {asked}" if first and asked else first or asked,
        flaw=f"this {misfit(len(cells), len(head))}" if len(cells) != len(head) else "",
    )
