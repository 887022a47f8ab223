"""A lost lock, or another tool's deck: identities and times are taken over."""

from __future__ import annotations

import random

import genanki
import pytest

from app.project import CELLS, DAY, NOW, Project


def test_a_lost_lock_comes_back_from_the_package(cells: Project) -> None:
    cells.build("cells.md")
    cells.edit("cells.md", "the cell's fuel", "what cells run on")
    cells.build("cells.md", now=NOW + DAY)
    package = cells.files()["Cells.apkg"]
    notes = cells.package("Cells.apkg").notes
    (cells.folder / "cells.deck.lock").unlink()
    done = cells.run("adopt", "Cells.apkg", "cells.md", "--json", now=NOW + 2 * DAY)
    assert done.code == 0, done.err
    assert {each["guid"] for each in done.json["taken"]} == set(notes)
    assert cells.counts("cells.md", now=NOW + 3 * DAY) == {"unchanged": 4}
    after = cells.package("Cells.apkg").notes
    assert {guid: (note.fields, note.modified) for guid, note in after.items()} == {
        guid: (note.fields, note.modified) for guid, note in notes.items()
    }
    assert package


def test_what_changed_since_is_updated_and_what_vanished_is_remembered(cells: Project) -> None:
    cells.build("cells.md")
    guids = list(cells.package("Cells.apkg").notes)
    (cells.folder / "cells.deck.lock").unlink()
    cells.edit("cells.md", "What does a mitochondrion do?", "What is it that a mitochondrion does?")
    start = CELLS.index("### Q1.2")
    removed = CELLS[start : CELLS.index("### Q1.3")]
    cells.edit("cells.md", removed, "### Q1.7: Who named the cell?\n\nRobert Hooke, in 1665, looking at cork.\n\n")
    done = cells.run("adopt", "Cells.apkg", "cells.md", "--json", now=NOW + DAY)
    assert [entry["question"] for entry in done.json["new"]] == ["Who named the cell?"]
    assert done.json["left"] == ["What is a ribosome made of?"]
    assert cells.counts("cells.md", now=NOW + 2 * DAY) == {"new": 1, "updated": 1, "unchanged": 2}
    cells.write("cells.md", CELLS)
    cells.run("build", "cells.md", now=NOW + 3 * DAY)
    assert list(cells.package("Cells.apkg").notes) == guids


def test_a_lock_that_is_there_is_not_replaced(cells: Project) -> None:
    cells.build("cells.md")
    before = cells.files()
    result = cells.run("adopt", "Cells.apkg", "cells.md")
    assert (result.code, "is there already" in result.err) == (1, True)
    assert cells.files() == before


@pytest.fixture
def foreign(cells: Project) -> Project:
    """A deck that a script of somebody's made from the same questions."""
    model = genanki.Model(
        1607392319,
        "Simple",
        fields=[{"name": "Front"}, {"name": "Back"}],
        templates=[{"name": "Card 1", "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}"}],
    )
    deck = genanki.Deck(2059400110, "Biology")
    answers = {
        "What does a mitochondrion do?": "It turns sugar and oxygen into ATP, the cell's fuel.",
        "What is a ribosome made of?": "<ul><li>Ribosomal RNA, which does the work</li><li>Proteins</li></ul>",
        "Where does a plant cell keep its chlorophyll?": "In the thylakoid membranes of its <b>chloroplasts</b>.",
        "Which phases has mitosis, in order?": "<ol><li>Prophase<li>Metaphase<li>Anaphase<li>Telophase</ol>",
    }
    rows = list(answers.items())
    random.Random(7).shuffle(rows)
    for question, answer in rows:
        deck.add_note(genanki.Note(model=model, fields=[question, answer], guid=f"other-{question[:12]}"))
    genanki.Package(deck).write_to_file(str(cells.folder / "other.apkg"))
    return cells


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # genanki leaves its temporary file open
def test_another_tools_deck_is_taken_over_with_a_word_on_its_note_type(foreign: Project) -> None:
    done = foreign.run("adopt", "other.apkg", "cells.md", "--json", now=NOW + DAY)
    assert len(done.json["taken"]) == 4, done.json
    assert done.json["foreign"] == ["Simple"]
    foreign.counts("cells.md", now=NOW + DAY)
    fronts = {guid: note.fields[0] for guid, note in foreign.package("Cells.apkg").notes.items()}
    assert all(guid == f"other-{front[:12]}" for guid, front in fronts.items())


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_numbers_that_another_tool_left_in_the_text_are_evidence_and_no_content(foreign: Project) -> None:
    from deckwright.targets.package.read import read

    notes = {note.fields[0]: note for note in read(foreign.folder / "other.apkg").notes.values()}
    phases = notes["Which phases has mitosis, in order?"]
    text = CELLS.replace("Which phases has mitosis, in order?", "How does a cell divide, step by step?")
    text = text.replace("1. Prophase\n2. Metaphase\n3. Anaphase\n4. Telophase", "First this, then that.")
    foreign.write("cells.md", f"{text}<!--ID: {phases.number}-->\n")
    done = foreign.run("adopt", "other.apkg", "cells.md", "--json", now=NOW + DAY)
    taken = {each["line"]: each["guid"] for each in done.json["taken"]}
    assert taken[text[: text.index("How does a cell divide")].count("\n") + 1] == phases.guid
    assert foreign.counts("cells.md", now=NOW + DAY) == {"updated": 4}
    lock = (foreign.folder / "cells.deck.lock").read_text("utf-8")
    assert str(phases.number) not in lock
    foreign.write("cells.md", text)
    assert foreign.counts("cells.md", now=NOW + 2 * DAY) == {"unchanged": 4}


def test_gaps_and_second_cards_come_back_from_the_package(project: Project) -> None:
    head = "# Cells\n\n## What makes energy?\n\n"
    text = "The {{c1::mitochondrion}} makes {{c2::ATP}} by $E = {{c3::m c^2}}$, `{{c4::no}}`.\n\n"
    more = "The {{c::Seine}} is in {{c::`std::fr`}}.\n\n## What is Baum? {reverse}\n\ntree\n"
    project.write("cells.md", head + text + "## Rivers\n\n" + more)
    project.build("cells.md")
    project.edit(
        "cells.md", "{{c1::mitochondrion}} makes {{c2::ATP}}", "{{c1::ATP}} comes from the {{c2::mitochondrion}}"
    )
    project.build("cells.md", now=NOW + DAY)
    notes = project.package("Cells.apkg").notes
    lock = (project.folder / "cells.deck.lock").read_text("utf-8")
    assert any("{{c2::ATP}} comes from the {{c1::mitochondrion}}" in note.fields[0] for note in notes.values())
    (project.folder / "cells.deck.lock").unlink()
    done = project.run("adopt", "Cells.apkg", "cells.md", "--json", now=NOW + 2 * DAY)
    assert {each["guid"] for each in done.json["taken"]} == set(notes)
    assert project.counts("cells.md", now=NOW + 3 * DAY) == {"unchanged": 3}
    assert [note.fields for note in project.package("Cells.apkg").notes.values()] == [
        note.fields for note in notes.values()
    ]
    assert (project.folder / "cells.deck.lock").read_text("utf-8").count('"clozes"') == lock.count('"clozes"')
