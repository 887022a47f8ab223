"""What this machine offers: a place for what can be done without, and processes that run at once."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def cache_folder() -> Path:
    """Give the folder in which a user's programs keep what they can do without (`XDG_CACHE_HOME` and the like)."""
    from platformdirs import user_cache_dir  # noqa: PLC0415  (only where something is cached)

    return Path(user_cache_dir("deckwright", appauthor=False))


def cores() -> int:
    """Say how many processes can run at once."""
    if not sys.executable or getattr(sys, "frozen", False):
        return 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
