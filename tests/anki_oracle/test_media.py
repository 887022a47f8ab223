"""Media in the real Anki: a changed picture is seen, nothing is missing or unused, and what was lost comes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from anki_oracle.oracle import Learner
from app.project import NOW, Project
from deckwright.media import svg
from deckwright.media.names import is_ours
from media.made import MP3, SVG, png

pytestmark = pytest.mark.anki

TEXT = """# Cells

## What does this show?

![a cell](img/cell.png)

## What is its plan?

![[plan.svg]]

## How does it sound?

<audio src="img/cell.mp3"></audio>

## What is in [![a cell](ch/cell.png)](https://example.org)?

| organ | picture |
| --- | --- |
| core | <img src="img/cell.png" width="50"> |
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Project:
    (tmp_path / "deck").mkdir()
    return Project(tmp_path / "deck", monkeypatch, capsys)


@pytest.fixture
def deck(project: Project) -> Project:
    files = {"img/cell.png": png(), "ch/cell.png": png(shade=1), "plan.svg": SVG, "img/cell.mp3": MP3}
    for name, data in {**files, "a.md": TEXT.encode()}.items():
        project.write(name, data)
    project.build(".", "--output", "cells.apkg")
    return project


def guid(learner: Learner, words: str) -> str:
    return next(guid for guid, seen in learner.see_all().items() if words in seen.fields["Question"])


def picture(learner: Learner, words: str) -> bytes:
    """The bytes of the first file on a note's answer."""
    html = learner.see(guid(learner, words)).fields["Answer"]
    return (learner.media / html.partition('src="')[2].partition('"')[0]).read_bytes()


def test_media_arrive_none_missing_and_none_unused(deck: Project, learner: Learner) -> None:
    learner.receive(deck.folder / "cells.apkg")
    found = learner.col.media.check()
    assert (list(found.missing), list(found.unused)) == ([], [])
    assert picture(learner, "What does this show") == png()
    assert picture(learner, "plan") == svg.clean(SVG).data
    question = learner.see(guid(learner, "What is in")).fields["Question"]
    assert (learner.media / question.partition('src="')[2].partition('"')[0]).read_bytes() == png(shade=1)
    card = learner.col.get_card(learner.card_id(guid(learner, "sound")))
    assert [tag.filename.rpartition(".")[2] for tag in card.answer_av_tags()] == ["mp3"]


SPOKEN = """# Owls

## Who calls ![a tawny owl](hoo.mp3 "at night")?

| call | who |
| --- | --- |
| ![[hoo.mp3\\|the same]] | he |

## {{c1::![hoo](hoo.mp3)}} is the call of {{c2::a tawny owl::![the call](hoo.mp3)}}
"""


def test_a_sound_with_words_plays_and_keeps_them(project: Project, learner: Learner) -> None:
    project.write("hoo.mp3", MP3)
    project.write("a.md", SPOKEN)
    project.build(".", "--output", "owls.apkg")
    learner.receive(project.folder / "owls.apkg")
    assert learner.problems() == ""
    cards = [learner.col.get_card(number) for number in sorted(learner.col.find_cards(""))]
    played = [(len(card.question_av_tags()), len(card.answer_av_tags())) for card in cards]
    assert played == [(1, 2), (0, 1), (2, 1)]
    assert '<span title="a tawny owl: at night">[anki:play:q:0]</span>' in cards[0].question()
    assert '<span title="the same">[anki:play:a:1]</span>' in cards[0].answer()
    found = learner.col.media.check()
    assert (list(found.missing), list(found.unused)) == ([], [])


def test_a_changed_picture_is_seen_after_the_next_import(deck: Project, learner: Learner) -> None:
    learner.receive(deck.folder / "cells.apkg")
    learner.study(guid(learner, "What does this show"))
    history, before = learner.history(), learner.see_all()
    deck.write("img/cell.png", png(shade=200))
    deck.build(".", "--output", "cells.apkg", now=NOW + 60)
    log = learner.receive(deck.folder / "cells.apkg")
    assert log.counts == {"updated": 2, "duplicate": 2}
    assert picture(learner, "What does this show") == png(shade=200)
    assert learner.history() == history
    changed = {each for each, seen in learner.see_all().items() if seen != before[each]}
    assert changed == {guid(learner, "What does this show"), guid(learner, "What is in")}
    found = learner.col.media.check()
    assert (list(found.missing), list(found.unused)) == ([], [])


def ours(learner: Learner) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in learner.media.iterdir() if is_ours(path.name)}


def test_files_that_were_deleted_come_back_with_any_import(deck: Project, learner: Learner) -> None:
    learner.receive(deck.folder / "cells.apkg")
    there = ours(learner)
    learner.lose(*there)
    assert sorted(learner.col.media.check().missing) == sorted(there)
    assert learner.receive(deck.folder / "cells.apkg").counts == {"duplicate": 4}
    assert ours(learner) == there
    assert list(learner.col.media.check().missing) == []


@pytest.mark.parametrize("legacy", [True, False])
def test_an_export_by_anki_takes_the_media_along(
    deck: Project, learner: Learner, tmp_path: Path, *, legacy: bool
) -> None:
    learner.receive(deck.folder / "cells.apkg")
    learner.export(tmp_path / "out.apkg", "deck", media=True, legacy=legacy)
    (tmp_path / "other").mkdir()
    other = Learner(tmp_path / "other")
    other.receive(tmp_path / "out.apkg")
    found, arrived = other.col.media.check(), ours(other)
    other.close()
    assert (len(arrived), arrived) == (4, ours(learner))
    assert (list(found.missing), list(found.unused)) == ([], [])


def test_a_sync_leaves_nothing_missing_and_nothing_unused(deck: Project, learner: Learner) -> None:
    learner.receive(deck.folder / "cells.apkg")
    collection = Path(learner.col.path)
    learner.col.close()
    deck.write("img/cell.png", png(shade=200))
    deck.write("plan.svg", SVG.replace(b"<path", b'<script>alert(1)</script><path id="new"'))
    synced = deck.run("sync", ".", "--target", "collection", "--collection", collection, "--yes", now=NOW + 60)
    assert (synced.code, "DW504" in synced.err) == (0, True), synced.err
    learner.col.reopen()
    found = learner.col.media.check()
    assert (list(found.missing), list(found.unused), found.have_trash) == ([], [], True)
    assert picture(learner, "What does this show") == png(shade=200)
    assert b"script" not in picture(learner, "plan")
    assert b'id="new"' in picture(learner, "plan")


def test_pictures_that_are_asked_for_keep_their_reviews_when_they_are_written_otherwise(
    project: Project, learner: Learner
) -> None:
    trees = ("oak", "lime", "ash")
    for shade, name in enumerate(trees):
        project.write(f"img/{name}.png", png(shade=shade))
    rows = "".join(f"| ![](img/{name}.png) | {name.title()} |\n" for name in trees)
    project.write(
        "trees.md",
        "# Trees\n\n## Whose leaf is it? ![](img/oak.png)\n\nOak.\n\n## Whose is it? {cards=rows reverse}\n\n| Leaf | Tree |\n|---|---|\n"
        f"{rows}\n## Which grow here?\n\nBy the gate {{{{c1::![](img/ash.png)}}}} and by the pond {{{{c2::![](img/lime.png)}}}}.\n",
    )
    package = project.folder / "trees.apkg"

    def publish(now: int) -> dict[str, int]:
        project.build("trees.md", "--output", package, now=now)
        counts = dict(learner.receive(package).counts)
        found = learner.col.media.check()
        assert (list(found.missing), [name for name in found.unused if is_ours(name)]) == ([], [])
        return counts

    assert publish(NOW) == {"new": 5}
    for guid, ordinal in learner.history():
        learner.study(guid, ordinal)
    history = learner.history()
    assert len(history) == 1 + 3 * 2 + 2
    edits = (
        ("](img/", "](pictures/trees/"),
        ("![](pictures/trees/oak.png)", '<img src="pictures/trees/oak.png" alt="a leaf" width="200">'),
        ("![](pictures/trees/ash.png)", "![a leaf](pictures/trees/ash.png){width=80}"),
        ("![](pictures/trees/lime.png) |", "![](pictures/trees/DSC_77.png) |"),
    )
    (project.folder / "pictures").mkdir()
    (project.folder / "img").rename(project.folder / "pictures/trees")
    (project.folder / "pictures/trees/DSC_77.png").write_bytes(png(shade=1))
    for now, (old, new) in enumerate(edits, start=1):
        text = (project.folder / "trees.md").read_text()
        project.write("trees.md", text.replace(old, new))
        assert "new" not in publish(NOW + now)
        assert learner.history() == history
