"""A package depends on its content alone, and a failed one leaves nothing behind."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import tracemalloc
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import genanki
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckwright.errors import PackageError
from deckwright.notetypes import REGISTRY
from deckwright.targets.package.database import _free
from deckwright.targets.package.read import read
from deckwright.targets.package.write import write
from package.made import CREATED, DECK, content, note

_PROGRAM = """
import sys
from pathlib import Path
from deckwright.targets.package.write import write
from package.made import content, note
media = {"b.png": Path(sys.argv[2]), "a.css": Path(sys.argv[2])}
notes = [note(f"n{i}", deck=f"Sample::{i % 3}") for i in range(50)] + [note("c", kind="cloze")]
write(content(notes, media=media), Path(sys.argv[1]))
"""


def _built(target: Path, source: Path, cwd: Path, **environment: str) -> bytes:
    paths = os.pathsep.join(str(Path(each).resolve()) for each in sys.path if each)
    subprocess.run(
        [sys.executable, "-W", "error", "-c", _PROGRAM, str(target), str(source)],
        check=True,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": paths, **environment},
    )
    return target.read_bytes()


def test_bytes_depend_on_the_content_alone(tmp_path: Path) -> None:
    source = tmp_path / "picture"
    source.write_bytes(bytes(range(256)) * 9)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    first = _built(tmp_path / "one.apkg", source, tmp_path, PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C")
    os.utime(source, (1, 1))
    second = _built(
        elsewhere / "two.apkg", source, elsewhere, PYTHONHASHSEED="2", TZ="Asia/Tokyo", LC_ALL="C.UTF-8", PYTHONUTF8="1"
    )
    assert first == second


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workplace = tmp_path / "temporary"
    workplace.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(workplace))
    write(content([note("a")]), tmp_path / "good.apkg")
    missing = content([note("a")], media={"gone.png": tmp_path / "gone.png"})
    with pytest.raises(PackageError, match=r"gone\.png"):
        write(missing, tmp_path / "bad.apkg")
    with pytest.raises(PackageError, match="same identity"):
        write(content([note("a"), note("a")]), tmp_path / "bad.apkg")
    read(tmp_path / "good.apkg")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["good.apkg", "temporary"]
    assert not list(workplace.iterdir())


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="can't be written"):
        write(content([note("a")]), tmp_path / "no folder" / "deck.apkg")


def test_media_under_their_names(tmp_path: Path) -> None:
    sources = {name: tmp_path / name for name in ("b.png", "a.svg")}
    for name, source in sources.items():
        source.write_text(name * 100)
    write(content([note("a")], media=sources), tmp_path / "deck.apkg")
    with ZipFile(tmp_path / "deck.apkg") as archive:
        assert archive.testzip() is None
        assert archive.read("media") == b'{"0": "a.svg", "1": "b.png"}'
        assert archive.read("0") == b"a.svg" * 100
        kinds = {each.filename: each.compress_type for each in archive.infolist()}
    assert kinds == {"collection.anki2": ZIP_DEFLATED, "media": ZIP_DEFLATED, "0": ZIP_DEFLATED, "1": ZIP_STORED}


@pytest.mark.parametrize("name", ["film.mp4", "film.bin"])
def test_media_never_stand_in_memory(tmp_path: Path, name: str) -> None:
    film = tmp_path / name
    with film.open("wb") as file:
        file.truncate(48 << 20)
    made = content([note("a")], media={name: film})
    write(content([]), tmp_path / "first.apkg")  # imports what is needed
    tracemalloc.start()
    write(made, tmp_path / "deck.apkg")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 << 20


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (replace(note("bad"), ordinals=()), "The note bad would have no card"),
        (replace(note("bad"), fields=("a", "b")), "The note bad hasn't got the 21 fields"),
        (note("bad", Answer="a\x1fb"), "The note bad hasn't got the 21 fields"),
        (replace(note("bad"), tags=("a b",)), "The note bad can't be written: .*a b"),
        (replace(note("bad"), note_type="image"), "The note bad is of a type that the package lacks: image"),
    ],
)
def test_what_can_not_go_into_a_package(tmp_path: Path, wrong: object, sentence: str) -> None:
    with pytest.raises(PackageError, match=sentence):
        write(replace(content([]), notes=[note("good"), wrong]), tmp_path / "deck.apkg")  # type: ignore[list-item]
    assert not (tmp_path / "deck.apkg").exists()


_TEXT = st.text(st.characters(exclude_characters="\x1f", exclude_categories=["Cs"]))


@given(st.lists(st.tuples(_TEXT, st.integers(0, 2**40), st.sampled_from(["", "::A", "::A::B"])), max_size=5))
@settings(deadline=None)  # it writes to disk, which a busy machine is slow at
def test_reading_gives_what_was_written(rows: list[tuple[str, int, str]]) -> None:
    notes = [
        note(f"n{number}", Answer=text, modified=modified, deck=DECK + deck)
        for number, (text, modified, deck) in enumerate(rows)
    ]
    with tempfile.TemporaryDirectory() as folder:
        write(content(notes), Path(folder) / "deck.apkg")
        found = read(Path(folder) / "deck.apkg")
    assert [
        (each.guid, each.fields, each.tags, each.modified, each.deck, each.ordinals) for each in found.notes.values()
    ] == [(each.guid, each.fields, each.tags, each.modified, each.deck, each.ordinals) for each in notes]


def _tried(numbers: Iterable[int]) -> list[int]:
    """Give the first free one for each number, by trying one after the other."""
    taken: set[int] = set()
    found: list[int] = []
    for number in numbers:
        free = next(each for each in count(number) if each not in taken)
        taken.add(free)
        found.append(free)
    return found


@given(st.lists(st.integers(0, 60), max_size=200))
def test_a_number_that_is_taken_leads_to_the_next_free_one(numbers: list[int]) -> None:
    taken: dict[int, int] = {}
    assert [_free(number, taken) for number in numbers] == _tried(numbers)


def test_a_large_deck_of_notes_with_several_cards_gets_its_numbers(tmp_path: Path) -> None:
    """All made in one second, so that all of them ask for much the same numbers; to try each would take minutes."""
    text = "{{c1::a}} {{c2::b}} {{c3::c}}"
    write(content(note(f"n{number}", kind="cloze", Text=text) for number in range(20_000)), tmp_path / "deck.apkg")
    assert all(each.ordinals == (0, 1, 2) for each in read(tmp_path / "deck.apkg").notes.values())


def test_rows_are_those_that_genanki_would_write(tmp_path: Path) -> None:
    notes = [replace(note(f"n{number}", modified=CREATED + number), tags=("a", f"b{number}")) for number in range(3)]
    write(content(notes), tmp_path / "deck.apkg")
    ours = _rows(_database(tmp_path / "deck.apkg", tmp_path))
    own = sqlite3.connect(tmp_path / "own.anki2")
    deck = genanki.Deck(ours["cards"][0][2], DECK)
    model = genanki.Model(
        ours["notes"][0][2],
        "Own",
        fields=[{"name": name} for name in REGISTRY["qa"].field_names],
        templates=[{"name": "Recall", "qfmt": "{{Question}}", "afmt": "{{Answer}}"}],
    )
    genanki.Package(deck).write_to_db(own.cursor(), CREATED, None)
    for position, each in enumerate(notes, start=1):
        made = genanki.Note(model, list(each.fields), tags=list(each.tags), guid=each.guid, due=position)
        number = ours["notes"][position - 1][0]
        made.write_to_db(own.cursor(), each.modified, deck.deck_id, iter([number, number]))
    own.commit()
    own.close()
    theirs = _rows(tmp_path / "own.anki2")
    # genanki gives every card the time of the package; a card of ours has its note's.
    assert theirs == ours


def _database(package: Path, folder: Path) -> Path:
    with ZipFile(package) as archive:
        return Path(archive.extract("collection.anki2", folder))


def _rows(database: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(database)) as connection:
        return {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in ("notes", "cards")}
