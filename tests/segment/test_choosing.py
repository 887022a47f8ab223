"""What an author chooses for a deck, a document, a section or an entry: the nearest choice counts, and mistakes are named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckwright.choices import FIELDS, Cards, Choices, FollowUps, narrowed, unknown
from deckwright.markdown.scan import scan
from deckwright.segment.choosing import choosing
from deckwright.segment.context import context
from deckwright.segment.cut import segment
from deckwright.segment.document import ReadingOptions
from deckwright.segment.frontmatter import read_front_matter
from deckwright.segment.infer import read
from deckwright.segment.layout import lay_out

_VALUES = {
    "cards": [each.value for each in Cards],
    "follow-ups": [each.value for each in FollowUps],
    **{key: ["true", "false"] for key in ("reverse", "type", "highlights")},
}
chosen = st.fixed_dictionaries({}, optional={key: st.sampled_from(values) for key, values in _VALUES.items()})


def resolved(text: str, wider: Choices | None = None) -> list[Choices]:
    scanned = scan(text)
    sheet = lay_out(scanned)
    front = read_front_matter(scanned, "t.md")
    cuts = read(sheet, "auto").cuts
    found = choosing(wider or Choices(), front, context(sheet, cuts, front))
    return [found.of(cut) for cut in cuts]


@given(st.tuples(chosen, chosen, chosen, chosen, chosen))
def test_the_nearest_choice_counts(levels: tuple[dict[str, str], ...]) -> None:
    deck, front, title, section, entry = levels
    marks = [f" {{{' '.join(f'{key}={value}' for key, value in level.items())}}}" if level else "" for level in levels]
    matter = "\n".join(f"{key}: {value}" for key, value in front.items())
    text = (
        f"---\n{matter}\nlang: en\n---\n\n# Deck{marks[2]}\n\n## Part{marks[3]}\n\n### Q1: What is a?{marks[4]}\n\nb\n\n"
        "### Q2: What is c?\n\nd\n"
    )
    wider = narrowed(Choices(), deck)
    first, second = resolved(text, wider)
    assert second == narrowed(wider, {**front, **title, **section})
    assert first == narrowed(wider, {**front, **title, **section, **entry})


@given(chosen)
def test_every_field_can_be_set(values: dict[str, str]) -> None:
    assert set(FIELDS.values()) == set(Choices.__dataclass_fields__)
    assert not list(unknown(values))
    assert narrowed(narrowed(Choices(), values), values) == narrowed(Choices(), values)


def test_a_section_ends_where_the_next_begins() -> None:
    text = "## A {cards=terms}\n\n### Q1: What is a?\n\nb\n\n## B\n\n### Q2: What is c?\n\nd\n"
    assert [each.cards for each in resolved(text)] == [Cards.TERMS, Cards.ONE]


def test_what_a_section_says_is_no_part_of_its_name() -> None:
    text = "## Words {cards=terms .hard}\n\n### Q1: What is a?\n\nb\n\n### Q2: What is c?\n\nd\n"
    assert {entry.headings for entry in segment(text, file="t.md").entries} == {("Words",)}


STYLES = {
    "heading": "## What is a? {%s}\n\nb\n\n## What is c?\n\nd\n",
    "bold": "**What is a?** {%s}\n\nb\n\n**What is c?**\n\nd\n\n**What is e?**\n\nf\n",
    "details": "<details><summary>What is a? {%s}</summary>\n\nb\n\n</details>\n\n"
    "<details><summary>What is c?</summary>\n\nd\n\n</details>\n",
    "labels": "Q: What is a? {%s}\nA: b\n\nQ: What is c?\nA: d\n\nQ: What is e?\nA: f\n",
}


@pytest.mark.parametrize("style", STYLES)
def test_a_choice_behind_a_question_of_any_style(style: str) -> None:
    plain = segment(STYLES[style].replace(" {%s}", ""), file="t.md")
    document = segment(STYLES[style] % "reverse=true", file="t.md")
    assert [bool(entry.reverse) for entry in document.entries][:2] == [True, False]
    assert [entry.question for entry in document.entries] == [entry.question for entry in plain.entries]
    assert document.diagnostics == plain.diagnostics


def test_only_what_shapes_a_note_stays_with_its_entry() -> None:
    options = ReadingOptions(choices=Choices(cards=Cards.ROWS, follow_ups=FollowUps.BOTH, reverse=True))
    text = "## What is a? {reverse=false level=2}\n\nb\n\n## What is c? {type=true}\n\nd\n"
    document = segment(text, file="t.md", options=options)
    assert [(dict(each.attributes), each.reverse.text, each.typed) for each in document.entries] == [
        ({"level": "2"}, "", ""),
        ({}, "d", "d"),
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("---\ncards: all\n---\n\n## What is a?\n\nb\n", (2, 1)),
        ("# T {cards=all}\n\n## What is a?\n\nb\n\n## What is c?\n\nd\n", (1, 6)),
        ("## Words {cards=all}\n\n### Q1: What is a?\n\nb\n\n### Q2: What is c?\n\nd\n", (1, 11)),
        ("## What is a? {cards=all}\n\nb\n\n## What is c?\n\nd\n", (1, 16)),
        ("**What is a?** {cards=all}\n\nb\n\n**What is c?**\n\nd\n\n**What is e?**\n\nf\n", (1, 1)),
    ],
)
def test_a_choice_that_there_is_not(text: str, place: tuple[int, int]) -> None:
    (said,) = [each for each in segment(text, file="t.md").diagnostics if each.code == "DW214"]
    assert said.message == '"cards" can\'t be "all".'
    assert "one, terms, rows" in said.hint
    assert (said.line, said.column) == place


def test_the_type_of_a_note_of_another_tool_is_not_ours() -> None:
    text = "---\ntype: note\nreverse: sometimes\n---\n\n## What is a?\n\nb\n"
    assert [each.message for each in segment(text, file="t.md").diagnostics] == ['"reverse" can\'t be "sometimes".']
