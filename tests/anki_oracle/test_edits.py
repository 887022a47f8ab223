"""Every kind of edit that authors make, one after the other, on real documents and in the real Anki.

After each one: all reviews are there, no note is there twice, none conflicts, each question that the edit didn't concern
has the note that it had, untouched, and each that it did concern has its own.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from anki_oracle.oracle import Learner
from app.project import DAY, NOW, Project
from deckwright.segment.cut import segment
from deckwright.source import decode

pytestmark = pytest.mark.anki

SHARED = Path(__file__).parents[3] / "shared"
DOCUMENTS = {
    "seed": SHARED / "seed/ml-theory-interview.txt",
    "mlq": SHARED / "samples/mlq.md",
    "jsq": SHARED / "samples/jsq.md",
}


@dataclass(slots=True)
class Text:
    """A document as an author edits it: what stands above the questions, the questions with their sections, the rest."""

    lines: list[str]
    entries: list[tuple[int, int]]
    """First and last line of each, 0-based and exclusive; only those of the level that most have, with an answer."""

    @classmethod
    def read(cls, text: str) -> Text:
        document = segment(text, file="t.md")
        lines = text.split("\n")
        level = lines[document.covered[0][0] - 1].partition(" ")[0]
        built = [
            (first - 1, last)
            for entry, (first, last) in zip(document.entries, document.covered, strict=True)
            if not entry.defect and lines[first - 1].startswith(f"{level} ")
        ]
        return cls(lines, built)

    def entry(self, index: int) -> list[str]:
        first, last = self.entries[index]
        return self.lines[first:last]

    def replaced(self, changes: dict[int, list[str]]) -> str:
        out: list[str] = []
        at = 0
        for index, (first, last) in enumerate(self.entries):
            out += self.lines[at:first]
            out += changes.get(index, self.lines[first:last])
            at = last
        return "\n".join([*out, *self.lines[at:]])


def parted(question: str) -> tuple[str, str]:
    """Part a heading into its marks with the number, and the words."""
    found = re.match(r"(#+ \S+[:.)] )(.*)", question)
    assert found, question
    return found[1], found[2]


def extend_an_answer(text: Text, index: int) -> str:
    return text.replaced(
        {index: [*text.entry(index), "", "It also pays to say what one would measure first, and why.", ""]}
    )


def cut_an_answer(text: Text, index: int) -> str:
    question, *body = text.entry(index)
    return text.replaced({index: [question, *body[: max(4, len(body) // 2)], ""]})


def reword_a_question(text: Text, index: int) -> str:
    question, *body = text.entry(index)
    marks, words = parted(question)
    return text.replaced({index: [f"{marks}In your own words: {words[0].lower()}{words[1:]}", *body]})


def slip_in_a_question(text: Text, index: int) -> str:
    question, *body = text.entry(index)
    marks, words = parted(question)
    longest = max(words.split(), key=len)
    return text.replaced({index: [marks + words.replace(longest, longest[:2] + longest[3:], 1), *body]})


def shift_all_numbers(text: Text, _: int) -> str:
    count = iter(range(2, 10_000))
    changes = {}
    for index in range(len(text.entries)):
        question, *body = text.entry(index)
        changes[index] = [re.sub(r"\d+(?=[:.)] )", str(next(count)), question, count=1), *body]
    return text.replaced(changes)


def shuffle(text: Text, index: int) -> str:
    order = list(range(len(text.entries)))
    random.Random(index).shuffle(order)
    return text.replaced({place: text.entry(taken) for place, taken in enumerate(order)})


def replace_by_another(text: Text, index: int) -> str:
    marks, _ = parted(text.entry(index)[0])
    other = ["Which tea do you drink at work, and how long does it brew?", "", "Assam, four minutes, with milk.", ""]
    return text.replaced({index: [marks + other[0], *other[1:]]})


KEEPING: tuple[Callable[[Text, int], str], ...] = (
    extend_an_answer,
    reword_a_question,
    shift_all_numbers,
    cut_an_answer,
    slip_in_a_question,
    shuffle,
)


class Course:
    """An author and a learner: one edits and publishes, the other imports and has studied everything."""

    def __init__(self, project: Project, learner: Learner, text: str) -> None:
        self.project, self.learner, self.text, self.days = project, learner, text, 0
        self.publish(text)
        for guid in learner.guids():
            learner.study(guid)
        self.reviews = dict(learner.history())

    def publish(self, text: str) -> dict[str, int]:
        """Build and import; every review is still there, and nothing is there twice or conflicts."""
        self.text = text
        self.days += 1
        self.project.write("deck/text.md", text)
        result = self.project.run(
            "build", "deck", "--output", "deck.apkg", "--retire", "--json", now=NOW + self.days * DAY
        )
        assert result.code in {0, 1}, result.err
        log = self.learner.receive(self.project.folder / "deck.apkg")
        assert not log.conflicting
        if self.days > 1:
            history = self.learner.history()
            assert {card: history.get(card) for card in self.reviews} == self.reviews
        return {name: count for name, count in log.counts.items() if name != "duplicate"}

    def notes(self) -> list[str]:
        """The GUIDs of the published notes that stand for themselves, in the order of the text."""
        return [guid for guid, follows in self._published() if not follows]

    def follow_ups(self) -> list[str]:
        """The GUIDs of the others."""
        return [guid for guid, follows in self._published() if follows]

    def _published(self) -> Iterator[tuple[str, bool]]:
        for guid, note in self.project.package("deck.apkg").notes.items():
            yield guid, any(tag.endswith("::kind::follow-up") for tag in note.tags)


@pytest.fixture(params=list(DOCUMENTS))
def course(request: pytest.FixtureRequest, project: Project, learner: Learner) -> Course:
    path = DOCUMENTS[request.param]
    if not path.exists():
        pytest.skip(f"{path.name} is not beside the project")
    text = decode(path.read_bytes(), file=path.name).text
    assert text
    return Course(project, learner, text)


def picks(count: int) -> Iterator[int]:
    chosen = random.Random(20261122)
    while True:
        yield chosen.randrange(count)


def test_every_edit_keeps_every_history(course: Course) -> None:
    pick = picks(len(Text.read(course.text).entries))
    for edit in KEEPING:
        before, follow_ups = course.notes(), course.follow_ups()
        changed = course.publish(edit(Text.read(course.text), next(pick)))
        after = course.notes()
        assert sorted(after) == sorted(before), edit.__name__
        assert course.follow_ups() == follow_ups, edit.__name__
        if edit is not shuffle:  # shuffled over sections, it concerns the notes that change theirs
            assert after == before, edit.__name__
            assert changed.get("updated", 0) <= (edit is not shift_all_numbers) + len(follow_ups), (
                edit.__name__,
                changed,
            )


def test_removed_and_restored(course: Course) -> None:
    whole, before = course.text, course.notes()
    text = Text.read(whole)
    assert course.publish(text.replaced({3: [], 7: []})) == {}
    assert course.notes() == [guid for place, guid in enumerate(before) if place not in {3, 7}]
    assert course.publish(whole) == {}
    assert course.notes() == before


def test_another_question_under_the_old_number_starts_anew(course: Course) -> None:
    before = course.notes()
    assert course.publish(replace_by_another(Text.read(course.text), 5)) == {"new": 1}
    after = course.notes()
    assert after[5] not in before
    assert after[:5] + after[6:] == before[:5] + before[6:]


def test_renamed_split_and_merged_files(course: Course) -> None:
    before = course.notes()
    whole, text = course.text, Text.read(course.text)
    half = text.entries[len(text.entries) // 2][0]
    folder = course.project.folder / "deck"
    (folder / "text.md").rename(folder / "renamed.md")
    course.project.write("deck/z.md", "\n".join(text.lines[half:]))
    course.text = "\n".join(text.lines[:half])
    (folder / "renamed.md").unlink()
    course.publish(course.text)
    assert set(course.notes()) == set(before)
    (folder / "z.md").unlink()
    course.publish(whole)
    assert set(course.notes()) == set(before)


def test_all_at_once(course: Course) -> None:
    """Reworded, extended, renumbered and shuffled in one go."""
    before = course.notes()
    pick = picks(len(before))
    text = course.text
    for edit in (shuffle, reword_a_question, extend_an_answer, shift_all_numbers):
        text = edit(Text.read(text), next(pick))
    course.publish(text)
    assert set(course.notes()) == set(before)
