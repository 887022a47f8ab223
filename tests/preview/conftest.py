from __future__ import annotations

from pathlib import Path

import pytest

from app.project import CELLS, Project


@pytest.fixture
def cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Project:
    """A folder with one document of four questions, `cells.md`."""
    folder = tmp_path / "work"
    folder.mkdir()
    project = Project(folder, monkeypatch, capsys)
    project.write("cells.md", CELLS)
    return project
