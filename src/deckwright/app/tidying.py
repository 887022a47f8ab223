"""What a whole deck shows that no single source does: files that no card uses."""

from __future__ import annotations

from dataclasses import replace

from deckwright.app.build import Build
from deckwright.app.reading import silenced
from deckwright.plan import Effect


def with_unused(made: Build) -> Build:
    """Add what is to be said of files that no card uses; of a part of a deck, nothing can be."""
    if not made.request.workspace.is_whole or made.reading.unreadable or made.plan.count()[Effect.HELD]:
        return made
    said = silenced(made.shelf.unused(), made.request.workspace.config.silence, ())
    return replace(made, diagnostics=(*made.diagnostics, *said))
