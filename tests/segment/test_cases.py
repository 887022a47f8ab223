"""Readable cases: `cases/NAME.md` cut, beside what it should give in `cases/NAME.outline`.

To see what a change does to them, run with UPDATE_OUTLINES=1 and read the difference.
"""

import os
from pathlib import Path

import pytest

from deckwright.segment.cut import segment
from segment.outline import outline

CASES = sorted((Path(__file__).parent / "cases").glob("*.md"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case(case: Path) -> None:
    found = outline(segment(case.read_text("utf-8"), file=case.name))
    expected = case.with_suffix(".outline")
    if os.environ.get("UPDATE_OUTLINES"):
        expected.write_text(found, "utf-8")
    assert found == expected.read_text("utf-8")
