"""A command that goes on until it is interrupted, and what it says meanwhile."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from queue import Queue

import pytest

PATIENCE = 60  # seconds, for machines that have a lot to do


def save(path: Path, text: str | bytes) -> None:
    """Save as most editors do, in one step, so that however busy the machine nobody reads half of it."""
    beside = path.parent.with_name(f"{path.parent.name}-{path.name}")
    beside.write_bytes(text if isinstance(text, bytes) else text.encode())
    beside.replace(path)


class Running:
    """`deckwright …` in a process of its own."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        for name in ("starlette", "uvicorn", "watchfiles"):
            pytest.importorskip(name, reason=f"{name} isn't installed (the serve extra)")
        paths = os.pathsep.join(str(Path(each).resolve()) for each in sys.path if each)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "deckwright", *arguments],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": paths},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self.said: list[str] = []
        """What stood on stderr so far."""
        self._lines: Queue[str] = Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stderr
        for line in self._process.stderr:
            self._lines.put(line.rstrip("\n"))

    def product(self) -> str:
        """Wait for a line on stdout."""
        assert self._process.stdout
        return self._process.stdout.readline().rstrip("\n")

    def hears(self, words: str) -> str:
        """Wait for a line on stderr that holds these words."""
        while True:
            line = self._lines.get(timeout=PATIENCE)
            self.said.append(line)
            if words in line:
                return line

    def interrupt(self) -> int:
        """Press Ctrl-C, and give the exit code."""
        self._process.send_signal(signal.SIGINT)
        code = self._process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        while not self._lines.empty():
            self.said.append(self._lines.get())
        return code

    def close(self) -> None:
        """End it, however."""
        self._process.kill()
        self._process.communicate()


@contextmanager
def running(folder: Path, *arguments: str) -> Iterator[Running]:
    """Start a command, and end it in the end."""
    command = Running(folder, *arguments)
    try:
        yield command
    finally:
        command.close()


class Site:
    """A served preview, asked as a browser asks."""

    def __init__(self, address: str) -> None:
        found = re.fullmatch(r"http://localhost:([0-9]+)/", address)
        assert found, address
        self.address = address
        self.port = int(found[1])

    def ask(
        self, path: str, *, method: str = "GET", host: str = "127.0.0.1", **headers: str
    ) -> tuple[int, bytes, Mapping[str, str]]:
        """Give an answer's status, content and headers."""
        connection = http.client.HTTPConnection(host, self.port, timeout=PATIENCE)
        connection.putrequest(method, path, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        try:
            return answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()}
        finally:
            connection.close()

    @contextmanager
    def news(self) -> Iterator[Iterator[tuple[str, float]]]:
        """Listen to the news: each version's name, and when it came."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", "/events")
        answer = connection.getresponse()

        def versions() -> Iterator[tuple[str, float]]:
            while line := answer.readline():
                if line.startswith(b"data: "):
                    yield line[6:].decode().strip(), time.perf_counter()

        try:
            yield versions()
        finally:
            connection.close()
