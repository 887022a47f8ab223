"""The preview says what Anki says: the same fronts and answers as the real renderer's, for every card there is."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from browser.gallery import cards_of, collection, gallery
from deckwright.app.build import prepare, write
from deckwright.errors import ConfigError
from deckwright.preview.faces import rendered
from deckwright.preview.template import Scene, render
from preview.made import DOCUMENTS, our_types, preview_of, request, version

pytestmark = pytest.mark.anki

_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
_GUESS = re.compile(r' data-cloze="[^"]*"')
_SOUND = re.compile(r"\[sound:[^\]]*\]|\[anki:play:[^\]]*\]")
_TAG = re.compile(r"<[^>]*>")


@pytest.fixture(scope="module")
def anki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with collection(tmp_path_factory.mktemp("anki")) as opened:
        yield opened


def said(side: str) -> str:
    """Give a side of a card without its style sheet, and without the copy that Anki keeps of a gap's text."""
    return _SOUND.sub("", _GUESS.sub("", _STYLE.sub("", side)))


def text(side: str) -> list[str]:
    """Give a side's words."""
    return html.unescape(_TAG.sub(" ", said(side))).split()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_card_of_a_document_is_as_the_real_anki_renders_it(document: str, tmp_path: Path) -> None:
    oracle = pytest.importorskip("anki.collection", reason="anki isn't installed (the anki extra)")
    if not DOCUMENTS[document].exists():
        pytest.skip(f"{DOCUMENTS[document]} isn't here")
    asked = request(DOCUMENTS[document], tmp_path)
    write(prepare(asked))
    col = oracle.Collection(str(tmp_path / "collection.anki2"))
    try:
        options = oracle.ImportAnkiPackageOptions()
        package = str(tmp_path / "deck.apkg")
        col.import_anki_package(oracle.ImportAnkiPackageRequest(package_path=package, options=options))
        cards = [col.get_card(card) for card in col.find_cards("", order="c.due, c.ord")]
        theirs = {(card.note().guid, card.ord): (said(card.question()), said(card.answer())) for card in cards}
    finally:
        col.close()
    deck = preview_of(DOCUMENTS[document], tmp_path)
    ours = {
        (leaf.change.guid, faces.ordinal): (said(faces.front), said(faces.answer))
        for leaf in deck.leaves
        if leaf.now
        for faces in rendered(leaf.now, deck.note_types[leaf.now.note_type])
    }
    assert len(ours) >= 17
    assert ours == theirs


@pytest.mark.parametrize("name", gallery())
def test_every_card_of_the_gallery_is_as_the_real_anki_renders_it(name: str, anki: Any) -> None:
    values = gallery()[name]
    theirs = [(said(card.question()), said(card.answer())) for card in cards_of(anki, values)]
    note = version(values)
    ours = [(said(faces.front), said(faces.answer)) for faces in rendered(note, our_types()[note.note_type])]
    assert ours == theirs


_words = st.sampled_from(
    ["cell", "<b>bold</b>", " ", "<br>", "a &lt; b", "::", "}}", "\\(x &lt; y\\)", "<i>", "[", "]"]
)
_gaps = st.recursive(
    st.lists(_words, max_size=3).map("".join),
    lambda inner: st.builds(
        lambda number, parts, hint: f"{{{{c{number}::{''.join(parts)}{hint}}}}}",
        st.sampled_from(["1", "2", "1,2", "0", "12"]),
        st.lists(inner, max_size=3),
        st.sampled_from(["", "::a hint", "::"]),
    ),
    max_leaves=5,
)
_cloze_texts = st.lists(_gaps, min_size=1, max_size=4).map("".join)
_FIELDS = ("Text", "Title", "Extra")


@st.composite
def _templates(draw: st.DrawFn) -> str:
    """Draw a template as an author might write one, sections in one another among them."""
    plain = st.sampled_from(
        ["<p>", "</p>", " words ", "<!-- {{Title}} -->", "{{Tags}}", "{{Deck}}", "{{Type}}", "{{Card}}"]
    )
    filters = st.sampled_from(
        ["", "text:", "cloze:", "cloze-only:", "type:", "type:cloze:", "hint:", "text:cloze:", ":"]
    )
    shown = st.builds(lambda each, name: f"{{{{{each}{name}}}}}", filters, st.sampled_from(_FIELDS))
    section = lambda inner: st.builds(  # noqa: E731
        lambda mark, name, parts: f"{{{{{mark}{name}}}}}{''.join(parts)}{{{{/{name}}}}}",
        st.sampled_from(["#", "^", "# "]),
        st.sampled_from([*_FIELDS, "Tags", "c1", "c2"]),
        st.lists(inner, max_size=3),
    )
    return "".join(draw(st.lists(st.recursive(plain | shown, section, max_leaves=6), max_size=6)))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sides=st.tuples(_templates(), _templates()), field=_cloze_texts, title=_words, number=st.sampled_from([1, 2]))
def test_any_template_and_any_gap_are_read_as_the_real_anki_reads_them(
    anki: Any, sides: tuple[str, str], field: str, title: str, number: int
) -> None:
    front, back = sides
    front = "{{cloze:Text}}" + front  # a front that shows no gap isn't one that Anki shows
    model = anki.models.by_name("Gallery Cloze")
    note = anki.new_note(model)
    note["Text"], note["Title"], note["Extra"] = field, title, "extra"
    note.tags = ["one", "two"]
    template = {**model["tmpls"][0], "qfmt": front, "afmt": "{{FrontSide}}" + back}
    card = note.ephemeral_card(number - 1, custom_template=template)
    names = dict(zip((each["name"] for each in model["flds"]), note.fields, strict=True))
    fields = {**names, "Tags": "one two", "Deck": "(Deck)", "Type": model["name"], "Card": "Cloze"}
    ours = render(front, Scene(fields=fields, ordinal=number - 1, cloze=True))
    answer = render("{{FrontSide}}" + back, Scene(fields=fields, ordinal=number - 1, cloze=True, front=ours))
    if '<span class="cloze"' not in ours:
        return  # no such gap: Anki says so in words of its own
    if "hint:" in front + back:  # it folds what is hinted at by a script
        assert (text(ours), text(answer)) == (text(card.question()), text(card.answer()))
    else:
        assert (ours, answer) == (said(card.question()), said(card.answer()))


@pytest.mark.parametrize(
    "template",
    ["{{Nothing}}", "{{#Title}}", "{{/Title}}", "{{#Title}}{{^Extra}}{{/Title}}{{/Extra}}", "{{#Nothing}}{{/Nothing}}"],
)
def test_what_anki_refuses_is_refused(template: str, anki: Any) -> None:
    model = anki.models.by_name("Gallery QA")
    note = anki.new_note(model)
    note["Question"] = "word"
    custom = {**model["tmpls"][0], "qfmt": "{{Question}}" + template, "afmt": ""}
    assert "https://" in note.ephemeral_card(0, custom_template=custom).question()
    with pytest.raises(ConfigError):
        render(template, Scene(fields={"Question": "word", "Title": "", "Extra": ""}, ordinal=0, cloze=False))
