"""Packages are read as they are: ours with whose they are, others' with what they hold, broken ones with a sentence."""

from __future__ import annotations

import random
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import genanki
import pytest

from deckwright.errors import PackageError, UsageError
from deckwright.model import DeckId
from deckwright.notetypes import REGISTRY
from deckwright.targets.package.read import read, take_media
from deckwright.targets.package.write import write
from media.made import named
from package.made import CREATED, DECK, content, note


def test_ours(tmp_path: Path) -> None:
    path = tmp_path / "deck.apkg"
    strange = DeckId("two words */ ü")
    write(content([note("a"), note("b", kind="cloze", deck="Sample::Sub")], deck_id=strange, styled=7), path)
    found = read(path)
    assert found.deck_id == strange
    assert found.deck_name == DECK
    assert {(each.key, each.modified, each.fields) for each in found.note_types.values()} == {
        (spec.key, 7, spec.field_names) for spec in REGISTRY.values()
    }
    assert [found.note_types[each.note_type].key for each in found.notes.values()] == ["qa", "cloze"]


def test_without_notes(tmp_path: Path) -> None:
    write(content([]), tmp_path / "deck.apkg")
    found = read(tmp_path / "deck.apkg")
    assert (found.deck_id, found.deck_name, dict(found.notes)) == ("a1b2c3", "Sample", {})


def test_media_of_an_earlier_package(tmp_path: Path) -> None:
    sources = {name: tmp_path / name for name in ("a.svg", "b.png")}
    for name, source in sources.items():
        source.write_text(name)
    write(content([note("a")], media=sources), tmp_path / "deck.apkg")
    folder = tmp_path / "taken"
    folder.mkdir()
    taken = take_media(tmp_path / "deck.apkg", {"b.png", "absent.png"}, folder)
    assert {name: path.read_text() for name, path in taken.items()} == {"b.png": "b.png"}
    with pytest.raises(PackageError, match=r"media in .* can't be read"):
        take_media(tmp_path / "a.svg", {"b.png"}, folder)


@pytest.mark.anki
@pytest.mark.parametrize("form", ["modern", "legacy", "collection"])
def test_media_of_what_anki_wrote(tmp_path: Path, form: str) -> None:
    collection = pytest.importorskip("anki.collection", reason="needs the anki extra")
    picture = named(tmp_path, b"picture")
    made = content([note("a", Answer=f'<img src="{picture.name}">')], media={picture.name: picture})
    write(made, tmp_path / "deck.apkg")
    path, folder = tmp_path / "collection.anki2", tmp_path / "taken"
    folder.mkdir()
    col = collection.Collection(str(path))
    request = collection.ImportAnkiPackageRequest(
        package_path=str(tmp_path / "deck.apkg"), options=collection.ImportAnkiPackageOptions()
    )
    col.import_anki_package(request)
    if form != "collection":
        path = tmp_path / "exported.apkg"
        options = collection.ExportAnkiPackageOptions(with_media=True, legacy=form == "legacy")
        col.export_anki_package(out_path=str(path), options=options, limit=None)
    col.close()
    taken = take_media(path, {picture.name, "_dw-00000000000000000000.png"}, folder)
    assert {name: each.read_bytes() for name, each in taken.items()} == {picture.name: b"picture"}


def _foreign(path: Path, guids: list[str]) -> None:
    model = genanki.Model(
        99, "Plain", fields=[{"name": "Q"}, {"name": "A"}], templates=[{"name": "1", "qfmt": "{{Q}}", "afmt": "{{A}}"}]
    )
    deck = genanki.Deck(77, "Foreign::Deck")
    for number, guid in enumerate(guids):
        deck.add_note(genanki.Note(model, [f"q{number}", "a"], guid=guid, tags=["t"]))
    genanki.Package(deck).write_to_file(path, timestamp=CREATED)


def test_of_another_tool(tmp_path: Path) -> None:
    _foreign(tmp_path / "foreign.apkg", ["x<&y", "twice", "twice"])
    found = read(tmp_path / "foreign.apkg")
    assert (found.deck_id, found.deck_name) == (None, "Foreign::Deck")
    assert [(each.deck_id, each.key, each.fields) for each in found.note_types.values()] == [(None, "", ("Q", "A"))]
    assert {each.guid: each.fields for each in found.notes.values()} == {"x<&y": ("q0", "a"), "twice": ("q2", "a")}


def test_order_of_study(tmp_path: Path) -> None:
    guids = [f"n{number}" for number in range(40)]
    random.Random(5).shuffle(guids)
    write(content(note(guid) for guid in guids), tmp_path / "deck.apkg")
    assert list(read(tmp_path / "deck.apkg").notes) == guids


def _zip(path: Path, **files: bytes) -> Path:
    with ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("_", "."), data)
    return path


def _empty_database(path: Path) -> bytes:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE col (ver, models, decks)")
    return path.read_bytes()


def test_without_anki_its_compressed_format_stays_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "anki.collection", None)
    with pytest.raises(UsageError, match="needs Anki's own library") as caught:
        read(_zip(tmp_path / "modern.apkg", collection_anki21b=b""))
    assert "deckwright[anki]" in caught.value.hint


def test_what_is_no_package(tmp_path: Path) -> None:
    text = tmp_path / "text.apkg"
    text.write_text("no zip file")
    good = tmp_path / "good.apkg"
    write(content([note("a")]), good)
    cut = tmp_path / "cut.apkg"
    cut.write_bytes(good.read_bytes()[:-200])
    for path, sentence in [
        (tmp_path / "absent.apkg", "can't be read: .*No such file"),
        (text, "is no Anki package"),
        (cut, "is no Anki package"),
        (_zip(tmp_path / "other.zip", readme=b""), "there is no collection in it"),
        (_zip(tmp_path / "broken.apkg", collection_anki2=b"not a database" * 99), "can't be read"),
        (_zip(tmp_path / "empty.apkg", collection_anki2=_empty_database(tmp_path / "db")), "can't be read"),
    ]:
        with pytest.raises(PackageError, match=sentence):
            read(path)
