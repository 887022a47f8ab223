"""A worker: a process that answers what its parent asks, one question after the other, until there are no more."""

from __future__ import annotations

import gc
import marshal
import sys
from typing import IO, Any

_LENGTH = 8


def main() -> None:
    """Answer on standard output what comes in on standard input; end where that ends."""
    gc.set_threshold(50_000, 20, 100)
    import deckwright.segment.cut  # noqa: PLC0415  (what the first question needs, before it is asked)
    from deckwright.app.tasks import TASKS  # noqa: PLC0415  (keeps the two functions below quick to import)

    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    while (question := receive(questions)) is not None:
        name, arguments = question
        try:
            send(answers, (TASKS[name](*arguments),))
        except Exception:  # noqa: BLE001  (the parent does it again by itself, and says what is wrong)
            send(answers, ())
        import deckwright.app.rendering  # noqa: F401, PLC0415  (what others need, while nothing is asked)


def send(stream: IO[bytes], value: Any) -> None:
    """Write a value, its length first."""
    body = marshal.dumps(value)
    stream.write(len(body).to_bytes(_LENGTH, "big"))
    stream.write(body)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Read a value; None where the other side has ended."""
    head = stream.read(_LENGTH)
    if len(head) < _LENGTH:
        return None
    length = int.from_bytes(head, "big")
    body = stream.read(length)
    return marshal.loads(body) if len(body) == length else None  # noqa: S302  (of a process of our own)
