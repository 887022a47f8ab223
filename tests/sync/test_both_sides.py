"""Random sequences of what authors and learners do, with syncs in between: nothing is lost, and both sides agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from sync.made import DECK, Text, deck
from sync.rigs import REACHING, RIGS, Rig
from sync.test_contract import bring

pytestmark = pytest.mark.anki

_GUIDS = st.sampled_from("abc")
_FIELDS = st.sampled_from(["answer", "hint", "extra"])
_WORDS = st.sampled_from(["one", "two", "three"])
_DECKS = st.sampled_from([DECK, "Synced::A", "Synced::B"])
_SUSPENDED = -1
_NAMES = {"answer": "Answer", "hint": "Hint", "extra": "Extra"}


class BothSides(RuleBasedStateMachine):
    """A plain model of the three states, beside the real thing."""

    make: Callable[[Path], Rig]

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory(prefix="both-sides-")
        self.rig = self.make(Path(self._folder.name))
        self.source: dict[str, Text] = {}
        self.gone: set[str] = set()
        self.base: dict[str, Text] = {}
        self.fields: dict[str, dict[str, str]] = {}
        self.decks: dict[str, str] = {}
        self.mine: dict[str, set[str]] = {}
        self.suspended: set[str] = set()
        self.reviews: Counter[str] = Counter()

    def teardown(self) -> None:
        self.rig.close()
        self._folder.cleanup()

    @initialize()
    def begin(self) -> None:
        self.source = {guid: Text(guid=guid) for guid in "ab"}
        self.sync()

    @rule(guid=_GUIDS, field=_FIELDS, word=_WORDS)
    def author_writes(self, guid: str, field: str, word: str) -> None:
        text = self.source.get(guid, Text(guid=guid))
        self.source[guid] = replace(text, **{field: word})  # type: ignore[arg-type]
        self.gone.discard(guid)

    @rule(guid=_GUIDS, where=_DECKS, tag=st.sampled_from(["synced::one", "synced::two"]))
    def author_moves(self, guid: str, where: str, tag: str) -> None:
        if guid in self.source:
            self.source[guid] = replace(self.source[guid], deck=where, tags=(tag,))

    @rule(guid=_GUIDS)
    def author_removes(self, guid: str) -> None:
        if self.source.pop(guid, None):
            self.gone.add(guid)

    @precondition(lambda self: self.fields)
    @rule(guid=_GUIDS, field=_FIELDS, word=_WORDS, also=_WORDS)
    def learner_edits(self, guid: str, field: str, word: str, also: str) -> None:
        if guid in self.fields:
            with self.rig.learner() as learner:
                learner.edit(guid, **{_NAMES[field]: word})
                learner.tag(guid, f"mine::{also}")
            self.fields[guid][field] = word
            self.mine[guid].add(f"mine::{also}")

    @precondition(lambda self: self.fields)
    @rule(guid=_GUIDS, where=st.sampled_from([DECK, "Mine"]))
    def learner_studies_and_moves(self, guid: str, where: str) -> None:
        if guid in self.fields:
            with self.rig.learner() as learner:
                if learner.col.get_card(learner.card_id(guid)).queue != _SUSPENDED:
                    learner.study(guid)
                    self.reviews[guid] += 1
                learner.col.set_deck([learner.card_id(guid)], learner.col.decks.id(where))
            self.decks[guid] = where

    @precondition(lambda self: self.fields)
    @rule(guid=_GUIDS)
    def learner_suspends(self, guid: str) -> None:
        if guid in self.fields:
            with self.rig.learner() as learner:
                if learner.col.sched.suspend_cards([learner.card_id(guid)]).count:
                    self.suspended.add(guid)

    @rule()
    def sync(self) -> None:
        bring(self.rig, deck(self.source.values(), retired=tuple(sorted(self.gone))))
        for guid, text in self.source.items():
            new = {field: getattr(text, field) for field in _NAMES}
            if guid not in self.fields:
                self.fields[guid], self.decks[guid], self.mine[guid] = new, text.deck, set()
                self.base[guid] = text
                continue
            base, now = self.base[guid], self.fields[guid]
            if base.deck != text.deck and self.decks[guid] == base.deck:
                self.decks[guid] = text.deck
            self.base[guid] = replace(base, deck=text.deck)
            if replace(base, deck=text.deck) != text:
                self.fields[guid] = {
                    field: new[field] if now[field] == getattr(base, field) else now[field] for field in _NAMES
                }
                open_still = {
                    field: getattr(base, field)
                    for field in _NAMES
                    if len({getattr(base, field), now[field], new[field]}) == 3
                }
                self.base[guid] = replace(text, **open_still)

    @invariant()
    def nothing_is_lost(self) -> None:
        with self.rig.learner() as learner:
            assert learner.guids() == tuple(sorted(self.fields))
            for guid, fields in self.fields.items():
                seen = learner.see(guid)
                assert {field: seen.fields[name] for field, name in _NAMES.items()} == fields
                assert set(seen.tags) >= self.mine[guid]
                assert learner.deck_of(guid) == self.decks[guid]
                card = learner.card_id(guid)
                assert learner.col.db.scalar("select count() from revlog where cid = ?", card) == self.reviews[guid]
                if guid in self.suspended:
                    assert learner.col.get_card(card).queue == _SUSPENDED


@pytest.mark.parametrize("name", REACHING)
def test_whatever_both_sides_do(name: str, tmp_path: Path) -> None:
    pytest.importorskip("anki.collection", reason="needs the anki extra")
    machine = type(name, (BothSides,), {"make": staticmethod(RIGS[name])})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=2 if name == "server" else 10,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
