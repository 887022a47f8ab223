"""How the text below a question is divided: what belongs to the question, options, answer, hint, extra."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from deckwright.markdown.scan import LineKind
from deckwright.model import Passage
from deckwright.segment.folds import Fold, text_between, unwrapped
from deckwright.segment.furniture import drops, is_empty_html, is_line_break
from deckwright.segment.sheet import Cut, Sheet, dedent
from deckwright.segment.tags import Role, Tag, read_tag

_CLOSED = frozenset({LineKind.CODE, LineKind.FENCE, LineKind.COMMENT})
_TAGS = re.compile(r"[ \t]*(?:#(?=[^\s#\d])[\w/-]+[ \t]*)+$")
_OPENS = re.compile(r"<(?:details|summary)\b", re.IGNORECASE)
_STARTS = frozenset("*_#<>-+ \t")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a body: its text, what it is, and its 1-based line in the source."""

    text: str
    kind: LineKind
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A divided body. `dropped` are its lines (1-based) that are no content, with the reason."""

    before: tuple[Row, ...] = ()
    answer: tuple[Row, ...] = ()
    hint: tuple[Row, ...] = ()
    extra: tuple[Row, ...] = ()
    verdict: str = ""
    """What the answer's label is followed by, on its line ("D" of "Answer: D")."""
    verdict_line: str = ""
    """That line as written."""
    labelled: bool = False
    """Whether a label or a fold says where the answer starts."""
    dropped: tuple[tuple[int, str], ...] = ()
    tags: tuple[str, ...] = ()
    """Obsidian's `#tags`, where lines hold nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What the entries of a document have in common."""

    solutions: bool = False
    """Most bodies say "Solution" where their answer starts, so that what stands before it belongs to the question."""
    ruled: bool = False
    """Entries end with a rule, so that what follows one isn't theirs."""


def rows(sheet: Sheet, body: Passage) -> list[Row]:
    """A body as rows."""
    if not body.text:
        return []
    first = body.line - 1
    kinds = sheet.kinds
    return [
        Row(text=text, kind=kinds[first + position], line=body.line + position)
        for position, text in enumerate(body.text.split("\n"))
    ]


def trimmed(body: Sequence[Row]) -> list[Row]:
    """Rows without blank lines and rules at both ends."""
    start, stop = 0, len(body)
    while start < stop and not _says(body[start]):
        start += 1
    while stop > start and not _says(body[stop - 1]):
        stop -= 1
    return list(body[start:stop])


def _says(row: Row) -> bool:
    if row.kind in _CLOSED:
        return True
    return row.kind is not LineKind.RULE and bool(row.text.strip()) and not is_line_break(row.text)


def passage(body: Sequence[Row]) -> Passage:
    """Rows as Markdown."""
    kept = trimmed(body)
    if not kept:
        return Passage(line=body[0].line if body else 1)
    return Passage(text="\n".join(row.text for row in kept).rstrip(), line=kept[0].line)


def divide(sheet: Sheet, cut: Cut, habits: Habits) -> Body:
    """Divide the text below a question."""
    found = rows(sheet, cut.body)
    reasons = drops([row.text for row in found], [row.kind for row in found])
    if habits.ruled and not cut.divided:
        reasons.update(_beyond_rule(found))
    dropped = tuple((found[position].line, reason) for position, reason in sorted(reasons.items()))
    found = [_blanked(row) if position in reasons or _is_away(row) else row for position, row in enumerate(found)]
    found, tags = _untagged(found)
    before, answer, tag, labelled = _opened(sheet, found, cut, habits)
    verdict, verdict_line = (tag.rest, tag.line) if tag is not None else ("", "")
    answer, hint, extra = _asides(sheet, answer)
    before, more_hint, _ = _asides(sheet, [row for row in before if not is_empty_html(row.text)], extras=False)
    if not labelled and not any(map(_says, answer)):
        before, answer = [], before
    return Body(
        before=tuple(trimmed(before)),
        answer=tuple(answer),
        hint=tuple(trimmed([*more_hint, *hint])),
        extra=tuple(trimmed(extra)),
        verdict=verdict,
        verdict_line=verdict_line,
        labelled=labelled,
        dropped=dropped,
        tags=tags,
    )


def _beyond_rule(found: Sequence[Row]) -> dict[int, str]:
    """The rows after the rule that ends an entry, in a document whose entries all end with one."""
    for position, row in enumerate(found):
        if row.kind is LineKind.RULE and any(map(_says, found[:position])):
            return {
                each: "text after the rule that ends a question"
                for each in range(position + 1, len(found))
                if _says(found[each])
            }
    return {}


def _untagged(found: list[Row]) -> tuple[list[Row], tuple[str, ...]]:
    """Rows without the lines that only hold `#tags`, and these."""
    if not any(row.text.lstrip()[:1] == "#" and row.kind not in _CLOSED for row in found):
        return found, ()
    tags: list[str] = []
    kept = []
    for row in found:
        match = _TAGS.match(row.text) if row.kind is LineKind.TEXT and len(row.text) < 500 else None
        tags += [tag.lstrip("#") for tag in row.text.split()] if match else []
        kept.append(_blanked(row) if match else row)
    return kept, tuple(tags)


def _is_away(row: Row) -> bool:
    return row.kind is LineKind.DEFINITION


def _blanked(row: Row) -> Row:
    return replace(row, text="", kind=LineKind.BLANK)


def _opened(sheet: Sheet, found: list[Row], cut: Cut, habits: Habits) -> tuple[list[Row], list[Row], Tag | None, bool]:
    """Find the rows before the answer, the answer's, its label, and whether anything says where it starts."""
    before: list[Row] = []
    rest = found
    labelled = cut.divided
    if cut.answer is not None:
        return _told(found, cut.answer, cut.answer_line)
    if not cut.divided:
        fold = _answer_fold(sheet, found)
        position, tag = _first_tag(found, habits)
        if fold is not None and (tag is None or fold.start[0] + 1 <= found[position].line):
            before, rest = _unfolded(sheet, found, fold)
            labelled = True
        elif tag is not None and tag.role is not Role.QUESTION:
            before, rest = found[:position], found[position:]
            labelled = True
        elif tag is None:
            return [], found, None, False
    kept = trimmed(rest)
    tag = _tag(kept[0]) if kept else None
    if tag is None or tag.role not in {Role.ANSWER, Role.SOLUTION}:
        return before, kept, None, labelled
    kept = [replace(kept[0], text=tag.rest, kind=LineKind.TEXT), *kept[1:]] if tag.rest else kept[1:]
    return before, kept, tag, True


def _told(found: list[Row], tag: Tag, line: int) -> tuple[list[Row], list[Row], Tag | None, bool]:
    """Part rows at a label that the reading style found."""
    before = [row for row in found if row.line < line]
    rest = found[len(before) :]
    if tag.rest and rest:
        return before, [replace(rest[0], text=tag.rest, kind=LineKind.TEXT), *rest[1:]], tag, True
    return before, rest[1:], tag, True


def _tag(row: Row) -> Tag | None:
    """The label that a row starts with; a cheap look first, because nearly no row has one."""
    text = row.text
    if row.kind in _CLOSED or not text or len(text) > 5000:
        return None
    if text[0] not in _STARTS and ":" not in text[:40] and len(text) > 40 and text[:40].isascii():
        return None
    return read_tag(text)


def _first_tag(found: Sequence[Row], habits: Habits) -> tuple[int, Tag | None]:
    """The first row that says that the answer starts there."""
    spoken = False
    for position, row in enumerate(found):
        tag = _tag(row)
        if tag is not None and (tag.role is Role.ANSWER or tag.role is Role.SOLUTION):
            sure = tag.role is Role.ANSWER and (tag.marked or tag.colon)
            if not spoken or sure or habits.solutions:
                return position, tag
        spoken = spoken or _says(row)
    return -1, None


def _answer_fold(sheet: Sheet, found: Sequence[Row]) -> Fold | None:
    """The first fold in a body that hides its answer."""
    inside = folds_within(sheet, found)
    for fold in inside:
        if sheet.role(fold) in {Role.ANSWER, Role.SOLUTION}:
            return fold
    return None


def folds_within(sheet: Sheet, found: Sequence[Row]) -> list[Fold]:
    """The outermost folds that lie in some rows."""
    if not found or not sheet.folds:
        return []
    first, last = found[0].line - 1, found[-1].line - 1
    start = bisect_left(sheet.fold_lines, first)
    inside: list[Fold] = []
    while start < len(sheet.folds) and sheet.folds[start].start[0] <= last:
        fold = sheet.folds[start]
        opens = _OPENS.search(found[fold.start[0] - first].text) is not None
        if opens and (not inside or fold.start >= inside[-1].content[1]):
            inside.append(fold)
        start += 1
    return inside


def _unfolded(sheet: Sheet, found: Sequence[Row], fold: Fold) -> tuple[list[Row], list[Row]]:
    """Rows before a fold, and the fold's own rows with what follows them."""
    first = found[0].line - 1
    before = list(found[: fold.start[0] - first])
    head = sheet.lines[fold.start[0]][: fold.start[1]].strip()
    if head and fold.start[0] >= first:
        before.append(Row(text=head, kind=LineKind.TEXT, line=fold.start[0] + 1))
    return before, [*fold_rows(sheet, fold), *found[max(0, fold.stop - first) :]]


def fold_rows(sheet: Sheet, fold: Fold) -> list[Row]:
    """A fold's content as rows, without the tags around it."""
    text, taken = unwrapped(text_between(sheet.lines, *fold.content))
    line = fold.content[0][0] + taken
    lines = text.split("\n")
    indent = common_indent(lines[1:] if taken == 0 and fold.content[0][1] else lines)
    shown = []
    for position, each in enumerate(lines):
        index = min(line + position, len(sheet.kinds) - 1)
        kind = sheet.kinds[index]
        bare = dedent(each, indent) if indent else each
        if not bare.strip():
            kind = LineKind.BLANK if kind not in _CLOSED else kind
        shown.append(Row(text=bare, kind=kind, line=line + position + 1))
    reasons = drops([row.text for row in shown], [row.kind for row in shown])
    return [_blanked(row) if position in reasons or _is_away(row) else row for position, row in enumerate(shown)]


def common_indent(lines: Sequence[str]) -> int:
    """Columns of white space that all lines share which say anything."""
    least = 80
    for line in lines:
        bare = line.lstrip(" ")
        if bare:
            least = min(least, len(line) - len(bare))
            if not least:
                return 0
    return least if least < 80 else 0


def _asides(sheet: Sheet, found: list[Row], *, extras: bool = True) -> tuple[list[Row], list[Row], list[Row]]:
    """An answer without its hint and what follows a "**Details**:" label, and these."""
    hint: list[Row] = []
    extra: list[Row] = []
    kept = found
    for fold in folds_within(sheet, found):
        role = sheet.role(fold)
        if role is Role.HINT and not hint:
            hint = fold_rows(sheet, fold)
            kept = [row for row in kept if not fold.start[0] < row.line <= fold.stop]
        elif role is Role.EXTRA and extras and not extra:
            without = [row for row in kept if not fold.start[0] < row.line <= fold.stop]
            if any(map(_says, without)):
                extra, kept = fold_rows(sheet, fold), without
    spoken = False
    for position, row in enumerate(kept):
        tag = _tag(row) if row.kind is not LineKind.ITEM else None
        if tag is not None and tag.role is Role.EXTRA and extras and spoken and _opens_aside(tag):
            extra = [*_rest(row, tag), *kept[position + 1 :], *extra]
            return kept[:position], hint, extra
        if tag is not None and tag.role is Role.HINT and not hint and _opens_aside(tag):
            stop = position + 1
            while stop < len(kept) and (_says(kept[stop]) or (stop == position + 1 and not tag.rest)):
                stop += 1
            hint = [*_rest(row, tag), *kept[position + 1 : stop]]
            rest, _, extra = _asides(sheet, kept[stop:], extras=extras) if extras else (kept[stop:], [], [])
            return [*kept[:position], *rest], hint, extra
        spoken = spoken or _says(row)
    return kept, hint, extra


def _opens_aside(tag: Tag) -> bool:
    return tag.marked and (tag.colon or tag.heading or not tag.rest)


def _rest(row: Row, tag: Tag) -> list[Row]:
    return [replace(row, text=tag.rest, kind=LineKind.TEXT)] if tag.rest else []


def habits(sheet: Sheet, cuts: Sequence[Cut]) -> Habits:
    """What the entries of a document have in common."""
    solutions = 0
    ruled: Counter[str] = Counter()
    for cut in cuts:
        found = rows(sheet, cut.body)
        _, tag = _first_tag(found, Habits(solutions=True))
        solutions += tag is not None and tag.role is Role.SOLUTION
        ruled[_rule(found)] += 1
    return Habits(
        solutions=solutions * 2 >= len(cuts),
        ruled=len(cuts) >= 4 and ruled["end"] * 10 >= len(cuts) * 7 and ruled["inside"] <= 1 + len(cuts) // 20,
    )


def _rule(found: Sequence[Row]) -> str:
    """Where a body has a rule: at its end, inside, or nowhere."""
    said = False
    for row in reversed(found):
        if row.kind is LineKind.RULE:
            return "inside" if said else "end"
        said = said or _says(row)
    return "nowhere"
