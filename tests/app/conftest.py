from __future__ import annotations

from pathlib import Path

import pytest

from app.project import CELLS, Project


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Project:
    """An empty folder."""
    folder = tmp_path / "work"
    folder.mkdir()
    return Project(folder, monkeypatch, capsys)


@pytest.fixture
def cells(project: Project) -> Project:
    """A folder with one document of four questions, `cells.md`."""
    project.write("cells.md", CELLS)
    return project
