"""Killed at every change, or with the disk full, the collection is as it was, and the next run finishes."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from deckwright.sync.plan import Act
from deckwright.targets.applying import Errand, carry_out
from deckwright.targets.collection.session import CollectionSession
from deckwright.targets.target import TargetError
from killing import KILLED, killed_at
from media.made import name_of
from package.made import restyled
from sync.made import Deck, Text, deck
from sync.rigs import FileRig
from sync.test_contract import LATER, A, B, bring, errand

pytestmark = pytest.mark.anki
CHANGES = (
    *("receive", "store_media", "restyle", "convert", "rename", "move", "tag", "suspend", "write", "delete", "trash"),
    "commit",
)
C = Text(guid="c")
OLD, NEW = map(name_of, (b"old picture", b"picture"))


def _first(folder: Path) -> Deck:
    (folder / OLD).write_bytes(b"old picture")
    return deck([replace(A, answer=f'<img src="{OLD}">'), B, C], media={OLD: folder / OLD})


def _later(folder: Path) -> Deck:
    (folder / NEW).write_bytes(b"picture")
    text = replace(A, answer=f'<img src="{NEW}">', deck="Synced::B", tags=("synced::two",))
    return deck(
        [text, Text(guid="e", kind="cloze"), Text(guid="d")],
        retired=("b", "c"),
        turned={"e": "b"},
        media={NEW: folder / NEW},
        styles=restyled(".card { color: red }"),
        styled=LATER,
    )


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked process")
def test_killed_at_every_change(tmp_path: Path) -> None:
    pytest.importorskip("anki.collection", reason="needs the anki extra")
    outcomes = set()
    for point in range(1, 100):
        folder = tmp_path / str(point)
        folder.mkdir()
        rig = FileRig(folder)
        bring(rig, _first(tmp_path))
        with rig.learner() as learner:
            learner.study("b")
            before = learner.see_all(), learner.history()
        work = errand(rig, _later(tmp_path))
        if killed_at(point, [(CollectionSession, name) for name in CHANGES], partial(_carry_out, work)) != KILLED:
            break
        with rig.learner() as learner:
            is_untouched = (learner.see_all(), learner.history()) == before
        plan = bring(rig, _later(tmp_path))
        outcomes.add(is_untouched)
        changed = [plan.count()[act] for act in (Act.RETIRE, Act.CONVERT, Act.ADD)]
        assert changed == [1, 1, 1] if is_untouched else plan.is_quiet, f"half of it was done at point {point}"
        with rig.learner() as learner:
            assert learner.guids() == ("a", "c", "d", "e")
            assert learner.history()["e", 0][-1] == before[1]["b", 0][-1]
            assert not (learner.media / OLD).exists()
            assert learner.problems() == ""
    assert (point > 14, outcomes) == (True, {True, False})


def _carry_out(work: Errand) -> None:
    carry_out(work, work.plan(), lambda _: None)


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_that_fails_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    pytest.importorskip("anki.collection", reason="needs the anki extra")
    rig = FileRig(tmp_path)
    bring(rig, _first(tmp_path))
    with rig.learner() as learner:
        before = learner.see_all(), learner.history(), learner.decks()
    work = errand(rig, _later(tmp_path))
    plan = work.plan()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(CollectionSession, name, fail)
        with pytest.raises(TargetError, match="No space left on device"):
            carry_out(work, plan, lambda _: None)
    with rig.learner() as learner:
        assert (learner.see_all(), learner.history(), learner.decks()) == before
    bring(rig, _later(tmp_path))


@pytest.mark.parametrize("chosen", [True, False])
def test_the_learners_choices_for_imports_stay(tmp_path: Path, *, chosen: bool) -> None:
    pytest.importorskip("anki.collection", reason="needs the anki extra")
    from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

    from deckwright.targets.package.write import write

    rig = FileRig(tmp_path)
    write(deck([C]).content, tmp_path / "deck.apkg")
    with rig.learner() as learner:
        if chosen:
            options = ImportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True, merge_notetypes=True)
            request = ImportAnkiPackageRequest(package_path=str(tmp_path / "deck.apkg"), options=options)
            learner.col.import_anki_package(request)
        before = learner.col._backend.get_import_anki_package_presets()
    bring(rig, deck([A, B, C]))
    with rig.learner() as learner:
        assert learner.col._backend.get_import_anki_package_presets() == before
        assert before.with_scheduling is chosen
