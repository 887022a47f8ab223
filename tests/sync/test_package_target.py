"""What a package can do as a target, what it can't and says so, and that it is the very package that `build` makes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.project import DAY, NOW, Project
from deckwright.sync.plan import Act
from deckwright.targets.applying import carry_out
from deckwright.targets.target import StaleError
from sync.made import DECK, Text, deck
from sync.rigs import PackageRig
from sync.test_contract import A, B, acts, bring, errand


@pytest.fixture
def package(tmp_path: Path) -> Iterator[PackageRig]:
    rig = PackageRig(tmp_path)
    yield rig
    rig.close()


def _remark(package: PackageRig, made: object) -> str:
    (step,) = bring(package, made).steps  # type: ignore[arg-type]
    return step.remark


@pytest.mark.anki
def test_what_learners_did_stays_with_them_but_for_what_the_author_changed(package: PackageRig) -> None:
    pytest.importorskip("anki.collection", reason="needs the anki extra")
    bring(package, deck([A, B, Text(guid="c")]))
    with package.learner() as learner:
        learner.study("c")
        for guid in "ab":
            learner.edit(guid, Hint="mine")
        learner.col.set_deck([learner.card_id("a")], learner.col.decks.id("Mine"))
    plan = bring(package, deck([replace(A, answer="new", deck="Synced::New"), B], retired=("c",)))
    assert acts(plan) == {"a": (Act.UPDATE, Act.MOVE), "c": (Act.RETIRE,)}
    with package.learner() as learner:
        assert (learner.see("a").fields["Answer"], learner.see("a").fields["Hint"]) == ("new", "")
        assert learner.see("b").fields["Hint"] == "mine"
        assert (learner.deck_of("a"), learner.deck_of("c")) == ("Mine", DECK)
        assert learner.col.get_card(learner.card_id("c")).reps == 1


def test_it_says_what_it_cannot_do(package: PackageRig) -> None:
    bring(package, deck([A, B]))
    assert "stay in their deck" in _remark(package, deck([replace(A, deck="Synced::B"), B]))
    assert "Tools → Empty Cards" in _remark(package, deck([replace(A, deck="Synced::B", reverse=""), B]))
    assert "learners keep it" in _remark(package, deck([B], retired=("a",)))


def test_another_order_is_a_package_made_anew(package: PackageRig) -> None:
    bring(package, deck([A, B]))
    plan = bring(package, deck([B, A]))
    assert (plan.steps, plan.renew) == ((), True)


def test_a_stale_plan_is_refused(package: PackageRig) -> None:
    bring(package, deck([A]))
    work = errand(package, deck([replace(A, answer="new")]))
    plan = work.plan()
    package.path.unlink()
    with pytest.raises(StaleError):
        carry_out(work, plan, lambda _: None)
    assert not package.path.exists()


class TestCommand:
    def test_it_makes_what_a_build_makes(self, project: Project) -> None:
        done = project.run("sync", "cells.md", "--target", "package", "--yes")
        assert (done.code, "4 add" in done.out, "File → Import" in done.err) == (0, True, True)
        synced = project.files()
        project.build("cells.md")
        assert project.files() == synced
        again = project.run("sync", "cells.md", "--target", "package", "--yes")
        assert (again.code, "4 unchanged" in again.out, again.err) == (0, True, "")

    def test_as_a_build_after_an_edit(self, project: Project) -> None:
        command = ("sync", "cells.md", "--target", "package", "--output", "other.apkg", "--yes")
        project.run(*command)
        project.edit("cells.md", "the cell's fuel", "what cells run on")
        assert "1 update" in project.run(*command, now=NOW + DAY).out
        synced = project.files()
        project.run("build", "cells.md", "--output", "other.apkg", now=NOW + DAY)
        assert (project.files(), set(synced)) == (synced, {"cells.md", "cells.deck.lock", "other.apkg"})

    def test_options_that_say_nothing_to_it(self, project: Project) -> None:
        for option in (["--then-sync"], ["--url", "http://127.0.0.1:1"], ["--collection", "x"], ["--import-window"]):
            done = project.run("sync", "cells.md", "--target", "package", *option)
            assert (done.code, option[0] in done.err) == (2, True)
