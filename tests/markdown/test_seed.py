"""The seed as an oracle: what a document of 46 answers must become, counted by hand once."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from conformance.fixpoint import opened
from deckwright.markdown.render import RenderSettings, render
from deckwright.model import Passage
from deckwright.source import decode

SEED = Path(__file__).parents[3] / "shared" / "seed" / "ml-theory-interview.txt"


@pytest.fixture(scope="module")
def fields() -> list[str]:
    if not SEED.exists():
        pytest.skip(f"the seed isn't there ({SEED})")
    text = decode(SEED.read_bytes(), file=SEED.name).text
    assert text is not None
    settings = RenderSettings(file=SEED.name)
    rendered = []
    for section in re.split(r"^(?=#{1,3} )", text, flags=re.MULTILINE):
        heading, _, body = section.partition("\n")
        if re.match(r"### [QB]\d", heading):
            fragment, diagnostics = render(Passage(text=body), settings)
            assert diagnostics == ()
            rendered.append(fragment.html)
    return rendered


def test_tables_code_and_items_are_all_there(fields: list[str]) -> None:
    everything = "\n".join(fields)
    assert len(fields) == 46
    assert everything.count("<table>") == 7
    assert everything.count("<pre>") == 4
    assert everything.count("<li>") == 687


def test_no_markdown_is_left(fields: list[str]) -> None:
    everything = "\n".join(fields)
    words = unescape(re.sub(r"<[^>]*>", "", everything))
    assert "<em>" not in everything
    assert "$" not in words
    assert not re.search(r"\*\*|^#+ |\|---|^- |`", words, re.MULTILINE)


def test_every_field_is_a_fixpoint(fields: list[str]) -> None:
    assert [field for field in fields if opened(field) != field] == []
