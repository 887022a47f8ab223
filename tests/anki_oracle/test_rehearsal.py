"""A rehearsal says what the real Anki would do, and sees whatever a learner would lose."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import genanki
import pytest

from app.project import DAY, NOW, Project
from deckwright.errors import PackageError, UsageError
from deckwright.model import Guid, Note
from deckwright.targets.package.write import write
from deckwright.targets.rehearsal import Rehearsal, rehearse
from package.made import CREATED, content, note, restyled

pytestmark = pytest.mark.anki

_OLD = (note("a"), note("b", Reverse="r"), note("c", kind="cloze", Text="{{c1::x}} {{c2::y}}"))


def _rehearsed(tmp_path: Path, notes: tuple[Note, ...], *, styled: int = CREATED) -> Rehearsal:
    write(content(_OLD), tmp_path / "old.apkg")
    write(content(notes, styles=restyled("/* new */"), styled=styled), tmp_path / "new.apkg")
    return rehearse(tmp_path / "old.apkg", tmp_path / "new.apkg")


def test_an_update_as_it_should_be(tmp_path: Path) -> None:
    changed = note("a", Answer="better", Source="moved.md", modified=CREATED + 1)
    found = _rehearsed(tmp_path, (changed, _OLD[1], note("n")), styled=CREATED + 1)
    assert found == Rehearsal(
        anki=found.anki,
        new=(Guid("n"),),
        updated=(Guid("a"),),
        unchanged=(Guid("b"),),
        conflicting=(),
        retired=(Guid("c"),),
        cards=5,
        history_lost=(),
        restarted=(),
        edits=2,
        edits_lost=(),
        replaced=(Guid("a"),),
    )
    assert found.is_safe
    assert found.anki[:2].isdigit()


def test_a_time_for_all_costs_edits(tmp_path: Path) -> None:
    found = _rehearsed(tmp_path, tuple(replace(each, modified=CREATED + 1) for each in _OLD))
    assert (found.updated, found.edits, found.edits_lost) == (("a", "b", "c"), 3, ("a", "b", "c"))
    assert not found.is_safe


def test_other_identities_cost_history(tmp_path: Path) -> None:
    found = _rehearsed(tmp_path, (replace(_OLD[0], guid=Guid("z")), *_OLD[1:]))
    assert (found.new, found.retired, found.restarted) == (("z",), ("a",), (("a", "z"),))
    assert not found.is_safe


def test_another_note_type_conflicts(tmp_path: Path) -> None:
    found = _rehearsed(tmp_path, (note("a", kind="cloze", modified=CREATED + 1), *_OLD[1:]))
    assert (found.conflicting, found.history_lost, found.replaced) == (("a",), (), ())


def test_a_style_alone_touches_nothing(tmp_path: Path) -> None:
    found = _rehearsed(tmp_path, _OLD, styled=CREATED + 1)
    assert (found.unchanged, found.edits) == (("a", "b", "c"), 3)
    assert found.is_safe


def test_of_another_tools_packages(tmp_path: Path) -> None:
    model = genanki.Model(9, "M", fields=[{"name": "Q"}], templates=[{"name": "1", "qfmt": "{{Q}}", "afmt": "{{Q}}"}])
    for name, when in (("old.apkg", CREATED), ("new.apkg", CREATED + 1)):
        deck = genanki.Deck(8, "D")
        deck.notes = [genanki.Note(model, [text], guid=text) for text in ("one", "two")]
        genanki.Package(deck).write_to_file(tmp_path / name, timestamp=when)
    found = rehearse(tmp_path / "old.apkg", tmp_path / "new.apkg")
    assert (found.updated, found.edits_lost) == (("one", "two"), ("one", "two"))


def test_what_can_not_be_rehearsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(content(_OLD), tmp_path / "old.apkg")
    (tmp_path / "text").write_text("no package")
    with pytest.raises(PackageError, match=r"Anki refuses the package .*text"):
        rehearse(tmp_path / "old.apkg", tmp_path / "text")
    monkeypatch.setitem(sys.modules, "anki.collection", None)
    with pytest.raises(UsageError, match="needs Anki's own library"):
        rehearse(tmp_path / "old.apkg", tmp_path / "old.apkg")


def test_an_empty_package(tmp_path: Path) -> None:
    write(content([]), tmp_path / "old.apkg")
    write(content(_OLD), tmp_path / "new.apkg")
    found = rehearse(tmp_path / "old.apkg", tmp_path / "new.apkg")
    assert (len(found.new), found.cards, found.is_safe) == (3, 0, True)


_KINDS = """# D

### What do the words mean? {cards=terms}

- **Bias**: error from assumptions
- **Variance**: error from the sample

### Which metric fits? {cards=rows}

| Mail | Prefer |
| --- | --- |
| Spam | Precision |
| Screening | Recall |

### What is a heap? {reverse}

A tree in an array.

**Follow-up**: Where is it {{c1::used}}?

In a {{c2::scheduler}}.

## Rivers

The {{c::Seine}} flows through {{c::Paris}}.
"""


def test_every_kind_of_note_keeps_its_history(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = Project(tmp_path, monkeypatch, capsys)
    project.write("d.md", _KINDS)
    project.build("d.md", "--output", "old.apkg")
    for old, new in (
        ("error from assumptions", "error from wrong assumptions"),
        ("| Precision |", "| High precision |"),
        (" {reverse}", ""),
        ("Where is it", "Where is it often"),
        ("through {{c::Paris}}", "through {{c::Paris}} and {{c::Rouen}}"),
    ):
        project.edit("d.md", old, new)
    project.build("d.md", "--output", "new.apkg", now=NOW + DAY)
    found = rehearse(tmp_path / "old.apkg", tmp_path / "new.apkg")
    assert (len(found.new), len(found.updated), len(found.unchanged)) == (0, 5, 2)
    assert (found.cards, found.retired, found.history_lost, found.restarted) == (10, (), (), ())
    assert found.is_safe
