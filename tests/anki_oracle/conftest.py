"""Learners with an Anki of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from anki_oracle.oracle import Learner


@pytest.fixture
def learners(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Learner]]:
    """Make as many learners as a test needs."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(closing(Learner(tmp_path_factory.mktemp("learner"))))


@pytest.fixture
def learner(learners: Callable[[], Learner]) -> Learner:
    """Give one learner with an empty collection."""
    return learners()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Say where a test may write its package, as often as it likes."""
    return tmp_path / "deck.apkg"
