"""A deck's folder for tests, and the command line run on it in this process."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from deckwright.cli.main import run
from deckwright.targets.package.content import PackageSnapshot
from deckwright.targets.package.read import read

NOW = 1_790_000_000
DAY = 86_400

CELLS = """# Cells

## 1. Basics

### Q1.1: What does a mitochondrion do?

It turns sugar and oxygen into ATP, the cell's fuel.

### Q1.2: What is a ribosome made of?

**Answer**:
- Ribosomal RNA, which does the work
- Proteins, which hold it in shape

### Q1.3: Where does a plant cell keep its chlorophyll?

In the thylakoid membranes of its chloroplasts.

## 2. Division

### Q2.1: Which phases has mitosis, in order?

1. Prophase
2. Metaphase
3. Anaphase
4. Telophase
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Project:
    """A folder with sources; commands run in it as the current folder."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys
        self._monkeypatch = monkeypatch
        monkeypatch.chdir(folder)

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def edit(self, name: str, old: str, new: str) -> None:
        before = (self.folder / name).read_text("utf-8")
        assert before.count(old) == 1, f"{old!r} stands {before.count(old)} times in {name}"
        self.write(name, before.replace(old, new))

    def run(self, *arguments: object, now: int = NOW) -> Result:
        self._monkeypatch.setenv("SOURCE_DATE_EPOCH", str(now))
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            run([str(argument) for argument in arguments])
        printed = self._capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Result(code=ended.value.code, out=printed.out, err=printed.err)

    def build(self, *arguments: object, now: int = NOW) -> Any:
        """Run `build --json` that must succeed, and give its one deck."""
        result = self.run("build", *arguments, "--json", now=now)
        assert result.code == 0, result.err
        (deck,) = result.json
        return deck

    def counts(self, *arguments: object, now: int = NOW) -> Mapping[str, int]:
        """Build and give the effects that occurred, with how often."""
        counts = self.build(*arguments, now=now)["plan"]["counts"]
        return {effect: count for effect, count in counts.items() if count}

    def package(self, name: str) -> PackageSnapshot:
        return read(self.folder / name)

    def files(self) -> dict[str, bytes]:
        """Every file in the folder with its content."""
        return {
            str(Path(place, name).relative_to(self.folder)): Path(place, name).read_bytes()
            for place, _, names in os.walk(self.folder)
            for name in names
        }
