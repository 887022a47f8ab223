"""Media from the text to the package: what is shipped, what is reported where, and which notes change."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from app.project import NOW, Project
from deckwright.media import svg
from media.made import MP3, MP4, SVG, png

DECK = """# Cells

## What does ![a cell](img/cell.png) show?

A cell.

## How does it sound?

<audio controls src="img/cell.mp3"></audio>

## How does it move?

<video controls width="300">
  <source src="img/cell.webm">
  <source src="img/cell.mp4">
  Your browser shows no films.
</video>

## What is its plan?

![[plan.svg|300]] and ![words|200x100](img/cell.png)

## What is none of it?

Nothing at all.
"""
FILES = {"img/cell.png": png(), "img/cell.mp3": MP3, "img/cell.mp4": MP4, "vault/deep/plan.svg": SVG}


@pytest.fixture
def deck(project: Project) -> Project:
    for name, data in {
        **FILES,
        "deck.toml": b'id = "x1"\n[media]\nfolders = ["vault"]\n',
        "a.md": DECK.encode(),
    }.items():
        project.write(name, data)
    return project


def shipped(package: Path) -> dict[str, bytes]:
    """Every file of ours in a package."""
    with ZipFile(package) as archive:
        return {n: archive.read(i) for i, n in json.loads(archive.read("media")).items() if n.startswith("_dw-")}


def said(project: Project) -> list[tuple[str, str, int, str]]:
    (found,) = project.run("check", ".", "--format", "json").json
    return [(each["code"], each["file"], each["line"], each["message"]) for each in found["diagnostics"]]


def fields(project: Project) -> str:
    return "\n".join(field for note in project.package("cells.apkg").notes.values() for field in note.fields)


def test_all_kinds_arrive_as_anki_shows_and_plays_them(deck: Project) -> None:
    deck.build(".", "--output", "cells.apkg")
    files = shipped(deck.folder / "cells.apkg")
    suffixes = {name.rpartition(".")[2]: name for name in files}
    assert set(suffixes) == {"png", "mp3", "mp4", "svg"}
    html = fields(deck)
    assert f'What does <img src="{suffixes["png"]}" alt="a cell"> show?' in html
    assert f"[sound:{suffixes['mp3']}]" in html
    assert f"[sound:{suffixes['mp4']}]" in html
    assert f'<img src="{suffixes["svg"]}" alt="" width="300">' in html
    assert f'<img src="{suffixes["png"]}" alt="words" width="200" height="100">' in html
    assert sorted(files.values()) == sorted([FILES["img/cell.png"], MP3, MP4, svg.clean(SVG).data])
    assert said(deck) == []


def test_a_changed_picture_changes_the_notes_that_show_it_and_no_other(deck: Project) -> None:
    deck.build(".", "--output", "cells.apkg")
    before = shipped(deck.folder / "cells.apkg")
    deck.write("img/cell.png", png(shade=200))
    built = deck.build(".", "--output", "cells.apkg", now=NOW + 60)
    changed = {each["question"]: each["reasons"] for each in built["plan"]["changes"] if each["effect"] == "updated"}
    assert list(changed.values()) == [["media"], ["media"]]
    assert {name.rpartition(".")[2] for name in before.keys() ^ shipped(deck.folder / "cells.apkg").keys()} == {"png"}


def test_plans_name_a_change_of_pictures_for_what_it_is(deck: Project) -> None:
    deck.build(".", "--output", "cells.apkg")
    (deck.folder / "cells.apkg").rename(deck.folder / "old.apkg")
    deck.write("img/cell.png", png(shade=200))
    deck.write("a.md", DECK.replace("Nothing at all.", "Nothing at all. ![plan](plan.svg)"))
    for against in ((), ("--against", "old.apkg")):
        said = deck.run("plan", ".", "--output", "old.apkg", *against).out
        whole = " ".join(said.split())
        assert whole.count("media Question: ~ another picture") == bool(against)
        assert whole.count("Question: ~ another picture or sound") == 1
        assert whole.count("Answer: ~ another picture or sound") == 1
        assert whole.count("Answer: ~ a picture or sound was added") == 1


def test_the_same_picture_under_another_name_changes_nothing(deck: Project) -> None:
    deck.build(".", "--output", "cells.apkg")
    deck.write("img/other.png", png())
    deck.write("a.md", DECK.replace("img/cell.png) show", "img/other.png) show"))
    kept = shipped(deck.folder / "cells.apkg")
    deck.build(".", "--output", "cells.apkg", now=NOW + 60)
    assert shipped(deck.folder / "cells.apkg") == kept


def test_a_picture_that_comes_back_is_seen_although_the_text_stayed(deck: Project) -> None:
    (deck.folder / "img/cell.png").unlink()
    assert [(code, line) for code, _, line, _ in said(deck)] == [("DW304", 3), ("DW304", 21)]
    deck.build(".", "--output", "cells.apkg")
    deck.write("img/cell.png", png())
    assert deck.counts(".", "--output", "cells.apkg", now=NOW + 60) == {"updated": 2, "unchanged": 3}


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("../secret.png", "DW501"),
        ("/etc/secret.png", "DW501"),
        ("file:///etc/secret.png", "DW501"),
        ("img/link.png", "DW501"),
        ("img/page.png", "DW502"),
        ("img/broken.svg", "DW507"),
        ("img/empty.png", "DW507"),
        ("img/damaged.png", "DW507"),
        ("img/damaged.jpg", "DW507"),
        ("img", "DW507"),
        ("img/" + "x" * 300 + ".png", "DW507"),
        ("img/gone.png", "DW304"),
        ("https://example.org/x.png", "DW305"),
        ("data:image/png;base64,AAAA", "DW304"),
    ],
)
def test_what_can_t_be_shipped_is_reported_where_it_stands_and_isn_t_shipped(
    project: Project, written: str, code: str
) -> None:
    (project.folder.parent / "secret.png").write_bytes(png())
    damaged = {"damaged.png": png()[:12], "damaged.jpg": b"\xff\xd8\xff\xe0"}
    for name, data in {"page.png": b"<html>", "broken.svg": b"<svg><g></svg>", "empty.png": b"", **damaged}.items():
        project.write(f"img/{name}", data)
    (project.folder / "img/link.png").symlink_to("../../secret.png")
    project.write("a.md", f"# A\n\n## What is it?\n\nFirst\n![its *words*]({written})\n")
    result = project.run("build", "a.md", "--output", "cells.apkg")
    assert result.code == 0
    assert (
        f"a.md:6:{len('![its *words*](') + 1}: warning {code}" in result.err
        or f"a.md:6:1: warning {code}" in result.err
    )
    assert shipped(project.folder / "cells.apkg") == {}
    assert "its words" in fields(project)


def test_an_svg_is_shipped_clean_and_what_went_is_named(project: Project) -> None:
    evil = SVG.replace(b"<path", b"<script>alert(1)</script><path onclick='alert(1)'")
    project.write("a.svg", evil)
    project.write("a.md", "# A\n\n## What is it?\n\n![a drawing](a.svg)\n")
    result = project.run("build", "a.md", "--output", "cells.apkg")
    assert "a.md:5:1: warning DW504: “a.svg” goes into the package without <script>, onclick" in result.err
    assert list(shipped(project.folder / "cells.apkg").values()) == [svg.clean(SVG).data]


def test_words_that_an_svg_loses_are_told_apart(project: Project) -> None:
    project.write("a.svg", SVG.replace(b"<path", b'<foreignObject><p xmlns="h">words</p></foreignObject><path'))
    project.write("a.md", "# A\n\n## What is it?\n\n![a drawing](a.svg)\n")
    assert "Words in a foreignObject go with it" in project.run("build", "a.md", "--output", "cells.apkg").err


def test_unused_files_are_summed_up_by_folder(deck: Project) -> None:
    for name in ("img/b.png", "img/c.png", "vault/deep/d.svg"):
        deck.write(name, png())
    result = deck.run("check", ".", "--advice")
    assert "img: advice DW510: 2 files here are on no card: b.png, c.png\n" in result.out
    assert "vault/deep: advice DW510: 1 file here is on no card: d.svg\n" in result.out
    assert "DW510, 2×" in deck.run("check", ".").out
    assert "DW510" not in deck.run("check", "a.md", "--advice").out


def test_declared_folders_must_be_there_and_inside(deck: Project) -> None:
    deck.write("deck.toml", 'id = "x1"\n[media]\nfolders = ["gone"]\n')
    assert ("DW602", "deck.toml") in [(code, file) for code, file, _, _ in said(deck)]
    for outside in ("../x", "/x", "~/x", "C:/x", "a/../../x", ""):
        deck.write("deck.toml", f'id = "x1"\n[media]\nfolders = ["{outside}"]\n')
        result = deck.run("check", ".")
        assert (result.code, "deck.toml:3: " in result.err) == (2, True)


def test_a_file_that_changes_under_the_build_s_eyes_stops_it(deck: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    from deckwright.app import build

    before = build.write

    def write(made: build.Build) -> str:
        deck.write("img/cell.png", png(shade=9))
        return before(made)

    monkeypatch.setattr(build, "write", write)
    result = deck.run("build", ".", "--output", "cells.apkg")
    assert (result.code, "changed while it was being used" in result.err) == (1, True)
    assert not (deck.folder / "cells.apkg").exists()
    assert not (deck.folder / "deck.lock").exists()


def test_packed_files_are_stored_and_the_package_is_the_same_every_time(deck: Project) -> None:
    deck.build(".", "--output", "cells.apkg")
    with ZipFile(deck.folder / "cells.apkg") as archive:
        names = json.loads(archive.read("media"))
        kinds = {name.rpartition(".")[2]: archive.getinfo(number).compress_type for number, name in names.items()}
    assert kinds == {"css": ZIP_DEFLATED, "svg": ZIP_DEFLATED, "png": ZIP_STORED, "mp3": ZIP_STORED, "mp4": ZIP_STORED}
    first = (deck.folder / "cells.apkg").read_bytes()
    deck.build(".", "--output", "again.apkg", "--lock", "again.lock")
    assert (deck.folder / "again.apkg").read_bytes() == first


_PEAK = """
from pathlib import Path
from deckwright.cli.main import run
try:
    run(["build", ".", "--output", "big.apkg", "--no-cache"])
except SystemExit as ended:
    assert ended.code == 0, ended
print(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
"""
"""Prints the peak of a process's own memory in KB; that of `getrusage` begins with the peak of whoever started it."""


@pytest.mark.skipif(sys.platform != "linux", reason="no such measure of memory there")
def test_memory_doesn_t_grow_with_the_size_of_the_pictures(project: Project) -> None:
    peaks = []
    for number, size in enumerate((2_000, 400_000)):
        folder = project.folder / str(number)
        for each in range(150):
            project.write(f"{number}/{each}.png", png(shade=each, padding=size))
        text = "".join(f"\n## What is number {each}?\n\n![it]({each}.png)\n" for each in range(150))
        project.write(f"{number}/a.md", f"# Pictures\n{text}")
        done = subprocess.run([sys.executable, "-c", _PEAK], cwd=folder, capture_output=True, text=True, check=True)
        peaks.append(int(done.stdout.split()[-1]))
        assert (folder / "big.apkg").stat().st_size > 150 * size
    assert peaks[1] - peaks[0] < 15_000, "60 MB more of pictures, in KB"


EVERYWHERE = """# Cells ![](a.png)

## Which of these is a cell ![](b.png)?

- [ ] ![left](c.png)
- [x] ![right](d.png)

The right one, [![here](e.png)](https://example.org).

## What has ![a cell](f.png) inside?

| organ | picture |
| --- | --- |
| core | ![core](g.png) |

> ![[h.png|40]]

Follow-up: What does ![it](i.png) do?

It grows: ![more](j.png)
"""


def test_pictures_anywhere_and_each_change_reaches_just_its_notes(project: Project) -> None:
    for place, name in enumerate("abcdefghij"):
        project.write(f"{name}.png", png(shade=place))
    project.write("a.md", EVERYWHERE)
    project.build(".", "--output", "cells.apkg")
    files = set(shipped(project.folder / "cells.apkg").values())
    assert {png(shade=place) for place in range(1, 10)} <= files
    changed = {}
    for number, name in enumerate("bcdefghij", start=1):
        project.write(f"{name}.png", png(shade=100 + number))
        changed[name] = project.counts(".", "--output", "cells.apkg", now=NOW + number * 60).get("updated", 0)
    # What the question shows stands on its follow-up as well.
    assert changed == {"b": 1, "c": 1, "d": 1, "e": 1, "f": 2, "g": 1, "h": 1, "i": changed["i"], "j": 1}
    assert changed["i"] in {1, 2}


def test_a_vault_is_found_by_name_from_its_top(project: Project) -> None:
    project.write("deck.toml", 'id = "x1"\n[media]\nfolders = ["."]\n')
    project.write("notes/deep/a.md", "# A\n\n## What is it?\n\n![[Pasted image 20240101.png]] and ![x](Scan.png)\n")
    project.write("files/Pasted image 20240101.png", png())
    project.write("notes/Scan.png", png(shade=1))
    project.build(".", "--output", "cells.apkg")
    assert sorted(shipped(project.folder / "cells.apkg").values()) == sorted([png(), png(shade=1)])
    assert said(project) == []


def test_a_held_note_keeps_its_picture(deck: Project) -> None:
    deck.build(".", "--output", "cells.apkg")
    before = shipped(deck.folder / "cells.apkg")
    deck.write("b.md", "# B\n\n## What else?\n\nThat.\n")
    deck.write("a.md", b"\xff\xfe\xfa\n\xff")
    assert deck.run("build", ".", "--output", "cells.apkg", now=NOW + 60).code == 1
    assert shipped(deck.folder / "cells.apkg") == before


def test_a_build_says_what_changed_of_a_note_whose_text_did_not(project: Project) -> None:
    project.write("img/cell.png", png())
    project.write("img/core.png", png(shade=9))
    text = "# Cells\n\n## What is a cell?\n\nIt ![looks so](img/cell.png).\n\n**Hint**: round\n\n## Which parts? {cards=rows}\n\n| Part | Does |\n|---|---|\n| ![](img/core.png) | lives |\n| Wall | holds |\n"
    project.write("a.md", text)
    project.build(".", "--output", "cells.apkg")

    def reasons(now: int) -> dict[str, list[str]]:
        built = project.build(".", "--output", "cells.apkg", now=NOW + now)
        return {each["question"]: each["reasons"] for each in built["plan"]["changes"] if each["effect"] == "updated"}

    project.write("img/cell.png", png(shade=200))
    assert reasons(1) == {"What is a cell?": ["media"]}
    project.write("img/core.png", png(shade=201))
    assert reasons(2) == {"![](img/core.png)": ["media"]}
    project.edit("a.md", "round", "small")
    assert reasons(3) == {"What is a cell?": ["hint"]}
    project.edit("a.md", "Which parts?", "Which of its parts?")
    assert reasons(4) == {"![](img/core.png)": ["context"], "Wall": ["context"]}
    project.edit("a.md", "| Wall |", "| Walls |")
    assert reasons(5) == {"Walls": ["reworded"]}
    (project.folder / "img/cell.png").unlink()
    assert reasons(6) == {"What is a cell?": ["media"]}


@pytest.mark.parametrize(("path", "told"), [("cell.png", 1), ("Cell.MP3", 1), ("notes.md", 0)])
def test_who_links_to_a_picture_is_told_how_to_show_it(project: Project, path: str, told: int) -> None:
    project.write("a.md", f"# A\n\n## What is it?\n\nThis [one]({path}).\n")
    result = project.run("check", "a.md")
    assert "a.md:5:1: note DW307" in result.out
    assert result.out.count("Put a ! before the first bracket") == told
