"""What docs/faq.md says of Anki itself."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from anki_oracle.oracle import Learner
from deckwright.model import DeckName
from deckwright.targets.package.write import write
from package.made import content, note

pytestmark = pytest.mark.anki


def test_a_deck_that_is_renamed_in_anki_first_takes_the_new_package(learner: Learner, package: Path) -> None:
    write(content([note("a")], deck=DeckName("Sample")), package)
    learner.receive(package)
    renamed = [note("a", deck="Better"), note("b", deck="Better")]
    write(content(renamed, deck=DeckName("Better")), package)
    learner.col.decks.rename(learner.col.decks.id("Sample"), "Better")
    learner.receive(package)
    assert learner.decks() == ("Better",)
    assert {learner.deck_of(guid) for guid in ("a", "b")} == {"Better"}


def test_a_card_that_is_failed_eight_times_is_a_leech_until_it_is_updated(learner: Learner, package: Path) -> None:
    suspend, tag_only = 0, 1
    config = learner.col.decks.get_config(1)
    assert (config["lapse"]["leechFails"], config["lapse"]["leechAction"]) == (8, tag_only)
    config["lapse"]["leechAction"] = suspend
    learner.col.decks.update_config(config)
    write(content([note("a")]), package)
    learner.receive(package)
    card = learner.col.get_card(learner.card_id("a"))
    learner.col.sched.set_due_date([card.id], "0")
    card.load()
    card.lapses = 7
    learner.col.update_card(card)
    learner.study("a", rating=1)
    assert "leech" in learner.see("a").tags
    assert learner.col.find_cards("is:suspended") == [card.id]
    write(content([replace(note("a", Answer="better"), modified=int(time.time()) + 9)]), package)
    assert learner.receive(package).counts == {"updated": 1}
    assert "leech" not in learner.see("a").tags
    assert learner.col.find_cards("is:suspended") == [card.id]
