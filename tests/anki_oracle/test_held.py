"""Held notes that are only in what somebody exported from the real Anki: the deck's come along, the learner's stays."""

from __future__ import annotations

import pytest

from anki_oracle.oracle import Learner
from app.project import DAY, NOW, Project
from app.test_media import shipped
from media.made import png

pytestmark = pytest.mark.anki

MOON = "# Moon\n\n### 1. Who?\n\n![face](pic.png)\n\n### 2. When?\n\nNow.\n\n### 3. Why?\n\nSo.\n"
SUN = "# Sun\n\n### 1. Why?\n\nBecause.\n"


@pytest.fixture
def held(project: Project, learner: Learner) -> dict[str, str]:
    """A deck that a learner has, without its package, and one of its sources unreadable; its notes by their questions."""
    project.write("deck/pic.png", png())
    project.write("deck/moon.md", MOON)
    project.write("deck/sun.md", SUN)
    project.build("deck", "--output", "first.apkg")
    notes = project.package("first.apkg").notes
    learner.receive(project.folder / "first.apkg")
    project.write("deck/moon.md", b"\xff")
    return {note.fields[0]: guid for guid, note in notes.items() if note.fields[2] != "Because."}


def test_what_a_learner_wrote_goes_to_nobody_else(project: Project, learner: Learner, held: dict[str, str]) -> None:
    learner.edit(held["When?"], Answer="Ask my sister, 030 1234.")
    learner.tag(held["Why?"], "private")
    decks = learner.col.decks
    learner.col.set_deck(learner.col.find_cards("tag:private"), decks.id("deck::Mine"))
    for guid in held.values():
        learner.study(guid)
    learner.export(project.folder / "export.apkg", "deck", media=True)
    result = project.run("build", "deck", "--after", "export.apkg", "--output", "new.apkg", now=NOW + DAY)
    assert result.code == 1, "there is an error in a source"
    assert "held, but in no package as it was built: When? (moon.md)" in result.err
    new, first = (project.package(f"{name}.apkg").notes for name in ("new", "first"))
    assert new.keys() == first.keys() - {held["When?"]}
    for guid, note in new.items():
        assert (note.fields, note.tags, note.deck) == (first[guid].fields, first[guid].tags, first[guid].deck)
        assert note.modified == first[guid].modified, "nobody else's copy is touched"
    assert list(shipped(project.folder / "new.apkg").values()) == [png()]


@pytest.mark.parametrize("form", ["older", "newer", "collection"])
def test_a_picture_that_is_in_no_package_is_said_to_be_missing(
    project: Project, learner: Learner, held: dict[str, str], form: str
) -> None:
    assert held
    for there in (True, False):
        export = project.folder / "export.apkg"
        if form == "collection":
            learner.col.close()
            export = learner.folder / "collection.anki2"
            if not there:
                export.with_suffix(".media").rename(learner.folder / "away")
        else:
            learner.export(export, "deck", media=there, legacy=form == "older")
        for command in ("build", "plan"):
            options = ("--after", export, "--output", "new.apkg") if command == "build" else ("--output", "new.apkg")
            said = project.run(command, "deck", *options, now=NOW + DAY).err
            assert ("DW512" in said) == (not there), said
            assert ("moon.md: warning DW512: “Who?” is held as it was, but no package has its _dw-" in said) == (
                not there
            )
        assert list(shipped(project.folder / "new.apkg").values()) == ([png()] if there else [])
        (project.folder / "new.apkg").unlink()
