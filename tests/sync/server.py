"""Anki's own sync server on loopback, with one user."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deckwright.targets.collection.server import Account

PASSWORD = "correct-horse-battery"


@contextmanager
def sync_server(folder: Path) -> Iterator[Account]:
    """Start a server that keeps its things in `folder`; gives the account that it knows."""
    place = {"SYNC_BASE": str(folder), "SYNC_HOST": "127.0.0.1", "SYNC_PORT": "0", "RUST_LOG": "anki=info"}
    log = folder / "log"
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "anki.syncserver"],
            env={**os.environ, **place, "SYNC_USER1": f"ann:{PASSWORD}"},
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
    try:
        yield Account(user="ann", password=PASSWORD, endpoint=_address(log))
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _address(log: Path) -> str:
    for _ in range(1_200):
        found = re.search(r"127\.0\.0\.1:(\d+)", log.read_text("utf-8", "replace"))
        if found:
            return f"http://127.0.0.1:{found[1]}/"
        time.sleep(0.05)
    raise TimeoutError("the sync server didn't start")
