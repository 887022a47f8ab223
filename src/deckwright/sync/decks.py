"""Whether cards that a learner put into another deck go along when the author moves their entry."""

from __future__ import annotations

from collections.abc import Iterable

from deckwright.notetypes import REGISTRY, Base, load_base
from deckwright.swift import dataclass
from deckwright.sync.standing import Snapshot
from deckwright.sync.wanted import Side, Terms, Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """What is known of an author's moves."""

    terms: Terms
    renamed: frozenset[tuple[str, str]]
    """Decks that were renamed as a whole, their old and new names in lower case: that moves no entry."""

    def go_along(self, wish: Wish, base: Base) -> bool:
        """Say whether cards that the learner put elsewhere go along: where the author moved the entry since."""
        match self.terms.side(wish.note.guid):
            case Side.SOURCE:
                return True
            case Side.ANKI:
                return False
            case None:
                return (base.deck.casefold(), wish.note.deck.casefold()) not in self.renamed


def moves(wishes: Iterable[Wish], snapshot: Snapshot, terms: Terms) -> Moves:
    """Find out which decks were renamed as a whole: all their notes are wanted in one deck that held none before."""
    went: dict[str, set[str]] = {}
    for wish in wishes:
        standing = snapshot.notes.get(wish.note.guid)
        if standing is None or standing.note_type not in REGISTRY:
            continue
        new = wish.note.deck.casefold()
        if standing.fields == wish.note.fields:  # `Base` too; so it is with nearly all notes
            went.setdefault(new, set()).add(new)
            continue
        base = load_base(standing.fields[REGISTRY[standing.note_type].index("Base")])
        if base is not None and base.deck:
            went.setdefault(base.deck.casefold(), set()).add(new)
    alone = ((old, next(iter(new))) for old, new in went.items() if len(new) == 1)
    return Moves(terms=terms, renamed=frozenset((old, new) for old, new in alone if new not in went))
