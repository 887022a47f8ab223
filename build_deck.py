"""Build `source_md/` with `styles/` into `dist/`; on a machine without Deckwright it sets up what it needs first."""

from __future__ import annotations

import subprocess
import sys
import venv
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent
NEEDED = ("click", "genanki", "mistune", "nh3", "pygments", "rapidfuzz")


def main() -> int:
    """Build with this Python if it has everything, else with a virtual environment of the project's own."""
    arguments = [
        "build",
        str(ROOT / "source_md"),
        "--styles",
        str(ROOT / "styles"),
        "--output",
        _output(),
        *sys.argv[1:],
    ]
    if all(find_spec(name) for name in NEEDED):
        sys.path.insert(0, str(ROOT / "src"))
        from deckwright.cli.main import run  # noqa: PLC0415  (only once it is known to be there)

        run(arguments)
    return subprocess.call([str(_own_python()), "-m", "deckwright", *arguments])


def _output() -> str:
    return str(ROOT / "dist" / "ml-theory.apkg")


def _own_python() -> Path:
    """Give the Python of `.venv`, made and filled on first use."""
    folder = ROOT / ".venv"
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists() or subprocess.call([str(python), "-c", "import deckwright"], stderr=subprocess.DEVNULL):
        sys.stderr.write("Setting up .venv (once) …\n")
        venv.create(folder, with_pip=True)
        subprocess.check_call([str(python), "-m", "pip", "install", "--quiet", "--editable", str(ROOT)])
    return python


if __name__ == "__main__":
    sys.exit(main())
