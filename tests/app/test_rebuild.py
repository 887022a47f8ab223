"""What a rebuild does: the same bytes from the same input, and nothing but what changed."""

from __future__ import annotations

import base64
import json
import os
import shutil
import zipfile
from pathlib import Path

import pytest

from app.project import CELLS, DAY, NOW, Project
from app.test_media import shipped

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def test_a_first_build_makes_a_note_of_every_question(cells: Project) -> None:
    deck = cells.build("cells.md")
    assert deck["plan"]["counts"]["new"] == deck["notes"] == 4
    assert deck["deck"] == "Cells"
    notes = cells.package("Cells.apkg").notes.values()
    assert [note.fields[0] for note in notes][:2] == [
        "What does a mitochondrion do?",
        "What is a ribosome made of?",
    ]
    assert {note.modified for note in notes} == {NOW}


def test_building_twice_gives_the_same_bytes(cells: Project) -> None:
    cells.build("cells.md")
    before = cells.files()
    assert cells.counts("cells.md", now=NOW + DAY) == {"unchanged": 4}
    assert cells.files() == before


def test_the_bytes_do_not_depend_on_where_the_deck_lies(cells: Project, tmp_path: Path) -> None:
    cells.build("cells.md")
    elsewhere = tmp_path / "else where"
    shutil.copytree(cells.folder, elsewhere)
    (elsewhere / "Cells.apkg").unlink()
    cells.run("build", elsewhere / "cells.md", "--output", elsewhere / "Cells.apkg")
    assert (elsewhere / "Cells.apkg").read_bytes() == cells.files()["Cells.apkg"]
    assert (elsewhere / "cells.deck.lock").read_bytes() == cells.files()["cells.deck.lock"]


def test_only_the_changed_note_gets_a_new_time(cells: Project) -> None:
    cells.build("cells.md")
    before = cells.package("Cells.apkg").notes
    cells.edit("cells.md", "the cell's fuel", "what cells run on")
    deck = cells.build("cells.md", now=NOW + DAY)
    (change,) = deck["plan"]["changes"]
    assert (change["effect"], change["reasons"]) == ("updated", ["answer"])
    after = cells.package("Cells.apkg").notes
    assert {guid for guid in after if after[guid] != before[guid]} == {change["guid"]}
    assert after[change["guid"]].modified == NOW + DAY


def test_a_changed_note_moves_strictly_forward_even_if_the_clock_does_not(cells: Project) -> None:
    cells.build("cells.md")
    cells.edit("cells.md", "the cell's fuel", "what cells run on")
    deck = cells.build("cells.md", now=NOW - DAY)
    assert [change["modified"] for change in deck["plan"]["changes"]] == [NOW + 1]


def test_renumbering_touches_no_note(cells: Project) -> None:
    cells.build("cells.md")
    for old, new in (("Q1.3", "Q1.9"), ("Q1.2", "Q1.3"), ("## 2. D", "## 7. D"), ("Q2.1", "Q7.4")):
        cells.edit("cells.md", old, new)
    assert cells.counts("cells.md", now=NOW + DAY) == {"unchanged": 4}


def test_shuffled_sections_touch_no_note(cells: Project) -> None:
    cells.build("cells.md")
    head, first, second = CELLS.partition("## 1.")[0], *CELLS.partition("## 1.")[2].split("## 2.")
    cells.write("cells.md", f"{head}## 2.{second}\n## 1.{first}")
    assert cells.counts("cells.md", now=NOW + DAY) == {"unchanged": 4}
    assert next(iter(cells.package("Cells.apkg").notes.values())).fields[0].startswith("Which phases")


def test_build_and_plan_say_once_why_a_note_changes(cells: Project) -> None:
    cells.build("cells.md")
    moved = CELLS[CELLS.index("### Q1.3") : CELLS.index("## 2.")]
    text = CELLS.replace(moved, "").replace("## 2. Division\n", f"## 2. Division\n\n{moved.strip()}\n")
    text = text.replace("What is a ribosome made of?", "What is a ribosome made from?").replace(
        "into ATP", "into the ATP"
    )
    cells.write("cells.md", f"---\ntags: [biology]\n---\n{text}")
    why = {
        "What does a mitochondrion do?": "same question in the same place; answer changed",
        "What is a ribosome made from?": 'same answer; reworded from "What is a ribosome made of?"',
        "Where does a plant cell keep its chlorophyll?": "same content; moved from Basics",
        "Which phases has mitosis, in order?": "same content; other tags",
    }
    plan = cells.run("plan", "cells.md", now=NOW + DAY).out.splitlines()
    built = cells.run("build", "cells.md", now=NOW + DAY).err.splitlines()
    for question, said in why.items():
        (at,) = (at for at, line in enumerate(plan) if line.startswith(f"updated   {question}"))
        assert plan[at + 1].strip() == said
        (line,) = (line for line in built if question in line)
        assert line.partition("): ")[2] == said


def test_a_renamed_section_concerns_its_own_notes_only(cells: Project) -> None:
    cells.build("cells.md")
    cells.edit("cells.md", "## 2. Division", "## 2. How cells divide")
    deck = cells.build("cells.md", now=NOW + DAY)
    assert deck["plan"]["counts"]["unchanged"] == 3
    assert [change["question"] for change in deck["plan"]["changes"]] == ["Which phases has mitosis, in order?"]


def test_a_removed_question_is_retired_and_comes_back_as_itself(cells: Project) -> None:
    cells.build("cells.md")
    guids = set(cells.package("Cells.apkg").notes)
    start = CELLS.index("### Q1.2")
    removed = CELLS[start : CELLS.index("### Q1.3")]
    cells.edit("cells.md", removed, "")
    assert cells.counts("cells.md", now=NOW + DAY) == {"retired": 1, "unchanged": 3}
    assert len(cells.package("Cells.apkg").notes) == 3
    assert cells.counts("cells.md", now=NOW + 2 * DAY) == {"unchanged": 3}
    cells.write("cells.md", CELLS)
    assert cells.counts("cells.md", now=NOW + 3 * DAY) == {"restored": 1, "unchanged": 3}
    assert set(cells.package("Cells.apkg").notes) == guids


def test_an_upgraded_renderer_touches_no_note_until_told_to(cells: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from deckwright.app import rendering

    cells.build("cells.md", "--no-cache")
    before = cells.package("Cells.apkg").notes
    plain = rendering.render  # type: ignore[attr-defined]

    def upgraded(passage, settings):  # type: ignore[no-untyped-def]
        fragment, said = plain(passage, settings)
        return replace(fragment, html=fragment.html.replace("<li>", '<li class="new">')), said

    # The cache knows an upgrade by its files, of which this one has none.
    monkeypatch.setattr(rendering, "render", upgraded)
    deck = cells.build("cells.md", "--no-cache", now=NOW + DAY)
    assert deck["plan"]["counts"]["unchanged"] == 4
    assert deck["outdated"] == 2
    after = cells.package("Cells.apkg").notes
    assert [note.modified for note in after.values()] == [note.modified for note in before.values()]
    assert cells.build("cells.md", "--no-cache", now=NOW + 2 * DAY)["outdated"] == 2, "still what learners have"
    sent = cells.build("cells.md", "--no-cache", "--rerender", now=NOW + 3 * DAY)
    assert sent["plan"]["counts"]["updated"] == 2
    assert {tuple(change["reasons"]) for change in sent["plan"]["changes"]} == {("renderer",)}
    assert cells.build("cells.md", "--no-cache", now=NOW + 4 * DAY)["outdated"] == 0


def test_a_reverted_lock_does_not_leave_learners_with_the_wrong_text(cells: Project) -> None:
    cells.build("cells.md")
    lock = (cells.folder / "cells.deck.lock").read_bytes()
    cells.edit("cells.md", "the cell's fuel", "a mistake")
    cells.build("cells.md", now=NOW + DAY)
    cells.write("cells.md", CELLS)
    cells.write("cells.deck.lock", lock)
    deck = cells.build("cells.md", now=NOW + 60)
    (change,) = deck["plan"]["changes"]
    assert change["reasons"] == ["overtaken"]
    assert change["modified"] == NOW + DAY + 1


def test_new_styles_update_the_note_type_and_no_note(cells: Project) -> None:
    cells.build("cells.md")
    before = cells.package("Cells.apkg")
    styles = cells.folder / "styles"
    shutil.copytree(Path(__file__).parents[2] / "styles", styles)
    css = styles / "card.css"
    css.write_text(css.read_text("utf-8") + "\n.card { color: teal }\n", "utf-8")
    deck = cells.build("cells.md", "--styles", styles, now=NOW + DAY)
    assert deck["plan"]["restyled"] == ["qa"]
    assert deck["plan"]["counts"]["unchanged"] == 4
    after = cells.package("Cells.apkg")
    assert after.notes == before.notes
    ((old,), (new,)) = before.note_types.values(), after.note_types.values()
    assert (new.id, new.name) == (old.id, old.name)
    assert new.modified > old.modified


def test_styles_that_the_settings_name_are_every_commands(cells: Project) -> None:
    cells.run("styles", "look")
    css = cells.folder / "look" / "card.css"
    css.write_text(css.read_text("utf-8") + "\n.card { color: teal }\n", "utf-8")
    cells.write("deck.toml", 'id = "abc"\ncard_styles = "look"\n')
    cells.build("cells.md")
    ((note_type),) = cells.package("Cells.apkg").note_types.values()
    assert "color: teal" in note_type.css
    for command in ("plan", "build"):
        assert cells.run(command, "cells.md", "--check", now=NOW + DAY).code == 0, command
    cells.run("preview", "cells.md", "--output", "site")
    assert any("color: teal" in path.read_text("utf-8") for path in (cells.folder / "site").rglob("*.css"))
    css.write_text("@import 'https://a.example/x.css';", "utf-8")
    for command in ("plan", "build", "check", "preview"):
        result = cells.run(command, "cells.md", now=NOW + DAY)
        assert (result.code, "card.css:1: loads “https://a.example/x.css” from the web" in result.err) == (2, True), (
            command
        )


def test_a_script_in_a_template_is_reported_and_kept(cells: Project) -> None:
    cells.run("styles", "look")
    assert "DW511" not in cells.run("check", "cells.md", "--styles", "look").out
    front = cells.folder / "look" / "qa" / "recall.front.html"
    cells.write("look/qa/recall.front.html", front.read_text("utf-8") + "\n<script>start()</script>\n")
    said = cells.build("cells.md", "--styles", "look")["diagnostics"]
    lines = front.read_text("utf-8").splitlines()
    assert [(each["code"], each["severity"], each["file"], each["line"]) for each in said] == [
        ("DW511", "warning", "look/qa/recall.front.html", len(lines))
    ]
    (kind,) = cells.package("Cells.apkg").note_types.values()
    assert any("start()" in face for faces in kind.templates for face in faces)
    cells.write("deck.toml", 'silence = ["DW511"]\n')
    assert cells.build("cells.md", "--styles", "look")["diagnostics"] == []


def test_styles_of_one_run_are_also_those_of_its_plan(cells: Project) -> None:
    cells.run("styles", "look")
    (cells.folder / "look" / "card.css").write_text(".card { color: teal }", "utf-8")
    cells.build("cells.md", "--styles", "look")
    assert cells.run("plan", "cells.md", "--styles", "look", "--check").code == 0
    assert cells.run("plan", "cells.md", "--check").code == 3
    assert cells.run("check", "cells.md", "--styles", "nowhere").code == 2


class TestHeld:
    """Retired means gone, not unreadable."""

    def test_a_file_that_became_undecodable_holds_its_notes(self, cells: Project) -> None:
        cells.write("deck/cells.md", CELLS)
        cells.write("deck/other.md", "# Other\n\n### 1. Why?\n\nBecause.\n\n### 2. How?\n\nSo.\n")
        cells.build("deck")
        before = cells.package("deck.apkg").notes
        cells.write("deck/cells.md", CELLS.encode() + b"\xff")
        result = cells.run("build", "deck", "--json", now=NOW + DAY)
        assert result.code == 1
        (deck,) = result.json
        assert {effect for effect, count in deck["plan"]["counts"].items() if count} == {"held", "unchanged"}
        assert dict(cells.package("deck.apkg").notes).keys() == before.keys()
        after = cells.package("deck.apkg").notes
        assert all((after[guid].fields, after[guid].modified) == (before[guid].fields, NOW) for guid in before)
        cells.write("deck/cells.md", CELLS)
        assert cells.counts("deck", now=NOW + 2 * DAY) == {"unchanged": 6}

    def test_held_notes_keep_their_pictures_and_their_places(self, cells: Project) -> None:
        cells.write("deck/pic.png", PNG)
        cells.write("deck/a.md", "# A\n\n### 1. Who?\n\n![face](pic.png)\n\n### 2. When?\n\nNow.\n")
        cells.write("deck/b.md", "# B\n\n### 1. Why?\n\nBecause.\n\n### 2. How?\n\nSo.\n")
        cells.build("deck")
        before = cells.package("deck.apkg")
        cells.write("deck/a.md", b"\xff")
        cells.run("build", "deck", now=NOW + DAY)
        assert list(cells.package("deck.apkg").notes) == list(before.notes)
        with zipfile.ZipFile(cells.folder / "deck.apkg") as archive:
            ((number, name),) = (
                (n, name) for n, name in json.loads(archive.read("media")).items() if name[:4] == "_dw-"
            )
            assert archive.read(number) == PNG
        assert any(name in field for note in before.notes.values() for field in note.fields)

    def test_held_notes_come_from_the_last_release_where_there_is_no_package_to_replace(self, cells: Project) -> None:
        """As in the clean checkout of a workflow; beside older releases that have another text of theirs."""
        cells.write("deck/pic.png", PNG)
        cells.write("deck/a.md", "# A\n\n### 1. Who?\n\nHim.\n\n### 2. When?\n\nNow.\n")
        cells.write("deck/b.md", "# B\n\n### 1. Why?\n\nBecause.\n\n### 2. How?\n\nSo.\n")
        cells.build("deck", "--output", "first.apkg")
        cells.edit("deck/a.md", "Him.", "![face](pic.png)")
        cells.build("deck", "--output", "last.apkg", "--after", "first.apkg", now=NOW + DAY)
        last = cells.package("last.apkg")
        cells.write("deck/a.md", b"\xff")
        releases = ("--after", "last.apkg", "--after", "first.apkg")
        result = cells.run("build", "deck", "--locked", "--output", "new.apkg", *releases, now=NOW + 2 * DAY)
        assert (result.code, "in no package" in result.err) == (1, False), result.err
        new = cells.package("new.apkg")
        assert list(new.notes) == list(last.notes)
        assert {guid: (note.fields, note.modified) for guid, note in new.notes.items()} == {
            guid: (note.fields, note.modified) for guid, note in last.notes.items()
        }
        assert PNG in shipped(cells.folder / "new.apkg").values()

    def test_an_entry_that_became_unbuildable_is_held(self, cells: Project) -> None:
        cells.build("cells.md")
        cells.edit("cells.md", "In the thylakoid membranes of its chloroplasts.\n", "")
        result = cells.run("build", "cells.md", "--json", now=NOW + DAY)
        (deck,) = result.json
        assert deck["plan"]["counts"]["held"] == 1
        assert deck["plan"]["counts"]["retired"] == 0
        assert len(cells.package("Cells.apkg").notes) == 4

    def test_each_reworded_question_with_a_mistake_has_its_place(self, cells: Project) -> None:
        cells.build("cells.md")
        text = CELLS.replace("made of?", "really made of?").replace("Ribosomal", "{{c1::Ribosomal")
        text = text.replace("does a mitochondrion do", "is it that a mitochondrion does")
        text = text.replace("It turns sugar and oxygen into ATP, the cell's fuel.\n", "")
        text = text.replace("Where does a plant cell keep its", "Where have plants their").replace(
            "In the", "{{c1::In the"
        )
        cells.write("cells.md", text)
        (deck,) = cells.run("build", "cells.md", "--json", now=NOW + DAY).json
        lines = [at for at, line in enumerate(text.splitlines(), start=1) if line.startswith("### Q1.")]
        held = [each for each in deck["plan"]["changes"] if each["effect"] == "held"]
        assert sorted((each["file"], each["line"]) for each in held) == [("cells.md", line) for line in lines]
        plan = cells.run("plan", "cells.md", now=NOW + DAY).out
        assert all(f"(cells.md:{line}, " in plan for line in lines)

    def test_a_question_that_became_blank_is_held(self, cells: Project) -> None:
        cells.write("cells.md", "# Cells\n\n## Q1. Is it alive?\n\nYes.\n\n## Q2. Is it a plant?\n\nNo.\n")
        cells.build("cells.md")
        before = cells.package("Cells.apkg").notes
        cells.edit("cells.md", "Q2. Is it a plant?", "Q2. <!-- Is it a plant? -->")
        (deck,) = cells.run("build", "cells.md", "--json", now=NOW + DAY).json
        assert {effect: count for effect, count in deck["plan"]["counts"].items() if count} == {
            "held": 1,
            "unchanged": 1,
        }
        assert cells.package("Cells.apkg").notes == before
        cells.edit("cells.md", "Q2. <!-- Is it a plant? -->", "Q2. Is it a plant?")
        assert cells.counts("cells.md", now=NOW + 2 * DAY) == {"unchanged": 2}

    def test_one_file_after_the_other_in_one_folder_retires_nothing(self, cells: Project) -> None:
        cells.write("other.md", "# Other\n\n### 1. Why?\n\nBecause.\n\n### 2. How?\n\nSo.\n")
        cells.build("cells.md")
        assert cells.counts("other.md", now=NOW + DAY) == {"new": 2}
        assert cells.counts("cells.md", now=NOW + DAY) == {"unchanged": 4}

    def test_a_file_of_a_folder_built_alone_holds_the_others(self, cells: Project) -> None:
        cells.write("deck/cells.md", CELLS)
        cells.write("deck/other.md", "# Other\n\n### 1. Why?\n\nBecause.\n\n### 2. How?\n\nSo.\n")
        cells.build("deck")
        assert cells.counts("deck/other.md", now=NOW + DAY) == {"held": 4, "unchanged": 2}
        assert len(cells.package("deck.apkg").notes) == 6

    @pytest.mark.parametrize("name", ["CELLS.md", "ce\u0301lls.md"])
    def test_a_file_that_only_its_spelling_changed_of_moves(self, cells: Project, name: str) -> None:
        """Where the file system makes no difference between the two, as on most Macs and Windows, both are there."""
        old = cells.write("deck/cells.md" if name.isascii() else "deck/c\xe9lls.md", CELLS)
        cells.build("deck")
        cells.write("deck/deck.toml", f'[files]\nexclude = ["{old.name}"]\n')
        os.link(old, cells.folder / "deck" / name)
        assert cells.counts("deck", now=NOW + DAY) == {"unchanged": 4}

    def test_a_deleted_file_retires_its_notes(self, cells: Project) -> None:
        cells.write("deck/cells.md", CELLS)
        other = cells.write("deck/other.md", "# Other\n\n### 1. Why?\n\nBecause.\n\n### 2. How?\n\nSo.\n")
        cells.build("deck")
        other.unlink()
        assert cells.counts("deck", now=NOW + DAY) == {"retired": 2, "unchanged": 4}


def test_a_release_sends_what_changed_since_the_last_one(cells: Project) -> None:
    cells.build("cells.md", "--release", "1.0")
    cells.edit("cells.md", "the cell's fuel", "what cells run on")
    cells.build("cells.md", now=NOW + DAY)
    deck = cells.build("cells.md", "--release", "1.1", now=NOW + 3 * DAY)
    (change,) = deck["plan"]["changes"]
    assert (change["reasons"], change["modified"]) == (["release"], NOW + 3 * DAY)
    assert deck["plan"]["counts"]["unchanged"] == 3
    assert cells.counts("cells.md", "--release", "1.2", now=NOW + 4 * DAY) == {"unchanged": 4}


def test_the_same_release_again_is_the_same(cells: Project) -> None:
    cells.build("cells.md", "--release", "1.0")
    before = cells.files()
    cells.build("cells.md", "--release", "1.0", "--locked", now=NOW + DAY)
    assert cells.files() == before
    cells.edit("cells.md", "cell's fuel", "fuel of the cell")
    assert cells.run("build", "cells.md", "--release", "1.0", "--locked", now=NOW + 2 * DAY).code == 3


def test_a_release_touches_nothing_that_the_last_one_had_whatever_its_clock_said(cells: Project) -> None:
    """The author's machine may be ahead of the one that releases, which goes by the time of the commit."""
    cells.build("cells.md", now=NOW + DAY)
    cells.build("cells.md", "--release", "1.0", now=NOW)
    before = {note.guid: note.modified for note in cells.package("Cells.apkg").notes.values()}
    cells.build("cells.md", "--release", "2.0", now=NOW + 2 * DAY)
    assert {note.guid: note.modified for note in cells.package("Cells.apkg").notes.values()} == before
    cells.edit("cells.md", "cell's fuel", "fuel of the cell")
    cells.build("cells.md", now=NOW + 3 * DAY)
    cells.build("cells.md", "--release", "3.0", now=NOW + 4 * DAY)
    after = {note.guid: note.modified for note in cells.package("Cells.apkg").notes.values()}
    assert sorted(after[guid] - time for guid, time in before.items()) == [0, 0, 0, 3 * DAY]


def test_a_plan_against_a_release_tells_what_its_learners_will_notice(cells: Project) -> None:
    """Whatever was built in between: the lock knows the last build, learners have the last release."""
    cells.build("cells.md", "--release", "1.0", "--output", "Released-V1.apkg")
    against = ("plan", "cells.md", "--against", "Released-V1.apkg")
    assert cells.run(*against, "--check").code == 0
    cells.edit("cells.md", "cell's fuel", "fuel of the cell")
    cells.edit("cells.md", "What is a ribosome made of?", "Of what is a ribosome made?")
    chlorophyll = CELLS[CELLS.index("### Q1.3") : CELLS.index("## 2.")]
    cells.edit("cells.md", chlorophyll, "")
    cells.edit("cells.md", "## 2. Division", "## 2. Cell division")
    cells.build("cells.md", now=NOW + DAY)
    cells.write(
        "cells.md", (cells.folder / "cells.md").read_text("utf-8") + "\n### Q2.2: What is a spindle?\n\nFibres.\n"
    )
    cells.build("cells.md", now=NOW + 2 * DAY)
    (deck,) = cells.run(*against, "--json", now=NOW + 3 * DAY).json
    assert deck["baseline"] == "Released-V1.apkg"
    assert {name: count for name, count in deck["counts"].items() if count} == {"new": 1, "updated": 3, "retired": 1}
    found = {each["question"]: (each["effect"], each["reasons"]) for each in deck["changes"]}
    assert found == {
        "What does a mitochondrion do?": ("updated", ["answer"]),
        "Of what is a ribosome made?": ("updated", ["reworded"]),
        "Which phases has mitosis, in order?": ("updated", ["context", "tags"]),
        "What is a spindle?": ("new", []),
        "Where does a plant cell keep its chlorophyll?": ("retired", []),
    }
    for style in ("text", "markdown"):
        assert "since Released-V1.apkg" in cells.run(*against, "--format", style, now=NOW + 3 * DAY).out
    assert cells.run(*against, "--check", now=NOW + 3 * DAY).code == 3
    assert "unchanged since the last build" in cells.run("plan", "cells.md", now=NOW + 3 * DAY).out


def test_a_plan_against_a_release_names_what_came_back_to_its_text_and_what_went_long_ago(cells: Project) -> None:
    cells.build("cells.md", "--release", "1.0", "--output", "released.apkg")
    before = (cells.folder / "cells.md").read_text("utf-8")
    cells.edit("cells.md", "cell's fuel", "fuel of the cell")
    cells.build("cells.md", now=NOW + DAY)
    cells.write("cells.md", before[: before.index("## 2.")])
    cells.edit("cells.md", "What is a ribosome made of?", "What is a ribosome made of? {reverse}")
    cells.build("cells.md", now=NOW + 2 * DAY)
    told = cells.run("plan", "cells.md", "--against", "released.apkg", now=NOW + 3 * DAY).out
    back = next(line for line in told.splitlines() if line.startswith("updated"))
    assert "What does a mitochondrion do?" in back
    assert told.splitlines()[told.splitlines().index(back) + 1].strip() == "changed back"
    ribosome = next(number for number, line in enumerate(told.splitlines()) if "ribosome" in line)
    assert told.splitlines()[ribosome + 1].strip() == "cards"
    gone = next(line for line in told.splitlines() if line.startswith("retired"))
    assert "(, " not in gone


def test_a_note_that_was_released_under_a_later_time_gets_beyond_it(cells: Project) -> None:
    cells.build("cells.md", "--output", "released.apkg", now=NOW + 5 * DAY)
    (cells.folder / "cells.deck.lock").unlink()
    cells.build("cells.md", "--fresh")
    cells.edit("cells.md", "the cell's fuel", "what cells run on")
    cells.build("cells.md", "--after", "released.apkg", now=NOW + DAY)
    times = sorted(note.modified for note in cells.package("Cells.apkg").notes.values())
    assert times == [NOW + 5 * DAY] * 3 + [NOW + 5 * DAY + 1]


def test_the_learners_own_css_comes_with_the_first_package(cells: Project) -> None:
    cells.build("cells.md")
    with zipfile.ZipFile(cells.folder / "Cells.apkg") as archive:
        assert list(json.loads(archive.read("media")).values()) == ["_deckwright-custom.css"]


@pytest.mark.parametrize(
    ("before", "after", "reasons"),
    [
        ("? {reverse}\n\nThe nucleus.", "?\n\nThe nucleus.", ["cards"]),
        ("? {type}\n\nThe nucleus.", "?\n\nThe nucleus.", ["cards"]),
        ("?\n\nThe nucleus.\n\n**Hint**: n", "?\n\nThe nucleus.\n\n**Hint**: k", ["hint"]),
        ("?\n\nThe {{c1::core}} and {{c2::wall}}.", "?\n\nThe {{c1::core}} and {{c1::wall}}.", ["cards"]),
        ("?\n\nThe {{c1::core}} and {{c1::wall}}.", "?\n\nThe {{c1::core}} and {{c2::wall}}.", ["cards"]),
        ("? {.exam}\n\nThe nucleus.", "?\n\nThe nucleus.", ["tags"]),
    ],
)
def test_why_a_note_of_the_same_words_is_sent_again(
    cells: Project, before: str, after: str, reasons: list[str]
) -> None:
    cells.write("cells.md", f"{CELLS}\n### Q2.2: What does it copy{before}\n")
    cells.build("cells.md")
    cells.write("cells.md", f"{CELLS}\n### Q2.2: What does it copy{after}\n")
    (change,) = cells.build("cells.md", now=NOW + DAY)["plan"]["changes"]
    assert (change["effect"], change["reasons"]) == ("updated", reasons)


@pytest.mark.parametrize(
    ("before", "after", "reasons"),
    [
        ("Why? {type}", "Why?", ["cards"]),
        ("Why?", "Why? {type}", ["cards"]),
        ("is `a`?", "is `b`?", ["context"]),
    ],
)
def test_why_a_follow_up_is_sent_again(project: Project, before: str, after: str, reasons: list[str]) -> None:
    text = "## What is `a`?\n\nA letter.\n\n**Follow-up**: Why? {type}\n\nBecause.\n\n## What is c?\n\nOne too.\n"
    old = text.replace("Why? {type}", before) if before.startswith("Why") else text
    project.write("deck.md", old)
    project.build("deck.md")
    project.write("deck.md", old.replace(before, after))
    changes = project.build("deck.md", now=NOW + DAY)["plan"]["changes"]
    found = {each["question"]: each["reasons"] for each in changes if each["effect"] == "updated"}
    assert found["Why?"] == reasons


def test_the_guard_is_true_of_parts_too(cells: Project) -> None:
    """What a kind takes away still stands in the sources."""
    terms = "".join(f"- **Word {number}**: its meaning, number {number}\n" for number in range(12))
    cells.write("cells.md", f"# Cells\n\n## What do they mean? {{cards=terms}}\n\n{terms}")
    cells.build("cells.md")
    cells.edit("cells.md", " {cards=terms}", "")
    stopped = cells.run("build", "cells.md", now=NOW + DAY)
    assert stopped.code == 1
    assert "12 of the deck's 12 notes are asked for by the sources no longer" in stopped.err
    assert "--retire" in stopped.err


def test_a_text_below_a_bare_number_is_what_is_asked(cells: Project) -> None:
    """It has a name in every report, and its number makes it no other text's double."""
    text = "# Cells\n\n## Q1\n\nThe {{c1::nucleus}} holds the genes.\n\n## Q2\n\nA {{c1::ribosome}} makes proteins.\n"
    cells.write("cells.md", text)
    assert "DW201" not in cells.run("check", "cells.md").out
    cells.build("cells.md")
    cells.edit("cells.md", "holds the genes", "holds all of the genes")
    changed = cells.run("plan", "cells.md").out
    assert "updated   The nucleus holds all of the genes." in changed
    cells.write("cells.md", text.replace("A {{c1::ribosome}} makes proteins", "The {{c1::nucleus}} holds the genes"))
    assert '"The nucleus holds the genes." stands on line 5 already' in cells.run("check", "cells.md").out


def test_a_question_whose_parts_are_the_notes_was_never_one_itself(cells: Project) -> None:
    terms = "\n".join(f"- **Word {number}**: its meaning, number {number}" for number in range(3))
    cells.write("cells.md", f"{CELLS}\n## Words\n\n### What do they mean? {{cards=terms}}\n\n{terms}\n")
    (checked,) = cells.run("check", "cells.md", "--format", "json").json
    built = cells.build("cells.md", "--output", "deck.apkg")
    assert [each["questions"] for each in checked["files"]] == [built["notes"]] == list(built["files"].values())
    with zipfile.ZipFile(cells.folder / "deck.apkg") as package:
        assert b"no longer part of the deck" not in package.read("collection.anki2")
    cells.edit("cells.md", " {cards=terms}", "")
    changes = cells.build("cells.md", "--output", "deck.apkg", now=NOW + DAY)["plan"]["changes"]
    assert [each["effect"] for each in changes] == ["new", "retired", "retired", "retired"]
    cells.edit("cells.md", "mean?", "mean? {cards=terms}")
    changes = cells.build("cells.md", "--output", "deck.apkg", now=NOW + 2 * DAY)["plan"]["changes"]
    assert [each["effect"] for each in changes] == ["restored", "restored", "restored", "retired"]


def test_a_question_that_takes_the_place_of_its_parts_is_the_same_in_every_build_from_then_on(project: Project) -> None:
    table = "| Land | Capital |\n|---|---|\n| Peru | Lima |\n| Chile | Santiago |\n"
    project.write("a.md", f"# T\n\n### What are the capitals? {{cards=rows}}\n\n{table}\n### Why?\n\nSo.\n")
    project.build("a.md")
    project.edit("a.md", " {cards=rows}", "")
    assert project.counts("a.md", now=NOW + DAY) == {"new": 1, "unchanged": 1, "retired": 2}
    package = project.files()["T.apkg"]
    assert project.counts("a.md", "--no-cache", now=NOW + 2 * DAY) == {"unchanged": 2}
    assert project.files()["T.apkg"] == package
