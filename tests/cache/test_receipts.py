"""A build that finds everything as it was says what it would have said, leaves all as it is, and notices any change."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cache.decks import STATES, lay_out
from cache.running import command

NOW = 1_790_000_000
STATE = {"one.md": [("cell", number, number, False) for number in range(8)]}


def build(place: Path, now: int, *options: str) -> tuple[int, str, str, dict[str, bytes]]:
    """Build the deck in `place/deck`; give exit code, product, talk, and the files that it left."""
    said = command(place, now, "build", "deck", "--retire", *options)
    files = {
        path.name: path.read_bytes() for path in (*place.glob("*.apkg"), place / "deck/deck.lock") if path.exists()
    }
    return *said, files


def is_skipped(place: Path, now: int = NOW, *options: str) -> bool:
    """Build, and say whether the package was left alone."""
    (package,) = place.glob("*.apkg")
    before = package.stat().st_ino, package.stat().st_mtime_ns
    build(place, now, *options)
    return (package.stat().st_ino, package.stat().st_mtime_ns) == before


@given(STATES, st.sampled_from([(), ("--json",), ("--locked",)]))
@settings(deadline=None, max_examples=25)
def test_every_build_says_and_leaves_what_it_would_without(states, options) -> None:  # type: ignore[no-untyped-def]
    with tempfile.TemporaryDirectory() as folder:
        with_it, without = (Path(folder) / name for name in ("with", "without"))
        for step, state in enumerate([each for once in states for each in (once, once, once)]):
            for place in (with_it, without):
                (place / "deck").mkdir(parents=True, exist_ok=True)
                lay_out(place / "deck", state)
            told = options if step % 3 else ()
            assert build(with_it, NOW + step, *told) == build(without, NOW + step, "--no-cache", *told)


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A folder with a deck that was just built."""
    (tmp_path / "deck").mkdir()
    lay_out(tmp_path / "deck", STATE)
    assert build(tmp_path, NOW)[0] == 0
    return tmp_path


def test_an_unchanged_deck_is_left_alone_at_once(built: Path) -> None:
    assert is_skipped(built)
    assert is_skipped(built, NOW + 1)


def test_a_deck_with_questions_that_have_no_answer_is_left_alone_once_a_build_changed_nothing(built: Path) -> None:
    with (built / "deck/one.md").open("a", encoding="utf-8") as file:
        file.write(
            "\n### What has nobody answered yet?\n\n### Which terms are cards? {cards=terms}\n\n- **One**: first\n"
        )
        file.write("- **Two**: second\n")
    said = build(built, NOW + 5)
    assert "DW2" in said[2]
    again = build(built, NOW + 6)
    assert is_skipped(built, NOW + 7)
    assert build(built, NOW + 8) == again == build(built, NOW + 9, "--no-cache")


def _swap(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


CHANGES: dict[str, Callable[[Path], object]] = {
    "source": lambda place: _swap(place / "deck/one.md", "cell", "cells"),
    "new source": lambda place: (place / "deck/two.md").write_text("### What is new?\n\nThis.\n"),
    "settings": lambda place: (place / "deck/deck.toml").write_text('tags = ["new"]\n'),
    "lock": lambda place: (place / "deck/deck.lock").write_text((place / "deck/deck.lock").read_text() + "\n"),
    "package": lambda place: (place / "deck.apkg").write_bytes((place / "deck.apkg").read_bytes()[:-100]),
    "picture": lambda place: next((place / "deck/pictures").iterdir()).unlink(),
    "all pictures": lambda place: [path.write_bytes(b"new") for path in (place / "deck/pictures").iterdir()],
    "missing picture": lambda place: [
        (place / f"deck/pictures/none-{word}.png").write_bytes(b"new")
        for word in ("cell", "gene", "tissue", "nerve", "bone", "gland", "virus", "spore", "enzyme", "lipid")
    ],
    "cache": lambda place: shutil.rmtree(place / "cache"),
    "place": lambda place: (place / "dist").mkdir(),
}


@pytest.mark.parametrize("what", sorted(set(CHANGES) - {"picture", "package", "place"}))
def test_any_change_is_noticed(built: Path, what: str) -> None:
    CHANGES[what](built)
    assert not is_skipped(built)


def test_a_changed_package_is_noticed(built: Path) -> None:
    CHANGES["package"](built)
    assert build(built, NOW)[0] == 1, "it can't be read any more"


def test_a_deck_that_was_adopted_is_left_alone_too(built: Path) -> None:
    """Of the notes that no entry was found for, its lock has the question and no content."""
    lock = built / "deck/deck.lock"
    gone = (f'{{"guid":"zz{number}","question":"Gone?","modified":{NOW},"retired":{NOW}}}\n' for number in range(3))
    lock.write_text(lock.read_text("utf-8") + "".join(gone), "utf-8")
    assert build(built, NOW)[0] == 0
    assert is_skipped(built)


def test_a_folder_that_was_missing_is_noticed_and_one_that_is_missing_now(built: Path) -> None:
    (built / "deck/deck.toml").write_text('[media]\nfolders = ["more"]\n')
    assert ["DW602" in build(built, NOW)[2] for _ in range(2)] == [True, True]
    (built / "deck/more").mkdir()
    assert ["DW602" in build(built, NOW)[2] for _ in range(2)] == [False, False]
    (built / "deck/more").rmdir()
    assert "DW602" in build(built, NOW)[2]


def test_another_place_for_the_package_is_noticed(built: Path) -> None:
    CHANGES["place"](built)
    build(built, NOW)
    assert (built / "dist/deck.apkg").exists()


@pytest.mark.parametrize("options", [("--no-cache",), ("--rerender",), ("--release", "1"), ("--after", "deck.apkg")])
def test_whoever_asks_for_more_gets_a_build(built: Path, options: tuple[str, ...]) -> None:
    assert not is_skipped(built, NOW, *options)


@pytest.mark.parametrize(
    ("file", "more"), [("card.css", "\n.new { color: red }\n"), ("qa/recall.back.html", "\n<p>Well?</p>\n")]
)
def test_changed_styles_are_noticed(built: Path, tmp_path: Path, file: str, more: str) -> None:
    from deckwright.app.styles import place

    shutil.copytree(place(None), tmp_path / "styles")
    build(built, NOW, "--styles", "styles")
    assert is_skipped(built, NOW, "--styles", "styles")
    sheet = tmp_path / "styles" / file
    sheet.write_text(sheet.read_text("utf-8") + more, "utf-8")
    assert not is_skipped(built, NOW, "--styles", "styles")


def test_a_deck_of_a_name_that_others_may_have_is_left_alone_too(tmp_path: Path) -> None:
    for name in ("with", "without"):
        (tmp_path / name / "deck").mkdir(parents=True)
        lay_out(tmp_path / name / "deck", STATE)
        (tmp_path / name / "deck").rename(tmp_path / name / "src")
        (tmp_path / name / "deck").symlink_to("src")
    with_it, without = tmp_path / "with", tmp_path / "without"
    first = build(with_it, NOW)
    assert "DW601" in first[2]
    assert first == build(without, NOW, "--no-cache")
    assert is_skipped(with_it)
    second = build(with_it, NOW + 1)
    assert "DW601" not in second[2]
    assert second == build(without, NOW + 1, "--no-cache")


def test_a_clock_that_went_back_is_noticed(built: Path) -> None:
    assert not is_skipped(built, NOW - 1)
