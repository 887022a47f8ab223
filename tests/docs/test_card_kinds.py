"""The examples of `docs/card-kinds.md`: each is built, and its cards are those that the page shows."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from app.project import Project
from deckwright.notetypes import REGISTRY
from docs.pages import FENCE, ROOT

_PAGE = (ROOT / "docs" / "card-kinds.md").read_text("utf-8")
_BLOCKS = [(kind, text) for _, kind, text in FENCE.findall(_PAGE)]
EXAMPLES = [
    (document, cards) for (kind, document), (shown, cards) in pairwise(_BLOCKS) if (kind, shown) == ("markdown", "text")
]
_ENDS = re.compile(r"</(?:p|li|ol|ul|div|pre)>|<br>")


def _words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", _ENDS.sub(" ", html)).split())


def _cards(project: Project) -> str:
    spec = REGISTRY["qa"]
    cards = []
    for note in project.package("deck.apkg").notes.values():
        fields = {name: _words(field) for name, field in zip(spec.field_names, note.fields, strict=True)}
        above = fields["Context"] or (f"Follow-up to {fields['Parent']}" if fields["Parent"] else "")
        front = " ".join(filter(None, [f"[{above}]" if above else "", fields["Question"], fields["Options"]]))
        cards.append("\n".join([front, *(f"    {fields[name]}" for name in ("Answer", "Extra") if fields[name])]))
    return "\n\n".join(cards) + "\n"


def test_the_page_has_an_example_of_each_kind() -> None:
    kinds = re.findall(r"^## (.*)$", _PAGE, re.MULTILINE)
    assert {"Question and answer", "Follow-up", "Quiz", "Terms", "Rows"} <= set(kinds)
    assert len(EXAMPLES) >= 6


@pytest.mark.parametrize(("document", "cards"), EXAMPLES, ids=[cards.split("\n")[0][:40] for _, cards in EXAMPLES])
def test_an_example_gives_the_cards_that_the_page_shows(
    document: str, cards: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = Project(tmp_path, monkeypatch, capsys)
    project.write("deck.md", document)
    project.build("deck.md", "--output", "deck.apkg")
    assert _cards(project) == cards
