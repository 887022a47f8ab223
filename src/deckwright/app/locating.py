"""Places as the user can open them: paths from the current folder, where the core names sources from the deck's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from deckwright.app.workspace import Workspace
from deckwright.errors import Diagnostic
from deckwright.model import Skip

Placed = TypeVar("Placed", Diagnostic, Skip)


def located(found: Iterable[Placed], workspace: Workspace) -> tuple[Placed, ...]:
    """Give diagnostics or skips with the paths of their files as they were given on the command line."""
    paths = {workspace.name_of(path): str(path) for path in workspace.sources}
    return tuple(replace(each, file=paths[each.file]) if each.file in paths else each for each in found)
