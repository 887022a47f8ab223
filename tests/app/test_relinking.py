"""The author's word on who a question is."""

from __future__ import annotations

import pytest

from app.project import DAY, NOW, Project

REWRITTEN = """### Q1.1: Which organelle is the cell's power station?

Mitochondria: oxidative phosphorylation happens at their inner membrane.
"""
ORIGINAL = """### Q1.1: What does a mitochondrion do?

It turns sugar and oxygen into ATP, the cell's fuel.
"""


@pytest.fixture
def rewritten(cells: Project) -> Project:
    """A deck in which one question was rewritten beyond recognition, and built."""
    cells.build("cells.md")
    cells.edit("cells.md", ORIGINAL, REWRITTEN)
    assert cells.counts("cells.md", now=NOW + DAY) == {"new": 1, "retired": 1, "unchanged": 3}
    return cells


def test_a_rewritten_question_gets_its_history_back(rewritten: Project) -> None:
    notes = rewritten.package("Cells.apkg").notes
    (fresh,) = (guid for guid, note in notes.items() if "power station" in note.fields[0])
    done = rewritten.run("relink", "What does a mitochondrion do?", "cells.md:8", "cells.md", now=NOW + 2 * DAY)
    assert done.code == 0, done.err
    assert rewritten.counts("cells.md", now=NOW + 2 * DAY) == {"updated": 1, "unchanged": 3}
    after = rewritten.package("Cells.apkg").notes
    assert fresh not in after
    (guid,) = (guid for guid, note in after.items() if "power station" in note.fields[0])
    assert guid in done.err
    assert after[guid].modified == NOW + 2 * DAY
    assert rewritten.counts("cells.md", now=NOW + 3 * DAY) == {"unchanged": 4}


COMMAND = ("relink", "What does a mitochondrion do?", "Which organelle is the cell's power station?", "cells.md")


def test_the_same_again_undoes_it_as_if_nothing_had_happened(rewritten: Project) -> None:
    before = rewritten.files()
    rewritten.run(*COMMAND, now=NOW + 2 * DAY)
    assert rewritten.files() != before
    undone = rewritten.run(*COMMAND, now=NOW + 2 * DAY)
    assert undone.code == 0, undone.err
    assert rewritten.files() == before
    assert rewritten.counts("cells.md", now=NOW + 3 * DAY) == {"unchanged": 4}
    assert rewritten.files() == before


def test_the_same_again_undoes_it_after_a_build_too(rewritten: Project) -> None:
    before = set(rewritten.package("Cells.apkg").notes)
    rewritten.run(*COMMAND, now=NOW + 2 * DAY)
    (reason,) = rewritten.build("cells.md", now=NOW + 3 * DAY)["plan"]["changes"]
    assert reason["reasons"] == ["settled"]
    undone = rewritten.run(*COMMAND, now=NOW + 4 * DAY)
    assert undone.code == 0, undone.err
    # Whoever has the first package has this very note.
    assert rewritten.counts("cells.md", now=NOW + 5 * DAY) == {"unchanged": 4}
    assert set(rewritten.package("Cells.apkg").notes) == before


def test_what_was_only_planned_is_a_new_note_once_it_is_built(cells: Project) -> None:
    """Two questions that both are asked are exchanged before the second was ever built."""
    cells.build("cells.md")
    cells.write("cells.md", (cells.folder / "cells.md").read_text("utf-8") + "\n" + REWRITTEN.replace("Q1.1", "Q2.2"))
    before = (cells.folder / "cells.deck.lock").read_text("utf-8")
    assert cells.run(*COMMAND, now=NOW + DAY).code == 0
    assert cells.run(*COMMAND, now=NOW + DAY).code == 0
    assert (cells.folder / "cells.deck.lock").read_text("utf-8") == before
    assert cells.run(*COMMAND, now=NOW + DAY).code == 0
    assert cells.counts("cells.md", now=NOW + DAY) == {"new": 1, "updated": 1, "unchanged": 3}
    notes = cells.package("Cells.apkg").notes.values()
    assert sorted(note.modified for note in notes) == [NOW] * 3 + [NOW + DAY] * 2
    assert min(note.created for note in notes) > NOW - DAY
    assert cells.counts("cells.md", now=NOW + 2 * DAY) == {"unchanged": 5}


@pytest.mark.parametrize(
    ("names", "word"),
    [
        (("nothing of the kind", "cells.md:8"), "nothing of the kind"),
        (("What", "cells.md:8"), "may be any of"),
        (("cells.md:8", "cells.md:8"), "itself"),
    ],
)
def test_a_name_that_means_nothing_or_too_much(rewritten: Project, names: tuple[str, str], word: str) -> None:
    before = rewritten.files()
    result = rewritten.run("relink", *names, "cells.md")
    assert (result.code, word in result.err) == (2, True), result.err
    assert rewritten.files() == before


def test_without_a_lock_there_is_nothing_to_relink(cells: Project) -> None:
    result = cells.run("relink", "a", "b", "cells.md")
    assert (result.code, "Build first" in result.err) == (1, True)
