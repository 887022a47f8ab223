"""Follow-ups, terms and rows in the real Anki: the cards that they give, and what edits and settings do to them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from anki_oracle.oracle import Learner
from app.project import DAY, NOW, Project
from conformance.fixpoint import opened

pytestmark = pytest.mark.anki

DOCUMENT = """# Errors

## Errors

### Q1: Which parts has an error?

They add up:

$$b^2 + v + n$$

**Follow-up**: When is $b^2$ large?

When the model is `too < simple`.

| Sign | Means |
|---|---|
| high & flat | bias |

**Follow-up**: And which one can't be mended?

The noise.

**Details**: of all three.

### Q2: What do the words mean?

- **Bias**: error from *wrong* assumptions
- **Variance** (spread): error from the sample
  - less with more data

### Q3: Which metric fits?

| Situation | Prefer | Because |
|---|---|---|
| Spam | Precision | a lost mail hurts |
| Cancer | Recall | a missed one does |

### Q4: What stands beside a list?

Words before it.

- **One**: first
- **Two**: second
"""
TERMS = ("### Q2: What do the words mean?", "### Q2: What do the words mean? {cards=terms}")
ROWS = ("### Q3: Which metric fits?", "### Q3: Which metric fits? {cards=rows}")
BESIDE = ("### Q4: What stands beside a list?", "### Q4: What stands beside a list? {cards=terms}")


class Course:
    """A document, built and imported, every note of it studied."""

    def __init__(self, project: Project, learner: Learner) -> None:
        self.project, self.learner = project, learner
        self._now = NOW
        project.write("errors.md", DOCUMENT)
        self.publish()
        for guid in learner.guids():
            learner.study(guid)

    def publish(self) -> Mapping[str, int]:
        """Build and import; give the plan's counts."""
        self._now += DAY
        counts = self.project.counts("errors.md", "--output", "errors.apkg", "--retire", now=self._now)
        self.log = self.learner.receive(self.project.folder / "errors.apkg")
        assert not self.log.conflicting
        for guid, note in self.project.package("errors.apkg").notes.items():
            assert [opened(field) for field in note.fields] == list(note.fields)
            assert self.learner.ordinals(guid) == (0,)
        return counts

    def edit(self, *changes: tuple[str, str]) -> Mapping[str, int]:
        for old, new in changes:
            self.project.edit("errors.md", old, new)
        return self.publish()

    def notes(self) -> list[str]:
        return list(self.project.package("errors.apkg").notes)

    def asking(self, question: str) -> str:
        (guid,) = (guid for guid in self.notes() if _words(self.learner.see(guid).fields["Question"]) == question)
        return guid


def _words(html: str) -> str:
    shown = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", shown).replace("&lt;", "<").replace("&amp;", "&").split())


@pytest.fixture
def course(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], learner: Learner
) -> Course:
    return Course(Project(tmp_path, monkeypatch, capsys), learner)


def test_a_follow_up_is_a_card_that_shows_its_parent(course: Course) -> None:
    learner = course.learner
    assert len(course.notes()) == 6
    when, noise = course.asking(r"When is \(b^2\) large?"), course.asking("And which one can't be mended?")
    assert list(learner.new_queue()) == []
    assert course.notes()[-2:] == [when, noise]  # behind the section's other questions
    front, back = map(_words, learner.show(when))
    assert "Follow-up to Which parts has an error?" in front
    assert "too < simple" not in front
    assert "too < simple" in back
    assert "high & flat bias" in back
    seen = learner.see(when)
    assert "errors::kind::follow-up" in seen.tags
    assert seen.fields["Extra"] == ""
    _, answer = map(_words, learner.show(course.asking("Which parts has an error?")))
    assert r"Follow-up : When is \(b^2\) large?" in answer
    assert "too < simple" not in answer
    assert "The noise." not in answer
    assert "of all three." in answer


def test_terms_and_rows_are_cards_with_their_question_above(course: Course) -> None:
    learner = course.learner
    assert course.edit(TERMS, ROWS, BESIDE) == {"unchanged": 4, "new": 6, "retired": 2}
    shown = {
        question: tuple(map(_words, learner.show(course.asking(question))))
        for question in ("Bias", "Variance (spread)", "Spam", "Cancer", "One", "Two")
    }
    assert shown["Bias"][0] == "Errors › What do the words mean? Bias"
    assert "error from wrong assumptions" in shown["Bias"][1]
    assert "less with more data" in shown["Variance (spread)"][1]
    assert shown["Spam"][0] == "Errors › Which metric fits? › Situation → Prefer, Because Spam"
    assert "Prefer : Precision Because : a lost mail hurts" in shown["Spam"][1]
    assert "Words before it." in _words(learner.show(course.asking("What stands beside a list?"))[1])
    kinds = {tag for guid in course.notes() for tag in learner.see(guid).tags if "::kind::" in tag}
    assert kinds == {f"errors::kind::{kind}" for kind in ("follow-up", "term", "row")}
    texts = [_words(learner.see(guid).fields["Question"]) for guid in course.notes()]
    assert texts[1:5] == ["Bias", "Variance (spread)", "Spam", "Cancer"]  # where their questions stand


@pytest.mark.parametrize(
    ("change", "counts"),
    [
        (("The noise.", "Only the noise."), {"updated": 1}),
        (("When is $b^2$ large?", "When is $b^2$ big?"), {"updated": 2}),
        (("Which parts has an error?", "Which parts does an error have?"), {"updated": 3}),
        (("**Details**: of", "**Details**: and more of"), {"updated": 1}),
        (("error from the sample", "error due to the sample"), {"updated": 1}),
        (("- **Bias**:", "- **Bias**, or offset:"), {}),
        (("What do the words mean?", "What do both of the words mean?"), {"updated": 2}),
        (("a missed one does", "a missed one kills"), {"updated": 1}),
        (("| Cancer |", "| Cancer test |"), {"updated": 1}),
        (("| Situation | Prefer |", "| Situation | Choose |"), {"updated": 2}),
    ],
)
def test_an_edit_reaches_the_notes_that_it_concerns(
    course: Course, change: tuple[str, str], counts: dict[str, int]
) -> None:
    course.edit(TERMS, ROWS)
    before, history = course.notes(), course.learner.history()
    if counts:
        assert course.edit(change) == {"unchanged": len(before) - counts["updated"], **counts}
        assert sorted(course.notes()) == sorted(before)
        assert course.log.counts == {"updated": counts["updated"], "duplicate": len(before) - counts["updated"]}
    else:
        # It has become text without a sign behind its term: one term alone is no list, and all is as it was.
        assert course.edit(change) == {"unchanged": 6, "restored": 1, "retired": 2}
    assert course.learner.history() == history


def test_terms_that_change_places_keep_their_reviews(course: Course) -> None:
    course.edit(TERMS)
    before = {question: course.asking(question) for question in ("Bias", "Variance (spread)")}
    bias = "- **Bias**: error from *wrong* assumptions\n"
    assert course.edit((bias, ""), ("  - less with more data\n", f"  - less with more data\n{bias}")) == {
        "unchanged": 7
    }
    assert {question: course.asking(question) for question in before} == before


@pytest.mark.parametrize(
    ("setting", "counts", "published"),
    [
        (TERMS, {"unchanged": 5, "new": 2, "retired": 1}, 7),
        (ROWS, {"unchanged": 5, "new": 2, "retired": 1}, 7),
        (BESIDE, {"unchanged": 6, "new": 2}, 8),
        (("an error?\n", "an error? {follow-ups=inside}\n"), {"unchanged": 3, "updated": 1, "retired": 2}, 4),
        (("an error?\n", "an error? {follow-ups=both}\n"), {"unchanged": 5, "updated": 1}, 6),
        (("## Errors\n", "## Errors {cards=terms}\n"), {"unchanged": 5, "new": 4, "retired": 1}, 9),
        (("## Errors\n", "## Errors {follow-ups=own cards=one}\n"), {"unchanged": 6}, 6),
    ],
)
def test_a_setting_touches_the_notes_that_it_concerns_and_back(
    course: Course, setting: tuple[str, str], counts: dict[str, int], published: int
) -> None:
    before, seen, history = course.notes(), course.learner.see_all(), course.learner.history()
    assert course.edit(setting) == counts
    assert len(course.notes()) == published
    old, new = setting
    course.edit((new, old))
    assert course.notes() == before
    after = course.learner.see_all()
    for guid in before:
        assert (after[guid].fields, after[guid].tags) == (seen[guid].fields, seen[guid].tags)
    assert {key: kept for key, kept in course.learner.history().items() if key in history} == history


def test_a_deck_asks_for_it_of_all_its_documents(course: Course) -> None:
    course.project.write("deck.toml", '[cards]\ncards = "terms"\nfollow-ups = "inside"\n')
    assert course.publish() == {"unchanged": 2, "updated": 1, "new": 4, "retired": 3}
    assert course.publish() == {"unchanged": 7}
    course.project.write("errors.md", f"---\ncards: one\nfollow-ups: own\n---\n\n{DOCUMENT}")
    assert course.publish()["restored"] == 3


BOXES = ("The noise.", "- [ ] The bias\n- [x] The noise")
ASKED = "**Follow-up**: And which one can't be mended?"


@pytest.mark.parametrize("written", ["{kind=quiz}", "{lang=fr}", "{type}", "{.c++}"])
def test_what_is_chosen_for_a_follow_up_reaches_only_its_note(course: Course, written: str) -> None:
    course.edit(BOXES if "quiz" in written else ("The noise.", "Noise"))
    (noise,) = (guid for guid in course.notes() if "can't be mended" in course.learner.see(guid).fields["Question"])
    history, before = course.learner.history(), course.learner.see(noise)
    assert course.edit((ASKED, f"{ASKED} {written}")) == {"unchanged": 5, "updated": 1}
    assert course.log.counts == {"updated": 1, "duplicate": 5}
    after = course.learner.see(noise)
    assert (after.fields, after.tags) != (before.fields, before.tags)
    assert written not in "".join(after.fields.values())
    if "quiz" in written:
        assert "The bias" in after.fields["Options"]
        assert {"errors::kind::quiz", "errors::kind::follow-up"} <= {*after.tags}
    assert course.edit((f"{ASKED} {written}", ASKED)) == {"unchanged": 5, "updated": 1}
    again = course.learner.see(noise)
    assert {**again.fields, "Base": ""} == {**before.fields, "Base": ""}
    assert again.tags == before.tags
    assert course.learner.history() == history
