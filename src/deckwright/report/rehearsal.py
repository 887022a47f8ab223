"""What a rehearsed update did to a learner's deck, in Anki's words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from deckwright.report.line import Line, Tone, counted

if TYPE_CHECKING:
    from deckwright.targets.rehearsal import Rehearsal

_NAMED = 10  # notes named of each sort


def lines(done: Rehearsal) -> Iterator[Line]:
    """Give the result for a terminal."""
    yield Line(f"Rehearsed in Anki {done.anki}", Tone.QUIET)
    yield Line(
        f"{len(done.new)} new, {len(done.updated)} updated, {len(done.unchanged)} unchanged,"
        f" {len(done.conflicting)} conflicting, {len(done.retired)} no longer in the package",
        Tone.STRONG,
    )
    yield _kept("history kept", done.cards - len(done.history_lost), done.cards, "card")
    yield from _named("lost its history", done.history_lost)
    yield from _named("starts anew under another identity", tuple(f"{old} → {new}" for old, new in done.restarted))
    yield _kept(
        "learner's edits kept", done.edits - len(done.edits_lost), done.edits, "note that the author didn't change"
    )
    yield from _named("lost the learner's edit", done.edits_lost)
    if done.replaced:
        notes = counted(len(done.replaced), "note")
        yield Line(
            f"{notes} that the author changed: Anki replaces what a learner wrote there, and the tags", Tone.PLAIN
        )
    yield from _named("conflicting: Anki skips it, now and with every later package", done.conflicting)
    yield Line(
        "Safe to publish." if done.is_safe else "Not safe to publish.", Tone.GOOD if done.is_safe else Tone.ERROR
    )


def as_json(done: Rehearsal) -> dict[str, object]:
    """Give the result as JSON values."""
    return {**asdict(done), "safe": done.is_safe}


def _kept(what: str, kept: int, total: int, noun: str) -> Line:
    tone = Tone.PLAIN if kept == total else Tone.ERROR
    return Line(
        f"{what}: {kept:,} of {counted(total, noun, noun.replace('note', 'notes').replace('card', 'cards'))}", tone
    )


def _named(what: str, names: tuple[str, ...]) -> Iterator[Line]:
    for name in names[:_NAMED]:
        yield Line(f"  {name} {what}", Tone.WARNING)
    if len(names) > _NAMED:
        yield Line(f"  … and {len(names) - _NAMED} more", Tone.WARNING)
