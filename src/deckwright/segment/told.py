"""Where the answer starts in the text below a question: behind a label, in a fold, or right away."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from deckwright.markdown.plain import plain
from deckwright.markdown.scan import LineKind
from deckwright.segment.asides import tag_of
from deckwright.segment.asking import asks
from deckwright.segment.bodylines import BodyLine, answer_fold, says, trimmed, unfolded
from deckwright.segment.lettered import lettered
from deckwright.segment.options import BOX, LETTERED, opens_options, option_positions
from deckwright.segment.sheet import Cut, Sheet
from deckwright.segment.tags import Role, Tag
from deckwright.swift import dataclass

ANSWERS = frozenset({Role.ANSWER, Role.SOLUTION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is told below a question, parted where its answer starts."""

    before: Sequence[BodyLine] = ()
    answer: Sequence[BodyLine] = ()
    hint: Sequence[BodyLine] = ()
    reverse: Sequence[BodyLine] = ()
    typed: Sequence[BodyLine] = ()
    verdict: str = ""
    """What the answer's label is followed by, on its line ("D" of "Answer: D")."""
    verdict_line: str = ""
    """That line as written."""
    labelled: bool = False
    """Whether a label or a fold says where the answer starts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What the entries of a document have in common."""

    solutions: bool = False
    """Most bodies say "Solution" where their answer starts, so that what stands before it belongs to the question."""
    letters: bool = False
    """Most bodies begin with "A:"."""
    ruled: bool = False
    """Entries end with a rule, so that what follows one isn't theirs."""


NO_HABITS = Habits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Lines, parted where an answer starts; `tag` is its label, and `labelled` whether anything says that it starts there."""

    before: list[BodyLine]
    answer: list[BodyLine]
    tag: Tag | None
    labelled: bool


def opened(sheet: Sheet, found: list[BodyLine], habits: Habits = NO_HABITS, own: int | None = None) -> Opened:
    """Part lines where a label or a fold says that the answer starts, among the first ones (`own`) if those are given."""
    asked = found if own is None else found[:own]
    fold = answer_fold(sheet, asked)
    position, tag = _first_tag(asked, habits)
    if fold is not None and (tag is None or fold.start[0] + 1 <= found[position].line):
        return behind_label(*unfolded(sheet, found, fold), labelled=True)
    if tag is not None:
        return behind_label(found[:position], found[position:], labelled=True)
    return Opened(before=[], answer=found, tag=None, labelled=False)


def asked_below(asked: Sequence[BodyLine], found: list[BodyLine]) -> Opened | None:
    """Part lines behind the question that a label opens them with ("**Question:** What …?"), if an answer follows, no options."""
    first = next((position for position, one in enumerate(asked) if says(one)), -1)
    tag = tag_of(asked[first]) if first >= 0 else None
    if tag is None or tag.role is not Role.QUESTION or not (tag.colon and tag.marked and asks(plain(tag.rest))):
        return None
    rest = trimmed(found[first + 1 :])
    if not rest or opens_options(rest[0].text) or BOX.match(rest[0].text):
        return None
    return Opened(before=found[: first + 1], answer=rest, tag=None, labelled=True)


def opened_by_letter(found: list[BodyLine], habits: Habits, own: int) -> Opened | None:
    """Part lines at the letter that opens their answer ("A:"); None where none does."""
    parted = lettered(found[:own], usual=habits.letters)
    if parted is None:
        return None
    return Opened(before=[*parted[0]], answer=[*parted[1], *found[own:]], tag=None, labelled=True)


def behind_label(before: list[BodyLine], rest: Sequence[BodyLine], *, labelled: bool) -> Opened:
    """Take the label that opens an answer off it."""
    kept = trimmed(rest)
    tag = tag_of(kept[0]) if kept else None
    if tag is None or tag.role not in ANSWERS or (_may_be_words(tag) and not any(map(says, kept[1:]))):
        return Opened(before=before, answer=kept, tag=None, labelled=labelled)
    kept = [BodyLine(tag.rest, LineKind.TEXT, kept[0].line), *kept[1:]] if tag.rest else kept[1:]
    return Opened(before=before, answer=kept, tag=tag, labelled=True)


def at_line(found: list[BodyLine], cut: Cut, tag: Tag) -> Opened:
    """Part lines at a label that the reading style found."""
    before = [one for one in found if one.line < cut.answer_line]
    rest = found[len(before) :]
    said = [BodyLine(tag.rest, LineKind.TEXT, rest[0].line)] if tag.rest and rest else []
    return Opened(before=before, answer=[*said, *rest[1:]], tag=tag, labelled=True)


def _may_be_words(tag: Tag) -> bool:
    """Whether a label that nothing follows is the answer itself: "answer", "ans 0."."""
    if tag.marked or tag.rest:
        return False
    return not tag.colon or bool(tag.label and not tag.line.endswith((":", "：")))


def _first_tag(found: Sequence[BodyLine], habits: Habits) -> tuple[int, Tag | None]:
    """Find the first line that says that the answer starts there."""
    spoken = False
    options: Collection[int] | None = None
    for position, one in enumerate(found):
        tag = tag_of(one)
        if tag is not None and options is None and LETTERED.match(one.text):
            options = option_positions(found)
        if tag is not None and tag.role in ANSWERS and position not in (options or ()):
            sure = tag.role is Role.ANSWER and (tag.marked or tag.colon)
            if not spoken or sure or habits.solutions:
                return position, tag
        spoken = spoken or says(one)
    return -1, None
