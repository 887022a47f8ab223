"""The site in a folder: what stands in it, what it is compared with, and what it may replace."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from app.project import DAY, NOW, Project
from deckwright.app.previewing import preview, write_site
from deckwright.errors import Diagnostic, Severity
from deckwright.preview.page import CARD_POLICY, INDEX_POLICY
from deckwright.preview.site import read, site
from preview.made import deck_of, preview_of, request

ASSETS = Path(__file__).parents[2] / "src" / "deckwright" / "preview" / "assets"
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>'


def index(folder: Path) -> Any:
    """Read the index's data."""
    found = re.fullmatch(r"deckwright\.index\((.*)\);\n", (folder / "data/index.js").read_text("utf-8"), re.DOTALL)
    assert found
    return json.loads(found[1])


HELD = (
    "# C\n\n## What is the powerhouse of a cell?\n\nThe mitochondrion makes most of the ATP that a cell uses.\n\n"
    "## What is a ribosome?\n\nIt makes proteins.\n"
)


def test_a_mistake_in_an_entry_that_is_held_stands_beside_its_note(cells: Project) -> None:
    cells.write("cells.md", HELD)
    cells.build("cells.md")
    slipped = HELD.replace("is the powerhouse of a cell", "is known as the powerhouse of the cell").replace(
        "The mito", "The {{c1::mito"
    )
    cells.write("cells.md", slipped)
    assert cells.run("preview", "cells.md", "--output", "site").code == 1
    shown = index(cells.folder / "site")
    assert {card["question"]: [each["code"] for each in card.get("remarks", ())] for card in shown["cards"]} == {
        "What is a ribosome?": [],
        "What is the powerhouse of a cell?": ["DW220"],
    }
    assert shown["remarks"] == []
    several = slipped.replace("What is a ribosome?", "What is a ribosome for?").replace("It makes", "It makes {{c1::")
    cells.write("cells.md", several)
    cells.run("preview", "cells.md", "--output", "site")
    shown = index(cells.folder / "site")
    said = {card["question"]: [each["code"] for each in card.get("remarks", ())] for card in shown["cards"]}
    assert list(said.values()) == [["DW220"], ["DW220"]]
    assert shown["remarks"] == []
    cells.write("cells.md", f"{slipped}\n## What is new?\n\nThe {{{{c1::gap.\n")
    cells.run("preview", "cells.md", "--output", "site")
    shown = index(cells.folder / "site")
    assert {card["question"]: [each["code"] for each in card.get("remarks", ())] for card in shown["cards"]} == {
        "What is a ribosome?": [],
        "What is the powerhouse of a cell?": ["DW220"],
    }
    assert [each["code"] for each in shown["remarks"]] == ["DW220"], "a new question has no card to stand beside"


def test_the_command_writes_a_site_and_nothing_else(cells: Project) -> None:
    before = cells.files()
    result = cells.run("preview", "cells.md")
    assert (result.code, result.out) == (0, "Cells-preview/index.html\n")
    after = cells.files()
    assert {name: after[name] for name in before} == before
    assert all(name.startswith("Cells-preview/") for name in after.keys() - before.keys())
    value = index(cells.folder / "Cells-preview")
    assert [card["question"] for card in value["cards"]][:2] == [
        "What does a mitochondrion do?",
        "What is a ribosome made of?",
    ]
    assert value["sections"] == ["Basics", "Division"]
    for card in value["cards"]:
        answer = (cells.folder / f"Cells-preview/cards/{card['id']}-answer.html").read_text("utf-8")
        assert card["question"] in answer
        assert '<body class="card card1">' in answer


def test_the_same_deck_gives_the_same_bytes(cells: Project) -> None:
    cells.run("preview", "cells.md", "--output", "one")
    cells.run("preview", "cells.md", "--output", "two")
    files = cells.files()
    one = {name.removeprefix("one/"): data for name, data in files.items() if name.startswith("one/")}
    assert one == {name.removeprefix("two/"): data for name, data in files.items() if name.startswith("two/")}


def test_a_preview_takes_the_place_of_an_older_one_without_leftovers(cells: Project) -> None:
    cells.run("preview", "cells.md", "--output", "site")
    cells.edit("cells.md", "### Q1.3: Where does a plant cell keep its chlorophyll?\n", "")
    before = {name for name in cells.files() if name.startswith("site/cards/")}
    assert cells.run("preview", "cells.md", "--output", "site").code == 0
    after = {name for name in cells.files() if name.startswith("site/cards/")}
    assert len(before - after) == 2
    assert [name for name in cells.files() if name.startswith(".")] == []


def test_a_folder_of_somebody_s_is_left_alone(cells: Project) -> None:
    cells.write("mine/notes.txt", "mine")
    result = cells.run("preview", "cells.md", "--output", "mine")
    assert result.code == 2
    assert "mine is there, and is no preview" in result.err
    assert cells.run("preview", "cells.md", "--output", "cells.md").code == 2
    assert (cells.folder / "mine/notes.txt").read_text() == "mine"


def test_what_changed_since_the_last_build_stands_beside_what_it_was(cells: Project) -> None:
    cells.run("build", "cells.md")
    cells.edit("cells.md", "into ATP, the cell's fuel.", "into ATP.")
    cells.edit("cells.md", "\n## 2. Division\n\n### Q2.1: Which phases has mitosis, in order?\n", "\n<!--\n")
    cells.write("cells.md", (cells.folder / "cells.md").read_text() + "-->\n")
    assert cells.run("preview", "cells.md", "--output", "site").code == 0
    folder = cells.folder / "site"
    value = index(folder)
    assert value["baseline"] == "Cells.apkg"
    effects = {card["question"]: card["effect"] for card in value["cards"]}
    assert effects["What does a mitochondrion do?"] == "updated"
    assert effects["What is a ribosome made of?"] == "unchanged"
    assert effects["Which phases has mitosis, in order?"] == "retired"
    updated = value["cards"][0]
    assert updated["differing"] == ["Answer"]
    assert "the cell's fuel" in (folder / f"before/{updated['id']}-answer.html").read_text("utf-8")
    assert "the cell's fuel" not in (folder / f"cards/{updated['id']}-answer.html").read_text("utf-8")
    retired = value["cards"][-1]
    assert retired["gone"]
    assert (folder / f"before/{retired['id']}-front.html").exists()
    assert not (folder / f"cards/{retired['id']}-front.html").exists()
    assert "before" not in value["cards"][1]


def test_an_earlier_package_can_be_compared_with(cells: Project) -> None:
    cells.run("build", "cells.md", "--output", "released.apkg")
    cells.edit("cells.md", "into ATP, the cell's fuel.", "into ATP.")
    cells.run("preview", "cells.md", "--output", "site", "--against", "released.apkg")
    assert index(cells.folder / "site")["baseline"] == "released.apkg"
    assert "before" in index(cells.folder / "site")["cards"][0]
    assert cells.run("preview", "cells.md", "--against", "none.apkg").code == 2


def test_what_builds_have_brought_since_an_earlier_package_is_shown_too(cells: Project) -> None:
    cells.run("build", "cells.md", "--output", "released.apkg")
    cells.edit("cells.md", "into ATP, the cell's fuel.", "into ATP.")
    cells.run("build", "cells.md", now=NOW + DAY)
    result = cells.run("preview", "cells.md", "--output", "site", "--against", "released.apkg", now=NOW + 2 * DAY)
    assert "1 updated" in result.err
    assert "since released.apkg" in result.err
    value = index(cells.folder / "site")
    assert "since released.apkg" in value["headline"]
    mitochondrion = value["cards"][0]
    assert (mitochondrion["effect"], mitochondrion["differing"]) == ("updated", ["Answer"])
    assert "the cell's fuel" in (cells.folder / f"site/before/{mitochondrion['id']}-answer.html").read_text("utf-8")


def test_a_diagnostic_stands_beside_the_card_that_it_concerns(cells: Project) -> None:
    cells.edit("cells.md", "- Proteins, which hold it in shape", "![shape](missing.png)")
    cells.write("cells.md", (cells.folder / "cells.md").read_text() + "\n### Q2.2: What has no answer?\n")
    deck, _ = preview(request(cells.folder / "cells.md", cells.folder))
    concerned = {leaf.change.question: [each.code for each in leaf.remarks] for leaf in deck.leaves if leaf.remarks}
    assert concerned == {"What is a ribosome made of?": ["DW304"]}
    assert "DW202" in [each.code for each in deck.remarks]


def test_a_mistake_stands_beside_the_card_that_is_held_for_it(cells: Project) -> None:
    cells.run("build", "cells.md")
    cells.edit("cells.md", "- Proteins, which hold it in shape", "- {{c1::Proteins")
    assert cells.run("preview", "cells.md", "--output", "site").code == 1
    held = {
        card["question"]: (card["line"] > 0, [each["code"] for each in card["remarks"]])
        for card in index(cells.folder / "site")["cards"]
        if card["effect"] == "held"
    }
    assert held == {"What is a ribosome made of?": (True, ["DW220"])}


def test_a_source_with_an_error_is_said_by_the_exit_code(cells: Project) -> None:
    cells.write("broken.md", b"# Broken \xff\xfe\xfa\n\xff")
    result = cells.run("preview", ".", "--output", "site")
    assert (result.code, result.out) == (1, "site/index.html\n")
    assert index(cells.folder / "site")["remarks"][0]["severity"] == "error"


def test_media_lie_beside_the_cards_as_in_anki(cells: Project) -> None:
    cells.write("cell.svg", PICTURE)
    cells.edit("cells.md", "In the thylakoid", "![a cell](cell.svg) In the thylakoid")
    cells.run("preview", "cells.md", "--output", "site")
    files = cells.files()
    (picture,) = [name for name in files if name.startswith("site/media/") and name.endswith(".svg")]
    assert files[picture] == PICTURE
    name = picture.rpartition("/")[2]
    answers = [data.decode() for path, data in files.items() if path.endswith("-answer.html")]
    assert (
        sum(f'<img src="{name}" alt="a cell">' in answer and '<base href="../media/"' in answer for answer in answers)
        == 1
    )


def test_nothing_that_an_author_writes_ends_the_index_s_script() -> None:
    hostile = "</script><script>alert(1)</script>\u2028 \\ ' \" deckwright.index("
    deck = deck_of(
        {"abc": {"Question": hostile, "Answer": hostile, "Context": hostile, "Tags": "a"}},
        remarks=(Diagnostic(code="DW101", severity=Severity.ERROR, message=hostile, file=hostile),),
    )
    pages = site(deck, None)
    for name in ("index", "text"):
        found = re.fullmatch(rb"deckwright\.(index|text)\((.*)\);\n", read(pages[f"data/{name}.js"]), re.DOTALL)
        assert found
        assert found[2].isascii()
        json.loads(found[2])


def test_a_page_allows_no_script_but_the_site_s() -> None:
    pages = site(deck_of({"abc": {"Question": "<script>alert(1)</script>", "Answer": "x"}}), None)
    page = read(pages["cards/abc-1-front.html"]).decode()
    assert f'http-equiv="Content-Security-Policy" content="{CARD_POLICY}"' in page
    assert "script-src 'self';" in CARD_POLICY
    assert f'content="{INDEX_POLICY}"' in (ASSETS / "index.html").read_text("utf-8")
    for name in ("index.html", "site.css", "site.js", "card.js", "reviewer.css"):
        assert not re.search(r"https?://|//[a-z]+\.", (ASSETS / name).read_text("utf-8").replace("// ", ""))


def test_mathjax_is_copied_where_it_is_and_loaded_where_it_is_needed(tmp_path: Path) -> None:
    mathjax = tmp_path / "es5"
    fonts = mathjax / "output/chtml/fonts/woff-v2"
    fonts.mkdir(parents=True)
    (mathjax / "tex-chtml-full.js").write_text("//")
    (fonts / "A.woff").write_bytes(b"A")
    deck = deck_of({"with": {"Question": "\\(x\\)", "Answer": "y"}, "none": {"Question": "x", "Answer": "y"}})
    pages = site(deck, mathjax)
    assert {"mathjax/tex-chtml-full.js", "mathjax/output/chtml/fonts/woff-v2/A.woff"} <= pages.keys()
    assert b"tex-chtml-full.js" in read(pages["cards/with-1-front.html"])
    assert b"tex-chtml-full.js" not in read(pages["cards/none-1-front.html"])
    bare = site(deck, None)
    assert not any(path.startswith("mathjax/") for path in bare)
    assert b"tex-chtml-full.js" not in read(bare["cards/with-1-front.html"])
    assert b'"mathjax":false' in read(bare["data/index.js"])


def test_a_question_is_listed_in_words_and_told_from_others_that_ask_the_same() -> None:
    code = '<div class="dw-code"><pre><code>{}</code></pre></div>'
    deck = deck_of(
        {
            "one": {"Question": "<p>What's the output?</p>" + code.format("a &lt; b"), "Answer": "x"},
            "two": {"Question": "<p>What's the output?</p>" + code.format("c" * 200), "Answer": "x"},
            "math": {"Question": "<p>[sound:a.mp3] Why is <b>\\(n = 1\\)</b>?</p><p>Say it.</p>", "Answer": "x"},
            "gaps": {"Title": "Parts", "Text": "{{c1::a}} {{c2::b}}"},
            "text": {"Text": "<p>The {{c1::heart}} and {{c2::pumps::job}}.</p>"},
            "picture": {"Question": '<img src="a.png">', "Answer": "x"},
        }
    )
    (found,) = re.findall(rb"deckwright\.index\((.*)\);", read(site(deck, None)["data/index.js"]))
    cards = {card["id"]: (card["question"], card.get("next")) for card in json.loads(found)["cards"]}
    assert cards == {
        "one-1": ("What's the output?", "a < b"),
        "two-1": ("What's the output?", "c" * 70),
        "math-1": ("Why is n = 1?", None),
        "gaps-1": ("Parts", None),
        "gaps-2": ("Parts", None),
        "text-1": ("The [...] and pumps.", None),
        "text-2": ("The heart and [job].", None),
        "picture-1": ("picture", None),
    }


def test_a_search_looks_through_words_as_they_are_read() -> None:
    deck = deck_of(
        {
            "code": {
                "Question": "<p>How?</p><p>So</p>",
                "Answer": '<span class="n">np</span><span class="o">.</span>dot',
            },
            "gaps": {"Text": "<p>H<sub>2</sub>O in mito{{c1::chond}}ria<br>{{c2::a &lt; b::no}}</p>"},
        }
    )
    found = read(site(deck, None)["data/text.js"]).decode()
    texts = json.loads(found.removeprefix("deckwright.text(").removesuffix(");\n"))
    assert texts == ["How? So np.dot", "H2O in mitochondria a < b", "H2O in mitochondria a < b"]


def test_ten_thousand_cards_make_a_small_index_and_a_page_each(tmp_path: Path) -> None:
    notes = {
        f"n{number}": {"Question": f"Question {number}?", "Answer": "An answer. " * 50} for number in range(10_000)
    }
    pages = site(deck_of(notes), None)
    assert len([path for path in pages if path.startswith("cards/")]) == 20_000
    assert len(read(pages["data/index.js"])) < 3_000_000
    assert b"Question 9999?" in read(pages["cards/n9999-1-answer.html"])


def test_a_lock_and_a_package_of_another_deck_stop_it(cells: Project, tmp_path: Path) -> None:
    cells.run("build", "cells.md", "--output", "deck.apkg")
    cells.write("other/deck.md", "# Other\n\n### Q1: What?\n\nThat.\n")
    result = cells.run("preview", "other", "--against", "deck.apkg")
    assert result.code == 2
    assert "not this one" in result.err


@pytest.mark.parametrize("options", [["--serve", "--output", "x"], ["--port", "1"]])
def test_options_that_contradict_each_other_are_refused(cells: Project, options: list[str]) -> None:
    assert cells.run("preview", "cells.md", *options).code == 2


def test_a_site_is_written_whole_or_not_at_all(cells: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    deck = preview_of(cells.folder / "cells.md", cells.folder)
    write_site(deck, cells.folder / "site")
    before = cells.files()

    def broken(self: Path, data: bytes) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", broken)
        with pytest.raises(KeyboardInterrupt):
            write_site(deck, cells.folder / "site")
    assert cells.files() == before
