"""Wrong input: one sentence with place and remedy, the right exit code, nothing lost, no traceback."""

from __future__ import annotations

import fcntl
import json
import os
import tempfile
from hashlib import sha256
from pathlib import Path

import pytest

from app.project import CELLS, DAY, NOW, Project, Result


def refused(result: Result, code: int, *words: str) -> None:
    """Whether a command failed with a sentence that holds all the words, and a remedy."""
    assert result.code == code, result.err
    assert "Traceback" not in result.err
    assert "Unexpected" not in result.err
    for word in words:
        assert word in result.err
    assert len(result.err.strip().splitlines()) <= 3, result.err


def test_a_missing_source(project: Project) -> None:
    refused(project.run("build", "nowhere.md"), 2, "nowhere.md", "no such file")


@pytest.mark.parametrize("name", ["deck.apkg", "deck.toml", "cells.deck.lock"])
def test_what_is_no_source(cells: Project, name: str) -> None:
    cells.build("cells.md", "--output", "deck.apkg")
    cells.write("deck.toml", 'id = "abc"\n')
    refused(cells.run("build", name), 2, f"{name} is no source", "Name the Markdown file")


def test_no_source_in_a_folder_that_is_no_deck(project: Project) -> None:
    for command in ("build", "check", "plan", "preview", "pull"):
        refused(project.run(command), 2, "Name a Markdown file or a folder", "deckwright init")


def test_no_source_in_a_folder_that_is_a_deck(project: Project) -> None:
    assert project.run("init").code == 0
    assert project.run("check").code == 0
    assert project.build()["plan"]["counts"]["new"] == 1
    assert "1 unchanged" in project.run("plan").out


@pytest.mark.parametrize("version", ["", " "])
def test_a_release_without_a_version(cells: Project, version: str) -> None:
    refused(cells.run("build", "cells.md", "--release", version), 2, "--release names no version", "2026.11")
    assert "Cells.apkg" not in cells.files()


def test_styles_go_into_no_folder_that_holds_something(cells: Project) -> None:
    refused(cells.run("styles", "."), 2, "is there already", "empty")
    assert cells.run("styles", "mine").code == 0
    assert (cells.folder / "mine/card.css").read_text("utf-8")
    cells.build("cells.md", "--styles", "mine")
    assert cells.build("cells.md")["plan"]["restyled"] == []


def test_a_folder_without_markdown(project: Project) -> None:
    project.write("deck/readme.md", "# Hello")
    refused(
        project.run("build", "deck"), 2, "deck", "no Markdown files", "only when named: deckwright build deck/readme.md"
    )


def test_a_document_without_questions(project: Project) -> None:
    project.write("prose.md", "# Prose\n\nJust text.\n")
    refused(project.run("build", "prose.md"), 1, "no questions", "--explain")
    assert set(project.files()) == {"prose.md"}


def test_what_is_said_of_a_document_without_questions_helps(project: Project) -> None:
    topics = "# Python\n\n## Generators\n\nThey yield.\n\n## The lock\n\nOne thread at a time.\n"
    project.write("topics.md", topics)
    refused(project.run("build", "topics.md"), 1, "style: headings")
    project.write("topics.md", f"---\nstyle: headings\n---\n{topics}")
    assert project.counts("topics.md") == {"new": 2}


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "is empty"), ("\ufeff \n\n\t\n", "is empty"), ("---\ntitle: Soon\n---\n", "No question was found")],
    ids=["empty", "blank", "front matter"],
)
@pytest.mark.parametrize("command", ["build", "plan", "check"])
def test_a_file_that_asks_nothing_is_named_by_all(project: Project, command: str, text: str, said: str) -> None:
    project.write("deck/cells.md", CELLS)
    project.write("deck/soon.md", text)
    result = project.run(command, "deck")
    assert result.code == 0, result.err
    (line,) = (each for each in f"{result.out}{result.err}".splitlines() if "DW207" in each)
    assert line.startswith("deck/soon.md: note DW207: ")
    assert said in line
    alone = project.run(command, "deck/soon.md")
    assert alone.code == (1 if command == "build" else 0)
    assert "soon.md" in f"{alone.out}{alone.err}"
    assert ("DW207" in f"{alone.out}{alone.err}") == (command != "build")


def test_an_undecodable_file_alone(project: Project) -> None:
    project.write("cells.md", CELLS.encode() + b"\xff")
    result = project.run("build", "cells.md")
    assert result.code == 1
    assert set(project.files()) == {"cells.md"}
    assert f"cells.md:{CELLS.count(chr(10)) + 1}" in result.err
    assert "Save it as UTF-8" in result.err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('nmae = "x"', ("deck.toml:1", "unknown key `nmae`", "Did you mean `name`?")),
        ("\ntags = 3", ("deck.toml:2", "list of strings")),
        ("name = [", ("deck.toml", "TOML")),
        (b"\xff", ("deck.toml", "UTF-8")),
    ],
)
def test_a_broken_deck_toml(cells: Project, text: str | bytes, words: tuple[str, ...]) -> None:
    cells.write("deck.toml", text)
    refused(cells.run("build", "cells.md"), 2, *words)


class TestLock:
    """A lock that can't be used stops the build and stays as it is."""

    @pytest.fixture(autouse=True)
    def _built(self, cells: Project) -> None:
        cells.build("cells.md")

    def _lines(self, cells: Project) -> list[str]:
        return (cells.folder / "cells.deck.lock").read_text("utf-8").splitlines()

    def _untouched(self, cells: Project, lines: list[str], *words: str) -> None:
        text = "\n".join(lines) + "\n"
        cells.write("cells.deck.lock", text)
        before = cells.files()
        refused(cells.run("build", "cells.md", now=NOW + DAY), 1, "cells.deck.lock", *words)
        assert cells.files() == before

    def test_of_a_newer_version(self, cells: Project) -> None:
        header, *lines = self._lines(cells)
        self._untouched(cells, [json.dumps({**json.loads(header), "lock": 99}), *lines], "99")

    def test_with_an_unknown_key(self, cells: Project) -> None:
        header, line, *lines = self._lines(cells)
        self._untouched(cells, [header, json.dumps({**json.loads(line), "colour": 1}), *lines], ":2", "colour")

    def test_that_is_no_lock_at_all(self, cells: Project) -> None:
        self._untouched(cells, ["hello"], ":1")

    def test_with_contradictory_lines(self, cells: Project) -> None:
        header, line, *lines = self._lines(cells)
        other = {**json.loads(line), "content": "0" * 20, "note_type": "cloze"}
        self._untouched(cells, [header, line, json.dumps(other), *lines])

    def test_of_another_deck(self, cells: Project) -> None:
        cells.write("deck.toml", 'id = "another"')
        before = cells.files()
        refused(cells.run("build", "cells.md"), 1, "another", "--lock")
        assert cells.files() == before

    def test_with_conflict_markers_is_joined_and_reported(self, cells: Project) -> None:
        header, first, second, *rest = self._lines(cells)
        lines = [header, "<<<<<<< ours", first, "=======", first, second, ">>>>>>> theirs", *rest]
        cells.write("cells.deck.lock", "\n".join(lines) + "\n")
        result = cells.run("build", "cells.md", "--json", now=NOW + DAY)
        assert result.code == 0
        (deck,) = result.json
        assert deck["plan"]["counts"]["unchanged"] == 4
        assert "DW402" in {each["code"] for each in deck["diagnostics"]}
        assert self._lines(cells) == [header, first, second, *rest]

    def test_that_was_lost_stops_the_build_and_names_the_ways(self, cells: Project) -> None:
        (cells.folder / "cells.deck.lock").unlink()
        before = cells.files()
        refused(cells.run("build", "cells.md"), 1, "Cells.apkg", "deckwright adopt", "--fresh")
        assert cells.files() == before
        assert cells.counts("cells.md", "--fresh") == {"new": 4}

    def test_with_a_time_in_the_future_is_reported(self, cells: Project) -> None:
        result = cells.run("build", "cells.md", "--json", now=NOW - 3 * DAY)
        assert "DW403" in {each["code"] for each in result.json[0]["diagnostics"]}


def test_an_output_that_is_another_decks(cells: Project) -> None:
    cells.build("cells.md", "--output", "deck.apkg")
    cells.write("other.md", "# Other\n\n### 1. Why?\n\nBecause.\n\n### 2. How?\n\nSo.\n")
    before = cells.files()
    refused(cells.run("build", "other.md", "--output", "deck.apkg", "--fresh"), 2, "deck.apkg", "Cells", "--output")
    assert cells.files() == before


def test_an_output_that_is_no_package(cells: Project) -> None:
    cells.write("deck.apkg", "hello")
    refused(cells.run("build", "cells.md", "--output", "deck.apkg", "--fresh"), 1, "deck.apkg")
    assert cells.files()["deck.apkg"] == b"hello"


def test_two_sources_for_one_output(cells: Project) -> None:
    cells.write("other.md", "# Other\n\n### 1. Why?\n\nBecause.\n\n### 2. How?\n\nSo.\n")
    refused(cells.run("build", "cells.md", "other.md", "--output", "deck.apkg"), 2, "--output", "2 sources")
    cells.write("twin/cells.md", CELLS)
    refused(cells.run("build", "cells.md", "twin/cells.md"), 2, "same package", "Cells.apkg")
    assert not list(cells.folder.glob("*.apkg"))


def test_several_sources_are_several_decks(cells: Project) -> None:
    cells.write("other.md", "# Other\n\n### 1. Why?\n\nBecause.\n\n### 2. How?\n\nSo.\n")
    result = cells.run("build", "cells.md", "other.md")
    assert (result.code, result.out.split()) == (0, ["Cells.apkg", "Other.apkg"])


@pytest.mark.parametrize("where", ["source", "output"])
def test_a_read_only_folder(unprivileged: Project, where: str) -> None:
    unprivileged.write("cells.md", CELLS)
    (unprivileged.folder / "out").mkdir()
    closed = unprivileged.folder / "out" if where == "output" else unprivileged.folder
    closed.chmod(0o555)
    try:
        before = unprivileged.files()
        refused(unprivileged.run("build", "cells.md", "--output", "out/deck.apkg"), 1, "can't be written", "read-only")
        assert unprivileged.files() == before
    finally:
        closed.chmod(0o755)


def test_a_read_only_folder_where_nothing_is_to_be_written(unprivileged: Project) -> None:
    unprivileged.write("cells.md", CELLS)
    unprivileged.build("cells.md", "--no-cache")
    unprivileged.folder.chmod(0o555)
    try:
        before = unprivileged.files()
        for command in ("build", "cells.md"), ("build", "cells.md", "--no-cache"), ("build", "cells.md", "--locked"):
            result = unprivileged.run(*command, now=NOW + DAY)
            assert (result.code, result.out) == (0, "Cells.apkg\n"), result.err
            assert "4 unchanged since the last build" in result.err
        (unprivileged.folder / "cells.md").write_text(CELLS.replace("the cell's fuel", "its fuel"), "utf-8")
        refused(unprivileged.run("build", "cells.md", now=NOW + DAY), 1, "Cells.apkg: can't be written", "read-only")
        assert {**unprivileged.files(), "cells.md": b""} == {**before, "cells.md": b""}
    finally:
        unprivileged.folder.chmod(0o755)


@pytest.mark.parametrize(
    "command",
    [
        ("build", "cells.md"),
        ("build", "cells.md", "--output", "new.apkg", "--after", "Cells.apkg"),
        ("plan", "cells.md", "--output", "new.apkg", "--against", "Cells.apkg"),
        ("adopt", "Cells.apkg", "cells.md", "--lock", "new.lock"),
        ("pull", "cells.md", "--from", "Cells.apkg"),
    ],
    ids=lambda command: f"{command[0]} {command[-2]}",
)
def test_a_package_that_may_not_be_read(unprivileged: Project, command: tuple[str, ...]) -> None:
    unprivileged.write("cells.md", CELLS)
    unprivileged.build("cells.md", "--no-cache")
    package = unprivileged.folder / "Cells.apkg"
    package.chmod(0)
    try:
        result = unprivileged.run(*command)
    finally:
        package.chmod(0o644)
    refused(result, 1, "Cells.apkg can't be read: Permission denied.\n", "See that you have the right to read it.")


@pytest.mark.parametrize(("option", "path"), [("--output", "none/deck.apkg"), ("--lock", "none/deck.lock")])
def test_a_folder_that_is_not_there(cells: Project, option: str, path: str) -> None:
    before = cells.files()
    refused(cells.run("build", "cells.md", option, path), 1, path, "can't be written")
    assert cells.files() == before


@pytest.mark.parametrize("wanted", ["cells.deck.lock", "Cells.apkg"], ids=["of one deck", "into one package"])
def test_two_builds_at_once(cells: Project, wanted: str) -> None:
    cells.build("cells.md")
    before = cells.files()
    name = sha256(os.fsencode((cells.folder / wanted).resolve())).hexdigest()[:16]
    other = os.open(Path(tempfile.gettempdir()) / "deckwright-runs" / f"{name}.run", os.O_RDWR)
    try:
        fcntl.flock(other, fcntl.LOCK_EX)
        cells.edit("cells.md", "the cell's fuel", "what cells run on")
        refused(cells.run("build", "cells.md"), 1, "Another run", wanted)
        assert cells.files() == before | {"cells.md": cells.files()["cells.md"]}
    finally:
        os.close(other)
    assert cells.counts("cells.md", now=NOW + DAY) == {"updated": 1, "unchanged": 3}


@pytest.mark.parametrize("command", [("init", "cells.md/new"), ("styles", "cells.md/new")])
def test_a_place_that_there_cannot_be(cells: Project, command: tuple[str, ...]) -> None:
    refused(cells.run(*command), 1, "cells.md", "can't be used")


def test_questions_without_answers_are_not_said_to_be_missing(project: Project) -> None:
    project.write("a.md", "# T\n\n## What is a cell?\n\n## What is a gene?\n\nTODO\n")
    refused(project.run("build", "a.md"), 1, "a.md: no question has an answer", "deckwright check")
    assert set(project.files()) == {"a.md"}


def test_a_question_that_shows_nothing_is_named_and_the_others_are_built(cells: Project) -> None:
    cells.edit(
        "cells.md", "### Q1.3: Where does a plant cell keep its chlorophyll?", "### Q1.3: <!-- ? --> ![](none.png)"
    )
    result = cells.run("build", "cells.md", "--json")
    (deck,) = result.json
    assert result.code in {0, 1}
    assert deck["notes"] == 3
    line = CELLS[: CELLS.index("### Q1.3")].count("\n") + 1
    assert any(each["line"] == line for each in (*deck["diagnostics"], *deck["skipped"]))


def test_a_strange_time_in_the_environment(cells: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    from deckwright.app.clock import now
    from deckwright.errors import UsageError

    with pytest.raises(UsageError, match="soon"):
        now({"SOURCE_DATE_EPOCH": "soon"})


def test_check_and_locked_write_nothing_and_say_what_would_change(cells: Project) -> None:
    assert cells.run("build", "cells.md", "--check").code == 3
    assert set(cells.files()) == {"cells.md"}
    cells.build("cells.md")
    assert cells.run("build", "cells.md", "--check", now=NOW + DAY).code == 0
    assert cells.run("build", "cells.md", "--locked", now=NOW + DAY).code == 0
    cells.edit("cells.md", "the cell's fuel", "what cells run on")
    before = cells.files()
    assert cells.run("build", "cells.md", "--check", now=NOW + DAY).code == 3
    assert cells.run("build", "cells.md", "--locked", now=NOW + DAY).code == 3
    assert cells.files() == before


def test_many_retired_notes_need_a_word(project: Project) -> None:
    questions = [
        f"### {number}. What is {number} times 7?\n\nIt is {number * 7}, in the decimal system.\n"
        for number in range(1, 31)
    ]
    project.write("sums.md", "\n".join(["# Sums\n", *questions]))
    project.build("sums.md")
    project.write("sums.md", "\n".join(["# Sums\n", *questions[:15]]))
    before = project.files()
    refused(project.run("build", "sums.md", now=NOW + DAY), 1, "15 of the deck's 30 notes", "--retire")
    assert project.files() == before
    assert project.counts("sums.md", "--retire", now=NOW + DAY) == {"retired": 15, "unchanged": 15}


def test_a_deck_s_name_is_too_long_for_a_file(project: Project) -> None:
    project.write("a.md", f"# {'Zellen ü ' * 60}\n\n## What is it?\n\nThis.\n")
    built = project.build("a.md")
    assert len(Path(built["package"]).name.encode()) < 220
    assert (project.folder / built["package"]).exists()
