"""What holds for all tests: none is timed, however busy the machine; commands run in a folder of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from app.project import CELLS, Project

settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


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
