"""From decisions to drafts: every entry that can become a note, rendered and assembled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from deckwright.app.media import MediaShelf
from deckwright.app.rendering import render_entry
from deckwright.app.workspace import Workspace
from deckwright.codes import diagnose
from deckwright.errors import Diagnostic
from deckwright.identity import Decision, Effect
from deckwright.lockfile import Record
from deckwright.notes import Draft, Frame, assemble

Track = Callable[[Sequence[Decision]], Iterable[Decision]]
"""Passes decisions through one by one, showing progress where someone looks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """An entry's decision, and its draft; None where the entry is held or skipped."""

    decision: Decision
    draft: Draft | None

    @property
    def held_record(self) -> Record | None:
        """The record of a known entry that could not be drafted; identity holds those with a defect by itself."""
        return self.decision.record if self.draft is None else None


def draft_all(
    decisions: Iterable[Decision], frame: Frame, workspace: Workspace, shelf: MediaShelf
) -> tuple[tuple[Drafted, ...], tuple[Diagnostic, ...]]:
    """Render and assemble every entry that has a GUID and no defect; media files that they use end up on the shelf."""
    drafted: list[Drafted] = []
    diagnostics: list[Diagnostic] = []
    for decision in decisions:
        draft = None
        if decision.effect in {Effect.NEW, Effect.KNOWN, Effect.RESTORED}:
            find = shelf.beside(workspace.folder / decision.entry.file)
            parts, said = render_entry(decision.entry, find)
            diagnostics += said
            draft = assemble(decision.entry, parts, frame, guid=decision.guid, content=decision.content)
            if not draft.ordinals:
                diagnostics.append(_blank(decision))
                draft = None
        drafted.append(Drafted(decision=decision, draft=draft))
    return tuple(drafted), tuple(diagnostics)


def _blank(decision: Decision) -> Diagnostic:
    entry = decision.entry
    return diagnose("DW505", "the question shows nothing on the card", file=entry.file, line=entry.line)
