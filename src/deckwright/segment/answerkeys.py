"""Answer keys: a section or a fold that numbers the answers to questions which stand above it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from deckwright.markdown.plain import plain
from deckwright.markdown.scan import LineKind, item_indent
from deckwright.model import Passage
from deckwright.segment.asking import asks, bids
from deckwright.segment.blocks import last_said
from deckwright.segment.label import Label, read_label, unwrap
from deckwright.segment.sheet import Sheet
from deckwright.segment.tables import cells
from deckwright.segment.tags import Role, read_tag, summary_role
from deckwright.segment.words import KEYS, TASKS
from deckwright.swift import dataclass

_NUMBER = re.compile(
    r"(?P<indent>[ \t]{0,7})(?P<marks>(?:#{1,6}[ \t]+)?(?:[-*+][ \t]+)?)(?=(?:\*\*|__|<b>|<strong>)?[^\W\d_]{0,14}[ .\-#№]{0,2}\d)"
)
_PAIR = re.compile(
    r"(?<![\w.])(?P<number>\d{1,3})[ \t]*[.):=\-–—→]{0,2}[ \t]*[(\[]?\**(?P<letter>[A-Ha-hА-Га-г])(?!\w)"
)
_CELL = re.compile(r"[\W_]{0,4}(?:[Qq]|No)?[. #]{0,2}(?P<number>\d{1,3})[\W_]{0,4}")
_LONGEST = 3_000
_FEW = 3  # words that may say of a key what it is, and no more
_READ = frozenset({LineKind.TEXT, LineKind.ITEM, LineKind.HEADING, LineKind.HTML})
_CLOSES = re.compile(r"[ \t]*</details>[ \t]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mark:
    """A line that a number opens, in one of the ways in which lines are numbered."""

    index: int
    way: tuple[str, str]
    number: int
    label: Label
    indent: int
    """The column that the rest of its list item stands at."""
    level: int
    """Of its heading, or 0."""

    @property
    def asks(self) -> bool:
        """Whether it says that it is a question, or reads like one."""
        said = plain(self.label.rest)
        named = self.label.prefix in TASKS or (self.label.strong and bool(self.label.prefix))
        return named or asks(said) or bids(said)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer key may be: its first line, that of its first answer, and the index after its last one."""

    start: int
    inner: int
    stop: int
    name: str
    """The text that names it."""
    near: bool = False
    """Whether it answers only what stands below the same heading: a line that says "Answers", and no more."""

    @property
    def sure(self) -> bool:
        """Whether it says that it holds several answers."""
        said = re.findall(r"[^\W\d_]+", plain(self.name).casefold())
        return len(said) <= _FEW and not KEYS.isdisjoint((*said, "_".join(said)))


@dataclass(frozen=True, slots=True)
class Key:
    """An answer key: its lines, those that only say so, and its answers by number, each with the index after its lines."""

    place: Place
    frame: tuple[int, ...]
    answers: Mapping[int, tuple[Passage, int]]


def marks_in(sheet: Sheet, start: int, stop: int) -> list[Mark]:
    """Find the lines that a number opens."""
    found = []
    for index in range(start, stop):
        kind, line = sheet.kinds[index], sheet.lines[index]
        match = _NUMBER.match(line) if kind in _READ else None
        if match is None:
            continue
        text = line[match.end() :].strip()
        label = read_label(text[:3000])
        if label is None or len(label.numbers) != 1 or (label.weak and not label.strong):
            continue
        hashes = match["marks"].count("#")
        stands = "#" * hashes or ("**" if text.startswith(("**", "__", "<")) else "1")
        margin = len(match["indent"].expandtabs(4))
        way = (f"{stands}{margin if margin > 3 else ''}", label.prefix)
        found.append(Mark(index, way, label.numbers[0], label, item_indent(line), hashes))
    return found


def places_in(sheet: Sheet, start: int, stop: int) -> list[Place]:
    """Find where answer keys may be, in order; whether one is there, the questions above must tell."""
    found = [*_headed(sheet, start, stop), *_labelled(sheet, start, stop), *_folded(sheet, start, stop)]
    return sorted(found, key=lambda place: place.start)


def read_key(sheet: Sheet, place: Place) -> Key | None:
    """Read what may be an answer key; None where it has no two answers."""
    answers = _answers(sheet, place.inner, place.stop)
    if len(answers) < 2:
        return None
    last = max(end for _, end in answers.values())
    closing = (index for index in range(last, place.stop) if _CLOSES.match(sheet.lines[index]))
    return Key(place, (*range(place.start, place.inner), *islice(closing, 1)), answers)


def _headed(sheet: Sheet, start: int, stop: int) -> Iterator[Place]:
    """Find the sections whose heading says that answers follow."""
    headings = [each for each in sheet.scan.headings if start <= each.index < stop and not each.marker]
    ends = [stop] * 7
    for heading in reversed(headings):
        if plain(heading.text) and _says_answers(heading.text):
            inner, last = heading.end, ends[heading.level]
            folds = sheet.folds_in(inner, last)
            if folds and not any(map(str.strip, sheet.lines[inner : folds[0].start[0]])):
                inner = folds[0].summary[1][0] + 1  # the key is folded away, too
            yield Place(heading.index, inner, last, heading.text)
        ends[heading.level :] = [heading.index] * (7 - heading.level)


def _says_answers(heading: str) -> bool:
    """Whether a heading says that answers follow, be they hints as well ("Short answers / hints")."""
    role = summary_role(heading)
    words = re.findall(r"[^\W\d_]+", plain(heading).casefold()) if role is Role.HINT else ()
    return role is Role.ANSWER or (len(words) <= _FEW + 1 and not KEYS.isdisjoint(words))


def _labelled(sheet: Sheet, start: int, stop: int) -> Iterator[Place]:
    """Find the lines without a heading's mark that say so, with all up to the next heading or such line."""
    last = stop
    headings = [each.index for each in sheet.scan.headings if start <= each.index < stop]
    for index in reversed(sheet.labels_in(start, stop)):
        tag = read_tag(sheet.lines[index]) if sheet.kinds[index] in {LineKind.TEXT, LineKind.HTML} else None
        if tag is None or tag.role not in {Role.ANSWER, Role.SOLUTION} or tag.heading:
            continue
        following = bisect_right(headings, index)
        limit = min(last, headings[following] if following < len(headings) else stop)
        last = index
        name = sheet.lines[index].removesuffix(tag.rest)
        place = Place(index, index if tag.rest else index + 1, limit, name, near=True)
        if place.sure:
            yield place


def _folded(sheet: Sheet, start: int, stop: int) -> Iterator[Place]:
    for fold in sheet.folds_in(start, stop):
        if fold.closed and fold.stop <= stop and fold.parent < 0 and sheet.role(fold) is Role.ANSWER:
            yield Place(fold.start[0], fold.summary[1][0] + 1, fold.stop, sheet.summaries[fold.position])


def _answers(sheet: Sheet, start: int, stop: int) -> dict[int, tuple[Passage, int]]:
    """Give what is numbered in some lines, counting up: what follows each number, and the index after its lines."""
    found = marks_in(sheet, start, stop)
    run: list[Mark] = []
    for mark in found:
        if run and (mark.way[0] != run[0].way[0] or mark.number != run[-1].number + 1):
            continue
        run.append(mark)
    if len(run) < 2:
        return _short(sheet, start, stop)
    return _numbered(sheet, run, stop)


def _numbered(sheet: Sheet, run: Sequence[Mark], stop: int) -> dict[int, tuple[Passage, int]]:
    answers = {}
    for mark, following in zip(run, [*(each.index for each in run[1:]), stop], strict=True):
        end = following if following != stop else _end(sheet, mark.index + 1, stop)
        text = unwrap(mark.label.rest.strip())
        below = sheet.passage(mark.index + 1, end, mark.indent).text
        answers[mark.number] = Passage(text=f"{text}\n{below}", line=mark.index + 1), end
    return answers


def read_parts(sheet: Sheet, place: Place) -> list[Key]:
    """Read an answer key that begins to count anew for each part of an exam: a key for each; none where it counts once."""
    blocks: list[list[Mark]] = []
    for mark in marks_in(sheet, place.inner, place.stop):
        if blocks and mark.way[0] != blocks[0][0].way[0]:
            continue
        if mark.number == 1:
            blocks.append([])
        elif not blocks or mark.number != len(blocks[-1]) + 1:
            return []
        blocks[-1].append(mark)
    if len(blocks) < 2:
        return []
    starts = [_named_from(sheet, block[0].index) for block in blocks]
    return [
        Key(place, tuple(range(first, block[0].index)), _numbered(sheet, block, last))
        for block, first, last in zip(blocks, [place.start, *starts[1:]], [*starts[1:], place.stop], strict=True)
    ]


def _named_from(sheet: Sheet, index: int) -> int:
    """Find the line above a part's first answer that names the part."""
    above = last_said(sheet, max(0, index - 3), index) - 1
    line = sheet.lines[above].strip() if above >= 0 else ""
    named = sheet.kinds[above] is LineKind.HEADING or (line and (unwrap(line) != line or line.endswith((":", "："))))
    return above if named else index


def _end(sheet: Sheet, start: int, stop: int) -> int:
    """Find where the last answer ends: at a rule, or where the fold is closed."""
    for index in range(start, stop):
        if sheet.kinds[index] is LineKind.RULE or _CLOSES.match(sheet.lines[index]):
            return index
    return stop


def _short(sheet: Sheet, start: int, stop: int) -> dict[int, tuple[Passage, int]]:
    """Give the answers of a key that is one table or a few lines (`1-B, 2-C`); a line that says more is not used up."""
    answers: dict[int, tuple[Passage, int]] = {}
    for index in range(start, stop):
        line = sheet.lines[index][:_LONGEST]
        end = index + 1
        if sheet.kinds[index] is LineKind.TABLE:
            parts = cells(line)
            number = _CELL.fullmatch(parts[0])
            pairs = [(number["number"], " | ".join(parts[1:]))] if number and len(parts) > 1 and parts[1] else []
        elif sheet.kinds[index] in _READ:
            tag = read_tag(line)
            said = tag.rest if tag is not None and tag.role in {Role.ANSWER, Role.SOLUTION} else line
            pairs = [(match["number"], match["letter"]) for match in _PAIR.finditer(said)]
            end = index if re.search(r"\w", _PAIR.sub("", said)) or len(sheet.lines[index]) > _LONGEST else end
        else:
            continue
        for each, text in pairs:
            answers.setdefault(int(each), (Passage(text=text, line=index + 1), end))
    numbers = list(answers)
    return answers if numbers == list(range(min(numbers, default=0), max(numbers, default=-1) + 1)) else {}
