"""The document that Deckwright was begun for: read from beside the project, skipped where it isn't there."""

import re
from pathlib import Path

import pytest

from deckwright.segment.cut import segment
from deckwright.segment.document import Document

SEED = Path(__file__).resolve().parents[3] / "shared" / "seed" / "ml-theory-interview.txt"


def _repaired(run: re.Match[str]) -> str:
    try:
        return run[0].encode("mac_roman").decode("utf-8")
    except UnicodeError:
        return run[0]


@pytest.fixture(scope="module")
def document() -> Document:
    if not SEED.exists():
        pytest.skip(f"no seed beside the project ({SEED.name})")
    return segment(re.sub(r"[^\x00-\x7f]+", _repaired, SEED.read_text("utf-8")), file="seed.md")


def test_it_has_46_questions_in_nine_sections_and_a_follow_up(document: Document) -> None:
    (follow_up,) = (entry for entry in document.entries if entry.parent)
    assert follow_up.parent == document.entries[0].question.text
    assert follow_up.question.text == "How do you diagnose and fix high bias vs. high variance?"
    assert follow_up.answer.text.count("\n- ") == 1
    labels = [entry.label for entry in document.entries if not entry.parent]
    assert len(labels) == 46
    assert sum(label.startswith("Q") for label in labels) == 41
    assert sum(label.startswith("B") for label in labels) == 5
    assert labels[0] == "Q1.1"
    assert labels[-1] == "B5"
    sections = list(dict.fromkeys(entry.headings for entry in document.entries))
    assert len(sections) == 9
    assert sections[0] == ("Fundamentals & General Concepts",)
    assert document.title == "ML Theory Interview Questions"


def test_what_is_no_question_is_skipped_and_reported(document: Document) -> None:
    skipped = {skip.title: skip for skip in document.skipped}
    expected = {"Categories": 7, "How to Prepare": 1549, "During Interview": 1558}
    assert {title: skipped[title].line for title in expected} == expected
    assert all(skip.reason for skip in document.skipped)
    assessment = next(skip for skip in document.skipped if "Self-Assessment" in skip.title)
    assert (assessment.line, assessment.end) == (1569, 1716)


def test_no_answer_label_stays(document: Document) -> None:
    assert all(entry.answer and not entry.defect for entry in document.entries)
    assert not any(entry.answer.text.startswith("**Answer") for entry in document.entries)
    assert document.entries[0].question.text == "Explain the bias-variance tradeoff."
