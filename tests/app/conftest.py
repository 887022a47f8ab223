from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.project import CELLS, Project


@pytest.fixture
def unprivileged(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Project]:
    """An empty folder, and, for root, the rights of a user who isn't: nothing is read-only to root."""
    folder = Path(tempfile.mkdtemp(prefix="deckwright-test-"))
    project = Project(folder, monkeypatch, capsys)
    project.write("warm/cells.md", CELLS)
    for _ in range(2):  # imports what another user might not be allowed to read, for a rebuild as well
        project.build("warm", "--output", "warm/deck.apkg", "--no-cache")
    project.run("adopt", "warm/deck.apkg", "warm", "--lock", "warm/other.lock")
    shutil.rmtree(folder / "warm")
    nobody = 65534
    root = os.geteuid() == 0
    if root:
        os.chown(folder, nobody, nobody)
        os.seteuid(nobody)
    try:
        yield project
    finally:
        if root:
            os.seteuid(0)
        shutil.rmtree(folder)
