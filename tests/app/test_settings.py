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


@pytest.mark.parametrize("before", [b"*.md text", b"# caf\xe9\r\n*.md text\r\n"])
def test_init_leaves_what_git_was_told_as_it_is(project: Project, before: bytes) -> None:
    path = project.write(".gitattributes", before)
    assert project.run("init", ".").code == 0
    assert path.read_bytes().startswith(before)
    assert b"\ndeck.lock merge=union\n" in path.read_bytes()


ASKING = "# Cells\n\n" + "".join(f"### {n}. Is it {n}?\n\nIt is {n}.\n\n" for n in range(1, 5))


def test_init_names_a_readme_that_asks(project: Project) -> None:
    project.write("README.md", ASKING)
    project.write("CONTRIBUTING.md", "# How to help\n\n## How do I begin?\n\nFork it.\n")
    assert project.run("init").code == 0
    assert set(project.files()) == {"README.md", "CONTRIBUTING.md", "deck.toml", ".gitattributes"}
    assert project.build(".")["notes"] == 4


def test_init_leaves_a_readme_alone_that_does_not(project: Project) -> None:
    project.write("README.md", "# Cells\n\n## How do I use it?\n\nImport it.\n")
    assert project.run("init").code == 0
    assert "questions.md" in project.files()
    assert "README" not in project.files()["deck.toml"].decode()


def test_init_puts_no_example_beside_documents_in_folders(project: Project) -> None:
    project.write("biology/cells.md", ASKING)
    assert project.run("init").code == 0
    assert "questions.md" not in project.files()
    assert project.build(".")["notes"] == 4


def test_a_document_that_was_built_alone_goes_on_when_its_folder_becomes_a_deck(cells: Project) -> None:
    cells.build("cells.md")
    guids = set(cells.package("Cells.apkg").notes)
    refused = cells.run("build", ".", now=NOW + DAY)
    assert (refused.code, "cells.deck.lock" in refused.err, "--fresh" in refused.err) == (1, True, True)
    assert cells.run("init", ".").code == 0
    assert "cells.deck.lock" not in cells.files()
    assert cells.counts(".", now=NOW + DAY) == {"unchanged": 4}
    assert set(cells.package("Cells.apkg").notes) == guids
    assert cells.counts("cells.md", now=NOW + DAY) == {"unchanged": 4}, "the folder's lock knows the document"


def test_documents_that_were_built_one_by_one_are_no_deck_by_accident(cells: Project) -> None:
    cells.write("other.md", "# Other\n\n### 1. Why?\n\nBecause.\n\n### 2. How?\n\nSo.\n")
    cells.build("cells.md")
    cells.build("other.md")
    before = cells.files()
    refused = cells.run("build", ".", now=NOW + DAY)
    assert (refused.code, "other.deck.lock" in refused.err) == (1, True)
    assert cells.files() == before
    assert cells.run("init", ".").code == 0
    assert {"cells.deck.lock", "other.deck.lock"} <= set(cells.files())


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ('style = "nonsense"', ("deck.toml:1", "nonsense", "headings")),
        ('\nsilence = ["DW9999"]', ("deck.toml:2", "DW9999")),
        ('[files]\nexclude = ["*"]', ("no Markdown files", "deck.toml")),
    ],
)
def test_settings_that_can_not_be_are_refused(deck: Project, settings: str, words: tuple[str, ...]) -> None:
    deck.write("deck/deck.toml", settings)
    result = deck.run("build", "deck")
    assert result.code == 2
    assert all(word in result.err for word in words), result.err


def test_a_tag_root_becomes_a_tag(deck: Project) -> None:
    deck.write("deck/deck.toml", 'tag_root = "Root X::Y"')
    deck.build("deck")
    tags = {tag for note in deck.package("deck.apkg").notes.values() for tag in note.tags}
    assert tags == {"root-x::y::basics", "root-x::y::division"}


def test_documents_come_as_people_count(deck: Project) -> None:
    for number in (1, 2, 10):
        deck.write(f"deck/part-{number}.md", f"# P\n\n### 1. Why {number}?\n\nSo.\n\n### 2. How {number}?\n\nSo.\n")
    assert list(deck.build("deck")["files"]) == ["cells.md", "part-1.md", "part-2.md", "part-10.md"]


@pytest.mark.parametrize("output", ["deck/cells.md", "deck/deck.toml", "deck/deck.lock"])
def test_an_output_that_is_the_decks_own_file_is_refused(deck: Project, output: str) -> None:
    deck.write("deck/deck.toml", "")
    before = deck.files()
    result = deck.run("build", "deck", "--output", output)
    assert (result.code, "own files" in result.err) == (2, True)
    assert deck.files() == before


def test_names_that_are_no_text_and_files_that_are_no_files(deck: Project) -> None:
    import os

    os.mkfifo(deck.folder / "deck/pipe.md")
    assert deck.build("deck")["files"] == {"cells.md": 4}
    (deck.folder / "deck" / os.fsdecode(b"bad\xff.md")).write_text("# B\n", "utf-8")
    result = deck.run("build", "deck", now=NOW + DAY)
    assert (result.code, "not UTF-8" in result.err) == (2, True)


def test_a_document_can_silence_codes_for_itself(deck: Project) -> None:
    text = CELLS.replace("the cell's fuel", "fuel.\n\n```pyhton\nfuel\n```\n")
    deck.write("deck/loud.md", text.replace("mitochondrion", "chloroplast"))
    deck.write("deck/cells.md", f"---\nsilence: [DW301]\n---\n{text}")
    found = {each["file"] for each in deck.build("deck")["diagnostics"] if each["code"] == "DW301"}
    assert found == {"deck/loud.md"}
