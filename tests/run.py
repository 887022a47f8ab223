"""Run all tests: `python tests/run.py`. On a machine without what they need it sets up `.venv` first."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from build_deck import python_with  # noqa: E402


def main() -> int:
    """Run pytest; further arguments are handed on to it. Gives its exit code."""
    return subprocess.call([python_with("pytest", extras="test,browser"), "-m", "pytest", *sys.argv[1:]], cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main())
