"""Why a build must not go on: there is nothing to build, too much would be retired, or two decks want one file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from deckwright.errors import DeckwrightError, Severity, UsageError
from deckwright.plan import Effect

if TYPE_CHECKING:
    from deckwright.app.build import Build

_MANY = 10  # notes that a build may retire whatever the deck's size
_SHARE = 5  # and it may retire one in so many


def nothing(made: Build) -> DeckwrightError:
    """Say why there is nothing to build."""
    source = made.request.workspace.source
    errors = [each for each in made.diagnostics if each.severity is Severity.ERROR]
    if not errors and any(entry.defect for entry in made.reading.entries):
        return DeckwrightError(
            f"{source}: no question has an answer, so there is nothing to build",
            hint="Write the answers below the questions; `deckwright check` names each question that has none.",
        )
    if not errors:
        return DeckwrightError(
            f"{source}: no questions were found, so there is nothing to build",
            hint="If every heading is one, write `style: headings` in the front matter; `check --explain` says what was seen.",
        )
    first, more = errors[0], f" (and {len(errors) - 1} more errors)" if len(errors) > 1 else ""
    place = f"{first.file}:{first.line}" if first.line else first.file
    return DeckwrightError(f"{place}: {first.message}{more}, so there is nothing to build", hint=first.hint)


def objects(made: Build) -> str:
    """Say why a build should not go on unasked: too much of the deck would be retired. Empty where it may."""
    if made.plan.first or made.request.retire:
        return ""
    counts = made.plan.count()
    retired = counts[Effect.RETIRED]
    before = sum(counts.values()) - counts[Effect.NEW] - counts[Effect.RESTORED]
    if retired <= _MANY or retired * _SHARE <= before:
        return ""
    return f"{retired} of the deck's {before} notes are asked for by the sources no longer and would be retired"


def refuse_shared(paths: Sequence[Path], *, what: str, option: str) -> None:
    """Raise UsageError where two decks would write the same file."""
    seen: set[Path] = set()
    for path in paths:
        if path.resolve() in seen:
            raise UsageError(
                f"Two of the sources ask for the same {what}, {path}",
                hint=f"Build them one by one, each with its own {option}.",
            )
        seen.add(path.resolve())
