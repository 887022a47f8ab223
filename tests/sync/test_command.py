"""`deckwright sync` on a real collection, from the Markdown to the learner's cards."""

from __future__ import annotations

import io
import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from anki_oracle.oracle import Learner
from app.project import CELLS, DAY, NOW, Project
from deckwright.app.files import only_run
from deckwright.model import DeckId
from killing import KILLED, killed_at
from sync.rigs import AnkiRig
from sync.test_running_anki import as_basic

pytestmark = pytest.mark.anki
SECRET = "s3cr3t-k3y"
NEW_FUEL = ("the cell's fuel", "what cells run on")


@pytest.fixture
def anki(tmp_path: Path) -> Path:
    """A learner's collection, closed."""
    folder = tmp_path / "anki"
    folder.mkdir()
    with closing(Learner(folder)):
        pass
    return folder


@pytest.fixture
def open_anki(anki: Path) -> Iterator[Learner]:
    with closing(Learner(anki)) as learner:
        yield learner


def _options(anki: Path, *more: str) -> list[str]:
    return ["sync", "cells.md", "--target", "collection", "--collection", str(anki / "collection.anki2"), *more]


def _fields(anki: Path, name: str) -> dict[str, str]:
    with closing(Learner(anki)) as learner:
        return {seen.fields["Question"]: seen.fields[name] for seen in learner.see_all().values()}


def test_first_then_nothing_then_what_changed(project: Project, anki: Path) -> None:
    done = project.run(*_options(anki, "--yes"))
    assert (done.code, "4 add" in done.out, "backup" in done.err) == (0, True, True)
    assert set(project.files()) == {"cells.md", "cells.deck.lock"}
    again = project.run(*_options(anki, "--yes"))
    assert (again.code, "4 unchanged" in again.out, again.err) == (0, True, "")
    project.edit("cells.md", *NEW_FUEL)
    plan = project.run(*_options(anki, "--dry-run", "--json")).json
    assert (plan["counts"], plan["unchanged"]) == ({"update": 1}, 3)
    assert project.run(*_options(anki, "--save-plan", "later.json")).code == 0
    assert "what cells run on" not in "".join(_fields(anki, "Answer").values())
    done = project.run(*_options(anki, "--plan", "later.json"))
    assert (done.code, "+ It turns sugar" in done.out) == (0, True)
    assert "what cells run on" in "".join(_fields(anki, "Answer").values())


def test_a_build_after_a_sync_gives_a_package_that_changes_nothing(project: Project, anki: Path) -> None:
    project.run(*_options(anki, "--yes"))
    project.build("cells.md")
    with closing(Learner(anki)) as learner:
        assert learner.receive(project.folder / "Cells.apkg").counts == {"duplicate": 4}


def test_a_sync_after_an_import_has_nothing_to_do(project: Project, anki: Path) -> None:
    project.build("cells.md")
    with closing(Learner(anki)) as learner:
        learner.receive(project.folder / "Cells.apkg")
    assert "4 unchanged" in project.run(*_options(anki, "--yes")).out


@pytest.mark.parametrize("answer", ["n\n", ""])
def test_asked_and_refused(project: Project, anki: Path, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    done = project.run(*_options(anki))
    assert (done.code, "Do this?" in done.err, "Nothing was done" in done.err) == (1, True, True)
    assert set(project.files()) == {"cells.md"}
    assert _fields(anki, "Answer") == {}


def test_another_plan_than_the_one_expected(project: Project, anki: Path) -> None:
    project.run(*_options(anki, "--save-plan", "later.json"))
    project.edit("cells.md", *NEW_FUEL)
    done = project.run(*_options(anki, "--plan", "later.json"))
    assert (done.code, "later.json no longer holds" in done.err) == (1, True)
    assert _fields(anki, "Answer") == {}


def test_a_saved_plan_that_the_learner_overtook(project: Project, anki: Path) -> None:
    project.run(*_options(anki, "--yes"))
    project.edit("cells.md", *NEW_FUEL)
    project.run(*_options(anki, "--save-plan", "later.json"))
    with closing(Learner(anki)) as learner:
        for guid in learner.guids():
            learner.edit(guid, Answer="mine")
    done = project.run(*_options(anki, "--plan", "later.json"))
    assert (done.code, "no longer holds" in done.err) == (1, True)
    assert set(_fields(anki, "Answer").values()) == {"mine"}


def test_a_saved_plan_keeps_its_terms(project: Project, anki: Path) -> None:
    project.run(*_options(anki, "--yes"))
    with closing(Learner(anki)) as learner:
        for guid in learner.guids():
            learner.edit(guid, Answer="mine")
    project.edit("cells.md", *NEW_FUEL)
    project.run(*_options(anki, "--save-plan", "later.json", "--prefer", "source"))
    refused = project.run(*_options(anki, "--plan", "later.json", "--prefer", "anki"))
    assert (refused.code, "saved on" in refused.err) == (2, True)
    assert project.run(*_options(anki, "--plan", "later.json")).code == 0
    assert "what cells run on" in "".join(_fields(anki, "Answer").values())


@pytest.mark.parametrize("content", [None, "", "{}", "[]", '{"plan": 1}', '{"plan": 2, "id": "x"}'])
def test_no_saved_plan(project: Project, anki: Path, content: str | None) -> None:
    if content is not None:
        project.write("later.json", content)
    done = project.run(*_options(anki, "--plan", "later.json"))
    assert (done.code, "later.json" in done.err) == (2, True)


def test_a_saved_plan_of_another_target(project: Project, anki: Path, tmp_path: Path) -> None:
    project.run(*_options(anki, "--save-plan", "later.json"))
    done = project.run("sync", "cells.md", "--target", "package", "--plan", "later.json")
    assert (done.code, "is for" in done.err) == (2, True)


def test_what_the_learner_deleted_stays_deleted(project: Project, anki: Path) -> None:
    project.run(*_options(anki, "--yes"))
    with closing(Learner(anki)) as learner:
        gone, other = learner.guids()[:2]
        learner.col.remove_notes([learner.note_id(gone)])
    for _ in range(2):
        done = project.run(*_options(anki, "--yes"))
        assert (done.code, "1 deleted in Anki" in done.out, "--restore-deleted" in done.out) == (0, True, True)
    with closing(Learner(anki)) as learner:
        assert gone not in learner.guids()
        learner.col.remove_notes([learner.note_id(other)])
    back = project.run(*_options(anki, "--yes", "--restore-deleted"))
    assert "2 add" in back.out
    with closing(Learner(anki)) as learner:
        assert {gone, other} <= set(learner.guids())
    assert "4 unchanged" in project.run(*_options(anki, "--yes")).out


def test_what_a_sync_deleted_comes_back_with_its_entry(project: Project, anki: Path) -> None:
    project.run(*_options(anki, "--yes"))
    project.write("cells.md", CELLS[: CELLS.index("### Q1.3")] + CELLS[CELLS.index("## 2.") :])
    assert "1 delete" in project.run(*_options(anki, "--yes", "--delete-retired")).out
    project.write("cells.md", CELLS)
    assert "1 add" in project.run(*_options(anki, "--yes")).out


def test_an_entry_that_becomes_a_cloze_keeps_its_reviews(project: Project, anki: Path) -> None:
    project.write("cells.md", CELLS)
    project.run(*_options(anki, "--yes"))
    with closing(Learner(anki)) as learner:
        (guid,) = (guid for guid in learner.guids() if "ribosome" in learner.see(guid).fields["Question"])
        card = learner.card_id(guid)
        learner.study(guid)
        history = learner.history()[guid, 0]
    project.edit("cells.md", "Proteins", "{{c1::Proteins}}")
    plan = project.run(*_options(anki, "--yes"))
    assert (plan.code, "1 change type" in plan.out, "add" in plan.out) == (0, True, False), plan.out + plan.err
    with closing(Learner(anki)) as learner:
        (new,) = (guid for guid in learner.guids() if "Text" in learner.see(guid).fields)
        assert (learner.card_id(new), learner.history()[new, 0]) == (card, history)
        assert learner.problems() == ""
    assert "4 unchanged" in project.run(*_options(anki, "--yes")).out
    project.write("cells.md", CELLS)
    project.build("cells.md")
    back = project.run(*_options(anki, "--yes"))
    assert ("1 change type" in back.out, "full sync" in back.out) == (True, True)
    with closing(Learner(anki)) as learner:
        assert (learner.card_id(guid), learner.history()[guid, 0]) == (card, history)


def test_reworded_moved_retired_and_back(project: Project, anki: Path) -> None:
    project.run(*_options(anki, "--yes"))
    with closing(Learner(anki)) as learner:
        for guid in learner.guids():
            learner.study(guid)
        before = learner.history()
    text = CELLS.replace("What is a ribosome made of?", "What are ribosomes made of?")
    project.write("cells.md", text[: text.index("### Q1.3")] + text[text.index("## 2.") :])
    assert "1 retire" in project.run(*_options(anki, "--yes")).out
    project.write("cells.md", text)
    assert "1 restore" in project.run(*_options(anki, "--yes")).out
    with closing(Learner(anki)) as learner:
        assert learner.history() == before
        assert learner.problems() == ""


def test_an_open_collection(project: Project, anki: Path, open_anki: Learner) -> None:
    open_anki.col.db.execute("update col set mod = mod")
    done = project.run(*_options(anki, "--yes"))
    assert (done.code, "is open in Anki" in done.err, "Close Anki" in done.err) == (1, True, True)


@pytest.mark.parametrize("content", [None, b"", b"not a collection", b"SQLite format 3\x00 and then not"])
def test_no_collection(project: Project, tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "collection.anki2").write_bytes(content)
    done = project.run(*_options(tmp_path, "--yes"))
    assert (done.code, done.err.count("\n") <= 2, "Error:" in done.err) == (1, True, True)
    if content is not None:
        assert (tmp_path / "collection.anki2").read_bytes() == content


def test_media_that_cannot_be_read(project: Project, anki: Path) -> None:
    """A sync says which collection it is about, and a build that only looks into it afterwards is done all the same."""
    project.run(*_options(anki, "--yes"))
    (anki / "collection.media").rename(anki / "elsewhere")
    (anki / "collection.media").write_bytes(b"")
    project.edit("cells.md", "Telophase", "Telophase, at last")
    done = project.run(*_options(anki, "--dry-run"))
    assert (done.code, "collection.anki2 can't be read" in done.err) == (1, True)
    assert project.run("build", "cells.md", now=NOW + DAY).code == 0


def test_one_run_at_a_time(project: Project, anki: Path) -> None:
    with only_run(anki / "collection.anki2"):
        done = project.run(*_options(anki, "--yes"))
    assert (done.code, "Another run is working on" in done.err) == (1, True)
    assert _fields(anki, "Answer") == {}


def test_an_old_collection(project: Project, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "collection.anki2")) as connection:
        connection.execute("create table col (ver integer)")
        connection.execute("insert into col values (11)")
        connection.commit()
    assert "too old" in project.run(*_options(tmp_path, "--yes")).err


def test_the_lock_was_lost(project: Project, anki: Path) -> None:
    project.run(*_options(anki, "--yes"))
    (project.folder / "cells.deck.lock").unlink()
    done = project.run(*_options(anki, "--yes"))
    assert (done.code, "lock" in done.err) == (1, True)
    assert "4 unchanged" in project.run(*_options(anki, "--yes", "--fresh")).out


def test_many_retired_at_once(project: Project, anki: Path) -> None:
    entries = [f"### Q{number}: What is number {number}?\n\nIt is {number}.\n" for number in range(1, 31)]
    project.write("cells.md", "# Numbers\n\n" + "\n".join(entries))
    project.run(*_options(anki, "--yes"))
    project.write("cells.md", "# Numbers\n\n" + "\n".join(entries[:5]))
    done = project.run(*_options(anki, "--yes"))
    assert (done.code, "25 of the 30" in done.err) == (1, True)
    assert project.run(*_options(anki, "--yes", "--retire")).code == 0


def test_many_retired_at_once_that_a_target_never_had(project: Project, anki: Path) -> None:
    entries = [f"### Q{number}: What is number {number}?\n\nIt is {number}.\n" for number in range(1, 31)]
    project.write("cells.md", "# Numbers\n\n" + "\n".join(entries))
    project.build("cells.md")
    project.write("cells.md", "# Numbers\n\n" + "\n".join(entries[:5]))
    lock = (project.folder / "cells.deck.lock").read_bytes()
    done = project.run(*_options(anki, "--yes"))
    assert (done.code, "25 of the deck's 30" in done.err) == (1, True)
    assert (project.folder / "cells.deck.lock").read_bytes() == lock


@pytest.mark.parametrize("preference", ["both", "=abc", "Source", "source="])
def test_a_preference_that_is_none(project: Project, anki: Path, preference: str) -> None:
    assert project.run(*_options(anki, "--prefer", preference)).code == 2


def test_without_a_collection_named(project: Project) -> None:
    done = project.run("sync", "cells.md", "--target", "collection")
    assert (done.code, "--collection" in done.err) == (2, True)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[AnkiRig]:
    folder = tmp_path / "running"
    folder.mkdir()
    rig = AnkiRig(folder, key=SECRET)
    yield rig
    rig.close()


def test_a_running_anki(project: Project, running: AnkiRig, monkeypatch: pytest.MonkeyPatch) -> None:
    options = ["sync", "cells.md", "--target", "anki", "--url", running.stub.url]
    refused = project.run(*options, "--yes")
    assert (refused.code, "DECKWRIGHT_ANKI_KEY" in refused.err) == (1, True)
    monkeypatch.setenv("DECKWRIGHT_ANKI_KEY", SECRET)
    first = project.run(*options, "--yes", "--then-sync")
    assert (first.code, "merge note types" in first.err, running.stub.synced) == (0, True, 1)
    project.edit("cells.md", *NEW_FUEL)
    second = project.run(*options, "--yes")
    assert (second.code, "merge note types" in second.err, "done in" in second.err) == (0, False, True)
    project.write("cells.md", f"{CELLS}\n### Q9: What is an enzyme?\n\nA catalyst.\n")
    third = project.run(*options, "--yes")
    assert ("1 add" in third.out, "merge note types" in third.err) == (True, False)
    with running.learner() as learner:
        (guid,) = (guid for guid in learner.guids() if "mitochondrion" in learner.see(guid).fields["Question"])
        learner.edit(guid, Hint="powerhouse")
    (edit,) = project.run("pull", "cells.md", "--url", running.stub.url, "--json").json["edits"]
    assert (edit["guid"], edit["line"], list(edit["fields"])) == (guid, 5, ["Hint"])
    assert SECRET not in "".join(result.out + result.err for result in (refused, first, second))


def test_by_ankis_own_import_window(project: Project, running: AnkiRig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DECKWRIGHT_ANKI_KEY", SECRET)
    running.stub.after_looks = 1
    options = ["sync", "cells.md", "--target", "anki", "--url", running.stub.url, "--yes", "--import-window"]
    done = project.run(*options)
    assert (done.code, "Press Import there" in done.err, "merge note types" in done.err) == (0, True, False)
    assert ("guiImportFile" in running.stub.requests, "importPackage" in running.stub.requests) == (True, False)
    assert "4 unchanged" in project.run(*options).out
    project.write("cells.md", f"{CELLS}\n### Q9: What is an enzyme?\n\nA catalyst.\n")
    assert "merge note types" in project.run(*options[:-1]).err


def test_the_journal_holds_no_secret_and_tells_of_a_run_cut_off(
    project: Project, running: AnkiRig, monkeypatch: pytest.MonkeyPatch, state: Path
) -> None:
    monkeypatch.setenv("DECKWRIGHT_ANKI_KEY", SECRET)
    options = ["sync", "cells.md", "--target", "anki", "--url", running.stub.url, "--yes"]
    project.run(*options)
    assert len(list(state.rglob("*.jsonl"))) == len(list(state.rglob("*.targets.json"))) == 1
    project.edit("cells.md", *NEW_FUEL)
    project.run(*options[:-1], "--save-plan", "later.json")
    kept = [path for path in (*state.rglob("*"), *project.folder.rglob("*")) if path.is_file()]
    assert (project.folder / "later.json") in kept
    assert not any(SECRET.encode() in path.read_bytes() for path in kept)
    running.stub.refuses = lambda name: name == "updateNoteFields"
    assert project.run(*options).code == 1
    running.stub.refuses = lambda _: False
    done = project.run(*options)
    assert (done.code, "was cut off" in done.err) == (0, True)


@pytest.mark.parametrize("failure", ["unexpected", "expected"])
def test_no_secret_in_a_traceback(
    project: Project, running: AnkiRig, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, failure: str
) -> None:
    monkeypatch.setenv("DECKWRIGHT_ANKI_KEY", SECRET)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    if failure == "unexpected":
        monkeypatch.setattr("json.loads", lambda _: 1 / 0)
    else:
        running.stub.fault = lambda _: "500"
    done = project.run("sync", "cells.md", "--target", "anki", "--url", running.stub.url, "--yes")
    logs = [path.read_text("utf-8") for path in tmp_path.glob("deckwright-*.log")]
    assert (done.code, len(logs)) == (1, failure == "unexpected")
    assert SECRET not in done.out + done.err + "".join(logs)


@pytest.mark.parametrize("command", ["plan", "build"])
def test_a_build_says_what_it_would_replace(project: Project, anki: Path, command: str) -> None:
    project.run(*_options(anki, "--yes"))
    project.build("cells.md")
    with closing(Learner(anki)) as learner:
        for guid in learner.guids():
            learner.edit(guid, Extra="mine")
    project.edit("cells.md", *NEW_FUEL)
    said = project.run(command, "cells.md").err
    assert "1 note of these was edited in" in said
    assert "What does a mitochondrion do?" in said
    assert "ribosome" not in said


@pytest.mark.parametrize("command", ["plan", "build"])
def test_a_build_says_what_it_would_replace_in_a_running_anki(
    project: Project, running: AnkiRig, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("DECKWRIGHT_ANKI_KEY", SECRET)
    project.run("sync", "cells.md", "--target", "anki", "--url", running.stub.url, "--yes")
    project.build("cells.md")
    with running.learner() as learner:
        for guid in learner.guids():
            learner.edit(guid, Extra="mine")
    running.stub.requests.clear()
    running.stub.told = 0
    assert project.run(command, "cells.md").code == 0
    assert running.stub.requests == [], "nothing changes, so nobody is asked"
    project.edit("cells.md", *NEW_FUEL)
    said = project.run(command, "cells.md").err
    assert ("1 note of these was edited in" in said, "What does a mitochondrion do?" in said) == (True, True)
    assert SECRET not in said
    assert running.stub.told == 1, "only the notes that are about to change are asked for"


def test_a_build_is_done_whatever_a_running_anki_answers(
    project: Project, running: AnkiRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DECKWRIGHT_ANKI_KEY", SECRET)
    project.run("sync", "cells.md", "--target", "anki", "--url", running.stub.url, "--yes")
    project.build("cells.md")
    project.edit("cells.md", *NEW_FUEL)
    running.stub.instead = {"notesInfo": [{"noteId": "one"}]}
    done = project.run("build", "cells.md")
    assert (done.code, "1 updated" in done.out + done.err) == (0, True), done.err
    assert project.run("sync", "cells.md", "--target", "anki", "--url", running.stub.url, "--yes").code == 1


def test_an_anki_on_another_machine_is_not_asked(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    from deckwright.app.memory import Place, remember

    project.build("cells.md")
    deck = DeckId(json.loads((project.folder / "cells.deck.lock").read_text("utf-8").splitlines()[0])["deck"])
    for address in ("anki http://192.0.2.1:8765", "anki http://example.org:8765"):
        remember(deck, address, Place())
    asked: list[object] = []
    monkeypatch.setattr("deckwright.targets.ankiconnect.client.Client.call", lambda *args, **_: asked.append(args))
    project.edit("cells.md", *NEW_FUEL)
    assert project.run("plan", "cells.md").code == 0
    assert asked == []
    remember(deck, "anki http://127.0.0.1:9", Place())
    project.run("plan", "cells.md")
    assert len(asked) == 1


def test_an_open_or_lost_collection_is_no_matter_for_a_plan(project: Project, anki: Path) -> None:
    project.run(*_options(anki, "--yes"))
    project.build("cells.md")
    project.edit("cells.md", *NEW_FUEL)
    with closing(Learner(anki)) as learner:
        learner.col.db.execute("update col set mod = mod")
        assert project.run("plan", "cells.md").code == 0
    (anki / "collection.anki2").unlink()
    assert project.run("plan", "cells.md").code == 0


def test_builds_and_syncs_in_turn(project: Project, anki: Path) -> None:
    project.build("cells.md")
    project.run(*_options(anki, "--yes"))
    project.edit("cells.md", *NEW_FUEL)
    assert "1 update" in project.run(*_options(anki, "--yes")).out
    project.build("cells.md", now=NOW + DAY)
    answers = [note.fields[2] for note in project.package("Cells.apkg").notes.values()]
    assert sum("what cells run on" in answer for answer in answers) == 1
    with closing(Learner(anki)) as learner:
        assert learner.receive(project.folder / "Cells.apkg").counts == {"duplicate": 4}
    project.edit("cells.md", "chloroplasts", "green chloroplasts")
    project.build("cells.md", now=NOW + 100 * DAY)
    with closing(Learner(anki)) as learner:
        assert learner.receive(project.folder / "Cells.apkg").counts == {"updated": 1, "duplicate": 3}
    assert "4 unchanged" in project.run(*_options(anki, "--yes"), now=NOW + 101 * DAY).out


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked process")
@pytest.mark.parametrize("target", ["collection", "package"])
def test_killed_whenever_a_file_is_replaced(project: Project, anki: Path, state: Path, target: str) -> None:
    """The lock, the package, and what is remembered of the target: the next run finishes, whichever is missing."""
    place = ["--collection", str(anki / "collection.anki2")] if target == "collection" else []
    command = ["sync", "cells.md", "--target", target, *place, "--yes"]
    folders = {"work": project.folder, "anki": anki, "state": state}
    project.run(*command)
    for name, folder in folders.items():
        shutil.copytree(folder, folder.parent / f"{name}-before", dirs_exist_ok=True)
    moved = CELLS.replace("### Q1.3", "### Q1.9").replace(*NEW_FUEL)

    def dying() -> None:
        sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
        from deckwright.cli.main import run

        run(command)

    project.write("cells.md", moved)
    project.run(*command)
    expected = (project.folder / "cells.deck.lock").read_bytes()
    for point in range(1, 50):
        for name, folder in folders.items():
            shutil.rmtree(folder)
            shutil.copytree(folder.parent / f"{name}-before", folder)
        os.chdir(project.folder)
        project.write("cells.md", moved)
        if killed_at(point, [(os, "replace")], dying) != KILLED:
            break
        assert project.run(*command).code == 0
        again = project.run(*command)
        assert ("4 unchanged" in again.out, again.err) == (True, "")
        assert (project.folder / "cells.deck.lock").read_bytes() == expected
    assert point > 2


def _running(running: AnkiRig, *more: str) -> list[str]:
    return ["sync", "cells.md", "--target", "anki", "--url", running.stub.url, "--yes", *more]


@pytest.fixture
def with_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DECKWRIGHT_ANKI_KEY", SECRET)


@pytest.mark.usefixtures("with_key")
def test_what_anki_did_not_take_is_an_error_and_comes_the_next_time(
    project: Project, running: AnkiRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(running.stub, "do_importPackage", lambda **_: True, raising=False)
        refused = project.run(*_running(running))
    assert (refused.code, "did not take 4 of 4 new notes" in refused.err) == (1, True)
    assert "4 add" in (done := project.run(*_running(running))).out
    assert done.code == 0
    project.edit("cells.md", *NEW_FUEL)
    with running.learner() as learner:
        running.stub.open_in_browser = {learner.note_id(guid) for guid in learner.guids()}
    stuck = project.run(*_running(running))
    assert (stuck.code, "1 note did not change" in stuck.err) == (1, True)
    running.stub.open_in_browser = set()
    assert "1 update" in project.run(*_running(running)).out


@pytest.mark.usefixtures("with_key")
def test_a_note_whose_type_the_learner_changed_is_never_sent_again(project: Project, running: AnkiRig) -> None:
    project.run(*_running(running))
    with running.learner() as learner:
        as_basic(learner, learner.guids()[0])
        before = learner.see_all()
        fields = [each["flds"] for each in learner.col.models.all()]
    for more in ((), ("--restore-deleted",)):
        done = project.run(*_running(running, *more))
        assert (done.code, "1 blocked" in done.out, "Left as in Anki: 1 note;" in done.err) == (0, True, True)
    with running.learner() as learner:
        assert learner.see_all() == before
        assert [each["flds"] for each in learner.col.models.all()] == fields


@pytest.mark.usefixtures("with_key")
def test_another_profile_at_the_same_address(project: Project, running: AnkiRig, tmp_path: Path) -> None:
    project.run(*_running(running))
    with running.learner() as learner:
        learner.col.remove_notes([learner.note_id(learner.guids()[0])])
    (tmp_path / "other").mkdir()
    other = AnkiRig(tmp_path / "other", key=SECRET)
    first, running.stub.col = running.stub.col, other.stub.col
    done = project.run(*_running(running))
    assert ("4 add" in done.out, "Another collection" in done.err) == (True, True)
    again = project.run(*_running(running))
    assert ("4 unchanged" in again.out, "Another collection" in again.err) == (True, False)
    running.stub.col = first
    back = project.run(*_running(running))
    assert ("1 deleted in Anki, 3 unchanged" in back.out, "Another collection" in back.err) == (True, False)
    other.close()


def test_a_collection_that_was_made_anew(project: Project, anki: Path) -> None:
    project.run(*_options(anki, "--yes"))
    shutil.rmtree(anki)
    anki.mkdir()
    with closing(Learner(anki)):
        pass
    done = project.run(*_options(anki, "--yes"))
    assert ("4 add" in done.out, "Another collection" in done.err) == (True, True)
    with closing(Learner(anki)) as learner:
        learner.col.remove_notes([learner.note_id(guid) for guid in learner.guids()])
    assert "4 deleted in Anki" in project.run(*_options(anki, "--yes")).out, "all of them by the learner"


@pytest.mark.usefixtures("with_key")
def test_one_anki_by_two_names(project: Project, running: AnkiRig) -> None:
    project.run(*_running(running))
    with running.learner() as learner:
        learner.col.remove_notes([learner.note_id(learner.guids()[0])])
    running.stub.url = running.stub.url.replace("127.0.0.1", "LocalHost") + "/"
    assert "1 deleted in Anki" in project.run(*_running(running)).out


@pytest.mark.usefixtures("with_key")
def test_anki_syncs_also_where_nothing_is_to_do(project: Project, running: AnkiRig) -> None:
    project.run(*_running(running))
    done = project.run(*_running(running, "--then-sync"))
    assert (done.code, "Anki is syncing" in done.err, running.stub.synced) == (0, True, 1)


def test_a_preference_for_a_note_that_the_deck_has_not_got(project: Project, anki: Path) -> None:
    done = project.run(*_options(anki, "--prefer", "source=nosuchnote", "--dry-run"))
    assert (done.code, "nosuchnote" in done.err) == (2, True)


def test_a_plan_fits_its_target_however_that_is_named(project: Project, anki: Path) -> None:
    assert project.run(*_options(anki, "--save-plan", "later.json")).code == 0
    path = os.path.relpath(anki / "collection.anki2", project.folder)
    assert (
        project.run("sync", "cells.md", "--target", "collection", "--collection", path, "--plan", "later.json").code
        == 0
    )
    assert project.run(*_options(anki, "--plan", "none.json")).code == 2


@pytest.mark.parametrize("url", ["http://[::1", "http://127.0.0.1:abc"])
def test_an_address_that_is_none(project: Project, url: str) -> None:
    done = project.run("sync", "cells.md", "--target", "anki", "--url", url)
    assert (done.code, "--url is an address" in done.err) == (2, True)


@pytest.mark.parametrize(("cause", "code"), [(KeyboardInterrupt, 130), (EOFError, 1)])
def test_leaving_when_asked(
    project: Project, anki: Path, monkeypatch: pytest.MonkeyPatch, cause: type[BaseException], code: int
) -> None:
    def leave(_: str) -> str:
        raise cause

    monkeypatch.setattr("click.termui.visible_prompt_func", leave)
    assert project.run(*_options(anki)).code == code
    with closing(Learner(anki)) as learner:
        assert learner.guids() == ()


@pytest.mark.parametrize(("cause", "code"), [(KeyboardInterrupt, 130), (EOFError, 2)])
def test_nobody_to_say_who_one_is_to_a_server(
    project: Project, anki: Path, monkeypatch: pytest.MonkeyPatch, cause: type[BaseException], code: int
) -> None:
    def leave(_: str) -> str:
        raise cause

    monkeypatch.setattr("click.termui.visible_prompt_func", leave)
    path = str(anki / "collection.anki2")
    done = project.run("sync", "cells.md", "--target", "server", "--collection", path)
    named = all(f"DECKWRIGHT_SYNC_{each}" in done.err for each in ("USER", "PASSWORD"))
    assert (done.code, named) == (code, code == 2)
