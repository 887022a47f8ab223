"""`check` says everything, in three formats, with places that can be opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.project import CELLS, NOW, Project

TROUBLE = CELLS.replace("In the thylakoid membranes of its chloroplasts.", "```pyhton\nx = 1\n```")


def test_places_are_given_from_where_the_user_stands(cells: Project) -> None:
    cells.write("decks/bio/cells.md", TROUBLE)
    result = cells.run("check", "decks/bio")
    assert result.code == 0
    line = TROUBLE[: TROUBLE.index("```pyhton")].count("\n") + 1
    assert f"decks/bio/cells.md:{line}:" in result.out
    assert "DW301" in result.out


def test_github_annotations(cells: Project) -> None:
    cells.write("decks/bio/cells.md", TROUBLE)
    lines = cells.run("check", "decks/bio", "--format", "github").out.splitlines()
    (line,) = (line for line in lines if "DW301" in line)
    assert line.startswith("::warning file=decks/bio/cells.md,line=")
    assert ",col=" in line


def test_json_names_line_and_column(cells: Project) -> None:
    cells.write("cells.md", TROUBLE)
    (deck,) = cells.run("check", "cells.md", "--format", "json").json
    assert deck["files"] == [{**deck["files"][0], "file": "cells.md", "questions": 4}]
    assert all(each["column"] >= 1 and each["hint"] for each in deck["diagnostics"] if each["line"])
    assert {each["code"] for each in deck["diagnostics"]} >= {"DW301"}


def test_explain_says_how_a_document_was_read(cells: Project) -> None:
    assert "headings" in cells.run("check", "cells.md", "--explain").out


def test_an_error_gives_exit_code_1_and_a_table_says_where(cells: Project) -> None:
    cells.write("deck/cells.md", CELLS)
    cells.write("deck/bad.md", b"\xff")
    result = cells.run("check", "deck")
    assert result.code == 1
    assert "deck/bad.md:1:1: error DW101" in result.out
    assert "questions  skipped  errors  warnings" in result.out


def test_a_lost_lock_is_mentioned(cells: Project) -> None:
    cells.build("cells.md")
    (cells.folder / "cells.deck.lock").unlink()
    assert "a build would stop" in cells.run("check", "cells.md", now=NOW).out


def test_advice_is_one_line_unless_asked_for(cells: Project) -> None:
    long = " ".join(f"word{number}" for number in range(200))
    cells.write("cells.md", CELLS.replace("In the thylakoid membranes", f"{long}. In the thylakoid membranes"))
    (line,) = (line for line in cells.run("check", "cells.md").out.splitlines() if "DW205" in line)
    assert line.startswith("Advice: ")
    full = cells.run("check", "cells.md", "--advice").out
    assert "cells.md:17:1: advice DW205" in full
    assert "Advice: " not in full
    assert "DW205" not in cells.run("check", "cells.md", "--format", "github").out


def test_nothing_is_written(cells: Project) -> None:
    before = cells.files()
    cells.run("check", "cells.md")
    cells.run("plan", "cells.md")
    assert cells.files() == before


def test_a_tag_of_ankis_own_is_said(cells: Project) -> None:
    cells.write("cells.md", "---\ntags: [Marked, exam]\n---\n" + CELLS)
    (said,) = (line for line in cells.run("check", "cells.md").out.splitlines() if "DW530" in line)
    assert "“Marked” is a tag of Anki's own; 4 questions have it" in said
    cells.run("build", "cells.md", "--output", "cells.apkg")
    assert {"Marked", "exam"} & {tag for each in cells.package("cells.apkg").notes.values() for tag in each.tags} == {
        "exam"
    }


def test_no_control_character_of_the_authors_reaches_a_terminal(cells: Project) -> None:
    """They are written out, in whatever form the report is asked for."""
    name = "cells\x1b[2J.md"
    cells.write(
        name, "# A\n\n## What is it?\n\nAn egg ![a](a%1b[31mb.png) ![b](x%0ay.png) ![n](a%00.png) ![c](x%c2%9b.png)\n"
    )
    wanted = {r"“a\x1b[31mb.png”", r"“x\ny.png”", r"“a\x00.png”", r"“x\x9b.png”"}
    said = [
        cells.run("check", name).out,
        cells.run("check", name, "--format", "github").out,
        "".join(each["message"] for each in cells.run("check", name, "--format", "json").json[0]["diagnostics"]),
    ]
    for text in said:
        assert {word for word in wanted if word in text} == wanted
        assert text.replace("\n", "").isprintable()
    built = cells.run("build", name, "--output", "a.apkg")
    assert "\x1b" not in built.err
    assert r"cells\x1b[2J.md:5" in built.err
    assert "\x1b" not in cells.run("build", "gone\x1b[2J.md").err


def test_what_is_skipped_in_many_places_is_said_once(project: Project) -> None:
    top = "**[⬆ Back to Top](#top)**\n"
    project.write(
        "a.md", "# A\n\nWelcome.\n\n" + "".join(f"## {n}. Is it {n}?\n\nIt is {n}.\n\n{top}\n" for n in range(1, 13))
    )
    said = [line for line in project.run("check", "a.md").out.splitlines() if ": skipped" in line]
    assert len(said) == 2
    assert said[1].startswith(
        "a.md:9, 15, 21, 27, 33, 39, 45, 51, 57, 63, 69, 75: skipped “⬆ Back to Top”: a link back"
    )
    built = project.run("build", "a.md").err
    assert (
        "a.md:9, 15, 21, 27, 33, 39, 45, 51: skipped “⬆ Back to Top”: a link back to the top (and in 4 more places)"
        in built
    )


@pytest.mark.parametrize(
    ("code", "line", "text"),
    [
        ("DW206", 5, "## What is a stem cell?\n\nOne.\n\n## Describe the stem cell?\n\nTwo.\n"),
        ("DW212", 1, "## Which is the largest?\n\nA) Saturn\nB) Jupiter\n\n**Answer**: The one with the red spot.\n"),
        ("DW505", 1, "## Q1: ![](none.png)\n\nThe cell's fuel.\n\n## Q2: What?\n\nThat.\n"),
        ("DW506", 3, "# Letters\n\n" + " ".join(f"{{{{c::word {number}}}}}" for number in range(501)) + "\n"),
    ],
)
def test_what_no_other_test_says(project: Project, code: str, line: int, text: str) -> None:
    project.write("a.md", text)
    (deck,) = project.run("check", "a.md", "--format", "json").json
    assert [each["line"] for each in deck["diagnostics"] if each["code"] == code] == [line]


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="a file that fails when it is read is only on Linux")
def test_a_source_that_cannot_be_read_is_an_error_and_holds_what_was_built_of_it(cells: Project) -> None:
    cells.write("deck/cells.md", CELLS)
    cells.write("deck/other.md", "# Other\n\n### 1. Why?\n\nBecause.\n\n### 2. How?\n\nSo.\n")
    cells.build("deck")
    (cells.folder / "deck/cells.md").unlink()
    (cells.folder / "deck/cells.md").symlink_to("/proc/self/mem")
    result = cells.run("check", "deck")
    assert result.code == 1
    assert "deck/cells.md: error DW103: the file can't be read" in result.out
    built = cells.run("build", "deck")
    assert (built.code, "6 notes, 2 unchanged, 4 held" in built.err) == (1, True)


def test_a_tag_that_no_search_finds_is_said(cells: Project) -> None:
    cells.write("cells.md", "---\ntags: [None, 're:act', none-of-it]\n---\n" + CELLS)
    said = [line for line in cells.run("check", "cells.md").out.splitlines() if "DW531" in line]
    assert [line.partition("DW531: ")[2].partition("; ")[0] for line in said] == [
        "“tag:None” finds what has no tag",
        "“tag:re:act” is read as a pattern",
    ]
    assert all("4 questions have it" in line for line in said)


def test_a_deck_whose_tags_no_search_finds_is_said(cells: Project) -> None:
    cells.write("deck.toml", 'name = "RE"\ntags = ["nc:x"]\n')
    said = [line for line in cells.run("check", "cells.md").out.splitlines() if "DW531" in line]
    assert len(said) == 2
    assert "“tag:nc:x” is read as a pattern" in said[0]
    assert "“tag:re::…” is read as a pattern" in said[1]
    assert "deck.toml" in said[0]
    cells.write("deck.toml", 'name = "RE"\ntag_root = "react"\n')
    assert "DW531" not in cells.run("check", "cells.md").out


@pytest.mark.parametrize("kept", ["", "In short.\n\n"])
@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("| Peru | Lima |", "row has 2 of 3 cells; the others stay empty"),
        ("| Peru | Lima | sol | PE |", "row has 4 cells, the table's head 3; the last ones are joined"),
    ],
)
def test_a_row_that_does_not_fit_is_said_once_whatever_its_table_becomes(
    cells: Project, kept: str, row: str, words: str
) -> None:
    table = f"| Land | Capital | Money |\n|---|---|---|\n{row}\n| Chile | Santiago | peso |\n"
    text = f"# T\n\n### What are they? {{cards=rows}}\n\n{kept}{table}\n### Why?\n\nSo.\n"
    cells.write("rows.md", text)
    (deck,) = cells.run("check", "rows.md", "--format", "json").json
    (said,) = [each for each in deck["diagnostics"] if each["code"] == "DW302"]
    assert said["line"] == text[: text.index(row)].count("\n") + 1
    assert said["message"].rstrip(".") == (f"This {words}" if kept else f'"Peru": this {words}')
