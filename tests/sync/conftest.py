from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.project import Project
from sync.rigs import REACHING, RIGS, Rig


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep what these tests remember out of the user's own folders."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture
def project(cells: Project) -> Project:
    """A folder with one document of four questions."""
    return cells


@pytest.fixture(params=sorted(RIGS))
def rig(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """One target after the other."""
    yield from _made(request.param, tmp_path_factory)


@pytest.fixture(params=REACHING)
def near(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """One after the other of the targets that stand where the learner studies."""
    yield from _made(request.param, tmp_path_factory)


def _made(name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    pytest.importorskip("anki.collection", reason="needs the anki extra")
    made = RIGS[name](tmp_path_factory.mktemp("anki"))
    yield made
    made.close()
