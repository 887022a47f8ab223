"""Killed at any point of a build, the next build gives the bytes of an uninterrupted one."""

from __future__ import annotations

import os
import shutil
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from app.project import CELLS, DAY, NOW, Project
from killing import KILLED, killed_at

DISTURBED: tuple[tuple[Any, str], ...] = (
    (os, "open"),
    (os, "replace"),
    (os, "fsync"),
    (os, "unlink"),
    (Path, "write_text"),
    (Path, "unlink"),
    (zipfile.ZipFile, "write"),
    (zipfile.ZipFile, "writestr"),
    (zipfile.ZipFile, "open"),
    (zipfile.ZipFile, "close"),
)
"""Every call by which a build touches the disk; the process dies right before and right after each."""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked process")
@pytest.mark.parametrize("first", [True, False], ids=["first build", "rebuild"])
def test_the_next_build_after_a_kill_is_as_if_nothing_had_happened(
    cells: Project, tmp_path: Path, *, first: bool
) -> None:
    if not first:
        cells.build("cells.md")
        cells.write("cells.md", CELLS.replace("the cell's fuel", "what cells run on").replace("### Q1.2", "### Q1.9"))
    start = tmp_path / "start"
    shutil.copytree(cells.folder, start)
    cells.build("cells.md", now=NOW + DAY)
    expected = cells.files()
    assert set(expected) == {"cells.md", "cells.deck.lock", "Cells.apkg"}

    for point in range(1, 1000):
        shutil.rmtree(cells.folder)
        shutil.copytree(start, cells.folder)
        os.chdir(cells.folder)
        code = killed_at(point, DISTURBED, _build)
        if code != KILLED:
            assert code == 0
            break
        _readable(cells)
        cells.run("build", "cells.md", *(["--fresh"] if first else []), now=NOW + DAY)
        assert cells.files() == expected, f"after a kill at point {point}"
    assert point > 10, "there are more points than that"


def _readable(cells: Project) -> None:
    """A package that is there is whole, whenever the process died."""
    package = cells.folder / "Cells.apkg"
    if package.exists():
        with zipfile.ZipFile(package) as archive:
            assert archive.testzip() is None


def _build() -> None:
    os.environ["SOURCE_DATE_EPOCH"] = str(NOW + DAY)
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    from deckwright.cli.main import run

    run(["build", "cells.md"])
