"""A process that dies at a chosen point, as by a power cut: what it leaves behind is what the next run finds."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any

KILLED = 137


def killed_at(point: int, calls: Iterable[tuple[Any, str]], work: Callable[[], None]) -> int:
    """Do the work in a child that dies at the `point`-th moment right before or right after one of the calls.

    Gives its exit code: `KILLED`, or what the work ended with where it has fewer such moments.
    """
    child = os.fork()
    if child == 0:
        code = 99
        try:
            count = 0

            def live() -> None:
                nonlocal count
                count += 1
                if count == point:
                    os._exit(KILLED)

            def counting(call: Callable[..., Any]) -> Callable[..., Any]:
                def wrapped(*args: Any, **kwargs: Any) -> Any:
                    live()
                    result = call(*args, **kwargs)
                    live()
                    return result

                return wrapped

            for owner, name in calls:
                setattr(owner, name, counting(getattr(owner, name)))
            work()
            code = 0
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 98
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
