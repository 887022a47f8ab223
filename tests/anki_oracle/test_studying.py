"""Studying the ML theory deck by tag: each search of the README and of docs/studying.md finds just what the sources say."""

from __future__ import annotations

import html
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from anki_oracle.oracle import Learner
from content.deck import FILES, ROOT, blocks_in, formulas, questions, read

pytestmark = pytest.mark.anki

_TABLE = re.compile(r"^\|[ :|-]*-[ :|-]*\|$", re.MULTILINE)
_PAGES = (ROOT / "README.md", ROOT / "docs/studying.md")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card of the deck, as its source has it, and what became of it."""

    file: str
    section: str
    question: str
    follow_up: bool
    text: str
    state: str

    @property
    def table(self) -> bool:
        return bool(_TABLE.search(self.text))

    @property
    def code(self) -> bool:
        return bool(blocks_in(self.text))

    @property
    def math(self) -> bool:
        return bool(formulas(self.question + "\n\n" + self.text))


def _every(_card: Card) -> bool:
    return True


_SEARCHES: dict[str, Callable[[Card], bool]] = {
    'deck:"ML Theory"': _every,
    "tag:ml-theory": _every,
    "tag:ml-theory::deep-learning-neural-networks": lambda card: card.section == "Deep Learning & Neural Networks",
    "tag:ml-theory::*learning*": lambda card: "Learning" in card.section,
    "tag:ml-theory::kind::follow-up": lambda card: card.follow_up,
    'deck:"ML Theory" -tag:*::kind::follow-up': lambda card: not card.follow_up,
    'deck:"ML Theory" -tag:ml-theory::bonus*': lambda card: not card.section.startswith("Bonus"),
    "tag:*::has::table": lambda card: card.table,
    "tag:ml-theory::has::code -tag:ml-theory::has::math": lambda card: card.code and not card.math,
    'deck:"ML Theory" is:new tag:ml-theory::production-ml-mlops': lambda card: (
        card.section == "Production ML & MLOps" and card.state in {"new", "suspended"}
    ),
    "tag:ml-theory is:due": lambda card: card.state in {"failed", "due"},
    "tag:ml-theory::has::code is:due": lambda card: card.code and card.state in {"failed", "due"},
    'deck:"ML Theory" rated:7:1': lambda card: card.state == "failed",
    'deck:"ML Theory" Question:*drift*': lambda card: "drift" in card.question.lower(),
    'deck:"ML Theory" Source:08-modern-ai*': lambda card: card.file == "08-modern-ai.md",
    'deck:"ML Theory" is:suspended': lambda card: card.state == "suspended",
}
_STATES = {0: "failed", 1: "due", 2: "suspended"}


def _documented() -> list[str]:
    found = (re.findall(r"^\| `((?:deck|tag):[^`]+)` \|", page.read_text("utf-8"), re.MULTILINE) for page in _PAGES)
    return sorted({search for searches in found for search in searches})


def _key(text: str) -> str:
    return re.sub(r"<[^>]*>|\W", "", html.unescape(text))


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Learner, dict[int, Card]]]:
    """A learner in the middle of the deck: of every nine cards one was failed, one is due and one is suspended."""
    folder = tmp_path_factory.mktemp("studying")
    command = ["build", ROOT / "source_md", "--output", folder / "deck.apkg", "--lock", folder / "deck.lock"]
    subprocess.run([sys.executable, "-m", "deckwright", *map(str, command)], check=True, capture_output=True)
    with closing(Learner(folder)) as learner:
        learner.col.set_config("rollover", (time.localtime().tm_hour + 12) % 24)  # no day ends while these tests run
    with closing(Learner(folder)) as learner:
        log = learner.receive(folder / "deck.apkg")
        assert log.counts == {"new": sum(1 for _ in _written())}
        own = learner.col.new_note(learner.col.models.by_name("Basic"))
        own["Front"], own.tags = "mine", ["ml-theories::has::tables"]
        learner.col.add_note(own, 1)
        numbers = {_key(learner.see(guid).fields["Question"]): guid for guid in learner.guids() if guid != own.guid}
        cards = {}
        for at, (file, section, question, text, follow_up) in enumerate(_written()):
            guid = numbers.pop(_key(question))
            number, state = learner.card_id(guid), _STATES.get(at % 9, "new")
            match state:
                case "failed":
                    learner.study(guid, rating=1)
                case "due":
                    learner.col.sched.set_due_date([number], "0")
                case "suspended":
                    learner.col.sched.suspend_cards([number])
            cards[number] = Card(
                file=file, section=section, question=question, follow_up=follow_up, text=text, state=state
            )
        assert numbers == {}
        yield learner, cards


def _written() -> Iterator[tuple[str, str, str, str, bool]]:
    """Give file, section, question, text and whether it is a follow-up, of each card that the sources ask for."""
    for path in FILES:
        source = read(path)
        section = re.findall(r"^## (.+)$", source, re.MULTILINE)[0]
        for each in questions(source):
            yield path.name, section, each.title, f"{each.short}\n\n{each.details}", False
            for follow_up in each.follow_ups:
                question, _, answer = follow_up.strip().partition("\n")
                yield path.name, section, question, answer, True


def test_every_card_of_the_deck_shows_its_question_and_its_answer(deck: tuple[Learner, dict[int, Card]]) -> None:
    learner, cards = deck
    main = [card for card in cards.values() if not card.follow_up]
    assert (len(main), len(cards) > 100) == (46, True)
    asked = ""
    for number, card in cards.items():
        front, back = (re.sub(r"<style>.*?</style>", "", side, flags=re.DOTALL) for side in _sides(learner, number))
        assert _key(card.question) in _key(front)
        assert len(_key(back)) > len(_key(front)) > 0
        asked = asked if card.follow_up else card.question
        assert _key(asked) in _key(front), "a follow-up is shown below the question that it follows"
    assert learner.problems() == ""


def _sides(learner: Learner, number: int) -> tuple[str, str]:
    card = learner.col.get_card(number)
    return card.question(), card.answer()


def test_every_documented_search_is_tried() -> None:
    assert _documented() == sorted(_SEARCHES)


@pytest.mark.parametrize("search", _SEARCHES)
def test_a_search_finds_what_the_sources_say(deck: tuple[Learner, dict[int, Card]], search: str) -> None:
    learner, cards = deck
    wanted = {number for number, card in cards.items() if _SEARCHES[search](card)}
    assert wanted
    assert set(learner.col.find_cards(search)) == wanted


@pytest.mark.parametrize("search", _SEARCHES)
def test_a_filtered_deck_holds_just_these_and_gives_them_back(
    deck: tuple[Learner, dict[int, Card]], search: str
) -> None:
    learner, cards = deck
    before = learner.history()
    wanted = {number for number, card in cards.items() if _SEARCHES[search](card) and card.state != "suspended"}
    made = learner.col.sched.get_or_create_filtered_deck(0)
    made.name, made.allow_empty = "Selection", True
    del made.config.search_terms[1:]
    made.config.search_terms[0].search, made.config.search_terms[0].limit = search, 9_999
    number = learner.col.sched.add_or_update_filtered_deck(made).id
    assert set(learner.col.find_cards("deck:Selection")) == wanted
    learner.col.sched.empty_filtered_deck(number)
    learner.col.decks.remove([number])
    assert learner.history() == before


@pytest.mark.parametrize(
    ("include", "exclude", "wanted"),
    [
        (["ml-theory::has::code"], [], lambda card: card.code),
        (["ml-theory::kind::follow-up"], ["ml-theory::has::code"], lambda card: card.follow_up and not card.code),
        (["ml-theory"], [], _every),
    ],
)
def test_custom_study_by_tags(
    deck: tuple[Learner, dict[int, Card]], include: list[str], exclude: list[str], wanted: Callable[[Card], bool]
) -> None:
    from anki.scheduler_pb2 import CustomStudyRequest

    learner, cards = deck
    cram = CustomStudyRequest.Cram(
        kind=CustomStudyRequest.Cram.CRAM_KIND_ALL, card_limit=9_999, tags_to_include=include, tags_to_exclude=exclude
    )
    learner.col.sched.custom_study(CustomStudyRequest(deck_id=learner.col.decks.id("ML Theory"), cram=cram))
    found = set(learner.col.find_cards('deck:"Custom Study Session"'))
    learner.col.decks.remove([learner.col.decks.id("Custom Study Session")])
    assert found == {number for number, card in cards.items() if wanted(card) and card.state != "suspended"}


def test_the_menus_are_called_so(learner: Learner) -> None:
    """The words of the desktop's own translation of itself into English, which AnkiDroid shares."""
    said, words = (ROOT / "docs/studying.md").read_text("utf-8").replace("\n", " "), learner.col.tr
    for name in (
        words.qt_misc_create_filtered_deck().removesuffix("..."),
        words.actions_custom_study(),
        words.custom_study_study_by_card_state_or_tag(),
        words.custom_study_choose_tags(),
        words.decks_reschedule_cards_based_on_my_answers(),
        words.decks_limit_to(),
        words.decks_order_due(),
        words.decks_build(),
        words.importing_update_notes(),
        words.importing_update_notetypes(),
        words.importing_update_if_newer(),
        words.deck_config_desired_retention(),
        words.scheduling_new_cardsday(),
        words.studying_suspend_note(),
    ):
        assert name in said


@pytest.mark.parametrize("subdecks", ["section", "file"])
def test_subdecks_hold_their_section_or_file(learner: Learner, tmp_path: Path, subdecks: str) -> None:
    for path in FILES:
        (tmp_path / path.name).write_text(read(path), "utf-8")
    (tmp_path / "deck.toml").write_text(f'name = "ML Theory"\nid = "x"\nsubdecks = "{subdecks}"\n', "utf-8")
    package = tmp_path / "deck.apkg"
    command = ["build", str(tmp_path), "--output", str(package)]
    subprocess.run([sys.executable, "-m", "deckwright", *command], check=True, capture_output=True)
    learner.receive(package)
    wanted: dict[str, int] = {}
    for name, section, *_ in _written():
        below = section if subdecks == "section" else name.removesuffix(".md")
        wanted[f"ML Theory::{below}"] = wanted.get(f"ML Theory::{below}", 0) + 1
    assert {deck: len(learner.col.find_cards(f'deck:"{deck}"')) for deck in wanted} == wanted
    assert len(learner.col.find_cards('deck:"ML Theory"')) == sum(wanted.values())
    assert set(learner.decks()) == {"ML Theory", *wanted}
    shown = re.findall(r'`deck:"(ML Theory::[^`"]+)"`', (ROOT / "docs/studying.md").read_text("utf-8"))
    assert subdecks == "file" or (shown and set(shown) <= set(wanted))


def test_decks_that_differ_by_case_only_are_one(learner: Learner, tmp_path: Path) -> None:
    """To Anki they are the same: it would call the second one `Arrays_`."""
    sections = ("Arrays", "arrays", "ARRAYS", "Maps")
    text = "".join(f"# {name}\n\n## What is asked of {number}?\n\nThis.\n\n" for number, name in enumerate(sections))
    (tmp_path / "a.md").write_text(text, "utf-8")
    other = "---\ndeck: code::ARRAYS::Sparse\n---\n# x\n\n## What is sparse?\n\nEmpty.\n"
    (tmp_path / "b.md").write_text(other, "utf-8")
    (tmp_path / "deck.toml").write_text('name = "Code"\nid = "x"\nsubdecks = "section"\n', "utf-8")
    package = tmp_path / "deck.apkg"
    command = [sys.executable, "-m", "deckwright", "build", str(tmp_path), "--output", str(package)]
    for _ in range(2):
        subprocess.run(command, check=True, capture_output=True)
        learner.receive(package)
        assert set(learner.decks()) == {
            "Code",
            "Code::Arrays",
            "Code::Arrays::Sparse",
            "Code::Maps",
        }
        assert len(learner.col.find_cards('deck:"code::arrays"')) == 4


@pytest.mark.parametrize("name", ["Default", "default"])
def test_a_deck_may_be_called_as_ankis_own(learner: Learner, tmp_path: Path, name: str) -> None:
    (tmp_path / "a.md").write_text("## What is asked?\n\nThis.\n", "utf-8")
    (tmp_path / "deck.toml").write_text(f'name = "{name}"\nid = "x"\n', "utf-8")
    package = tmp_path / "deck.apkg"
    command = [sys.executable, "-m", "deckwright", "build", str(tmp_path), "--output", str(package)]
    subprocess.run(command, check=True, capture_output=True)
    learner.receive(package)
    assert len(learner.col.find_cards("deck:Default")) == 1
    assert learner.problems() == ""
