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

from deckwright.model import Guid
from deckwright.notetypes import REGISTRY
from deckwright.sync.wanted import Terms
from sync.made import DECK, Text, deck, made_note
from sync.rigs import REACHING, RIGS, Rig
from sync.test_contract import bring

pytestmark = pytest.mark.anki

_GUIDS = st.sampled_from("abc")
_FIELDS = st.sampled_from(["answer", "hint", "extra"])
_WORDS = st.sampled_from(["un", "deux", "trois"])
_TAGS = ("synced", "synced::one", "synced::one::deep", "synced::t_o")
_DECKS = st.sampled_from([DECK, "Synced::A", "Synced::B"])
_SUSPENDED = -1
_NAMES = ("answer", "hint", "extra")
_KINDS = {
    "a": Text(guid="a"),
    "b": Text(guid="b", parent="What is a?"),
    "c": Text(guid="c", kind="cloze"),
}
"""A question, its follow-up, and a cloze."""


def _field(guid: str, name: str) -> str:
    """Say in which field of the note it stands."""
    return "Text" if (guid, name) == ("c", "answer") else name.capitalize()


def _seen(text: Text, name: str) -> str:
    """Say what stands there."""
    note = made_note(text)
    return note.fields[REGISTRY[note.note_type].index(_field(text.guid, name))]


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
        self.written: dict[str, dict[str, str]] = {}
        self.deleted: set[str] = set()
        self.ever_deleted: set[str] = set()
        self.known: frozenset[Guid] = frozenset()
        self.suspended: set[str] = set()
        self.reviews: Counter[str] = Counter()

    def teardown(self) -> None:
        self.rig.close()
        self._folder.cleanup()

    @initialize()
    def begin(self) -> None:
        self.source = {guid: _KINDS[guid] for guid in "ab"}
        self.sync()

    @rule(guid=_GUIDS, field=_FIELDS, word=_WORDS)
    def author_writes(self, guid: str, field: str, word: str) -> None:
        text = self.source.get(guid, _KINDS[guid])
        self.source[guid] = replace(text, **{field: word})  # type: ignore[arg-type]
        self.gone.discard(guid)

    @rule(guid=_GUIDS, reverse=st.sampled_from(["", "More?"]))
    def author_adds_or_drops_a_card(self, guid: str, reverse: str) -> None:
        if guid in self.source:
            self.source[guid] = replace(self.source[guid], reverse=reverse)

    @rule(guid=_GUIDS, where=_DECKS, tags=st.sets(st.sampled_from(_TAGS), max_size=2))
    def author_moves(self, guid: str, where: str, tags: set[str]) -> None:
        if guid in self.source:
            self.source[guid] = replace(self.source[guid], deck=where, tags=tuple(sorted(tags)))

    @rule(guid=_GUIDS)
    def author_removes(self, guid: str) -> None:
        if self.source.pop(guid, None):
            self.gone.add(guid)

    @precondition(lambda self: self.fields)
    @rule(guid=_GUIDS, field=_FIELDS, word=_WORDS, also=_WORDS, above=st.sampled_from(["mine", *_TAGS]))
    def learner_edits(self, guid: str, field: str, word: str, also: str, above: str) -> None:
        if guid in self.fields:
            text = f"mine {{{{c1::{word}}}}}" if _field(guid, field) == "Text" else word
            with self.rig.learner() as learner:
                learner.edit(guid, **{_field(guid, field): text})
                learner.tag(guid, f"{above}::{also}")
            self.fields[guid][field] = text
            self.mine[guid].add(f"{above}::{also}")

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

    @precondition(lambda self: self.fields)
    @rule(guid=_GUIDS)
    def learner_deletes(self, guid: str) -> None:
        if self.fields.pop(guid, None):
            with self.rig.learner() as learner:
                learner.col.remove_notes([learner.note_id(guid)])
            self.deleted.add(guid)
            self.suspended.discard(guid)
            self.ever_deleted.add(guid)

    @rule(restore=st.booleans())
    def sync(self, *, restore: bool = False) -> None:
        made = deck(self.source.values(), retired=tuple(sorted(self.gone)))
        plan = bring(self.rig, made, Terms(known=self.known, restore_deleted=restore))
        self.known = plan.after
        renamed = self.renamed()
        for guid, text in self.source.items():
            new = {field: _seen(text, field) for field in _NAMES}
            if guid not in self.fields:
                if guid in self.deleted and not restore:
                    continue
                self.deleted.discard(guid)
                self.fields[guid], self.decks[guid], self.mine[guid] = new, text.deck, set()
                self.base[guid], self.written[guid] = text, dict(new)
                continue
            base, now, before = self.base[guid], self.fields[guid], self.written[guid]
            if base.deck != text.deck and (self.decks[guid] == base.deck or (base.deck, text.deck) not in renamed):
                self.decks[guid] = text.deck
            both = [field for field in _NAMES if len({before[field], now[field], new[field]}) == 3]
            self.fields[guid] = {field: new[field] if now[field] == before[field] else now[field] for field in _NAMES}
            self.base[guid], self.written[guid] = text, {**new, **{field: before[field] for field in both}}

    def renamed(self) -> frozenset[tuple[str, str]]:
        """Pair decks whose notes all go to one deck that held none: a new name, which moves no entry."""
        pairs = {(self.base[guid].deck, self.source[guid].deck) for guid in self.fields.keys() & self.source.keys()}
        olds = [old for old, _ in pairs]
        return frozenset((old, new) for old, new in pairs if olds.count(old) == 1 and new not in olds)

    @invariant()
    def nothing_is_lost(self) -> None:
        with self.rig.learner() as learner:
            assert learner.guids() == tuple(sorted(self.fields))
            for guid, fields in self.fields.items():
                seen = learner.see(guid)
                assert {field: seen.fields[_field(guid, field)] for field in _NAMES} == fields
                assert set(seen.tags) >= self.mine[guid] | set(self.base[guid].tags)
                assert learner.deck_of(guid) == self.decks[guid]
                card = learner.card_id(guid)
                reviews = learner.col.db.scalar("select count() from revlog where cid = ?", card)
                assert guid in self.ever_deleted or reviews == self.reviews[guid]
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
