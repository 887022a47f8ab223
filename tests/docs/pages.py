"""The pages' own text, their blocks of commands, and a folder in which these can be run as a reader would."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = tuple(sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]))
FENCE = re.compile(r"^(`{3,})(\w+)\n(.*?)^\1$", re.DOTALL | re.MULTILINE)
CELLS = """# Cells

## Basics

### Q1.1: What does a mitochondrion do?

It turns sugar and oxygen into ATP, the cell's fuel.

### Q1.2: What is a ribosome made of?

Ribosomal RNA, which does the work, and proteins, which hold it in shape: $r$ and `p`.
"""
_ELSEWHERE = re.compile(r"pip install|git clone|tests/run\.py|build_deck\.py|pytest|\.ci/|^desktop/|venv|docs/pictures")
"""What is run by `.ci/run`, or is about working on Deckwright itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a script printed, and its exit code."""

    code: int
    out: str
    err: str


def blocks(page: Path, language: str) -> list[str]:
    """Give the fenced blocks of a language."""
    return [code for _, name, code in FENCE.findall(page.read_text("utf-8")) if name == language]


def commands(page: Path) -> list[str]:
    """Give the lines of a page's `sh` blocks that a reader runs to use Deckwright."""
    lines = "\n".join(blocks(page, "sh")).splitlines()
    return [line for line in lines if line.strip() and not _ELSEWHERE.search(line.partition("#")[0])]


class World:
    """A reader's folder: documents, a deck, packages, a home with an Anki. Scripts run in it with bash."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "work"
        self.home = folder / "home"
        self._bin = folder / "bin"
        for each in (self.folder / "deck", self.home / ".config/fish/completions", self._bin):
            each.mkdir(parents=True)
        self.program("deckwright", f'exec "{sys.executable}" -m deckwright "$@"')
        self.program("python", f'exec "{sys.executable}" "$@"')
        for name in ("questions.md", "notes.md", "deck/cells.md"):
            self.write(name, CELLS)
        self.write("deck/deck.toml", 'id = "k2v7qmt4zc5hxw3a"\nname = "Cells"\n')

    def program(self, name: str, script: str) -> None:
        """Put a program on the path of the scripts."""
        path = self._bin / name
        path.write_text(f"#!/usr/bin/env bash\n{script}\n")
        path.chmod(0o755)

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, "utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        before = (self.folder / name).read_text("utf-8")
        assert old in before
        self.write(name, before.replace(old, new))

    def run(self, script: str, *, now: int = 1_790_000_000, **variables: str) -> Run:
        """Run a script with bash; answers yes where it asks."""
        paths = [str(ROOT / "src"), *(path for path in sys.path if path and path.endswith("site-packages"))]
        env = {
            "PATH": f"{self._bin}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "PYTHONPATH": os.pathsep.join(paths),
            "SOURCE_DATE_EPOCH": str(now),
            **{f"GIT_{who}_{what}": "tests@localhost" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
            **variables,
        }
        done = subprocess.run(
            ["bash", "-e", "-c", script],
            check=False,
            cwd=self.folder,
            env=env,
            input="y\n" * 9,
            capture_output=True,
            text=True,
            timeout=120,
        )
        return Run(code=done.returncode, out=done.stdout, err=done.stderr)
