"""Fields on their way to the package: what is taken out is what was put in, wherever it lay meanwhile."""

from __future__ import annotations

import tempfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckwright.app.spool import Spool, joined

TEXT = st.text(st.characters(exclude_characters="\x1f"))
NOTES = st.lists(st.lists(TEXT, min_size=1, max_size=4).map(tuple), max_size=9)


@given(NOTES, st.integers(0, 60), st.permutations(range(9)))
@settings(deadline=None)
def test_fields_come_back_in_any_order_and_again(notes, limit, order) -> None:  # type: ignore[no-untyped-def]
    spool = Spool(limit)
    kept = [spool.keep(joined(each)) for each in notes]
    for number in [*order, *order]:
        if number < len(notes):
            assert tuple(kept[number]) == notes[number]
            assert kept[number] == notes[number]
            assert kept[number][0] == notes[number][0]


def test_without_a_place_on_the_disk_they_stay_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: object) -> None:
        raise OSError

    monkeypatch.setattr(tempfile, "TemporaryFile", fail)
    assert tuple(Spool(0).keep(b"a\x1fb")) == ("a", "b")
