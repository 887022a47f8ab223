"""`deckwright pull`: the learner's edits, from collections and from what phones export, with their places."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anki_oracle.oracle import Learner
from app.project import CELLS, Project
from deckwright.model import Guid
from deckwright.notetypes import REGISTRY
from deckwright.sync.edits import edits
from sync.ideal import Ideal, stand
from sync.made import Text, deck

_QA = REGISTRY["qa"]
_WORDS = st.sampled_from(["", "one", "two", "three"])
_NAMES = {"answer": "Answer", "hint": "Hint", "extra": "Extra"}
_SIDES = st.fixed_dictionaries(dict.fromkeys(_NAMES, _WORDS))


@given(_SIDES, _SIDES, _SIDES)
def test_the_learners_fields_are_told_from_the_authors(
    base: dict[str, str], new: dict[str, str], mine: dict[str, str]
) -> None:
    """In every combination of what was written, what the source says now and what the learner has made of it."""
    target, source = Ideal(), deck([Text(guid="a", **new)])  # type: ignore[arg-type]
    for note in deck([Text(guid="a", **base)]).content.notes:  # type: ignore[arg-type]
        stand(target, note)
    held = target.notes[Guid("a")]
    values = {field: mine[name] for name, field in _NAMES.items()}
    fields = tuple(values.get(name, text) for name, text in zip(_QA.field_names, held.fields, strict=True))
    target.notes[held.guid] = replace(held, fields=fields)
    found = edits(source.wanted, target.see())
    changed = {field for name, field in _NAMES.items() if mine[name] not in {base[name], new[name]}}
    assert {name for each in found for name in each.theirs} == changed
    for edit in found:
        assert all(edit.theirs[name] == values[name] for name in edit.theirs)
        assert edit.is_changed_here_too is (base != new)
        assert not edit.is_unclear


def test_tags_but_not_those_that_anki_sets() -> None:
    target = Ideal()
    made = deck([Text(guid="a", tags=("synced::one", "synced::two")), Text(guid="b")])
    for note in made.content.notes:
        stand(target, note)
    target.tag(Guid("a"), ("mine", "leech", "deckwright::retired"), ("synced::two",))
    target.tag(Guid("b"), ("marked",), ())
    (edit,) = edits(made.wanted, target.see())
    assert (edit.tags_added, edit.tags_dropped, dict(edit.theirs)) == (("mine",), ("synced::two",), {})


@pytest.mark.anki
@pytest.mark.parametrize("kind", ["anki2", "apkg", "old.apkg", "colpkg"])
def test_from_whatever_a_learner_has(project: Project, tmp_path: Path, kind: str) -> None:
    project.build("cells.md")
    (tmp_path / "anki").mkdir()
    exported = tmp_path / f"exported.{kind}"
    with closing(Learner(tmp_path / "anki")) as learner:
        learner.receive(project.folder / "Cells.apkg")
        (guid,) = (guid for guid in learner.guids() if "ribosome" in learner.see(guid).fields["Question"])
        answer = learner.see(guid).fields["Answer"]
        learner.edit(guid, Answer=answer.replace("Proteins", "Many proteins"))
        learner.tag(guid, "exam")
        _export(learner.col, exported, kind)
    if kind == "anki2":
        exported = tmp_path / "anki" / "collection.anki2"
    before = project.files()
    (edit,) = project.run("pull", "cells.md", "--from", str(exported), "--json").json["edits"]
    line = CELLS.splitlines().index("### Q1.2: What is a ribosome made of?") + 1
    assert (edit["file"], edit["line"], edit["tags_added"]) == ("cells.md", line, ["exam"])
    assert edit["fields"]["Answer"]["lines"] == [
        "- Proteins, which hold it in shape",
        "+ Many proteins, which hold it in shape",
    ]
    text = project.run("pull", "cells.md", "--from", str(exported))
    assert (text.code, f"cells.md:{line}: What is a ribosome" in text.out) == (0, True)
    assert project.files() == before
    project.edit("cells.md", "- Proteins", "- Many proteins")
    (edit,) = project.run("pull", "cells.md", "--from", str(exported), "--json").json["edits"]
    assert edit["fields"] == {}


def _export(col: Any, path: Path, kind: str) -> None:
    from anki.collection import DeckIdLimit, ExportAnkiPackageOptions

    if kind == "colpkg":
        col.export_collection_package(str(path), include_media=False, legacy=False)
        col.reopen()
    elif "apkg" in kind:
        options = ExportAnkiPackageOptions(with_scheduling=True, legacy=kind.startswith("old"))
        limit = DeckIdLimit(col.decks.id_for_name("Cells"))
        col.export_anki_package(out_path=str(path), options=options, limit=limit)


@pytest.mark.parametrize("content", [None, b"", b"text"])
def test_from_nothing(project: Project, tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "x.apkg").write_bytes(content)
    done = project.run("pull", "cells.md", "--from", str(tmp_path / "x.apkg"))
    assert (done.code, "Error:" in done.err) == (2 if content is None else 1, True)


@pytest.mark.parametrize(
    "options", [["--endpoint", "http://127.0.0.1:1"], ["--target", "server", "--url", "http://127.0.0.1:1"]]
)
def test_options_that_say_nothing(project: Project, options: list[str]) -> None:
    done = project.run("pull", "cells.md", *options)
    assert (done.code, "says nothing" in done.err) == (2, True)


def test_from_another_deck(project: Project) -> None:
    project.write("others.md", "# Others\n\n### Q1: What is other?\n\nThis.\n")
    project.build("others.md")
    done = project.run("pull", "cells.md", "--from", "Others.apkg")
    assert (done.code, "no note of the deck" in done.err) == (2, True)
