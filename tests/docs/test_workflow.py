"""The workflow of docs/publishing.md: parsed, and each of its commands run as GitHub would, over two releases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from deckwright.targets.package.read import read
from docs.pages import ROOT, Run, World, blocks

pytestmark = pytest.mark.anki

DAY = 86_400
NOW = 1_790_000_000
GH = """cd "$HOME"
case "$1 $2" in
"release download") test -f released.apkg && cp released.apkg "$OLDPWD/last.apkg" ;;
"release create") cp "$OLDPWD/$4" released.apkg; echo "$3" >>tags ;;
*) exit 9 ;;
esac"""
"""What GitHub's own command does, as far as the workflow asks for it: it keeps the last release."""


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path)
    made.program("gh", GH)
    made.program("pip", 'test "$*" = "install deckwright[anki]"')
    return made


def steps() -> list[dict[str, Any]]:
    (text,) = blocks(ROOT / "docs/publishing.md", "yaml")
    workflow = yaml.safe_load(text)
    assert set(workflow) == {True, "jobs"}  # YAML 1.1 takes `on` for a boolean; GitHub doesn't
    assert workflow[True] == {"pull_request": None, "push": {"tags": ["v*"]}}
    found: list[dict[str, Any]] = workflow["jobs"]["deck"]["steps"]
    return found


def job(world: World, event: str, tag: str = "", *, now: int) -> Run:
    """Run the steps in order until one fails, in a fresh checkout as far as packages go."""
    for leftover in world.folder.glob("*.apkg"):
        leftover.unlink()
    done = Run(code=0, out="", err="")
    for step in steps():
        if "run" not in step or step.get("if", f"github.event_name == '{event}'") != f"github.event_name == '{event}'":
            continue
        summary = str(world.home / "summary.md")
        done = world.run(step["run"], now=now, GITHUB_REF_NAME=tag, GITHUB_STEP_SUMMARY=summary)
        if done.code:
            break
    return done


def release(world: World, tag: str, *, now: int) -> Run:
    """Release as the page says: build here, commit the lock, tag; then the workflow runs."""
    after = "--after ../home/released.apkg" if (world.home / "released.apkg").exists() else ""
    built = world.run(f"deckwright build deck --release {tag[1:]} {after} --output deck.apkg", now=now)
    assert built.code == 0, built.err
    return job(world, "push", tag, now=now + 60)


def test_two_releases_and_a_pull_request(world: World) -> None:
    done = release(world, "v2026.10", now=NOW)
    assert done.code == 0, done.err
    first = read(world.home / "released.apkg").notes

    world.edit("deck/cells.md", "the cell's fuel", "the fuel of cells")
    done = job(world, "pull_request", now=NOW + 9 * DAY)
    assert done.code == 3, "somebody forgot to commit the lock"
    assert world.run("deckwright build deck --output mine.apkg", now=NOW + 9 * DAY).code == 0
    done = job(world, "pull_request", now=NOW + 9 * DAY + 60)
    assert done.code == 0, done.err
    assert "1 updated" in (world.home / "summary.md").read_text("utf-8")

    lock = world.folder / "deck/deck.lock"
    done = release(world, "v2026.11", now=NOW + 30 * DAY)
    assert done.code == 0, done.err
    assert (world.home / "tags").read_text().split() == ["v2026.10", "v2026.11"]
    second = read(world.home / "released.apkg").notes
    assert {guid for guid in second if second[guid].modified != first[guid].modified} == {
        guid for guid in second if "the fuel of cells" in second[guid].fields[2]
    }
    committed = lock.read_bytes()
    assert job(world, "push", "v2026.11", now=NOW + 31 * DAY).code == 0
    assert lock.read_bytes() == committed, "the workflow writes no other lock than the one that was committed"


def test_a_release_whose_lock_was_not_committed_is_not_published(world: World) -> None:
    assert release(world, "v2026.10", now=NOW).code == 0
    world.edit("deck/cells.md", "the cell's fuel", "the fuel of cells")
    assert job(world, "push", "v2026.11", now=NOW + 30 * DAY).code == 3
    assert (world.home / "tags").read_text().split() == ["v2026.10"]
