"""Cards' sides: the template language, gaps, and what Anki's reviewer makes of both."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckwright.errors import ConfigError
from deckwright.preview.cloze import reveal, reveal_only
from deckwright.preview.faces import rendered, shown
from deckwright.preview.template import Scene, plain, render
from preview.made import our_types, version

FIELDS = {"Question": "Why?", "Hint": "", "Blank": "<br> <div></div>", "Tags": "one two"}


def filled(template: str, *, cloze: bool = False, ordinal: int = 0, front: str | None = None) -> str:
    return render(template, Scene(fields=FIELDS, ordinal=ordinal, cloze=cloze, front=front))


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{Question}}", "Why?"),
        ("{{ Question }} {{Tags}}", "Why? one two"),
        ("{{#Question}}yes{{/Question}}{{^Question}}no{{/Question}}", "yes"),
        ("{{#Hint}}yes{{/Hint}}{{^Hint}}no{{/Hint}}", "no"),
        ("{{#Blank}}yes{{/Blank}}{{^Blank}}no{{/Blank}}", "no"),
        ("{{#Question}}a{{#Hint}}b{{/Hint}}c{{/Question}}", "ac"),
        ("<!-- {{Question}} -->{{text:Question}}", "<!-- {{Question}} -->Why?"),
        ("{{type:Question}}", "[[type:Question]]"),
        ("{{hint:Hint}}", ""),
        ("{{an-addon:Question}}", "Why?"),
        ("{{tts en_US:Question}}", ""),
        ("{{#c1}}yes{{/c1}}", ""),
        ("{{FrontSide}}", ""),
        ("{{Question", "{{Question"),
    ],
)
def test_a_template_is_filled(template: str, expected: str) -> None:
    assert filled(template) == expected


def test_a_hint_is_folded_without_a_script() -> None:
    assert filled("{{hint:Question}}") == '<details class="hint"><summary>Question</summary><div>Why?</div></details>'


def test_the_back_has_the_front() -> None:
    assert filled("{{FrontSide}}!", front="Why?") == "Why?!"


def test_a_gap_s_own_section_is_for_its_card() -> None:
    assert filled("{{#c2}}second{{/c2}}", cloze=True, ordinal=1) == "second"
    assert filled("{{#c2}}second{{/c2}}", cloze=True, ordinal=0) == ""


@pytest.mark.parametrize("template", ["{{Nothing}}", "{{#Nothing}}{{/Nothing}}", "{{#Hint}}", "{{/Hint}}"])
def test_a_wrong_template_is_refused_with_a_sentence(template: str) -> None:
    with pytest.raises(ConfigError, match="templates"):
        filled(template)


def test_a_gap_is_hidden_shown_and_left_alone() -> None:
    text = "{{c1::ATP::fuel}} comes from {{c2::sugar}}"
    second = '<span class="cloze-inactive" data-ordinal="2">sugar</span>'
    assert reveal(text, 1, question=True) == f'<span class="cloze" data-ordinal="1">[fuel]</span> comes from {second}'
    assert reveal(text, 1, question=False) == f'<span class="cloze" data-ordinal="1">ATP</span> comes from {second}'
    assert reveal(text, 3, question=True) == ""
    assert reveal_only(text, 1, question=False) == "ATP"
    assert reveal_only(text, 2, question=True) == "..."


@given(st.text(st.sampled_from("a{}:c1 ,<"), max_size=40))
def test_any_text_of_gaps_is_read_and_an_answer_keeps_its_words(text: str) -> None:
    answer = reveal(f"{{{{c1::kept}}}} {text}", 1, question=False)
    assert "kept" in plain(answer)


def test_a_place_to_type_in_is_shown_and_then_what_was_expected() -> None:
    values = {"Question": "Fuel?", "Answer": "It is ATP.", "Typed": "A&lt;TP"}
    note = version(values)
    (faces,) = shown(note, our_types()["qa"])
    assert '<input type="text" id="typeans" aria-label="Your answer"' in faces.front
    assert '<hr id=answer><div><code id="typeans">A&lt;TP</code></div>' in faces.answer
    assert faces.answer.count("<hr id=answer>") == 1
    assert "[[type:" not in faces.front + faces.answer


def test_a_gap_to_type_in_expects_what_stands_in_it() -> None:
    note = version({"Text": "{{c1::ATP}} and {{c2::sugar}}", "Typed": "yes"})
    _, second = shown(note, our_types()["cloze"])
    assert '<code id="typeans">sugar</code>' in second.answer


def test_a_sound_gets_a_player() -> None:
    (faces,) = shown(version({"Question": "[sound:a&amp;b.mp3]", "Answer": "x"}), our_types()["qa"])
    assert '<audio controls preload="none" src="a&amp;b.mp3"></audio>' in faces.front


def test_a_second_direction_is_a_card_of_its_own() -> None:
    note = version({"Question": "one way", "Answer": "there", "Reverse": "back"})
    recall, reverse = rendered(note, our_types()["qa"])
    assert (recall.ordinal, reverse.ordinal) == (0, 1)
    assert "back" in reverse.front
    assert "one way" not in reverse.front
