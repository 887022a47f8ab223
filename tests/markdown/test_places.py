"""Where in its line something is that the author is told about."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.nasty import markdown
from deckwright.markdown.render import RenderSettings, render
from deckwright.model import Passage

SETTINGS = RenderSettings(file="a.md")


def places(text: str, line: int = 1) -> list[tuple[str, int, int]]:
    _, diagnostics = render(Passage(text=text, line=line), SETTINGS)
    return [(found.code, found.line, found.column) for found in diagnostics]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("so\n\n``` pyhton\nx\n```", ("DW301", 3, 5)),
        ("so\n\n```mermaid\nx\n```", ("DW314", 3, 4)),
        (f"so\n\n```python\n{'x = 1;' * 2000}\n```", ("DW318", 3, 4)),
        ("so ![a](b.png)\nand ![x](gone.png)", ("DW304", 1, 1)),
        ("so\nand ![x](gone.png)", ("DW304", 2, 10)),
        ("so\nand ![x](https://x.org/a.png)", ("DW305", 2, 10)),
        ("so\nand [x](b.md)", ("DW307", 2, 9)),
        ("so\nand [x](<b c.md>)", ("DW307", 2, 10)),
        ("so\nand [x](ssh:y)", ("DW306", 2, 9)),
        ("so\nand <T>", ("DW303", 2, 5)),
        ("so\nand [^a]", ("DW308", 2, 5)),
        ("so\n- and $$", ("DW315", 2, 7)),
        ("so\n\n| a | b |\n|---|---|\n| c |", ("DW302", 5, 1)),
    ],
)
def test_what_is_reported_has_a_column_where_its_line_is_the_files_own(text: str, place: tuple[str, int, int]) -> None:
    assert places(text)[0] == place


@given(markdown, st.integers(1, 50))
@settings(max_examples=200, deadline=None)
def test_every_report_has_a_column_inside_its_line(text: str, first: int) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for _, line, column in places(text, first):
        assert 1 <= column <= max(1, len(lines[line - first]))
