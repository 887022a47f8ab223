"""The schema of the note types is frozen, their dress may change, and templates are checked before Anki sees them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from deckwright.errors import ConfigError
from deckwright.model import DeckId, DeckName
from deckwright.notetypes import REGISTRY, Styles, model_id, model_name, note_type, styles_digest
from deckwright.notetypes.look import deck_of, is_as_written
from deckwright.notetypes.notetype import style_problems
from deckwright.notetypes.template import renders
from deckwright.targets.styles import load_styles
from package.made import STYLES

_FROZEN = json.loads((Path(__file__).parent / "frozen.json").read_text(encoding="utf-8"))
_QA = REGISTRY["qa"]


@pytest.mark.parametrize("key", _FROZEN)
def test_schema_is_frozen(key: str) -> None:
    """Whoever changes `frozen.json` after the first release takes the reviews from every learner."""
    spec = REGISTRY[key]
    assert {
        "cloze": spec.is_cloze,
        "fields": [each.id for each in spec.fields],
        "templates": [each.id for each in spec.templates],
        "model": model_id(DeckId("a1b2c3"), key),
    } == _FROZEN[key]


@pytest.mark.parametrize("key", REGISTRY)
def test_fields_and_templates_are_distinct(key: str) -> None:
    spec = REGISTRY[key]
    for parts in (spec.fields, spec.templates):
        assert len({each.id for each in parts}) == len({each.name for each in parts}) == len(parts)
        assert all(0 < each.id < 2**53 for each in parts)


def test_ids_belong_to_the_deck() -> None:
    ids = {model_id(DeckId(deck), key) for deck in ("a", "b") for key in REGISTRY}
    assert len(ids) == 4
    assert all(1_000_000_000_000 <= each < 1_500_000_000_000 for each in ids)


def test_name_as_the_learner_sees_it() -> None:
    assert model_name(_QA, DeckName('ML "theory"\n deck')) == "Deckwright QA · ML theory deck"


@pytest.mark.parametrize("deck_id", ["a1b2", "with space", "*/ body { }", "ünï"])
def test_css_says_whose_it_is(deck_id: str) -> None:
    made = note_type(_QA, STYLES, deck_id=DeckId(deck_id), deck_name=DeckName("D"))
    assert deck_of(made.css) == deck_id
    assert made.css.count("*/") == 1
    assert deck_of(STYLES.css) is None


def test_css_says_how_we_dressed_it() -> None:
    made = note_type(_QA, STYLES, deck_id=DeckId("a"), deck_name=DeckName("D"))
    newer = ("/* x */", (("new", "new"),) * 2)
    assert is_as_written(made.css, made.templates, ours=newer)
    assert is_as_written(made.css.replace(" {", "\u00a0{"), made.templates, ours=newer)
    assert is_as_written(made.css, newer[1], ours=newer), "cut off between templates and CSS"
    assert not is_as_written(f"{made.css} .mine {{}}", made.templates, ours=newer)
    assert not is_as_written(made.css, (("mine", "mine"), *made.templates[1:]), ours=newer)
    assert not is_as_written(STYLES.css, made.templates, ours=newer)


def test_digest_moves_with_whatever_an_update_would_bring() -> None:
    front = {**STYLES.templates, "qa/recall.front.html": "{{#Question}}<b>{{Question}}</b>{{/Question}}"}
    first = replace(_QA.fields[0], description="other words")
    digests = [
        styles_digest(_QA, STYLES),
        styles_digest(_QA, replace(STYLES, css="")),
        styles_digest(_QA, replace(STYLES, templates=front)),
        styles_digest(replace(_QA, fields=(first, *_QA.fields[1:])), STYLES),
        styles_digest(REGISTRY["cloze"], STYLES),
    ]
    assert len(set(digests)) == len(digests)
    assert styles_digest(_QA, replace(STYLES, templates=dict(reversed(list(STYLES.templates.items()))))) == digests[0]


def test_digest_of_one_kind_ignores_the_templates_of_another() -> None:
    other = {**STYLES.templates, "cloze/cloze.back.html": "{{cloze:Text}}"}
    assert styles_digest(_QA, replace(STYLES, templates=other)) == styles_digest(_QA, STYLES)


@pytest.mark.parametrize(
    ("template", "filled", "shown"),
    [
        ("{{#A}}{{A}}{{/A}}", {"A"}, True),
        ("{{#A}}{{A}}{{/A}}", set(), False),
        ("{{#A}}text{{/A}}", {"A"}, False),
        ("{{^A}}{{B}}{{/A}}", {"B"}, True),
        ("{{^A}}{{B}}{{/A}}", {"A", "B"}, False),
        ("{{#A}}{{^B}}{{A}}{{/B}}{{/A}}", {"A", "B"}, False),
        ("{{#A}}{{#B}}x{{/B}}{{A}}{{/A}}", {"A"}, True),
        ("{{type:A}}", {"A"}, True),
        ("{{ cloze:A }}", {"A"}, True),
        ("<!-- {{A}} -->", {"A"}, False),
        ("{{Tags}}{{FrontSide}}", {"A"}, False),
    ],
)
def test_which_fronts_make_a_card(template: str, filled: set[str], *, shown: bool) -> None:
    assert renders(template, filled) is shown


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("qa/recall.front.html", "{{Question}}{{Context}}", "has to lie within {{#Question}}…{{/Question}}"),
        ("qa/recall.front.html", "{{#Question}}{{Context}}{{/Question}}", "shows nothing where only “Question”"),
        ("qa/recall.back.html", "{{Qestion}}", "there is no field “Qestion”"),
        ("qa/recall.back.html", "{{text: Question}}", "there is no field “ Question”"),
        ("qa/recall.back.html", "{{#Hint}}{{Hint}}", "the section “Hint” isn't closed"),
        ("qa/reverse.back.html", "{{#Hint}}{{#Extra}}{{/Hint}}{{/Extra}}", "the section “Hint” isn't closed"),
        (
            "qa/recall.back.html",
            "{{cloze:Answer}}",
            "qa/recall.back.html: {{cloze:Answer}}, which works only in the templates of cloze/",
        ),
        ("qa/reverse.back.html", "{{type:cloze:Text}}", "there is no field “Text”"),
        ("cloze/cloze.front.html", "{{cloze:Text}}{{#c1}}x{{/c1}}", ""),
        ("cloze/cloze.back.html", "{{ type:cloze:Text }}", ""),
        ("cloze/cloze.front.html", "{{Text}}", "cloze.front.html: doesn't show “{{cloze:Text}}”"),
        ("cloze/cloze.back.html", "{{FrontSide}}{{cloze:Extra}}", "cloze.back.html: doesn't show “{{cloze:Text}}”"),
    ],
)
def test_templates_are_checked(name: str, text: str, sentence: str) -> None:
    styles = Styles(css="", templates={**STYLES.templates, name: text})
    problems = " ".join(each for spec in REGISTRY.values() for each in style_problems(spec, styles))
    assert sentence in problems
    assert bool(problems) is bool(sentence)


def _folder(path: Path, styles: Styles) -> Path:
    for name, text in {**styles.templates, "card.css": styles.css}.items():
        (path / name).parent.mkdir(exist_ok=True)
        (path / name).write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))
    return path


def test_styles_are_read(tmp_path: Path) -> None:
    assert load_styles(_folder(tmp_path, STYLES)) == STYLES


def test_our_own_styles_are_right() -> None:
    assert load_styles(Path(__file__).parents[2] / "styles").css


def test_styles_that_are_wrong(tmp_path: Path) -> None:
    folder = _folder(tmp_path, replace(STYLES, templates={**STYLES.templates, "qa/recall.back.html": "{{Wrong}}"}))
    with pytest.raises(ConfigError, match="no field “Wrong”"):
        load_styles(folder)
    (folder / "card.css").write_bytes(b"\xff")
    with pytest.raises(ConfigError, match=r"card\.css isn't UTF-8 from byte 1 on"):
        load_styles(folder)
    (folder / "card.css").unlink()
    with pytest.raises(ConfigError, match=r"no file .*card\.css"):
        load_styles(folder)
    with pytest.raises(ConfigError, match=r"no file qa/recall\.front\.html"):
        note_type(_QA, Styles(css="", templates={}), deck_id=DeckId("a"), deck_name=DeckName("D"))
