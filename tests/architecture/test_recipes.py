"""The recipes of ARCHITECTURE.md, done to a copy of the code letter by letter, and the result used."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from anki_oracle.oracle import Learner

ROOT = Path(__file__).parents[2]
_RECIPE = re.compile(r"^### … (.+?)\n(.*?)(?=^###? |\Z)", re.DOTALL | re.MULTILINE)
_STEP = re.compile(
    r"^(?:In )?`(?P<path>(?:src|styles)/[^`]+)`"
    r"(?:, (?P<how>below|in place of) `(?P<anchor>[^`\n]+)`:|[^`]*?:|(?:[^:]|:(?!\n))*?:)\n\n```\w+\n(?P<code>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a recipe asks for in one file: to write it, or to add or replace a line."""

    path: str
    how: str
    anchor: str
    code: str


def steps(recipe: str) -> list[Step]:
    text = dict(_RECIPE.findall((ROOT / "ARCHITECTURE.md").read_text("utf-8")))[recipe]
    found = [
        Step(path=match["path"], how=match["how"] or "", anchor=match["anchor"] or "", code=match["code"])
        for match in _STEP.finditer(text)
    ]
    assert len(found) == text.count("```") // 2, "every piece of code has its place"
    return found


class Copy:
    """A copy of the code in which a recipe was followed."""

    def __init__(self, folder: Path, recipe: str) -> None:
        self.folder = folder
        self.done = steps(recipe)
        without = shutil.ignore_patterns("__pycache__")
        for name in ("src", "styles"):
            shutil.copytree(ROOT / name, folder / name, ignore=without)
        for step in self.done:
            self._follow(step)

    def _follow(self, step: Step) -> None:
        path = self.folder / step.path
        if not step.how:
            assert not path.exists(), path
            path.parent.mkdir(exist_ok=True)
            path.write_text(step.code, "utf-8")
            return
        before = path.read_text("utf-8")
        line = f"{step.anchor}\n"
        assert before.count(line) == 1, f"{step.path} has no such line: {step.anchor}"
        after = step.code if step.how == "in place of" else line + step.code
        path.write_text(before.replace(line, after), "utf-8")

    def run(self, *arguments: object, now: int = 1_790_000_000) -> str:
        packages = [path for path in sys.path if path.endswith("site-packages")]
        done = subprocess.run(
            [sys.executable, "-m", "deckwright", *map(str, arguments)],
            check=False,
            cwd=self.folder,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join([str(self.folder / "src"), *packages]),
                "SOURCE_DATE_EPOCH": str(now),
                "XDG_CACHE_HOME": str(self.folder / "cache"),
                "XDG_STATE_HOME": str(self.folder / "state"),
            },
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, "utf-8")


def touched(done: Sequence[Step]) -> set[str]:
    return {step.path for step in done}


STEPS = """# Baking

### In which order is bread made? {kind=steps}

1. Mix
2. Knead
3. Bake

### What is yeast?

A fungus.
"""


@pytest.mark.anki
def test_a_card_kind_is_four_files(tmp_path: Path) -> None:
    copy = Copy(tmp_path, "a card kind")
    assert len(touched(copy.done)) == 4
    copy.write("bread.md", STEPS)
    copy.run("build", "bread.md", "--output", "bread.apkg")
    with closing(Learner(tmp_path)) as learner:
        assert learner.receive(tmp_path / "bread.apkg").counts == {"new": 2}
        (steps_,) = (guid for guid, note in learner.see_all().items() if "Sorted" in note.fields)
        assert "baking::kind::steps" in learner.see(steps_).tags
        front, back = learner.show(steps_)
        assert front.index("Bake") < front.index("Knead") < front.index("Mix")
        assert back.index("Mix") < back.index("Knead") < back.index("Bake")
        assert learner.problems() == ""
        learner.study(steps_)
        history = learner.history()
        now = learner.see(steps_).modified + 86_400
        copy.write("bread.md", STEPS.replace("Knead", "Knead well").replace("A fungus", "A fungus, alive"))
        copy.run("build", "bread.md", "--output", "bread.apkg", now=now)
        assert learner.receive(tmp_path / "bread.apkg").counts == {"updated": 2}
        assert learner.history() == history
        assert "Knead well" in learner.show(steps_)[1]
        copy.run("preview", "bread.md", "--output", "site")
        assert "In which order is bread made?" in (tmp_path / "site/data/index.js").read_text("utf-8")
        copy.write("bread.md", STEPS.replace(" {kind=steps}", ""))
        said = copy.run("build", "bread.md", "--output", "bread.apkg", "--json", now=now + 9)
        assert "DW407" in said, "another note type starts anew, and that is said"
        assert learner.receive(tmp_path / "bread.apkg").counts == {"new": 1, "updated": 1}


def test_a_reading_style_is_two_files(tmp_path: Path) -> None:
    copy = Copy(tmp_path, "a reading style")
    assert len(touched(copy.done)) == 2
    copy.write("capitals.md", "# Capitals\n\nCapital of Peru => Lima\n\nCapital of Chad => N'Djamena\n")
    assert "arrows" in copy.run("check", "capitals.md", "--explain")
    assert '"new": 2' in copy.run("build", "capitals.md", "--json")


def test_a_markdown_extension_is_two_files(tmp_path: Path) -> None:
    copy = Copy(tmp_path, "a Markdown extension")
    assert len(touched(copy.done)) == 2
    copy.write("keys.md", "# Keys\n\n### How do you copy?\n\nWith ++Ctrl+C++, in C++ or C.\n")
    copy.run("preview", "keys.md", "--output", "site")
    pages = "".join(path.read_text("utf-8") for path in (tmp_path / "site").rglob("*.html"))
    assert "<kbd>Ctrl+C</kbd>, in C++ or C." in pages


@pytest.mark.anki
def test_a_target_is_three_files(tmp_path: Path) -> None:
    copy = Copy(tmp_path, "a target of syncs")
    assert len(touched(copy.done)) == 3
    Learner(tmp_path).close()
    collection = tmp_path / "collection.anki2"
    before = collection.read_bytes()
    copy.write("bread.md", STEPS)
    copy.run("sync", "bread.md", "--target", "rehearsal", "--collection", collection, "--yes")
    assert collection.read_bytes() == before
    (tmp_path / "other").mkdir()
    (tmp_path / "rehearsal-collection.anki2").rename(tmp_path / "other/collection.anki2")
    with closing(Learner(tmp_path / "other")) as learner:
        assert len(learner.guids()) == 2
