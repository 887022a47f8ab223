"""Whatever the real Anki writes, we read: packages old and new, whole collections, reviews and all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from anki_oracle.oracle import Learner
from deckwright.errors import PackageError
from deckwright.model import DeckId, DeckName
from deckwright.targets.package.content import PackageSnapshot
from deckwright.targets.package.read import read
from deckwright.targets.package.write import write
from package.made import DECK_ID, content, note

pytestmark = pytest.mark.anki


@pytest.fixture
def studied(learner: Learner, package: Path) -> Learner:
    """A learner who has answered one of three notes three times and has a note of their own."""
    write(content([note("a"), note("b", deck="Sample::Über"), note("c", kind="cloze")]), package)
    learner.receive(package)
    for _ in range(3):
        learner.study("b")
    own = learner.col.new_note(learner.col.models.by_name("Basic"))
    own["Front"], own["Back"], own.guid, own.tags = "mine", "yes", "own", ["Private"]
    learner.col.add_note(own, learner.col.decks.id("Mine"))
    return learner


def _export(learner: Learner, path: Path, *, legacy: bool) -> Path:
    from anki.collection import ExportAnkiPackageOptions

    if path.suffix == ".colpkg":
        learner.col.export_collection_package(str(path), include_media=True, legacy=legacy)
        learner.col.reopen(after_full_sync=False)
    else:
        options = ExportAnkiPackageOptions(with_scheduling=True, with_media=True, legacy=legacy)
        learner.col.export_anki_package(out_path=str(path), options=options, limit=None)
    return path


def _check(found: PackageSnapshot, learner: Learner) -> None:
    assert found.deck_id == DECK_ID == DeckId("a1b2c3")
    assert set(found.notes) == {"a", "b", "c", "own"}
    for guid, each in found.notes.items():
        seen = learner.see(guid)
        kind = found.note_types[each.note_type]
        assert dict(zip(kind.fields, each.fields, strict=True)) == dict(seen.fields)
        assert (each.tags, each.modified, each.deck) == (seen.tags, seen.modified, learner.deck_of(guid))
        assert each.reviews == (3 if guid == "b" else 0)
        assert each.created == learner.note_id(guid) // 1000
        assert kind.key == {"c": "cloze", "own": ""}.get(guid, "qa")


@pytest.mark.parametrize("legacy", [True, False])
@pytest.mark.parametrize("name", ["export.apkg", "export.colpkg"])
def test_what_anki_exports(studied: Learner, tmp_path: Path, name: str, *, legacy: bool) -> None:
    _check(read(_export(studied, tmp_path / name, legacy=legacy)), studied)


def test_a_collection_that_is_closed(studied: Learner) -> None:
    studied.col.close()
    before = sorted((each.name, each.stat().st_size) for each in studied.folder.iterdir())
    found = read(studied.folder / "collection.anki2")
    assert sorted((each.name, each.stat().st_size) for each in studied.folder.iterdir()) == before
    studied.col.reopen()
    _check(found, studied)


_PROGRAM = """
import sys
from pathlib import Path
from deckwright.errors import PackageError
from deckwright.targets.package.read import read
try:
    read(Path(sys.argv[1]))
except PackageError as error:
    print(error, error.hint)
"""


def test_a_collection_that_anki_has_open(studied: Learner) -> None:
    program = [sys.executable, "-c", _PROGRAM, str(studied.folder / "collection.anki2")]
    paths = os.pathsep.join(str(Path(each).resolve()) for each in sys.path if each)
    done = subprocess.run(program, check=True, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": paths})
    assert "database is locked" in done.stdout
    assert "close Anki" in done.stdout


def test_two_decks_in_one_collection(studied: Learner, package: Path, tmp_path: Path) -> None:
    write(content([note("x", deck="Other")], deck_id=DeckId("other"), deck=DeckName("Other")), package)
    studied.receive(package)
    found = read(_export(studied, tmp_path / "all.apkg", legacy=True))
    assert found.deck_id is None
    kinds = {guid: found.note_types[each.note_type] for guid, each in found.notes.items()}
    assert {guid: (kind.deck_id, kind.key) for guid, kind in kinds.items()} == {
        "a": ("a1b2c3", "qa"),
        "b": ("a1b2c3", "qa"),
        "c": ("a1b2c3", "cloze"),
        "x": ("other", "qa"),
        "own": (None, ""),
    }


def test_what_anki_refuses(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "broken.apkg", "w") as archive:
        archive.writestr("collection.anki21b", b"not compressed")
    with pytest.raises(PackageError, match="Anki refuses the package"):
        read(tmp_path / "broken.apkg")
