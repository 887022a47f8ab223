"""What each note is: tags, decks, digests, and what may not change them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckwright.config import Config, Subdecks
from deckwright.identity import content_digest
from deckwright.model import DeckId, DeckName, Entry, Fragment, Guid, Kind, Passage
from deckwright.notes import Draft, Frame, Parts, assemble, description, search_for, slug, tags
from deckwright.notetypes import REGISTRY, load_base

ENTRY = Entry(
    file="part/cells.md",
    line=7,
    question=Passage(text="What is a cell?"),
    answer=Passage(text="The unit of life."),
    headings=("Basics & more", "C++ und Öl"),
    label="Q1.1",
)
FRAME = Frame(deck_id=DeckId("deck"), name=DeckName("Biology::Cells"))


def draft(entry: Entry = ENTRY, frame: Frame = FRAME, answer: str = "<p>The unit of life.</p>") -> Draft:
    parts = Parts(
        fragments={
            "Question": Fragment(html=entry.question.text),
            "Answer": Fragment(html=answer, features=frozenset({"table"})),
        },
        headings=entry.headings,
    )
    return assemble(entry, parts, frame, guid=Guid("abc"), content=content_digest(entry))


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Deep Learning & Neural Networks", "deep-learning-neural-networks"),
        ("C++ and C#", "c++-and-c#"),
        ("snake_case *", "snake-case"),
        ("Übung 1: Maße", "übung-1-maße"),
        ("机器学习 基础", "机器学习-基础"),
        ("हिन्दी भाषा", "हिन्दी-भाषा"),
        ("العربية", "العربية"),
        ("A::B", "a-b"),
        ("…", ""),
    ],
)
def test_a_heading_becomes_one_level_of_a_tag(text: str, level: str) -> None:
    assert slug(text) == level


@given(st.text())
def test_no_level_holds_what_means_something_to_anki(text: str) -> None:
    level = slug(text)
    assert not set(level) & set(' _*:"\\()')
    assert not any(char.isspace() for char in level)
    assert slug(level) == level
    assert unicodedata.is_normalized("NFC", level) or level != text


def test_tags_come_from_deck_headings_and_author() -> None:
    frame = replace(FRAME, config=Config(tags=("To Learn", "#exam"), tag_files=True))
    entry = replace(ENTRY, tags=("Own", "own", "a::b"))
    assert tags(entry, frame) == (
        "biology::cells::cells::basics-more::c++-und-öl",
        "To-Learn",
        "exam",
        "Own",
        "a::b",
    )


@pytest.mark.parametrize(
    ("lang", "shown"),
    [
        ("", ""),
        ("de", "de"),
        ("ar rtl", "ar"),
        ("pt_BR", "pt-BR"),
        ("zh-Hant-TW", "zh-Hant-TW"),
        ('de" onclick="x', ""),
    ],
)
def test_nothing_but_a_language_reaches_the_cards_attribute(lang: str, shown: str) -> None:
    note = draft(replace(ENTRY, lang=lang))
    assert note.fields[REGISTRY["qa"].index("Lang")] == shown


@given(st.text())
def test_whatever_is_said_of_the_language_no_quote_gets_through(lang: str) -> None:
    shown = draft(replace(ENTRY, lang=lang)).fields[REGISTRY["qa"].index("Lang")]
    assert re.fullmatch(r"[A-Za-z0-9-]*", shown)


def test_what_a_card_holds_is_a_tag() -> None:
    assert "biology::cells::has::table" in draft().tags
    follow_up = replace(ENTRY, kind=Kind.FOLLOW_UP, parent="What is life?")
    assert "biology::cells::kind::follow-up" in draft(follow_up).tags
    quiz = replace(ENTRY, kind=Kind.QUIZ, parent="What is a cell?")
    assert {"biology::cells::kind::follow-up", "biology::cells::kind::quiz"} <= {*draft(quiz).tags}
    term = replace(ENTRY, kind=Kind.TERM, parent="What is a cell?")
    assert "biology::cells::kind::follow-up" not in draft(term).tags


@pytest.mark.parametrize(
    ("subdecks", "deck"),
    [
        (Subdecks.NONE, "Biology::Cells"),
        (Subdecks.FILE, "Biology::Cells::cells"),
        (Subdecks.SECTION, "Biology::Cells::Basics & more"),
    ],
)
def test_subdecks(subdecks: Subdecks, deck: str) -> None:
    assert draft(frame=replace(FRAME, config=Config(subdecks=subdecks))).deck == deck


def test_base_says_what_was_written() -> None:
    made = draft()
    base = load_base(made.fields[REGISTRY["qa"].index("Base")])
    assert base
    assert (base.digest, base.fields, base.tags) == (made.digest, made.rendered, made.tags)
    assert made.fields[REGISTRY["qa"].index("Key")] == "abc"


class TestDigest:
    """It moves with what the author wrote and chose, and with nothing else."""

    @pytest.mark.parametrize(
        "entry",
        [
            replace(ENTRY, question=Passage(text="What are cells?")),
            replace(ENTRY, answer=Passage(text="Units of life.")),
            replace(ENTRY, headings=("Basics",)),
            replace(ENTRY, tags=("exam",)),
            replace(ENTRY, kind=Kind.QUIZ),
            replace(ENTRY, hint=Passage(text="small")),
            replace(ENTRY, definitions="[x]: y"),
            replace(ENTRY, attributes={"typed": "cell"}),
        ],
    )
    def test_moves(self, entry: Entry) -> None:
        assert draft(entry).digest != draft().digest

    @pytest.mark.parametrize(
        "entry",
        [
            replace(ENTRY, line=9),
            replace(ENTRY, file="other.md"),
            replace(ENTRY, label="Q9.9"),
            replace(ENTRY, explicit_id="cell"),
            replace(ENTRY, question=Passage(text="What is  a   cell? ", line=4)),
        ],
    )
    def test_stays(self, entry: Entry) -> None:
        assert draft(entry).digest == draft().digest

    def test_stays_when_only_the_html_differs(self) -> None:
        other = draft(answer="<p>The unit of life</p>")
        assert other.digest == draft().digest
        assert other.rendered != draft().rendered

    def test_stays_when_the_deck_or_its_order_does(self) -> None:
        assert draft(frame=replace(FRAME, config=Config(subdecks=Subdecks.FILE))).digest == draft().digest


def test_the_description_of_a_deck_that_lost_many_notes_names_the_last_ones() -> None:
    text = description(FRAME, notes=3, retired=[Guid(f"n{number:02}") for number in range(60)])
    assert "this search finds the last 40 of 60: Key:n00 OR " in text
    assert text.endswith(" OR Key:n39")


def test_the_description_names_version_notes_and_what_is_gone() -> None:
    frame = replace(FRAME, config=Config(description="About <cells>", version="2.0"))
    text = description(frame, notes=3, retired=[Guid("b"), Guid("a")])
    assert text.startswith("About &lt;cells&gt;<br>Biology::Cells: 3 notes, version 2.0.")
    assert "Key:a OR Key:b" in text


def test_a_search_for_odd_guids_is_quoted() -> None:
    assert search_for([Guid("abc"), Guid('a*b:c"d_e')]) == 'Key:abc OR "Key:a\\*b\\:c\\"d\\_e"'
