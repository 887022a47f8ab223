"""Cards that ask the other way round, and answers that are typed in, in the real Anki."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from anki_oracle.oracle import Learner
from app.project import DAY, NOW, Project
from conformance.fixpoint import opened

pytestmark = pytest.mark.anki

_HEAD = "# Words\n\n"
_PLAIN = "## What is the German word for *tree*?\n\nder Baum <b>\\(b)</b> & co\n\n"
_OTHER = "## What is a leaf?\n\nAn organ.\n"


class Deck:
    def __init__(self, project: Project, learner: Learner) -> None:
        self.project, self.learner, self.days = project, learner, 0
        self.said: list[str] = []
        self.why: list[list[str]] = []

    def publish(self, text: str) -> dict[str, int]:
        self.days += 1
        self.project.write("deck/text.md", text)
        built = self.project.run("build", "deck", "--output", "deck.apkg", "--json", now=NOW + self.days * DAY)
        assert built.code == 0, built.err
        self.why = [change["reasons"] for change in built.json[0]["plan"]["changes"]]
        self.said = re.findall(r"DW[0-9]{3}", built.out)
        log = self.learner.receive(Path(self.project.folder, "deck.apkg"))
        for each in self.learner.see_all().values():
            assert [opened(value) for value in each.fields.values()] == list(each.fields.values())
        return dict(log.counts)

    def guid(self, word: str) -> str:
        (guid,) = [guid for guid, seen in self.learner.see_all().items() if word in seen.fields.get("Question", "")]
        return guid


@pytest.fixture
def deck(project: Project, learner: Learner) -> Deck:
    return Deck(project, learner)


def test_a_reverse_card_comes_and_goes_and_touches_no_other_note(deck: Deck) -> None:
    assert deck.publish(_HEAD + _PLAIN + _OTHER) == {"new": 2}
    tree = deck.guid("tree")
    deck.learner.study(tree)
    assert deck.publish(_HEAD + _PLAIN.replace("?\n", "? {reverse}\n") + _OTHER) == {"updated": 1, "duplicate": 1}
    assert deck.why == [["cards"]]
    assert deck.learner.ordinals(tree) == (0, 1)
    front, back = deck.learner.show(tree, 1)
    assert "der Baum" in front
    assert "German word" not in front
    assert "German word" in back
    deck.learner.study(tree, 1)
    history = deck.learner.history()
    assert deck.publish(_HEAD + _PLAIN + _OTHER) == {"updated": 1, "duplicate": 1}
    assert "DW409" in deck.said
    assert deck.learner.history() == history
    assert deck.learner.ordinals(tree) == (0, 1), "a package can't take a card away"
    assert deck.learner.col.get_empty_cards().notes[0].card_ids
    assert deck.publish(_HEAD + _PLAIN + _OTHER) == {"duplicate": 2}
    assert "DW409" not in deck.said


def test_a_prompt_of_ones_own(deck: Deck) -> None:
    deck.publish(_HEAD + _PLAIN + "**Reverse**: What is `Baum` in English?\n\n" + _OTHER)
    tree = deck.guid("tree")
    front, _ = deck.learner.show(tree, 1)
    assert "<code>Baum</code> in English?" in front
    _, back = deck.learner.show(tree)
    assert "in English" not in back


@pytest.mark.parametrize("kept", ["own", "both"])
def test_a_follow_up_is_asked_the_other_way_round_below_its_question(deck: Deck, kept: str) -> None:
    asked = "**Follow-up**: Which one flowers first? {reverse}\n\nHazel.\n\n**Hint**: nuts\n\n"
    plain = _PLAIN.replace("?\n", f"? {{reverse follow-ups={kept}}}\n")
    assert deck.publish(_HEAD + plain + asked + _OTHER) == {"new": 3}
    tree, flowers = deck.guid("German"), deck.guid("flowers")
    for side in deck.learner.show(flowers, 1):
        assert "Hazel." in side
        assert 'class="dw-parent"' in side
        assert "German word" in side
    for side in deck.learner.show(tree, 1):
        assert "der Baum" in side
        assert 'class="dw-parent"' not in side
    assert "flowers" not in deck.learner.show(tree, 1)[0]
    assert deck.learner.see(tree).fields["Hint"] == ""


def test_a_section_chooses_for_what_it_can(deck: Deck) -> None:
    long = "## How long?\n\n" + "word " * 60 + "\n\n"
    assert deck.publish(_HEAD + "# Part {reverse=true}\n\n" + _PLAIN + long) == {"new": 2}
    assert deck.said.count("DW224") == 1
    assert deck.learner.ordinals(deck.guid("long")) == (0,)


@pytest.mark.parametrize(
    "typed", ["der Baum", "a < b && c", "x \\(y\\) [sound:a.mp3]", "{{c1::a}} {{Typed}}", "naïve œuvre"]
)
def test_what_is_typed_in_is_compared_with_the_text_itself(deck: Deck, typed: str) -> None:
    deck.publish(_HEAD + _PLAIN + f"**Type in**: `{typed}`\n\n" + _OTHER)
    tree = deck.guid("tree")
    card = deck.learner.col.get_card(deck.learner.card_id(tree))
    assert "[[type:Typed]]" in card.question()
    assert "[[type:Typed]]" in card.answer()
    expected = deck.learner.see(tree).fields["Typed"]
    compared = deck.learner.col.compare_answer(expected, typed)
    assert "typeBad" not in compared
    assert "typeMissed" not in compared
    assert "typeGood" in compared
    assert "typeBad" in deck.learner.col.compare_answer(expected, f"{typed} or not")
    assert "[[type:" not in deck.learner.show(deck.guid("leaf"))[0]


def test_a_short_answer_is_typed_in_as_plain_text(deck: Deck) -> None:
    deck.publish(_HEAD + "## What is 2 * 3? {type=true}\n\n**six** (`6`)\n\n" + _OTHER)
    assert deck.learner.see(deck.guid("2 * 3")).fields["Typed"] == "six (6)"


def test_gaps_are_typed_in(deck: Deck) -> None:
    deck.publish(_HEAD + "## What flows through Paris? {type=true}\n\nThe {{c1::Seine}} and the {{c2::Bièvre}}.\n")
    (guid,) = deck.learner.guids()
    assert deck.learner.ordinals(guid) == (0, 1)
    card = deck.learner.col.get_card(deck.learner.card_id(guid, 1))
    assert "[[type:cloze:Text]]" in card.question()
    text = deck.learner.see(guid).fields["Text"]
    assert deck.learner.col.extract_cloze_for_typing(text, 2) == "Bièvre"
