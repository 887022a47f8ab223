"""Clozes in the real Anki: which cards there are, what they show, and whose reviews they keep through edits."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from anki_oracle.oracle import Learner
from app.project import DAY, NOW, Project
from conformance.casefile import Case, all_cases
from deckwright.identity.gaps import Asked, number_gaps
from deckwright.markdown.finding import find_gaps
from deckwright.markdown.render import RenderSettings, render
from deckwright.model import Medium, Passage
from deckwright.notetypes.cloze import gap_numbers
from deckwright.preview.cloze import reveal
from deckwright.targets.package.write import write
from package.made import content, note

pytestmark = pytest.mark.anki

CASES = [case for case in all_cases() if case.gaps]
_ASKED = re.compile(r'<span class="cloze" data-ordinal="[0-9,]+">(.*?)</span>', re.DOTALL)
_SHOWN = re.compile(r' data-cloze="[^"]*"')


@pytest.fixture(scope="module")
def anki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Learner]:
    folder = tmp_path_factory.mktemp("clozes")
    with closing(Learner(folder)) as learner:
        write(content([note("a", kind="cloze")]), folder / "deck.apkg")
        learner.receive(folder / "deck.apkg")
        kind = learner.col.models.by_name("Deckwright Cloze · Sample")
        kind["tmpls"][0] |= {"qfmt": "{{cloze:Text}}", "afmt": "{{cloze:Text}}"}
        learner.col.models.update_dict(kind)
        yield learner


@pytest.mark.parametrize("case", CASES, ids=str)
def test_anki_makes_a_card_for_each_gap_and_shows_it_as_the_preview_does(anki: Learner, case: Case) -> None:
    found = find_gaps(case.markdown, highlights=case.marks)
    asked = [Asked(text=found.said(gap), numbers=gap.numbers) for gap in found.found]
    settings = RenderSettings(
        file="case.md",
        media=lambda path: Medium(name={"cat.png": "cat-1a2b.png"}.get(path, "")),
        numbers=number_gaps(asked, {}).numbers,
        highlighted_gaps=case.marks,
    )
    text = render(Passage(text=case.markdown), settings)[0].html
    made = anki.col.new_note(anki.col.models.by_name("Deckwright Cloze · Sample"))
    made["Text"] = text
    anki.col.add_note(made, 1)
    assert {card.ord + 1 for card in made.cards()} == gap_numbers(text)
    for card in made.cards():
        for question, html in ((True, card.question()), (False, card.answer())):
            shown = html.rpartition("</style>")[2]
            assert _SHOWN.sub("", shown).strip() == reveal(text, card.ord + 1, question=question).strip()


class Study:
    """A text with gaps that is published and studied again and again."""

    def __init__(self, project: Project, learner: Learner) -> None:
        self.project, self.learner, self.days = project, learner, 0
        self.cards: dict[str, int] = {}
        """The card of each gap's text that was ever asked for, by Anki's number."""

    def publish(self, text: str) -> Mapping[str, int]:
        """Build, import, see that each text that was there still has its card, study all; give the import's log."""
        self.days += 1
        self.project.write("deck/text.md", text)
        self.project.build("deck", "--output", "deck.apkg", "--retire", now=NOW + self.days * DAY)
        before = self.reviews()
        log = self.learner.receive(self.project.folder / "deck.apkg")
        assert not log.conflicting
        after = self.reviews()
        assert {card: after.get(card) for card in before} == before
        for text_of, card in self.asked().items():
            known = self.cards.setdefault(text_of, card)
            assert known == card, text_of
        assert len({*self.cards.values()}) == len(self.cards), "two texts never have one card"
        for guid, ordinal in self.there():
            self.learner.study(guid, ordinal)
        return log.counts

    def there(self) -> list[tuple[str, int]]:
        """The cards that have something to ask."""
        cards = [(guid, ordinal) for guid in self.learner.guids() for ordinal in self.learner.ordinals(guid)]
        return [card for card in cards if _ASKED.search(self.learner.show(*card)[1])]

    def asked(self) -> dict[str, int]:
        return {
            text: self.learner.card_id(guid, ordinal)
            for guid, ordinal in self.there()
            for text in _ASKED.findall(self.learner.show(guid, ordinal)[1])
        }

    def reviews(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for card, moment in self.learner.col.db.all("select cid, id from revlog order by id"):
            found.setdefault(card, []).append(moment)
        return found

    def empty(self) -> list[int]:
        """The ordinals of cards that ask for nothing any more."""
        cards = {(guid, ordinal) for guid in self.learner.guids() for ordinal in self.learner.ordinals(guid)}
        return sorted(ordinal for _, ordinal in cards - {*self.there()})


@pytest.fixture
def study(project: Project, learner: Learner) -> Study:
    return Study(project, learner)


def test_adding_removing_swapping_and_rewording_gaps_keeps_the_reviews_of_those_that_stay(study: Study) -> None:
    head = "# Rivers\n\n## What runs through France?\n\n"
    assert study.publish(f"{head}{{{{c1::Seine}}}} and {{{{c2::Loire}}}}\n") == {"new": 1}
    assert study.publish(f"{head}{{{{c1::Loire}}}} and {{{{c2::Seine}}}}\n") == {"updated": 1}  # the texts swap places
    assert study.publish(f"{head}{{{{c5::Loire}}}} and {{{{c4::Seine}}}}\n") == {"duplicate": 1}  # only other numbers
    study.publish(f"{head}{{{{c1::Rhone}}}}, {{{{c2::Loire}}}} and {{{{c3::Seine}}}}\n")
    assert study.empty() == []
    study.publish(f"{head}{{{{c1::Rhone}}}} and {{{{c2::Seine}}}}\n")
    assert study.empty() == [1]
    study.publish(f"{head}{{{{c1::Rhone}}}}, {{{{c2::Danube}}}} and {{{{c3::Seine}}}}\n")
    assert study.empty() == [1]
    study.publish(f"{head}{{{{c::Loire}}}}, {{{{c1::Rhone}}}}, {{{{c2::Danube}}}} and {{{{c3::Seine}}}}\n")
    assert study.empty() == []


WORDS = (
    "Treaty of Versailles",
    "1919",
    "Clemenceau",
    "Wilson",
    "League of Nations",
    "Saarland",
    "reparations",
    "Danzig",
)


def test_random_edits_keep_the_reviews_of_the_gaps_that_stay(study: Study) -> None:
    rng = random.Random(20261122)
    gaps = [(word, rng.choice(["1", "2", "3", ""])) for word in WORDS[:3]]
    for _ in range(10):
        numbers = [number for _, number in gaps if number]
        gaps = [(word, number if numbers.count(number) == 1 else "") for word, number in gaps]
        body = ", ".join(f"{{{{c{number}::{word}}}}}" for word, number in gaps)
        study.publish(
            f"# Peace\n\n## How did it end?\n\nWith {body}.\n\nThe aftermath: {{{{c::peace}}}} for a while.\n"
        )
        match rng.choice(["add", "remove", "shuffle", "renumber"]):
            case "add":
                gaps.insert(
                    rng.randint(0, len(gaps)), (rng.choice([w for w in WORDS if w not in dict(gaps)] or ["x"]), "")
                )
            case "remove" if len(gaps) > 1:
                gaps.pop(rng.randrange(len(gaps)))
            case "shuffle":
                rng.shuffle(gaps)
            case _:
                at = rng.randrange(len(gaps))
                gaps[at] = (gaps[at][0], str(rng.randint(1, 9)))


def test_paragraphs_with_gaps_keep_their_notes_when_they_are_edited_and_moved(study: Study) -> None:
    paragraphs = [
        "The {{c1::mitochondrion}} turns sugar into {{c2::ATP}}.",
        "Chlorophyll stands in the {{c1::thylakoid}} membranes.",
        "Ribosomes are made of {{c1::RNA}} and {{c2::proteins}}.",
    ]
    head = "# Cells\n\n## Organelles\n\n"
    assert study.publish(head + "\n\n".join(paragraphs)) == {"new": 3}
    assert study.publish(head + "\n\n".join(reversed(paragraphs))) == {"duplicate": 3}
    paragraphs[0] = "In a cell, the {{c1::mitochondrion}} turns {{c3::sugar}} into {{c2::ATP}}."
    assert study.publish(head + "\n\n".join(paragraphs)) == {"updated": 1, "duplicate": 2}
    paragraphs[2] = "Ribosomes are made of {{c1::proteins}} and {{c2::RNA}}."
    assert study.publish(head + "\n\n".join(paragraphs)) == {"updated": 1, "duplicate": 2}


def test_a_card_never_asks_for_another_text_and_a_correction_stays_with_its_card(study: Study) -> None:
    head = "# Cells\n\n## How does it work?\n\n"
    study.publish(f"{head}The {{{{c1::afferent}}}} arteriole brings blood, the efferent one takes it away.\n")
    study.publish(f"{head}The afferent arteriole brings blood, the {{{{c1::efferent}}}} one takes it away.\n")
    assert study.empty() == [0]
    study.publish(
        f"{head}The {{{{c2::afferent}}}} arteriole brings blood, the {{{{c1::efferent}}}} one takes it away.\n"
    )
    assert study.empty() == []
    head = "# Pairs\n\n## Which pair?\n\n"
    study.publish(f"{head}{{{{c1::Adenine}}}} pairs with {{{{c2::thymine}}}}.\n")
    study.publish(f"{head}{{{{c1::Guanine}}}} pairs with {{{{c2::cytosine}}}}.\n")
    both = "{{c1::Adenine}} pairs with {{c2::thymine}}; {{c3::Guanine}} with {{c4::cytosine}}."
    study.publish(f"{head}{both}\n")
    assert {"Adenine", "thymine", "Guanine", "cytosine"} <= {*study.asked()}
    study.cards["Thymine (a base)"] = study.cards["thymine"]
    del study.cards["thymine"]
    study.publish(f"{head}{both.replace('thymine', 'Thymine (a base)')}\n")


def test_what_looks_like_a_gap_in_other_fields_makes_no_card(study: Study) -> None:
    study.publish(
        "# `{{c7::Title}}`\n\n## `{{c8::Section}}`\n\n### Is `{{c5::x}}` a gap?\n\nNo, {{c1::code}} is `{{c2::y}}`.\n\n"
        "**Hint**: `{{c3::hint}}` {{c4::x}}\n\n**Details**: {{c6::extra}}\n"
    )
    (guid,) = study.learner.guids()
    assert study.learner.ordinals(guid) == (0,)
    front, back = study.learner.show(guid)
    for text in (front, back):
        assert "{<!-- -->{c5::x}}" in text
    assert "{<!-- -->{c6::extra}}" in back


def test_a_broken_gap_holds_its_note(study: Study) -> None:
    head = "# Rivers\n\n## What runs through Paris?\n\n"
    study.publish(f"{head}The {{{{c1::Seine}}}}.\n\n## And Rome?\n\nThe Tiber.\n")
    study.project.write("deck/text.md", f"{head}The {{{{c1::Seine}}.\n\n## And Rome?\n\nThe Tiber!\n")
    built = study.project.run("build", "deck", "--output", "deck.apkg", "--json", now=NOW + 9 * DAY)
    assert built.code == 1
    assert "DW220" in built.out
    assert study.learner.receive(Path(study.project.folder, "deck.apkg")).counts == {"updated": 1, "duplicate": 1}
