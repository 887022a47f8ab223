"""Texts with gaps and without a question keep their histories through small edits in place, and give them to no other text."""

from __future__ import annotations

import pytest

from deckwright.segment.cut import segment
from identity.build import build, fresh_lock

FRANCE, SPAIN, ITALY = (
    f"The capital of {country} is {{{{c1::{city}}}}}."
    for country, city in (("France", "Paris"), ("Spain", "Madrid"), ("Italy", "Rome"))
)
CELL = "The {{c1::mitochondrion}} is the powerhouse of the cell."
WATER = "Water boils at {{c1::100}} degrees Celsius at sea level."
HEART = "The {{c1::left}} ventricle pumps blood into the {{c2::aorta}}."
LONG = (
    "The {{c1::Treaty of Westphalia}} ended the Thirty Years' War, in which large parts of the Holy Roman Empire had "
    "been laid waste, and gave each prince the right to choose the faith of his lands, within {{c2::three}} confessions."
)
START = (FRANCE, SPAIN, ITALY, CELL, WATER, HEART, LONG)


def histories(before: tuple[str, ...], now: tuple[str, ...]) -> list[int | None]:
    """Say, for each text of now, which one's history of those before it has."""
    first, lock = build(segment("# D\n\n## Facts\n\n" + "\n\n".join(before), file="a.md").entries, fresh_lock())
    guids = [one.guid for one in first.decisions]
    resolution, _ = build(segment("# D\n\n## Facts\n\n" + "\n\n".join(now), file="a.md").entries, lock)
    return [guids.index(one.guid) if one.guid in guids else None for one in resolution.decisions]


def replaced(old: str, new: str) -> tuple[str, ...]:
    return tuple(new if text == old else text for text in START)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (SPAIN, f"{SPAIN[:-1]}, and {{{{c2::Lisbon}}}} is in Portugal."),
        (SPAIN, f"{SPAIN} It lies in its middle."),
        (SPAIN, "Spain's capital city is {{c1::Madrid}}."),
        (CELL, CELL.replace("mitochondrion", "mitochondria")),
        (CELL, f"{CELL} It makes {{{{c2::ATP}}}}."),
        (CELL, f"In plants and animals, {CELL[0].lower()}{CELL[1:]}"),
        (WATER, WATER.replace("100", "99.97")),
        (WATER, WATER.replace(" at sea level", "")),
        (HEART, HEART.replace("aorta", "great artery")),
        (LONG, LONG.replace("three", "3")),
        (LONG, LONG.replace("The {{c1", "In 1648, after long talks in two cities, the {{c1")),
    ],
)
def test_an_edit_in_place_keeps_the_history(old: str, new: str) -> None:
    assert histories(START, replaced(old, new)) == list(range(len(START)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (SPAIN, "The capital of Peru is {{c1::Lima}}."),
        (SPAIN, "{{c1::Jazz}} came from New Orleans."),
        (CELL, "The {{c1::ribosome}} is where a cell makes its proteins."),
        (CELL, "The {{c1::nucleus}} is the archive of the cell."),
        (WATER, "Water freezes at {{c1::0}} degrees Celsius at sea level."),
        (WATER, "Ethanol boils at {{c1::78}} degrees Celsius at sea level."),
        (HEART, "The {{c1::right}} ventricle pumps blood into the {{c2::lungs}}."),
        (LONG, "The {{c1::Peace of Augsburg}} gave each prince the right to choose the faith of his lands."),
    ],
)
def test_another_text_in_the_place_starts_anew(old: str, new: str) -> None:
    expected = [None if text == old else at for at, text in enumerate(START)]
    assert histories(START, replaced(old, new)) == expected


CAPITALS = tuple(
    f"The capital of {{{{c1::{country}}}}} is {{{{c2::{city}}}}}, a large city."
    for country, city in (("France", "Lyon"), ("Spain", "Madrid"), ("Italy", "Rome"))
)


@pytest.mark.parametrize("siblings", [CAPITALS[1:], ("The capital of Spain is {{c1::Madrid}}.",)])
def test_a_gap_that_stays_says_which_text_it_is_though_all_ask_in_the_same_words(siblings: tuple[str, ...]) -> None:
    old = (CAPITALS[0], *siblings)
    assert histories(old, (CAPITALS[0].replace("Lyon", "Paris"), *siblings)) == [*range(len(old))]


@pytest.mark.parametrize(
    "new",
    [
        CAPITALS[0].replace("France", "Peru").replace("Lyon", "Lima"),  # no gap stays
        CAPITALS[0].replace("France", "Spain").replace("Lyon", "Toledo"),  # the gap that stays is a sibling's
        "The currency of {{c1::France}} is the {{c2::euro}}.",  # other words than the gaps' were replaced
    ],
)
def test_another_text_with_other_gaps_starts_anew(new: str) -> None:
    assert histories(CAPITALS, (new, *CAPITALS[1:])) == [None, 1, 2]


def test_two_edits_at_once_and_a_new_order() -> None:
    now = (WATER.replace("100", "99.97"), f"{SPAIN} It is large.", CELL, LONG, HEART, FRANCE, f"{ITALY} It is old.")
    assert histories(START, now) == [4, 1, 3, 6, 5, 0, 2]


def test_two_that_became_one_could_both_be_it() -> None:
    halves = ("Blood leaves the heart through the {{c1::aorta}}.", "Veins bring back {{c2::all}} from the limbs.")
    assert histories((*halves, CELL), (CELL, " ".join(halves))) == [2, None]


def test_in_another_place_it_is_no_edit_in_place() -> None:
    first, lock = build(segment(f"# D\n\n## One\n\n{WATER}\n\n## Two\n\n{CELL}", file="a.md").entries, fresh_lock())
    text = WATER.replace("100", "99.97")
    now, _ = build(segment(f"# D\n\n## One\n\n{FRANCE}\n\n## Two\n\n{CELL}\n\n{text}", file="a.md").entries, lock)
    assert now.decisions[2].guid not in {one.guid for one in first.decisions}


def test_each_of_a_thousand_edited_texts_is_known() -> None:
    texts = tuple(f"Element {number} has the sign {{{{c1::X{number}}}}} and was found late." for number in range(1000))
    assert histories(texts, tuple(f"{text} So it is said." for text in texts)) == list(range(1000))
