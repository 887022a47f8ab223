"""Build `source_md/` with `styles/` into `dist/`. On a machine without Deckwright it sets up `.venv` first."""

from __future__ import annotations

import subprocess
import sys
import venv
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def main() -> int:
    """Run `deckwright build`; further arguments are handed on to it. Gives its exit code."""
    package = ROOT / "dist" / "ml-theory.apkg"
    command = ["build", ROOT / "source_md", "--styles", ROOT / "styles", "--output", package, *sys.argv[1:]]
    return subprocess.call([python_with("deckwright"), "-m", "deckwright", *map(str, command)])


def python_with(probe: str, *, extras: str = "") -> str:
    """Give a Python that has this checkout of Deckwright and the module `probe`: this one, or that of `.venv`.

    `.venv` is made on first use, with the named extras of `pyproject.toml`.
    """
    ours = find_spec("deckwright")
    if ours and ours.origin and Path(ours.origin).resolve().is_relative_to(ROOT) and find_spec(probe):
        return sys.executable
    folder = ROOT / ".venv"
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    ready = [str(python), "-c", f"import deckwright, {probe}"]
    if not python.exists() or subprocess.call(ready, stderr=subprocess.DEVNULL):
        sys.stderr.write("Setting up .venv, once; this takes a minute …\n")
        if not python.exists():
            venv.create(folder, with_pip=True)
        wanted = f"{ROOT}[{extras}]" if extras else str(ROOT)
        subprocess.check_call(
            [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", wanted]
        )
    return str(python)


if __name__ == "__main__":
    sys.exit(main())
