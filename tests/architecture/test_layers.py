"""The layers hold: imports point downwards, and each third party has one door."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST = 300  # lines that a module may have before it is split


def test_imports_point_downwards() -> None:
    pytest.importorskip("importlinter", reason="import-linter is not installed")
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_every_module_opens_with_a_sentence_and_stays_small() -> None:
    for path in (ROOT / "src").rglob("*.py"):
        text = path.read_text("utf-8")
        assert text.startswith(('"""', 'r"""')), path
        assert len(text.splitlines()) <= LONGEST, path


def test_no_file_names_a_registry_or_a_path_of_a_machine() -> None:
    forbidden = re.compile(r"//([a-z]+\.)*(pypi|npmjs|debian|pythonhosted)\.(org|com)|/root/|/home/[a-z]")
    for pattern in ("*.md", "*.toml", "*.py", "*.css", "*.html"):
        for path in ROOT.rglob(pattern):
            inside = path.relative_to(ROOT).parts
            if inside[0] not in {"tests", "dist"} and not any(part.startswith(".") for part in inside):
                assert not forbidden.search(path.read_text("utf-8")), path


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["build", "--help"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    heavy = "mistune", "pygments", "genanki", "nh3", "rapidfuzz", "sqlite3", "anki"
    code = f"""
import sys
from deckwright.cli.main import run
try: run({arguments!r})
except SystemExit: pass
print("LOADED", *[name for name in {heavy!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "LOADED"


def test_the_page_names_every_module() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    table = page[page.index("| module | owns |") : page.index("## What must always hold")]
    named = {
        name.rstrip("/")
        for row in re.findall(r"^\| (`.+?) \|", table, re.MULTILINE)
        for name in re.findall(r"`(\w+/?)`", row)
    }
    source = ROOT / "src/deckwright"
    there = {path.stem for path in source.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert named == there - {"__init__", "__main__"}
