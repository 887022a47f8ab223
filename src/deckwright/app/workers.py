"""Other processes that work for this one, as many as there are cores, on questions that need nothing but themselves.

They are plain children that talk over pipes, started anew on every system alike: whatever ends this process ends their
input, and so them. What a worker can't answer is None; whoever asked then works it out by itself.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from queue import LifoQueue
from types import TracebackType
from typing import Any

from deckwright.app.working import receive, send

_Process = subprocess.Popen[bytes]
_AHEAD = 4  # questions per worker that are made before their answers are wanted


class Workers:
    """Some processes, started when they are first needed; leaving the context ends them."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._started: list[_Process] = []
        # What was put in last comes first: no process is started as long as there is one that has nothing to do.
        self._idle: LifoQueue[_Process | None] = LifoQueue()
        self._ended = False
        for _ in range(count):
            self._idle.put(None)

    def __enter__(self) -> Workers:  # noqa: PYI034  (`Self` came with Python 3.11)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.rest()
        self._ended = True

    def warm(self) -> None:
        """Start a process, so that it is ready when there is something to ask."""
        if not self._started:
            self._idle.get()
            self._idle.put(self._start())

    @property
    def is_warm(self) -> bool:
        """Whether a process is there, so that asking is worth while for the least question."""
        return bool(self._started)

    def rest(self) -> None:
        """End all processes, and free what they hold; if there is more to ask, others are started."""
        self._kill()
        for process in self._started:
            for stream in (process.stdin, process.stdout):
                if stream:
                    with suppress(OSError):
                        stream.close()
            process.wait()
        self._started.clear()
        self._idle = LifoQueue()
        for _ in range(self.count):
            self._idle.put(None)
        self._ended = False

    def ask(self, name: str, questions: Iterable[tuple[Any, ...]]) -> Iterator[Any]:
        """Give the answers in the order of the questions; None for each that no worker could answer."""
        from collections import deque  # noqa: PLC0415
        from concurrent.futures import Future, ThreadPoolExecutor  # noqa: PLC0415  (only where there is enough to do)

        waiting: deque[Future[Any]] = deque()
        pool = ThreadPoolExecutor(self.count)
        try:
            for arguments in questions:
                waiting.append(pool.submit(self._answer, name, arguments))
                if len(waiting) >= _AHEAD * self.count:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except GeneratorExit:
            raise  # whoever asked has enough
        except BaseException:
            self._kill()
            raise
        finally:
            pool.shutdown(cancel_futures=True)

    def _kill(self) -> None:
        self._ended = True
        for process in self._started:
            process.kill()  # they hold nothing that could be left half-done

    def _answer(self, name: str, arguments: tuple[Any, ...]) -> Any:
        if self._ended:
            return None
        process = self._idle.get() or self._start()
        answer = None
        try:
            if process and process.stdin and process.stdout:
                send(process.stdin, (name, arguments))
                answer = receive(process.stdout)
        except (OSError, ValueError, EOFError):
            pass
        self._idle.put(process if answer is not None else None)
        return answer[0] if answer else None

    def _start(self) -> _Process | None:
        code = f"import sys; sys.path[:] = {sys.path!r}; from deckwright.app.working import main; main()"
        try:
            process = subprocess.Popen(
                [sys.executable, "-c", code],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for this process, which then ends them
            )
        except (OSError, ValueError):
            return None
        self._started.append(process)
        return process
