"""What holds for all tests: none is timed, and none draws by chance; commands run in a folder of their own."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from app.project import CELLS, Project

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN and threading.current_thread() is threading.main_thread():
    # A shell starts what runs in its background deaf to Ctrl-C, and whatever the tests start would be deaf as well.
    signal.signal(signal.SIGINT, signal.default_int_handler)

# The same commit gets the same verdict twice. `--hypothesis-profile search` draws other examples each time.
settings.register_profile("search", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("settled", settings.get_profile("search"), derandomize=True)
settings.load_profile("settled")


@pytest.fixture(scope="session", autouse=True)
def _folders_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what commands remember out of the user's folders, and what the user's commands remembered out of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CACHE", "STATE"):
            patch.setenv(f"XDG_{name}_HOME", str(tmp_path_factory.mktemp(name.lower())))
        yield


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
