"""A deck's life by each target, in whichever Anki is installed: what `tests/sync` tries in depth with one version."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from deckwright.sync.plan import Act
from media.made import name_of, named
from sync.made import Text, deck
from sync.rigs import RIGS
from sync.test_contract import bring

pytestmark = pytest.mark.anki
PICTURES = b"an old picture", b"a new picture"
OLD, NEW = map(name_of, PICTURES)
ASKED, FOLLOWED, GAPS = Text(guid="a", extra="old"), Text(guid="f", parent="What is a?"), Text(guid="c", kind="cloze")
SHOWN, TURNED, LEFT = Text(guid="p", answer=f'<img src="{OLD}">'), Text(guid="t"), Text(guid="r")


@pytest.mark.parametrize("name", sorted(RIGS))
def test_a_decks_life(name: str, tmp_path: Path) -> None:
    pytest.importorskip("anki.collection", reason="needs the anki extra")
    files = {path.name: path for path in (named(tmp_path, each) for each in PICTURES)}
    (tmp_path / "rig").mkdir()
    with closing(RIGS[name](tmp_path / "rig")) as rig:
        abilities = rig.target.abilities
        first = [ASKED, FOLLOWED, replace(GAPS, reverse="two"), SHOWN, TURNED, LEFT]
        bring(rig, deck(first, media={OLD: files[OLD]}))
        with rig.learner() as learner:
            for text in first:
                learner.study(text.guid)
            learner.edit("a", Answer="mine")
            learner.edit("f", Hint="mine")
            learner.tag("f", "mine")
            kept = {text.guid: (learner.card_id(text.guid), learner.history()[text.guid, 0][-1]) for text in first}
        then = [
            replace(ASKED, answer="new", extra="new"),
            replace(FOLLOWED, answer="new", deck="Synced::B", tags=("synced::two",)),
            GAPS,
            replace(SHOWN, answer=f'<img src="{NEW}">'),
            Text(guid="u", kind="cloze"),
        ]
        turned = {"u": "t", "t": "u"}
        plan = bring(rig, deck(then, retired=("t", "r"), turned=turned, media={NEW: files[NEW]}))
        assert (plan.count()[Act.CONFLICT], plan.count()[Act.RETIRE]) == (
            int(abilities.reaches),
            1 if abilities.converts else 2,
        )
        with rig.learner() as learner:
            there = learner.guids()
            assert set(there) == {"a", "f", "c", "p", "r", "u"} | (set() if abilities.converts else {"t"})
            if abilities.converts:
                kept["u"] = kept.pop("t")
            for guid, (card, reviews) in kept.items():
                assert (learner.card_id(guid), len(learner.history()[guid, 0][-1])) == (card, len(reviews))  # type: ignore[arg-type]
            assert learner.see("a").fields["Extra"] == "new"
            assert (learner.media / NEW).exists()
            if abilities.reaches:
                assert (learner.see("a").fields["Answer"], learner.see("f").fields["Hint"]) == ("mine", "mine")
                assert (set(learner.see("f").tags), learner.deck_of("f")) == ({"mine", "synced::two"}, "Synced::B")
                assert len(learner.col.find_notes("tag:deckwright::retired")) == plan.count()[Act.RETIRE]
                assert not (learner.media / OLD).exists()
            assert learner.problems() == ""
