"""`build --watch`, run for real: every save is built, said in one line, and a mistake ends nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.project import CELLS, Project
from preview.running import PATIENCE, running, save


def test_every_save_is_built_and_said_in_a_line(cells: Project) -> None:
    with running(cells.folder, "build", "cells.md", "--watch") as watch:
        assert watch.product() == "Cells.apkg"
        watch.hears("Waiting for the next save")
        first = (cells.folder / "cells.deck.lock").read_bytes()
        said = len(watch.said)
        save(cells.folder / "cells.md", CELLS.replace("into ATP, the cell's fuel.", "into ATP."))
        line = watch.hears("1 updated")
        assert "updated “What does a mitochondrion do?”" in line
        assert len(watch.said) == said + 1
        assert (cells.folder / "cells.deck.lock").read_bytes() != first
        updated = cells.package("Cells.apkg")
        mended = (cells.folder / "cells.md").read_bytes()
        assert any("into ATP." in field for note in updated.notes.values() for field in note.fields)

        cells.write("cells.md", b"# Cells\n\n\xff\xfe\x00 broken")
        watch.hears("cells.md")
        cells.write("deck.toml", "nonsense = 1\n")
        watch.hears("nonsense")
        (cells.folder / "deck.toml").unlink()
        cells.write("cells.md", mended)
        watch.hears("4 unchanged")
        cells.write("cells.md", "# Cells\n\n### Q1.1: What does a mitochondrion do?\n\nIt makes ATP.\n")
        watch.hears("retired")
        assert watch.interrupt() == 130
        assert "Traceback" not in "\n".join(watch.said)
    assert [name for name in cells.files() if name.startswith(".")] == []


def test_a_follow_up_and_a_gap_are_named_by_their_questions(cells: Project) -> None:
    text = """# Cells

### Q1: What is a cell?

A unit of life.

**Follow-up**: How many has a human?

Some 30 trillion.

### Q2: What burns?

{{c1::Sugar}} does.
"""
    cells.write("cells.md", text)
    with running(cells.folder, "build", "cells.md", "--watch") as watch:
        watch.hears("Waiting for the next save")
        cells.edit("cells.md", "30 trillion", "37 trillion")
        assert "1 updated, 2 unchanged" in watch.hears("updated “How many has a human?”")
        cells.edit("cells.md", "::Sugar", "::Glucose")
        assert "1 updated, 2 unchanged" in watch.hears("updated “What burns?”")


def test_a_deck_that_can_t_be_built_yet_is_waited_for(cells: Project) -> None:
    cells.write("cells.md", "# Cells\n\nNo question yet.\n")
    with running(cells.folder, "build", "cells.md", "--watch") as watch:
        watch.hears("no questions were found")
        cells.write("cells.md", "# Cells\n\n### Q1.1: What does a mitochondrion do?\n\nIt makes ATP.\n")
        watch.hears("1 new")
        watch.hears("Waiting for the next save")
        assert watch.interrupt() == 130


@pytest.mark.parametrize("option", ["--check", "--locked", "--json"])
def test_what_contradicts_watching_is_refused(cells: Project, option: str) -> None:
    result = cells.run("build", "cells.md", "--watch", option)
    assert result.code == 2
    assert "--watch goes with none of" in result.err


def test_an_interrupt_amid_a_build_that_changes_what_is_watched_ends_it(tmp_path: Path) -> None:
    """In a process of its own, since a browser's tests leave a loop running in this one."""
    pytest.importorskip("watchfiles", reason="needs the extra serve")
    (tmp_path / "more").mkdir()
    run = [sys.executable, "-c", _INTERRUPTED_AMID, str(tmp_path)]
    ended = subprocess.run(run, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert (ended.stdout, ended.returncode) == ("built\nended\n", 0), ended.stderr


_INTERRUPTED_AMID = """
import signal, sys
from pathlib import Path
from deckwright.app.watching import Watched, follow

def act(what):
    print("built")
    assert what.trees == (folder,), "it went on"
    signal.raise_signal(signal.SIGINT)
    return Watched(trees=(folder / "more",), files=())

folder = Path(sys.argv[1])
signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    follow(Watched(trees=(folder,), files=()), act)
except KeyboardInterrupt:
    print("ended")
"""
