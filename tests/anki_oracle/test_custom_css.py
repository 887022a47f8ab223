"""What the learner's own CSS rests on: Anki takes our empty file once, and never over the learner's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deckwright.model import DeckId, DeckName, Digest, Guid, Note
from deckwright.notetypes import REGISTRY, note_type
from deckwright.targets.package.content import PackageContent
from deckwright.targets.package.write import write
from deckwright.targets.styles import load_styles

if TYPE_CHECKING:
    from anki.collection import Collection

pytestmark = pytest.mark.anki

STYLES = Path(__file__).parents[2] / "styles"
CUSTOM = "_deckwright-custom.css"


@pytest.fixture
def col(tmp_path: Path) -> Iterator[Collection]:
    pytest.importorskip("anki", reason="anki isn't installed (the anki extra)")
    from anki.collection import Collection

    collection = Collection(str(tmp_path / "collection.anki2"))
    yield collection
    collection.close()


def take_in(col: Collection, folder: Path, *, css: str, time: int) -> None:
    """Build a package of one note that brings the file with this text, and import it."""
    from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

    brought = folder / "brought.css"
    brought.write_text(css, encoding="utf-8")
    spec = REGISTRY["qa"]
    deck_id, deck_name = DeckId("custom-css"), DeckName("Custom")
    note = Note(
        guid=Guid("abc"),
        note_type=spec.key,
        fields=("Question", "", "Answer", *[""] * (len(spec.fields) - 3)),
        tags=(),
        deck=deck_name,
        digest=Digest("0"),
        modified=time,
        created=time,
    )
    content = PackageContent(
        deck_id=deck_id,
        deck_name=deck_name,
        description="",
        notes=(note,),
        note_types=(note_type(spec, load_styles(STYLES), deck_id=deck_id, deck_name=deck_name, modified=time),),
        media={CUSTOM: brought},
        time=time,
    )
    package = folder / f"{time}.apkg"
    write(content, package)
    options = ImportAnkiPackageOptions()
    col.import_anki_package(ImportAnkiPackageRequest(package_path=str(package), options=options))


def test_anki_takes_the_empty_file_and_keeps_the_learners(col: Collection, tmp_path: Path) -> None:
    here = Path(col.media.dir()) / CUSTOM
    take_in(col, tmp_path, css="/* empty */", time=1_700_000_000)
    assert here.read_text(encoding="utf-8") == "/* empty */"
    here.write_text(".card { --dw-size: 20px }", encoding="utf-8")
    take_in(col, tmp_path, css="/* emptier */", time=1_700_000_100)
    assert here.read_text(encoding="utf-8") == ".card { --dw-size: 20px }"
    assert [path.name for path in here.parent.iterdir() if path.suffix == ".css"] == [CUSTOM]


def test_ankis_media_check_finds_nothing_missing_and_nothing_unused(col: Collection, tmp_path: Path) -> None:
    take_in(col, tmp_path, css="/* empty */", time=1_700_000_000)
    found = col.media.check()
    assert (list(found.missing), list(found.unused)) == ([], [])
