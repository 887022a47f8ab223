"""What a plan means for those who study the deck, and what Anki will not do with a package, in words."""

from __future__ import annotations

from collections.abc import Iterator

from deckwright.notes import search_for
from deckwright.plan import Change, Effect, Plan
from deckwright.report.line import counted

_MEANING = {
    Effect.NEW: "will be added as new cards.",
    Effect.UPDATED: (
        "will show the new text and keep schedule and reviews. Whatever a learner changed there in Anki, tags"
        " included, is replaced."
    ),
    Effect.RESTORED: "back under the old identity: whoever still has what came back keeps all reviews.",
    Effect.RETIRED: "will no longer be in the package. Anki keeps what it has and goes on asking it; to find it, search",
    Effect.HELD: "will stay as before until all sources are read again, without a mistake.",
    Effect.BLOCKED: "can't be updated by a package: Anki skips them as conflicting until they have the deck's own note type, unaltered.",
}
_SEARCHED = 40  # notes that one search string names


def consequences(plan: Plan) -> Iterator[str]:
    """Say, effect by effect, what learners will see, and then what Anki leaves to them."""
    if plan.first:
        return
    for effect, meaning in _MEANING.items():
        changes = plan.of(effect)
        if changes:
            search = f": {_search(changes)}" if effect is Effect.RETIRED else ""
            yield f"{counted(len(changes), 'note')} {effect.value}: {meaning}{search}"
    if plan.restyled:
        yield "The cards get new styles. No note is touched by that."
    if plan.renamed_from:
        yield (
            f"The deck was called “{plan.renamed_from}”. Anki will make a deck of the new name for new cards and leave"
            " known ones where they are; to bring them together, rename the old deck in Anki before importing."
        )
    elif moved := tuple(change for change in plan.changes if change.deck_was):
        decks = sorted({f"“{change.deck_was}” to “{change.deck}”" for change in moved})
        yield (
            f"{counted(len(moved), 'note')} moved between decks ({', '.join(decks[:3])}{' …' if len(decks) > 3 else ''})."
            f" Anki moves no known card on import; to do it by hand, search {_search(moved)}"
        )


def _search(changes: tuple[Change, ...]) -> str:
    """Write the search that finds these notes in Anki's browser."""
    more = f" (and {len(changes) - _SEARCHED} more)" if len(changes) > _SEARCHED else ""
    return search_for(change.guid for change in changes[:_SEARCHED]) + more
