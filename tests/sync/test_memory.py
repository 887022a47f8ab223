"""What a machine remembers of targets, also where several syncs of one deck end at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from deckwright.app.memory import Place, recall, remember
from deckwright.model import DeckId, Guid

DECK = DeckId("cells")


def test_syncs_that_end_at_the_same_time_are_all_remembered() -> None:
    addresses = [f"collection /{number}" for number in range(8)]
    places = {each: (Place(identity=each, guids=frozenset({Guid(each[-1])})),) for each in addresses}
    ready = Barrier(len(addresses))

    def end(address: str) -> None:
        ready.wait()
        remember(DECK, address, places[address][0])

    with ThreadPoolExecutor(len(addresses)) as runs:
        tuple(runs.map(end, addresses))
    assert recall(DECK) == places
