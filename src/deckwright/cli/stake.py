"""Saying, before a package replaces them, which notes a learner edited in a collection that is known here."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from deckwright.cli.options import ANKI_KEY
from deckwright.report.line import Line

if TYPE_CHECKING:
    from deckwright.app.build import Build


def edits_at_stake(made: Build) -> Iterator[Line]:
    """Name the edits in known collections on notes that are about to change."""
    from deckwright.app.memory import recall  # noqa: PLC0415  (keeps --help quick)

    if not recall(made.frame.deck_id):
        return
    from deckwright.app.known import at_stake  # noqa: PLC0415  (imports all of syncing, for the few who sync)
    from deckwright.report import edits as report  # noqa: PLC0415

    for each in at_stake(made, os.environ.get(ANKI_KEY, "")):
        yield from report.at_stake(each.label, each.edits)
