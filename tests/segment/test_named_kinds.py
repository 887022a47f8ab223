"""`{kind=…}` and `{lang=…}` behind a question of any style, a follow-up's too: what they do, and what is said where they can't."""

from __future__ import annotations

import pytest

from deckwright.model import Entry, Kind
from deckwright.segment.cut import segment

STYLES = {
    "heading": "## What is x? {%s}\n\n%s\n\n## What is c?\n\nd\n",
    "bold": "**What is x?** {%s}\n\n%s\n\n**What is c?**\n\nd\n\n**What is e?**\n\nf\n",
    "labels": "Q: What is x? {%s}\nA: %s\n\nQ: What is c?\nA: d\n\nQ: What is e?\nA: f\n",
    "follow-up": "## What is a?\n\nb\n\n**Follow-up**: What is x? {%s}\n\n%s\n\n## What is c?\n\nd\n",
    "follow-up's heading": "## What is a?\n\nb\n\n### Follow-up: What is x? {%s}\n\n%s\n\n## What is c?\n\nd\n",
}
BOXES = "- [ ] one\n- [x] two\n\nSince two it is."


def read(text: str) -> tuple[Entry, list[tuple[str, str, str, int]]]:
    """Give the entry about x, and what is said."""
    found = segment(text, file="t.md")
    (entry,) = [each for each in found.entries if each.question.text.startswith("What is x?")]
    assert all("{" not in each.question.text + each.parent for each in found.entries)
    assert not any("{kind" in each.answer.text or "{lang" in each.answer.text for each in found.entries)
    return entry, [(each.code, each.message, each.hint, each.line) for each in found.diagnostics]


@pytest.mark.parametrize("style", STYLES)
def test_a_language(style: str) -> None:
    entry, said = read(STYLES[style] % ("lang=de", "Ja."))
    assert (entry.lang, entry.answer.text, said) == ("de", "Ja.", [])


@pytest.mark.parametrize("style", STYLES)
def test_a_kind_that_the_text_has_anyway(style: str) -> None:
    entry, said = read(STYLES[style] % ("kind=cloze", "It is {{c1::hot}}."))
    assert (entry.kind, entry.answer.text, said) == (Kind.CLOZE, "It is {{c1::hot}}.", [])
    entry, said = read(STYLES[style] % ("kind=qa", "It is hot."))
    assert (entry.kind in {Kind.QA, Kind.FOLLOW_UP}, entry.answer.text, said) == (True, "It is hot.", [])


@pytest.mark.parametrize("style", [each for each in STYLES if each != "labels"])
def test_a_quiz_where_that_is_no_custom_and_none_where_it_is(style: str) -> None:
    text = STYLES[style] + "".join(f"\n## What is n{at}?\n\nYes.\n" for at in range(9))
    assert read(text % ("lang=en", BOXES))[0].kind is not Kind.QUIZ
    entry, said = read(text % ("kind=quiz", BOXES))
    assert (entry.kind, entry.options.text, said) == (Kind.QUIZ, "- one\n- two", [])
    assert entry.answer.text == "- two\n\nSince two it is."
    lettered = "A) one\nB) two\n\n**Answer**: B"
    assert read("## What is x? {kind=qa}\n\n" + lettered)[0].kind is Kind.QA
    assert read("## What is x? {lang=en}\n\n" + lettered)[0].kind is Kind.QUIZ
    many = STYLES[style] + "".join(f"\n## What is n{at}?\n\n{BOXES}\n" for at in range(9))
    entry, _ = read(many % ("kind=qa", BOXES))
    assert (entry.kind is Kind.QUIZ, entry.answer.text) == (False, BOXES)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    ("kind", "answer", "expected"),
    [
        ("cloze", "Hot.", ("DW215", 'This is no "cloze": no gap is in its text.', "{{c1::")),
        ("quiz", "Hot.", ("DW215", 'This is no "quiz": no options', "[x]")),
        ("qa", "It is {{c1::hot}}.", ("DW215", 'This is no "qa": its text has gaps.', "\\{{")),
        ("term", "Hot.", ("DW215", 'This is no "term"', "cards=terms")),
        ("row", "Hot.", ("DW215", 'This is no "row"', "cards=rows")),
        ("reverse", "Hot.", ("DW214", '"kind" can\'t be "reverse".', "{reverse}")),
        ("type", "Hot.", ("DW214", '"kind" can\'t be "type".', "{type}")),
        ("typed", "Hot.", ("DW214", '"kind" can\'t be "typed".', "{type}")),
        ("nonsense", "Hot.", ("DW214", '"kind" can\'t be "nonsense".', "qa, quiz")),
    ],
)
def test_a_kind_that_its_text_has_not(style: str, kind: str, answer: str, expected: tuple[str, str, str]) -> None:
    code, message, hint = expected
    plain, _ = read(STYLES[style] % ("lang=en", answer))
    text = STYLES[style] % (f"kind={kind}", answer)
    entry, ((found, words, help_, line),) = read(text)
    assert (entry.kind, entry.answer) == (plain.kind, plain.answer)
    assert (found, line) == (code, text.partition("{")[0].count("\n") + 1)
    assert words.startswith(message)
    assert hint in help_


@pytest.mark.parametrize("style", STYLES)
def test_what_is_called_a_follow_up(style: str) -> None:
    follows = "follow" in style
    (said,) = read(STYLES[style] % ("kind=follow-up", "It is {{c1::hot}}."))[1]
    why = "its text has gaps" if follows else "it follows no question"
    assert said[1] == f'This is no "follow-up": {why}.'
    assert bool(read(STYLES[style] % ("kind=follow-up", "Hot."))[1]) is not follows


@pytest.mark.parametrize("style", [each for each in STYLES if "follow" in each])
@pytest.mark.parametrize("setting", ["cards=terms", "cards=rows", "follow-ups=both", "follow-ups=inside"])
def test_what_a_follow_up_can_not_be_made_into(style: str, setting: str) -> None:
    _, ((code, words, _, _),) = read(STYLES[style] % (setting, "Hot."))
    assert (code, words) == ("DW215", f'A follow-up is one card: "{setting}" changes nothing.')
    assert not read(STYLES[style] % ("cards=one", "Hot."))[1]
