"""The examples of `docs/card-kinds.md`: each is built, and its cards are those that the page shows."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from app.project import Project
from deckwright.notetypes import REGISTRY
from deckwright.preview.cloze import reveal
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
    package = project.package("deck.apkg")
    cards = []
    for note in package.notes.values():
        key = package.note_types[note.note_type].key
        fields = dict(zip(REGISTRY[key].field_names, note.fields, strict=True))
        for ordinal in note.ordinals:
            front, back = _sides(key, fields, ordinal)
            above = _words(fields["Context"]) or (
                f"Follow-up to {_words(fields['Parent'])}" if fields["Parent"] else ""
            )
            shown = [
                f"[{above}]" if above else "",
                *map(_words, front),
                "[type it]" if fields["Typed"] and not ordinal else "",
            ]
            lines = [" ".join(filter(None, shown)), *(f"    {_words(each)}" for each in back if each)]
            cards.append("\n".join(lines))
    return "\n\n".join(cards) + "\n"


def _sides(key: str, fields: dict[str, str], ordinal: int) -> tuple[list[str], list[str]]:
    if key == "cloze":
        front, back = (reveal(fields["Text"], ordinal + 1, question=question) for question in (True, False))
        return [fields["Title"], front], [back, fields["Extra"]]
    if ordinal:
        return [fields["Reverse"]], [fields["Question"], fields["Extra"]]
    return [fields["Question"], fields["Options"]], [fields["Answer"], fields["Extra"]]


def test_the_page_has_an_example_of_each_kind() -> None:
    kinds = re.findall(r"^## (.*)$", _PAGE, re.MULTILINE)
    assert {"Question and answer", "Follow-up", "Quiz", "Cloze", "Reverse", "Type in", "Terms", "Rows"} <= set(kinds)
    assert len(EXAMPLES) >= 6


@pytest.mark.parametrize(("document", "cards"), EXAMPLES, ids=[cards.split("\n")[0][:40] for _, cards in EXAMPLES])
def test_an_example_gives_the_cards_that_the_page_shows(
    document: str, cards: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = Project(tmp_path, monkeypatch, capsys)
    project.write("deck.md", document)
    project.build("deck.md", "--output", "deck.apkg")
    assert _cards(project) == cards
