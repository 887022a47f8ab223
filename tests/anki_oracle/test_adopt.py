"""Switching to Deckwright from another tool's deck, without losing a review: the way that `adopt` names."""

from __future__ import annotations

import time
from pathlib import Path

import genanki
import pytest

from anki_oracle.oracle import Learner
from app.project import CELLS, DAY, NOW, Project

pytestmark = [
    pytest.mark.anki,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # genanki leaves its temporary file open
]

ANSWERS = {
    "What does a mitochondrion do?": "It turns sugar and oxygen into ATP, the cell's fuel.",
    "What is a ribosome made of?": "Ribosomal RNA, which does the work, and proteins",
    "Where does a plant cell keep its chlorophyll?": "In the thylakoid membranes of its <b>chloroplasts</b>.",
    "Which phases has mitosis, in order?": "Prophase, metaphase, anaphase, telophase",
}


def other_tools_deck(path: Path) -> None:
    sides = [{"name": "Card 1", "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}"}]
    model = genanki.Model(1607392319, "Simple", fields=[{"name": "Front"}, {"name": "Back"}], templates=sides)
    deck = genanki.Deck(2059400110, "Cells")
    for question, answer in ANSWERS.items():
        deck.add_note(genanki.Note(model=model, fields=[question, answer], guid=genanki.guid_for(question)))
    genanki.Package(deck).write_to_file(str(path), timestamp=1_600_000_000)


def change_note_type(learner: Learner) -> None:
    """Do what Notes → Change Note Type does, question to Question and answer to Answer."""
    (old,) = (kind for kind in learner.note_types().values() if kind["name"] == "Simple")
    (new,) = (kind for kind in learner.col.models.all() if kind["name"].startswith("Deckwright QA"))
    info = learner.col.models.change_notetype_info(old_notetype_id=old["id"], new_notetype_id=new["id"])
    request = info.input
    request.note_ids.extend(learner.col.find_notes('note:"Simple"'))
    names = [field["name"] for field in new["flds"]]
    request.new_fields[:] = [{"Question": 0, "Answer": 1}.get(name, -1) for name in names]
    learner.col.models.change_notetype_of_notes(request)


def test_the_way_that_adopt_names_keeps_every_review(project: Project, learner: Learner) -> None:
    project.write("cells.md", CELLS)
    other = project.folder / "other.apkg"
    other_tools_deck(other)
    learner.receive(other)
    for guid in learner.guids():
        learner.study(guid)
    reviews = {guid: history[-1] for (guid, _), history in learner.history().items()}

    now = learner.col.db.scalar("select max(mod) from cards") - 30 * DAY
    done = project.run("adopt", other, "cells.md", "--json", now=now)
    assert sorted(each["guid"] for each in done.json["taken"]) == list(learner.guids())
    project.build("cells.md", now=now + DAY)
    built = project.folder / "Cells.apkg"
    assert learner.receive(built).counts == {"conflicting": 4}

    change_note_type(learner)
    exported = project.folder / "exported.apkg"
    learner.export(exported, "Cells")
    project.build("cells.md", "--after", exported, now=now + 2 * DAY)
    assert learner.receive(built).counts == {"updated": 4}
    assert {guid: history[-1] for (guid, _), history in learner.history().items()} == reviews
    assert all(seen.fields["Key"] for seen in learner.see_all().values())
    assert learner.receive(built).counts == {"duplicate": 4}
    assert learner.problems() == ""


_SECTIONS = 'subdecks = "section"\n'


@pytest.mark.parametrize(("settings", "by_author"), [("", ""), (_SECTIONS, ""), (_SECTIONS, "Biology")])
def test_a_learner_s_name_for_the_deck_is_not_the_author_s(
    project: Project, learner: Learner, settings: str, by_author: str
) -> None:
    project.write("cells/cells.md", CELLS)
    project.write("cells/deck.toml", f'name = "Cells"\n{settings}')
    project.build("cells")
    if by_author:
        project.write("cells/deck.toml", f'name = "{by_author}"\n{settings}')
        project.build("cells", "--output", "Cells.apkg", now=NOW + DAY)
    name = by_author or "Cells"
    learner.receive(project.folder / "Cells.apkg")
    decks = learner.col.decks
    decks.rename(decks.by_name(name), "My school::Year 1")
    learner.export(project.folder / "export.apkg", "My school::Year 1")
    project.write("cells/deck.toml", settings)
    (project.folder / "cells/deck.lock").unlink()
    said = project.run("adopt", "export.apkg", "cells", now=NOW + 2 * DAY)
    assert said.code == 0, said.err
    assert 'name = "My school::Year 1" in deck.toml renames it' in said.err
    project.edit("cells/cells.md", "the cell's fuel", "what cells run on")
    deck = project.build("cells", "--output", "Cells.apkg", now=NOW + 3 * DAY)
    assert deck["deck"] == name
    assert {effect: count for effect, count in deck["plan"]["counts"].items() if count} == {
        "updated": 1,
        "unchanged": 3,
    }
    assert "moved" not in project.run("plan", "cells", "--output", "Cells.apkg").out
    assert all(note.deck.split("::")[0] == name for note in project.package("Cells.apkg").notes.values())


def _plan(project: Project, learner: Learner, now: int) -> dict[str, list[str]]:
    """Plan against the learner's collection, which is closed meanwhile; gives the notes by what becomes of them."""
    learner.col.close()
    done = project.run("plan", "cells.md", "--against", learner.folder / "collection.anki2", "--json", now=now)
    learner.col.reopen()
    assert done.code == 0, done.err
    (deck,) = done.json
    found: dict[str, list[str]] = {}
    for change in sorted(deck["changes"], key=lambda change: str(change["guid"])):
        found.setdefault(change["effect"], []).append(change["guid"])
    return found


def test_a_plan_names_the_notes_that_anki_will_skip(project: Project, learner: Learner) -> None:
    now = int(time.time())
    project.write("cells.md", CELLS)
    other = project.folder / "other.apkg"
    other_tools_deck(other)
    learner.receive(other)
    project.run("adopt", other, "cells.md", now=now)
    project.edit("cells.md", "## 2. Division", "## 2. Division\n\n### Q2.0: Who saw it first?\n\nFlemming, in 1882.\n")
    project.build("cells.md", now=now + 10)
    planned = _plan(project, learner, now + 10)
    log = learner.receive(project.folder / "Cells.apkg")
    skipped = sorted(map(genanki.guid_for, ANSWERS))
    assert (planned, log.counts) == ({"blocked": skipped, "new": list(log.new)}, {"conflicting": 4, "new": 1})
    shown = project.run("preview", "cells.md", "--against", other, now=now + 10)
    assert (shown.code, "4 blocked" in "".join(map(str, project.files().values()))) == (0, True), shown.err
    project.edit("cells.md", "Flemming", "Walther Flemming")
    project.build("cells.md", now=now + 20)
    planned = _plan(project, learner, now + 20)
    log = learner.receive(project.folder / "Cells.apkg")
    assert (planned, log.counts) == (
        {"blocked": skipped, "updated": list(log.updated)},
        {"conflicting": 4, "updated": 1},
    )


def test_a_plan_names_the_notes_of_a_note_type_that_the_learner_changed(project: Project, learner: Learner) -> None:
    now = int(time.time())
    project.write("cells.md", CELLS)
    project.build("cells.md", now=now)
    learner.receive(project.folder / "Cells.apkg")
    (model,) = (each for each in learner.col.models.all() if each["name"].startswith("Deckwright QA"))
    learner.col.models.add_field(model, learner.col.models.new_field("Mine"))
    learner.col.models.update_dict(model)
    project.edit("cells.md", "the cell's fuel", "what cells run on")
    project.build("cells.md", now=now + 20)
    planned = _plan(project, learner, now + 20)
    log = learner.receive(project.folder / "Cells.apkg")
    assert (planned, len(log.conflicting)) == ({"blocked": list(log.conflicting)}, 4)


@pytest.mark.parametrize("renamed", [False, True], ids=["as it was", "renamed by the learner"])
def test_among_other_decks_a_collection_is_asked_for_this_one(
    project: Project, learner: Learner, *, renamed: bool
) -> None:
    """A lock that comes back from there keeps the deck's name, and so its tags."""
    project.write("cells.md", CELLS.replace("# Cells", "---\ntitle: Biology::Cells\n---\n# Cells"))
    project.build("cells.md", "--output", "first.apkg")
    learner.receive(project.folder / "first.apkg")
    learner.col.decks.id("A")
    cells = learner.col.decks.id("Biology::Cells")
    learner.col.set_deck([learner.col.find_cards("deck:Biology::Cells")[0]], learner.col.decks.id("Mine"))
    if renamed:
        learner.col.decks.rename(cells, "Life")
    learner.close()
    collection = str(learner.folder / "collection.anki2")
    told = project.run("plan", "cells.md", "--against", collection, now=NOW + DAY).out
    assert ("The deck was called “Life”" in told) == renamed, told
    assert ("was called" in told) == renamed, told
    (project.folder / "cells.deck.lock").unlink()
    adopted = project.run("adopt", collection, "cells.md", now=NOW + DAY)
    assert adopted.code == 0, adopted.err
    assert adopted.err.startswith("Biology::Cells: 4"), adopted.err
    assert ("called “Life” there" in adopted.err) == renamed
