"""After a journey through Anki, `Base` still knows the text and the tags for our own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anki_oracle.oracle import Learner
from deckwright.model import Digest
from deckwright.notetypes import REGISTRY, Base, dump_base, fields_hash, load_base
from deckwright.targets.package.write import write
from package.made import content, note

pytestmark = pytest.mark.anki

_QA = REGISTRY["qa"]
_TEXTS = st.text(st.characters(exclude_characters="\x1f", exclude_categories=["Cs"]))
_TAGS = st.lists(st.text(st.characters(categories=["L", "M", "N", "P", "S"], exclude_characters='":'), min_size=1))
_NUMBERS = count()


@pytest.fixture(scope="module")
def anki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Learner]:
    with closing(Learner(tmp_path_factory.mktemp("base"))) as learner:
        yield learner


@given(st.lists(st.tuples(_TEXTS, _TAGS), min_size=1, max_size=20))
@settings(max_examples=40, deadline=None)
def test_whatever_was_written(anki: Learner, rows: list[tuple[str, list[str]]]) -> None:
    notes = []
    for text, tags in rows:
        plain = note(f"n{next(_NUMBERS)}", Answer=text)
        base = Base(digest=Digest("d1"), fields=fields_hash(_QA, tuple(plain.fields)), tags=tuple(tags))
        fields = list(plain.fields)
        fields[_QA.index("Base")] = dump_base(base)
        notes.append(replace(plain, fields=tuple(fields), tags=tuple(tags)))
    with tempfile.TemporaryDirectory() as folder:
        write(content(notes), Path(folder) / "deck.apkg")
        assert anki.receive(Path(folder) / "deck.apkg").counts == {"new": len(rows)}
    for each in notes:
        seen = anki.see(each.guid)
        found = load_base(seen.fields["Base"])
        assert found is not None
        assert found.fields == fields_hash(_QA, tuple(seen.fields.values()))
        assert {tag.casefold() for tag in found.tags} == {tag.casefold() for tag in seen.tags}
