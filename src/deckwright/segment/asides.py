"""What stands in an answer but isn't graded: a hint, and what follows a "**Details**:" or "**More**:" label."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import field, replace

from deckwright.markdown.scan import LineKind
from deckwright.segment.bodylines import (
    CLOSED,
    BodyLine,
    fold_edges,
    folded_lines,
    folds_within,
    says,
    without_furniture,
)
from deckwright.segment.sheet import Sheet
from deckwright.segment.tags import Role, Tag, maybe_tag, read_tag
from deckwright.swift import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Asides:
    """Lines, parted."""

    kept: list[BodyLine]
    hint: list[BodyLine]
    extra: list[BodyLine]
    reverse: list[BodyLine] = field(default_factory=list)
    """What follows "**Reverse**:": the front of a card that asks the other way round."""
    typed: list[BodyLine] = field(default_factory=list)
    """What follows "**Type in**:"."""


def tag_of(one: BodyLine) -> Tag | None:
    """Read the label that a line starts with; a cheap look first, because nearly no line has one."""
    return read_tag(one.text) if one.kind not in CLOSED and maybe_tag(one.text) else None


def asides(sheet: Sheet, found: list[BodyLine], *, extras: bool = True, owned: Collection[int] = frozenset()) -> Asides:
    """Part an answer from its hint, its extra, and from what is asked in other ways; not by labels in `owned` lines."""
    found, reverse = _labelled(found, Role.REVERSE, owned)
    found, typed = _labelled(found, Role.TYPED, owned)
    return replace(_parted(sheet, found, owned, extras=extras), reverse=reverse, typed=typed)


def _labelled(found: list[BodyLine], role: Role, owned: Collection[int]) -> tuple[list[BodyLine], list[BodyLine]]:
    """Take the first paragraph that such a label opens, in bold letters and with a colon, out of some lines."""
    for position, one in enumerate(found):
        tag = tag_of(one) if one.kind is LineKind.TEXT and one.line not in owned else None
        if tag is None or tag.role is not role or tag.heading or not (tag.marked and tag.colon and tag.rest):
            continue
        stop = _hint_end(found, position, tag)
        taken = [*_after(one, tag), *found[position + 1 : stop]]
        return [
            *found[:position],
            *(BodyLine("", LineKind.BLANK, each.line) for each in found[position:stop]),
            *found[stop:],
        ], taken
    return found, []


def _parted(sheet: Sheet, found: list[BodyLine], owned: Collection[int], *, extras: bool) -> Asides:
    kept, hint, extra = _folded(sheet, found, owned, extras=extras)
    spoken = False
    for position, one in enumerate(kept):
        tag = tag_of(one) if one.kind is not LineKind.ITEM and one.line not in owned else None
        if tag is not None and opens(tag):
            if tag.role is Role.EXTRA and extras and spoken:
                below = kept[position + 1 :]
                at = next((at for at, each in enumerate(below) if _opens_hint(each, owned)), -1)
                if at >= 0 and not hint:  # a hint is one wherever it stands
                    below, hint = _without_hint(below, at)
                return Asides(kept=kept[:position], hint=hint, extra=[*_after(one, tag), *below, *extra])
            if tag.role is Role.HINT and not hint:
                kept, hint = _without_hint(kept, position)
                continue
        spoken = spoken or says(one)
    return Asides(kept=kept, hint=hint, extra=extra)


def _opens_hint(one: BodyLine, owned: Collection[int]) -> bool:
    tag = tag_of(one) if one.kind is not LineKind.ITEM and one.line not in owned else None
    return tag is not None and opens(tag) and tag.role is Role.HINT


def _without_hint(kept: Sequence[BodyLine], position: int) -> tuple[list[BodyLine], list[BodyLine]]:
    """Take the hint whose label stands at a position out of some lines; give these and the hint."""
    tag = tag_of(kept[position])
    assert tag is not None, "it opens a hint"
    stop = _hint_end(kept, position, tag)
    hint = [*_after(kept[position], tag), *kept[position + 1 : stop]]
    rest = [BodyLine("", LineKind.BLANK, each.line) for each in kept[position:stop]]
    return [*kept[:position], *rest, *kept[stop:]], hint


def _folded(
    sheet: Sheet, found: list[BodyLine], owned: Collection[int], *, extras: bool
) -> tuple[list[BodyLine], list[BodyLine], list[BodyLine]]:
    """Take the folds that say "hint" and the first that says "details" out of some lines."""
    kept = found
    hint: list[BodyLine] = []
    extra: list[BodyLine] = []
    for fold in folds_within(sheet, found):
        role = sheet.role(fold)
        if role not in {Role.HINT, Role.EXTRA} or fold.start[0] + 1 in owned or any(fold_edges(sheet, fold)):
            continue
        if role is Role.HINT:
            between = [BodyLine("", LineKind.BLANK, fold.start[0] + 1)] if hint else []
            hint = [*hint, *between, *without_furniture(folded_lines(sheet, fold))]
            kept = [one for one in kept if not fold.start[0] < one.line <= fold.stop]
        elif extras and not extra:
            without = [one for one in kept if not fold.start[0] < one.line <= fold.stop]
            if any(map(says, without)):
                extra, kept = without_furniture(folded_lines(sheet, fold)), without
    return kept, hint, extra


def opens(tag: Tag) -> bool:
    """Whether a label opens a part of its own: it stands out, and isn't just a word of the text."""
    return tag.marked and (tag.colon or tag.heading or not tag.rest)


def _hint_end(kept: Sequence[BodyLine], position: int, tag: Tag) -> int:
    """Find the position after the paragraph that a hint's label opens."""
    stop = position + 1
    if not tag.rest:
        while stop < len(kept) and not says(kept[stop]):
            stop += 1
    while stop < len(kept) and says(kept[stop]) and ((stop == position + 1 and not tag.rest) or _plain(kept[stop])):
        stop += 1
    return stop


def _plain(one: BodyLine) -> bool:
    tag = tag_of(one)
    return tag is None or tag.role is Role.HINT


def _after(one: BodyLine, tag: Tag) -> list[BodyLine]:
    return [BodyLine(tag.rest, LineKind.TEXT, one.line)] if tag.rest else []
