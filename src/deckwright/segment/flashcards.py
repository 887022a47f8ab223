"""The reading style of Obsidian's flashcard plugins: `What is …?::Answer`, a line with only `?`, `What is …? #card`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice

from deckwright.markdown.plain import plain
from deckwright.markdown.scan import LineKind
from deckwright.model import Passage
from deckwright.segment.ankiblocks import Block, blocks
from deckwright.segment.asking import asks
from deckwright.segment.attributes import NONE, Attributes
from deckwright.segment.blocks import barriers, ends_at
from deckwright.segment.label import unwrap
from deckwright.segment.sheet import Cut, Sheet, dedent
from deckwright.swift import dataclass

_BOTH_WAYS = Attributes(values={"reverse": "true"})
_LINES = frozenset({LineKind.TEXT, LineKind.ITEM})
_SIGN = re.compile(r"[ \t]*(?:[-*+]|\d{1,4}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
_CLOSED = re.compile(
    r"`+[^`\n]*`+|\$[^$\n]+\$|\\\([^\n]{0,300}?\\\)|\[\[[^\[\]\n]{0,300}\]\]|\]\([^()\n]{0,500}\)|\{\{[^{}\n]{0,300}\}\}|https?://\S+"
)
_PARTED = re.compile(r"(?<!:)(?P<sign>:::?)(?!:)(?=[ \t]*\S)")
_SPACED = re.compile(r"[ \t]::[ \t]|:::")
_TAGGED = re.compile(r"[ \t]#(?:flash)?card(?P<both>[-/]reverse)?[ \t]*$", re.IGNORECASE)
_CARD = r"#(?:(?:flash)?card(?P<both>[-/]reverse)?(?=\s|$)|\[\[card\]\])"
_OPENING = re.compile(rf"{_CARD}[ \t]*", re.IGNORECASE)
_CLOSING = re.compile(rf"(?<=\s){_CARD}(?:[ \t]+#\S{{1,60}})*[ \t]*$", re.IGNORECASE)
_DECK = re.compile(r"(?:^|[\s,\[\"'#])(?:flash)?cards?(?:/[\w/-]+)?(?=$|[\s,\]\"'])", re.IGNORECASE)
_MENTIONED = re.compile(r"(?:^|\s)#flashcards?(?:/[\w/-]+)?(?=\s|$)", re.IGNORECASE)
_KEPT = re.compile(
    r"[ \t]{0,8}<!--SR:[^<>\n]{0,400}-->|[ \t]\^[A-Za-z0-9-]{1,60}[ \t]{0,8}$"
    r"|^[ \t]{0,40}(?:card-[a-z-]{1,30}|collapsed|id)::[ \t]{1,8}\S{1,60}[ \t]{0,8}$",
    re.MULTILINE,
)
"""What the plugins and Logseq leave at a card: when it is due, the name of its block. Each review changes the former."""
_LINKS = re.compile(r"[ \t]*(?:!?\[\[[^\[\]\n]{0,300}\]\][ \t,;|]*){1,20}$")
"""What stands behind a field of Dataview's that only links: `next:: [[Page]]`."""
_DECK_NAMED = re.compile(r"(?:TARGET DECK|FILE TAGS)\b")
_LONGEST = 3000
_SIGNS = 8
"""Signs of a line that are looked at."""
_HEAD = 40
"""Lines below the front matter in which a tag speaks for the whole document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A card: its lines, question, and the answer's first words where they stand on a line of the question's."""

    start: int
    answer: int
    """The index of the line that the answer starts on."""
    question: str
    first: str | None = None
    both: bool = False
    asks: bool = True
    """Whether it is a card beyond doubt."""
    is_item: bool = False
    """Whether it is a list's item, whose answer is what is indented below it."""


class Flashcards:
    """Questions and answers with a plugin's sign between them."""

    name = "flashcards"
    says = "`::`, a line with only `?`, `#card`, or `START` and `END`"
    weight = 0.9
    enough = 1

    def cuts(self, sheet: Sheet, start: int, stop: int, *, forced: bool) -> tuple[Cut, ...]:
        """Cut at each sign, where the document is tagged for flashcards or most of what stands before the signs asks."""
        noted = [_of_block(each) for each in blocks(sheet, start, stop)]
        taken = frozenset(line for cut in noted for line in range(cut.start, cut.stop))
        found = [each for each in _found(sheet, start, stop) if each.start not in taken]
        if found and not forced and not _is_tagged(sheet, start, stop):
            asking = sum(each.asks for each in found)
            found = [each for each in found if each.asks or _SPACED.search(sheet.lines[each.start])]
            if asking < 2 or asking * 2 < len(found):
                found = []
        return tuple(sorted([*noted, *_cuts(sheet, found, (start, stop))], key=lambda cut: cut.start))


def _of_block(block: Block) -> Cut:
    return Cut(
        start=block.start,
        stop=block.stop,
        question=block.question,
        body=block.answer,
        style=Flashcards.name,
        attributes=block.attributes,
        body_answers=True,
    )


def _is_tagged(sheet: Sheet, start: int, stop: int) -> bool:
    """Whether the front matter or a tag in the text says that there are flashcards."""
    front = sheet.scan.front
    head = range(front, min(front + _HEAD, len(sheet.lines)))
    return any(_DECK.search(line[:_LONGEST]) for line in sheet.lines[1:front]) or any(
        sheet.kinds[index] is not LineKind.FENCE and _MENTIONED.search(sheet.lines[index][:_LONGEST])
        for part in (head, range(start, stop))
        for index in part
    )


def _found(sheet: Sheet, start: int, stop: int) -> Iterator[_Found]:
    due: bool | None = None  # whether there are cards beyond doubt, also with `;;` for a sign
    for index in range(start, stop):
        line = sheet.lines[index]
        if ";;" in line and "::" not in line:
            due = any(each.startswith("<!--SR:") for each in sheet.lines[start:stop]) if due is None else due
            line = line.replace(";;", "::", 1) if due else line
        if sheet.kinds[index] not in _LINES or len(line) > _LONGEST or ("::" in line and _KEPT.fullmatch(line)):
            continue
        if "::" in line:
            one = _on_a_line(line, index)
        elif line.strip() in {"?", "??"}:
            one = _around(sheet, index, start)
        else:
            one = _above_its_answer(line, index) if "card" in line.lower() else None
        if one is not None:
            yield one


def _on_a_line(line: str, index: int) -> _Found | None:
    """Read `question::answer`: at the sign behind what asks, or else at the first one that is no code."""
    sign = _SIGN.match(line)
    begin = sign.end() if sign else 0
    masked = _CLOSED.sub(lambda match: "x" * len(match[0]), line)
    found = [match for match in islice(_PARTED.finditer(masked, begin), _SIGNS) if line[begin : match.start()].strip()]
    asking = next((match for match in found if asks(plain(line[begin : match.start()]))), None)
    match = asking or next(iter(found), None)
    if match is None or (asking is None and (_LINKS.match(line, match.end()) or _DECK_NAMED.match(line))):
        return None
    return _Found(
        start=index,
        answer=index,
        question=line[begin : match.start()],
        first=line[match.end() :].strip(),
        both=match["sign"] == ":::",
        asks=asking is not None,
        is_item=sign is not None,
    )


def _around(sheet: Sheet, index: int, start: int) -> _Found | None:
    """Read what stands right above and right below a line with only `?` or `??`."""
    first = index
    while first > start and sheet.kinds[first - 1] in _LINES and sheet.lines[first - 1].strip() not in {"", "?", "??"}:
        first -= 1
    if first == index or index + 1 >= len(sheet.lines) or sheet.kinds[index + 1] is LineKind.BLANK:
        return None
    question = "\n".join(sheet.lines[first:index])
    nested = all(line[:1].isspace() for line in sheet.lines[first + 1 : index])
    if nested and (sign := _SIGN.match(question)):
        below = [dedent(line, sign.end()) for line in sheet.lines[first + 1 : index]]
        question = "\n".join([sheet.lines[first][sign.end() :], *below])
    return _Found(start=first, answer=index + 1, question=question, both=sheet.lines[index].strip() == "??")


def _above_its_answer(line: str, index: int) -> _Found | None:
    """Read a line that ends with `#card`; Logseq has it also before an item's text, and as a link."""
    sign = _SIGN.match(line)
    begin = sign.end() if sign else 0
    match = (_OPENING.match(line, begin) or _CLOSING.search(line, begin)) if sign else _TAGGED.search(line, begin)
    question = f"{line[begin : match.start()]} {line[match.end() :]}".strip() if match is not None else ""
    if match is None or not question:
        return None
    return _Found(start=index, answer=index + 1, question=question, both=bool(match["both"]), is_item=sign is not None)


def _cuts(sheet: Sheet, found: Sequence[_Found], limits: tuple[int, int]) -> Iterator[Cut]:
    ends = barriers(sheet, *limits)
    if not found:
        return
    position = 0
    taken = limits[0]
    ruled = _are_ruled(sheet, found, limits[1])
    for each, following in zip(found, [*(more.start for more in found[1:]), limits[1]], strict=True):
        limit, position = ends_at(ends, position, each.start)
        if each.start < taken:
            continue
        taken = _end(sheet, each, min(limit, max(following, each.answer)), ruled=ruled)
        question = _KEPT.sub("", each.question).strip()
        yield Cut(
            start=each.start,
            stop=taken,
            question=Passage(text=unwrap(question), line=each.start + 1),
            body=_body(sheet, each, taken),
            style=Flashcards.name,
            attributes=_BOTH_WAYS if each.both else NONE,
            body_answers=True,
        )


def _body(sheet: Sheet, card: _Found, stop: int) -> Passage:
    """Give the answer; what is indented below an item stands below its answer."""
    first = [] if card.first is None else [_KEPT.sub("", card.first)]
    below = [_KEPT.sub("", line) for line in sheet.lines[card.answer + len(first) : stop]]
    if card.is_item or card.first is None:
        columns = min((_columns(line) for line in below if line.strip()), default=0)
        below = [dedent(line, columns) for line in below]
    return Passage(text="\n".join([*first, *below]), line=card.answer + 1)


def _are_ruled(sheet: Sheet, found: Sequence[_Found], stop: int) -> bool:
    """Whether the answers below lines with only `?` end at rules, so that blank lines belong to them."""
    below = [each for each in found if each.first is None and not each.is_item]
    ends = [*(each.start for each in below[1:]), stop]
    ended = sum(
        bisect_left(sheet.rules, each.answer) < bisect_left(sheet.rules, end)
        for each, end in zip(below, ends, strict=False)
    )
    return len(below) >= 2 and ended + 1 >= len(below)


def _end(sheet: Sheet, card: _Found, limit: int, *, ruled: bool) -> int:
    """Give the index after a card: of an item all that is indented below it, else all up to a blank line outside of code."""
    end = card.answer + (card.first is not None)
    own = _columns(sheet.lines[card.start])
    if card.is_item:
        while end < limit and sheet.lines[end].strip() and _columns(sheet.lines[end]) > own:
            end += 1
    last = LineKind.RULE if ruled else LineKind.BLANK
    while card.first is None and not card.is_item and end < limit and sheet.kinds[end] is not last:
        end += 1
    while end < limit and _KEPT.fullmatch(sheet.lines[end]):
        end += 1
    return end


def _columns(line: str) -> int:
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip(" "))
