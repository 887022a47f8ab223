"""Killed at every change, or with the disk full, the collection is as it was, and the next run finishes."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from deckwright.sync.plan import Act
from deckwright.targets.applying import carry_out
from deckwright.targets.collection.session import CollectionSession
from deckwright.targets.target import TargetError
from package.made import restyled
from sync.made import Deck, Text, deck
from sync.rigs import FileRig
from sync.test_contract import LATER, A, B, bring, errand

pytestmark = pytest.mark.anki
KILLED = 137
CHANGES = ("receive", "store_media", "restyle", "convert", "move", "tag", "suspend", "write", "delete", "commit")
C = Text(guid="c")


def _later(folder: Path) -> Deck:
    picture = folder / "dw-11111111111111111111.png"
    picture.write_bytes(b"picture")
    text = replace(A, answer=f'<img src="{picture.name}">', deck="Synced::B", tags=("synced::two",))
    return deck(
        [text, Text(guid="b", kind="cloze"), Text(guid="d")],
        retired=("c",),
        media={picture.name: picture},
        styles=restyled(".card { color: red }"),
        styled=LATER,
    )


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked process")
def test_killed_at_every_change(tmp_path: Path) -> None:
    pytest.importorskip("anki.collection", reason="needs the anki extra")
    for point in range(1, 100):
        folder = tmp_path / str(point)
        folder.mkdir()
        rig = FileRig(folder)
        bring(rig, deck([A, B, C]))
        with rig.learner() as learner:
            learner.study("b")
            before = learner.see_all(), learner.history()
        if _killed_at(point, rig, _later(tmp_path)) != KILLED:
            break
        with rig.learner() as learner:
            assert (learner.see_all(), learner.history()) == before
        plan = bring(rig, _later(tmp_path))
        assert plan.count()[Act.RETIRE] == plan.count()[Act.CONVERT] == plan.count()[Act.ADD] == 1
        with rig.learner() as learner:
            assert learner.guids() == ("a", "b", "c", "d")
            assert learner.history()["b", 0][-1] == before[1]["b", 0][-1]
            assert learner.problems() == ""
    assert point > 12


def _killed_at(point: int, rig: FileRig, made: Deck) -> int:
    child = os.fork()
    if child == 0:
        code = 99
        try:
            count = 0

            def counting(call: Callable[..., Any]) -> Callable[..., Any]:
                def wrapped(*args: Any, **kwargs: Any) -> Any:
                    nonlocal count
                    for act in (None, call):
                        count += 1
                        if count == point:
                            os._exit(KILLED)
                        result = act(*args, **kwargs) if act else None
                    return result

                return wrapped

            for name in CHANGES[:-1]:
                setattr(CollectionSession, name, counting(getattr(CollectionSession, name)))
            work = errand(rig, made)
            carry_out(work, work.plan(), lambda _: None)
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_that_fails_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    pytest.importorskip("anki.collection", reason="needs the anki extra")
    rig = FileRig(tmp_path)
    bring(rig, deck([A, B, C]))
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
