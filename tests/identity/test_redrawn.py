"""Pictures in questions and gaps: who is still the same after a folder was renamed, a width added, a file replaced."""

from __future__ import annotations

import pytest

from deckwright.identity.gaps import Asked, number_gaps
from deckwright.markdown.shown import MARK, name_of, shown_in
from deckwright.model import Kind
from identity.test_traps import NEW, ask, decide, histories

WRITTEN = (
    "![](img/{}.png)",
    "![A leaf](img/{}.png)",
    "![](pictures/new/{}.png)",
    '<img src="img/{}.svg" alt="a leaf" width="200">',
    "![[{}.png|200]]",
    "![](<img/{}.png> 'A title')",
    "![](img/{}.png){{width=50%}}",
    "![](img/{}.png =100x)",
)


@pytest.mark.parametrize("now", WRITTEN[1:])
@pytest.mark.parametrize("question", ["What is shown? {}", "{}", "Which tree has {} for a leaf?"])
def test_a_question_is_known_by_its_picture_however_that_is_written(question: str, now: str) -> None:
    before = [ask(question.format(WRITTEN[0].format(name)), f"{name.title()}.") for name in ("oak", "lime", "beech")]
    after = [ask(question.format(now.format(name)), f"{name.title()}.") for name in ("lime", "beech", "oak")]
    taken = histories(before, after)
    assert [took and name in took for took, name in zip(taken, ("lime", "beech", "oak"), strict=True)] == [True] * 3


def test_where_all_pictures_get_other_names_each_is_known_by_its_answer() -> None:
    before = [ask(f"![](img/{number}.png)", answer) for number, answer in enumerate(("Oak", "Lime", "Ash"))]
    after = [ask(f"![](img/DSC_{number}77.jpg)", answer) for number, answer in enumerate(("Ash", "Oak", "Lime"))]
    assert histories(before, after) == ["![](img/2.png)", "![](img/0.png)", "![](img/1.png)"]


def test_another_picture_with_another_answer_or_in_another_place_is_another_question() -> None:
    before = [ask("What is it? ![](oak.png)", "Oak", headings=("Leaves",))]
    assert histories(before, [ask("What is it? ![](ash.png)", "Ash", headings=("Leaves",))]) == [NEW]
    (elsewhere,) = decide(before, [ask("What is it? ![](ash.png)", "Oak", headings=("Barks",))])
    assert "picture" not in elsewhere.evidence


def test_of_two_that_show_different_things_and_answer_the_same_nobody_guesses() -> None:
    before = [ask("![](young.png)", "Oak"), ask("![](old.png)", "Oak")]
    assert histories(before, [ask("![](a.png)", "Oak"), ask("![](b.png)", "Oak")]) == [NEW, NEW]
    assert histories(before, [before[1], ask("![](seedling.png)", "Oak")]) == ["![](old.png)", "![](young.png)"]


def test_a_text_of_pictures_alone_is_known_by_them() -> None:
    (other,) = decide([ask("![](oak.png)", "", kind=Kind.CLOZE)], [ask("![](ash.png)", "", kind=Kind.CLOZE)])
    assert "picture" not in other.evidence


def numbers(before: list[tuple[str, tuple[str, str]]], now: list[tuple[str, tuple[str, str]]]) -> list[tuple[int, ...]]:
    first = number_gaps([Asked(text=text, beside=beside) for text, beside in before], {})
    second = number_gaps([Asked(text=text, beside=beside) for text, beside in now], first.clozes)
    return [*second.numbers]


@pytest.mark.parametrize("now", WRITTEN[1:])
def test_a_gap_is_known_by_its_picture_however_that_is_written(now: str) -> None:
    before = [(WRITTEN[0].format(name), (f"The {name}", "is")) for name in ("oak", "lime")]
    after = [(now.format(name), (f"The {name}", "is")) for name in ("lime", "oak")]
    assert numbers(before, after) == [(2,), (1,)]


def test_another_picture_in_a_gap_is_another_gap_and_so_is_one_of_that_name_elsewhere() -> None:
    place, other = ("This", "grows"), ("There", "stands")
    assert numbers([("![](oak.png)", place)], [("![](ash.png)", place)]) == [(2,)]
    assert numbers([("![](oak/leaf.png)", place)], [("![](ash/leaf.png)", other)]) == [(2,)]
    assert numbers([("![](oak/leaf.png)", place)], [("![](trees/leaf.png)", place)]) == [(1,)]


@pytest.mark.parametrize("written", WRITTEN)
def test_pictures_are_found_however_they_are_written(written: str) -> None:
    found = shown_in(f"a {written.format('oak')} b `{written.format('code')}`")
    assert found.text == f"a {MARK} b `{written.format('code')}`"
    assert [*map(name_of, found.paths)] == ["oak"]
