"""From decisions to drafts: every entry that can become a note, rendered and assembled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace

from deckwright.app.drafts import Desk, draft_orders
from deckwright.app.means import Track
from deckwright.app.tagging import about_tags
from deckwright.app.tasks import Order
from deckwright.codes import diagnose
from deckwright.errors import Diagnostic
from deckwright.identity import Decision, Effect
from deckwright.identity.decision import NO_GUID
from deckwright.identity.gaps import Asked, Numbered, number_gaps, numbers_of
from deckwright.lockfile import Record
from deckwright.model import Kind
from deckwright.notes import Draft
from deckwright.swift import dataclass

__all__ = ["Drafted", "Track", "draft_all"]
_DRAFTED = (Effect.NEW, Effect.KNOWN, Effect.RESTORED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """An entry's decision, and its draft; None where the entry is held or skipped."""

    decision: Decision
    draft: Draft | None
    sketch: str = ""
    """The entry's sketch, if it was made along with the draft."""
    clozes: Mapping[str, int] = field(default_factory=dict)
    """The numbers that the texts of its gaps have, and have had."""

    @property
    def held_record(self) -> Record | None:
        """The record of a known entry that could not be drafted; identity holds those with a defect by itself."""
        return self.decision.record if self.draft is None and not self.is_divided else None

    @property
    def is_divided(self) -> bool:
        """Whether it makes no note because its parts do."""
        return self.decision.effect is Effect.DIVIDED


def draft_all(
    decisions: Iterable[Decision], shapes: Iterable[bytes], desk: Desk
) -> tuple[tuple[Drafted, ...], tuple[Diagnostic, ...]]:
    """Render and assemble every entry that has a GUID and no defect; media files that they use end up on the shelf.

    `shapes` are those of the entries (`Cut.shapes`).
    """
    drafted: list[Drafted] = []
    diagnostics: list[Diagnostic] = []
    given = tuple(decisions)
    numbered = [_numbered(decision) for decision in given]
    found = draft_orders(list(map(_order, given, numbered, shapes)), desk)
    for decision, gaps, made in zip(desk.means.track(given), numbered, found, strict=True):
        if made is None:
            drafted.append(Drafted(decision=decision, draft=None))
            if gaps is not None and not gaps.numbers:
                diagnostics.append(_too_many(decision))
            continue
        diagnostics += made.diagnostics
        draft = made.draft if made.draft.ordinals else None
        if draft is None:
            diagnostics.append(_blank(decision))
        elif (record := decision.record) and (record.clozes or (record.cards or (0,)) != draft.ordinals):
            diagnostics += _left(decision, record, draft)
        drafted.append(Drafted(decision=decision, draft=draft, sketch=made.sketch, clozes=gaps.clozes if gaps else {}))
    diagnostics += about_tags(desk.frame, (each.decision.entry for each in drafted if each.draft))
    return tuple(_without_orphans(drafted)), tuple(diagnostics)


def _without_orphans(drafted: Iterable[Drafted]) -> list[Drafted]:
    """Leave out the follow-ups of what makes no note, so that they are held like it."""
    missing = frozenset(each.decision.guid for each in drafted if not (each.draft or each.is_divided)) - {NO_GUID}
    return [replace(each, draft=None) if each.decision.parent in missing else each for each in drafted]


def _numbered(decision: Decision) -> Numbered | None:
    """Give the gaps of a cloze that is to be drafted their numbers; None where it is no cloze."""
    if decision.entry.kind is not Kind.CLOZE or decision.effect not in _DRAFTED:
        return None
    from deckwright.markdown.cloze_entry import gaps_of  # noqa: PLC0415  (most decks have no gaps)

    gaps = gaps_of(decision.entry)
    asked = tuple(Asked(text=gaps.said(gap), numbers=gap.numbers, beside=gaps.beside(gap)) for gap in gaps.found)
    return number_gaps(asked, decision.record.clozes if decision.record else {}, gaps.revealed())


def _order(decision: Decision, gaps: Numbered | None, shape: bytes) -> Order | None:
    """Order a draft, and the entry's sketch where the lock has none of the same content."""
    if decision.effect not in _DRAFTED or (gaps is not None and not gaps.numbers):
        return None
    record = decision.record
    same = record is not None and record.content == decision.content and bool(record.sketch)
    return Order(
        entry=decision.entry,
        guid=decision.guid,
        content=decision.content,
        sketched=not same,
        shape=shape,
        numbers=gaps.numbers if gaps else (),
    )


def _left(decision: Decision, record: Record, draft: Draft) -> Iterator[Diagnostic]:
    """Report the cards that a note had in the last build and has no more."""
    had = {number - 1 for number in numbers_of(record.clozes)} or record.cards or (0,)
    if record.note_type != draft.note_type or record.retired:
        return
    entry = decision.entry
    for ordinal in sorted({*had} - {*draft.ordinals}):
        card = f"card {ordinal + 1}" if record.clozes else "the card that asked the other way round"
        yield diagnose("DW409", f"{card} is gone from this note", file=entry.file, line=entry.line)


def _too_many(decision: Decision) -> Diagnostic:
    entry = decision.entry
    message = "this text has had more gaps than Anki has cards for a note"
    return diagnose("DW506", message, file=entry.file, line=entry.line)


def _blank(decision: Decision) -> Diagnostic:
    entry = decision.entry
    return diagnose("DW505", "the question shows nothing on the card", file=entry.file, line=entry.line)
