"""What we promise to learners, held against the real Anki."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from anki_oracle.oracle import Learner, Log
from deckwright.model import DeckId, DeckName
from deckwright.notetypes import REGISTRY, NoteType
from deckwright.targets.package.content import PackageContent
from deckwright.targets.package.write import write
from package.made import CREATED, DECK, content, note, restyled

pytestmark = pytest.mark.anki

_KNOWN = ("a", "b", "c")


def _soon() -> int:
    """A time after whatever the learner has done, as the author's next build has it."""
    return int(time.time()) + 10


def _notes(**changed: int) -> PackageContent:
    """Three notes; those named have another text from the time given on."""
    notes = (note("a"), note("b", kind="cloze"), note("c", Reverse="Reversed?"))
    return content(
        replace(note(each.guid, kind=each.note_type, Extra="changed", modified=when), ordinals=each.ordinals)
        if (when := changed.get(each.guid))
        else each
        for each in notes
    )


def _receive(learner: Learner, made: PackageContent, package: Path) -> Log:
    write(made, package)
    return learner.receive(package)


def test_first_import_brings_every_note(learner: Learner, package: Path) -> None:
    assert _receive(learner, _notes(), package) == Log(new=_KNOWN)
    assert learner.problems() == ""
    assert {guid: learner.ordinals(guid) for guid in _KNOWN} == {"a": (0,), "b": (0,), "c": (0, 1)}
    for guid in _KNOWN:
        for ordinal in learner.ordinals(guid):
            assert guid in learner.show(guid, ordinal)[1]
    assert "What is a?" in learner.show("a")[0]
    assert "[...]" in learner.show("b")[0]
    assert "Reversed?" in learner.show("c", 1)[0]


def test_what_arrives_is_what_was_written(learner: Learner, package: Path) -> None:
    made = _notes()
    _receive(learner, made, package)
    for each in made.notes:
        seen = learner.see(each.guid)
        spec = REGISTRY[each.note_type]
        assert dict(seen.fields) == dict(zip(spec.field_names, each.fields, strict=True))
        assert (seen.tags, seen.modified) == (each.tags, each.modified)
    assert learner.col.decks.by_name(DECK)["desc"] == made.description


def test_same_package_again_touches_nothing(learner: Learner, package: Path) -> None:
    _receive(learner, _notes(), package)
    learner.study("a")
    before = learner.see_all(), learner.history()
    assert learner.receive(package) == Log(duplicate=_KNOWN)
    assert (learner.see_all(), learner.history()) == before


def test_one_changed_note_is_one_updated(learner: Learner, package: Path) -> None:
    _receive(learner, _notes(), package)
    before = learner.see_all()
    assert _receive(learner, _notes(a=CREATED + 1), package) == Log(updated=("a",), duplicate=("b", "c"))
    assert learner.see("a").fields["Extra"] == "changed"
    assert {guid: seen for guid, seen in learner.see_all().items() if guid != "a"} == {
        guid: seen for guid, seen in before.items() if guid != "a"
    }


def test_an_update_keeps_history_and_edits_elsewhere(learner: Learner, package: Path) -> None:
    _receive(learner, _notes(), package)
    for guid, ordinal in (("a", 0), ("b", 0), ("c", 0), ("c", 1)):
        learner.study(guid, ordinal)
    learner.col.set_user_flag_for_cards(2, [learner.card_id("a")])
    learner.col.sched.suspend_cards([learner.card_id("a")])
    learner.col.set_deck([learner.card_id("c")], learner.col.decks.id("Mine"))
    learner.edit("b", Hint="my own hint")
    learner.tag("c", "my-tag")
    history, untouched = learner.history(), [learner.see("b"), learner.see("c")]

    assert _receive(learner, _notes(a=_soon()), package) == Log(updated=("a",), duplicate=("b", "c"))
    assert learner.history() == history
    assert all(kept[-1] for kept in history.values())
    assert [learner.see("b"), learner.see("c")] == untouched
    assert (learner.see("b").fields["Hint"], learner.see("c").tags) == ("my own hint", ("my-tag", "sample::kind"))
    assert learner.problems() == ""


def test_a_new_style_updates_in_place(learner: Learner, package: Path) -> None:
    _receive(learner, _notes(), package)
    names, before = set(learner.note_types()), learner.see_all()
    made = content(_notes().notes, styles=restyled(".card { color: green; }"), styled=CREATED + 1)
    assert _receive(learner, made, package) == Log(duplicate=_KNOWN)
    assert set(learner.note_types()) == names == {"Deckwright QA · Sample", "Deckwright Cloze · Sample"}
    assert all("green" in kind["css"] for kind in learner.note_types().values())
    assert learner.see_all() == before


def _renamed(kind: NoteType) -> NoteType:
    """Put the first spare field, and the first spare template where there is one, to use."""
    names = {"Spare 1": "Picture", "Spare 2": "Sound"}
    spec = replace(
        kind.spec,
        fields=tuple(replace(each, name=names.get(each.name, each.name)) for each in kind.spec.fields),
        templates=tuple(replace(each, name=each.name.replace("Spare 1", "Picture")) for each in kind.spec.templates),
    )
    return replace(kind, spec=spec, modified=kind.modified + 1)


def test_spare_fields_and_templates_can_be_put_to_use(learner: Learner, package: Path) -> None:
    _receive(learner, _notes(), package)
    learner.study("a")
    history = learner.history()
    made = _notes(b=CREATED + 1)
    made = replace(made, note_types=tuple(map(_renamed, made.note_types)))
    assert _receive(learner, made, package) == Log(updated=("b",), duplicate=("a", "c"))
    kinds = learner.note_types()
    assert set(kinds) == {"Deckwright QA · Sample", "Deckwright Cloze · Sample"}
    assert all("Picture" in {each["name"] for each in kind["flds"]} for kind in kinds.values())
    assert "Picture" in {each["name"] for each in kinds["Deckwright QA · Sample"]["tmpls"]}
    assert learner.history() == history


@pytest.mark.parametrize(("name", "ordinal"), [("Reverse", 1), ("Spare 7", 2), ("Spare 8", 3)])
def test_a_card_can_join_a_note_that_is_known(learner: Learner, package: Path, name: str, ordinal: int) -> None:
    _receive(learner, content([note("a")]), package)
    learner.study("a")
    history = learner.history()
    made = content([note("a", modified=_soon(), **{name: "the other side"})])
    assert _receive(learner, made, package) == Log(updated=("a",))
    assert learner.ordinals("a") == (0, ordinal)
    assert learner.history()["a", 0] == history["a", 0]
    assert "the other side" in learner.show("a", ordinal)[0]


def test_two_decks_keep_their_own_styles(learner: Learner, package: Path) -> None:
    other = content(
        [note("x", deck="Other"), note("y", kind="cloze", deck="Other")],
        deck_id=DeckId("other"),
        deck=DeckName("Other"),
        styles=restyled(".card { color: red; }"),
        styled=CREATED + 9,
    )
    assert _receive(learner, _notes(), package) == Log(new=_KNOWN)
    assert _receive(learner, other, package) == Log(new=("x", "y"))
    colours = {name: "red" in kind["css"] for name, kind in learner.note_types().items()}
    assert colours == {
        "Deckwright QA · Sample": False,
        "Deckwright Cloze · Sample": False,
        "Deckwright QA · Other": True,
        "Deckwright Cloze · Other": True,
    }
    assert learner.problems() == ""


def test_new_cards_come_in_the_order_of_the_source(learners: Callable[[], Learner], package: Path) -> None:
    order = ["m", "b", "z", "a", "q"]
    write(content(note(guid) for guid in order), package)
    first, later = learners(), learners()
    first.receive(package)
    assert first.new_queue() == tuple(order)
    write(content(note(guid) for guid in ["m", "b", "z", "a"]), package)
    later.receive(package)
    write(content(note(guid) for guid in ["m", "b", "inserted", "z", "a"]), package)
    assert later.receive(package) == Log(new=("inserted",), duplicate=("a", "b", "m", "z"))
    queue = later.new_queue()
    assert queue.index("b") < queue.index("inserted") < queue.index("a")


def test_subdecks_and_the_description(learner: Learner, package: Path) -> None:
    notes = [note("a", deck="Sample::One"), note("b", deck="Sample::Two::Deep"), note("c")]
    _receive(learner, content(notes), package)
    assert learner.decks() == ("Sample", "Sample::One", "Sample::Two", "Sample::Two::Deep")
    assert [learner.deck_of(guid) for guid in "abc"] == ["Sample::One", "Sample::Two::Deep", "Sample"]
    _receive(learner, replace(content(notes), description="Version 2"), package)
    assert learner.col.decks.by_name("Sample")["desc"] == "Version 2"
    assert learner.problems() == ""


def test_the_fields_that_are_ours_stay_out_of_the_way(learner: Learner, package: Path) -> None:
    _receive(learner, _notes(), package)
    assert not learner.col.find_notes("sample.md")
    assert list(learner.col.find_notes("Key:c")) == [learner.note_id("c")]
    for kind in learner.note_types().values():
        folded = {each["name"] for each in kind["flds"] if each["collapsed"]}
        assert folded >= {"Key", "Base", "Source", "Spare 1"}
        assert not folded & {"Question", "Answer", "Text"}
        assert all(each["preventDeletion"] for each in kind["flds"])


@pytest.mark.parametrize("created", [0, CREATED, pytest.param(int(time.time()), id="now")])
def test_whenever_it_was_built_anki_finds_nothing_wrong(learner: Learner, package: Path, created: int) -> None:
    notes = [replace(note(f"n{number}", Reverse="r"), created=created, modified=created) for number in range(40)]
    assert _receive(learner, content(notes, styled=created), package).counts == {"new": 40}
    assert learner.problems() == ""
    assert learner.col.db.scalar("select count() from cards") == 80


def test_the_learners_options_stay(learner: Learner, package: Path) -> None:
    _receive(learner, _notes(), package)
    options = learner.col.decks.add_config("Mine")
    deck = learner.col.decks.by_name(DECK)
    learner.col.decks.save({**deck, "conf": options["id"], "newLimit": 7})
    before = learner.col.decks.all_config()
    _receive(learner, replace(_notes(a=_soon()), description="later"), package)
    after = learner.col.decks.by_name(DECK)
    assert (after["conf"], after["newLimit"], after["desc"]) == (options["id"], 7, "later")
    assert learner.col.decks.all_config() == before


def test_media_arrive(learner: Learner, package: Path, tmp_path: Path) -> None:
    picture = tmp_path / "picture"
    picture.write_bytes(b"\x89PNG")
    made = content([note("a", Answer='<img src="_dw-0123.png">')], media={"_dw-0123.png": picture})
    assert _receive(learner, made, package) == Log(new=("a",))
    assert (learner.media / "_dw-0123.png").read_bytes() == b"\x89PNG"
    assert "_dw-0123.png" in learner.show("a")[1]
