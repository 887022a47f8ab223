"""The journal of a sync: what was done to a target in its last run, line by line, so that a run cut off is noticed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import TextIO

from deckwright.swift import dataclass

_FINISHED = "finished"


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """Where the journal of a deck's syncs with one target lies."""

    path: Path

    def left_unfinished(self) -> bool:
        """Whether the last run was cut off."""
        try:
            lines = self.path.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return False
        return bool(lines) and json.dumps(_FINISHED) not in lines[-1]

    @contextmanager
    def run(self, plan: str, target: str, now: int) -> Iterator[Callable[[str], None]]:
        """Give what takes down what is done. The last run's journal is replaced as soon as something is."""
        with ExitStack() as stack:
            stream: TextIO | None = None

            def log(done: str) -> None:
                nonlocal stream
                with suppress(OSError):
                    if stream is None:
                        self.path.parent.mkdir(parents=True, exist_ok=True)
                        stream = stack.enter_context(self.path.open("w", encoding="utf-8"))
                        stream.write(_line(plan=plan, target=target, time=now))
                    stream.write(_line(done=done))
                    stream.flush()

            yield log
            if stream is not None:
                log(_FINISHED)


def state_folder() -> Path:
    """Say where we keep what is good to remember on this machine and no harm to lose (`XDG_STATE_HOME` and the like)."""
    from platformdirs import user_state_dir  # noqa: PLC0415  (only where something is remembered)

    return Path(user_state_dir("deckwright", appauthor=False))


def journal_of(deck: str, target: str) -> Journal:
    """Say where the journal of a deck and a target lies."""
    name = sha256(f"{deck}\x1f{target}".encode()).hexdigest()[:16]
    return Journal(path=state_folder() / f"{name}.jsonl")


def _line(**what: object) -> str:
    return f"{json.dumps(what, ensure_ascii=False)}\n"
