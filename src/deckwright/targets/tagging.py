"""What a note's tags are to be: Anki itself, told to remove `a`, takes `a::b` along, and reads `_` and `*` as signs."""

from __future__ import annotations

from collections.abc import Iterable


def tags_after(tags: Iterable[str], add: Iterable[str], drop: Iterable[str]) -> tuple[str, ...]:
    """Give all tags of a note once some were dropped and some added; case makes no difference."""
    gone = {tag.casefold() for tag in drop}
    left = [tag for tag in tags if tag.casefold() not in gone]
    there = {tag.casefold() for tag in left}
    return (*left, *(tag for tag in add if tag.casefold() not in there))


def takes_along(drop: Iterable[str], left: Iterable[str]) -> bool:
    """Say whether Anki, told to remove tags, might remove some that are to stay."""
    staying = [tag.casefold() for tag in left]
    return any(
        not {"_", "*"}.isdisjoint(tag) or any(each.startswith(f"{tag.casefold()}::") for each in staying)
        for tag in drop
    )
