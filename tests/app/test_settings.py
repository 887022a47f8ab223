"""What an author may settle about a deck does what it says."""

from __future__ import annotations

import pytest

from app.project import CELLS, DAY, NOW, Project


def decks(project: Project, package: str = "deck.apkg") -> set[str]:
    return {note.deck for note in project.package(package).notes.values()}


@pytest.fixture
def deck(cells: Project) -> Project:
    """A folder with one document, to be given settings."""
    cells.write("deck/cells.md", CELLS)
    return cells


def test_a_document_names_its_deck_in_its_front_matter(cells: Project) -> None:
    cells.write("cells.md", f"---\ndeck: Biology::Cells\ntags: [exam]\n---\n{CELLS}")
    assert cells.build("cells.md")["deck"] == "Biology::Cells"
    notes = cells.package("Biology-Cells.apkg").notes.values()
    assert {note.deck for note in notes} == {"Biology::Cells"}
    assert all("exam" in note.tags for note in notes)


def test_documents_of_a_folder_may_ask_for_decks_of_their_own(deck: Project) -> None:
    deck.write(
        "deck/plants.md", "---\ndeck: Biology::Plants\n---\n# P\n\n### 1. Why green?\n\nLight.\n\n### 2. Why?\n\nSo.\n"
    )
    deck.build("deck")
    assert decks(deck) == {"deck", "Biology::Plants"}


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ('name = "Life"', {"Life"}),
        ('name = "Life"\nsubdecks = "file"', {"Life::cells"}),
        ('name = "Life"\nsubdecks = "section"', {"Life::Basics", "Life::Division"}),
    ],
)
def test_name_and_subdecks(deck: Project, settings: str, expected: set[str]) -> None:
    deck.write("deck/deck.toml", settings)
    deck.build("deck", "--output", "deck.apkg")
    assert decks(deck) == expected


def test_tags(deck: Project) -> None:
    deck.write("deck/deck.toml", 'tags = ["exam"]\ntag_root = "bio"\ntag_files = true')
    deck.build("deck")
    tags = {tag for note in deck.package("deck.apkg").notes.values() for tag in note.tags}
    assert tags == {"exam", "bio::cells::basics", "bio::cells::division"}


def test_version_and_description_stand_on_the_decks_page(deck: Project) -> None:
    from deckwright.app.build import prepare
    from deckwright.app.request import Request
    from deckwright.app.workspace import open_workspace

    deck.write("deck/deck.toml", 'version = "2.1"\ndescription = "All about cells"')
    made = prepare(Request(workspace=open_workspace(deck.folder / "deck"), now=NOW))
    assert "All about cells" in made.content.description
    assert "version 2.1" in made.content.description


def test_sections_and_files_can_be_left_out(deck: Project) -> None:
    deck.write("deck/drafts/more.md", CELLS.replace("mitochondrion", "vacuole"))
    deck.write("deck/deck.toml", '[files]\nexclude = ["drafts/*"]\n[sections]\nexclude = ["*Division"]')
    built = deck.build("deck")
    assert built["files"] == {"cells.md": 3}
    assert any("excluded" in skip["reason"] for skip in built["skipped"])
    deck.write("deck/deck.toml", '[files]\ninclude = ["drafts/*"]\n[sections]\ninclude = ["*Division"]')
    result = deck.run("build", "deck", "--json", "--fresh", "--output", "other.apkg", "--lock", "other.lock")
    assert result.json[0]["files"] == {"drafts/more.md": 1}


def test_readme_is_read_only_if_it_is_asked_for(deck: Project) -> None:
    deck.write("deck/README.md", "# R\n\n### 1. Why read me?\n\nBecause.\n\n### 2. Why not?\n\nSo.\n")
    assert deck.build("deck")["files"] == {"cells.md": 4}
    deck.write("deck/deck.toml", '[files]\ninclude = ["README.md", "cells.md"]')
    assert set(deck.build("deck", now=NOW + DAY)["files"]) == {"cells.md", "README.md"}


def test_unanswered_questions_are_built_on_request(deck: Project) -> None:
    deck.edit("deck/cells.md", "In the thylakoid membranes of its chloroplasts.\n", "TODO\n")
    assert deck.build("deck")["notes"] == 3
    deck.write("deck/deck.toml", "unanswered = true")
    assert deck.build("deck", now=NOW + DAY)["notes"] == 4


def test_silenced_codes_are_not_reported_but_errors_are(deck: Project) -> None:
    deck.write(
        "deck/cells.md",
        CELLS.replace("the cell's fuel", "fuel → energy → work ≠ heat").encode("utf-8").decode("mac_roman"),
    )
    codes = {each["code"] for each in deck.build("deck")["diagnostics"]}
    assert "DW102" in codes
    deck.write("deck/deck.toml", 'silence = ["DW102", "DW101"]')
    codes = {each["code"] for each in deck.build("deck", now=NOW + DAY)["diagnostics"]}
    assert "DW102" not in codes
    deck.write("deck/bad.md", b"\xff")
    result = deck.run("build", "deck", "--json", now=NOW + 2 * DAY)
    assert "DW101" in {each["code"] for each in result.json[0]["diagnostics"]}


def test_the_deck_keeps_its_name_when_the_title_changes(cells: Project) -> None:
    cells.build("cells.md")
    cells.edit("cells.md", "# Cells", "# All about cells")
    assert cells.build("cells.md", now=NOW + DAY)["deck"] == "Cells"


def test_a_renamed_deck_is_said_to_be_made_anew(deck: Project) -> None:
    deck.write("deck/deck.toml", 'id = "abc"\nname = "One"')
    deck.build("deck", "--output", "deck.apkg")
    deck.write("deck/deck.toml", 'id = "abc"\nname = "Two"')
    plan = deck.run("plan", "deck", "--output", "deck.apkg", "--json", now=NOW + DAY).json[0]
    assert any("was called “One”" in sentence for sentence in plan["consequences"])


def test_init_makes_a_deck_that_builds(project: Project) -> None:
    assert project.run("init", "new", "--name", "My Deck").code == 0
    built = project.build("new")
    assert (built["deck"], built["notes"]) == ("My Deck", 1)
    before = project.files()
    assert project.run("init", "new").code == 0
    assert project.files() == before
    assert "deck.lock merge=union" in before["new/.gitattributes"].decode()
