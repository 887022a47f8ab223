"""What time it is: the system's clock, unless the environment fixes it."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping

from deckwright.errors import UsageError


def now(environment: Mapping[str, str] = os.environ) -> int:
    """Give the time in Unix seconds: `SOURCE_DATE_EPOCH` where it is set (reproducible-builds.org), else the clock."""
    fixed = environment.get("SOURCE_DATE_EPOCH", "")
    if not fixed:
        return int(time.time())
    if not fixed.isascii() or not fixed.isdigit():
        raise UsageError(f"SOURCE_DATE_EPOCH is {fixed!r}, but must be a number of seconds since 1970")
    return int(fixed)
