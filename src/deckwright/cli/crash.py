"""The log of an unexpected failure, ready to be attached to a report."""

from __future__ import annotations

import platform
import sys
import tempfile
import traceback
from importlib import metadata
from pathlib import Path

from deckwright import __version__

_NAMED = ("click", "genanki", "mistune", "nh3", "pygments", "anki")


def write_log(error: BaseException) -> str:
    """Write versions and traceback to a new file; gives its path, or says that it could not be written."""
    lines = [
        f"deckwright {__version__}, Python {platform.python_version()}, {platform.platform()}",
        " ".join(f"{name} {version}" for name in _NAMED if (version := _version(name))),
        f"command: {' '.join(sys.argv[1:])}",
        "",
        *traceback.format_exception(error),
    ]
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="deckwright-", suffix=".log", delete=False, encoding="utf-8"
        ) as stream:
            stream.write("\n".join(lines))
            return str(Path(stream.name))
    except OSError:
        sys.stderr.write("\n".join(lines))
        return "(it could not be written; see above)"


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
