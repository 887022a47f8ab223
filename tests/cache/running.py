"""Commands run as a user runs them, in a folder with a cache and a clock of its own."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from deckwright.cli.main import run


@contextmanager
def running_in(folder: Path, **environment: str) -> Iterator[None]:
    before, place = dict(os.environ), Path.cwd()
    os.environ.update(environment)
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(place)
        os.environ.clear()
        os.environ.update(before)


def command(place: Path, now: int, *arguments: str) -> tuple[int, str, str]:
    """Run a command in `place`; give exit code, product and talk."""
    out, err = io.StringIO(), io.StringIO()
    with (
        running_in(place, XDG_CACHE_HOME=str(place / "cache"), SOURCE_DATE_EPOCH=str(now)),
        redirect_stdout(out),
        redirect_stderr(err),
        pytest.raises(SystemExit) as ended,
    ):
        run([*arguments])
    assert isinstance(ended.value.code, int)
    return ended.value.code, out.getvalue(), err.getvalue()
