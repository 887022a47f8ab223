"""The rules of Anki's importer that the design rests on. Each test names what would have to change if it failed."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import genanki
import pytest

from anki_oracle.oracle import Learner, Log
from deckwright.model import DeckId, DeckName
from deckwright.notetypes.spec import FieldSpec
from deckwright.targets.package.content import PackageContent
from deckwright.targets.package.write import write
from package.made import CREATED, content, note, restyled

pytestmark = pytest.mark.anki


def _receive(learner: Learner, made: PackageContent, package: Path) -> Log:
    write(made, package)
    return learner.receive(package)


def test_the_same_guid_under_another_note_type_conflicts(learner: Learner, package: Path) -> None:
    """Why a note's kind can't change its note type in a package."""
    _receive(learner, content([note("a")]), package)
    assert _receive(learner, content([note("a", kind="cloze", modified=CREATED + 9)]), package).counts == {
        "conflicting": 1
    }
    assert learner.guids() == ("a",)
    assert "Question" in learner.see("a").fields


@pytest.mark.parametrize(("later", "bucket"), [(-1, "duplicate"), (0, "duplicate"), (1, "updated")])
def test_only_a_newer_note_counts(learner: Learner, package: Path, later: int, bucket: str) -> None:
    """Why `modified` moves strictly forward, and only with the digest."""
    _receive(learner, content([note("a")]), package)
    made = content([note("a", Answer="other", modified=CREATED + later)])
    assert _receive(learner, made, package).counts == {bucket: 1}
    assert (learner.see("a").fields["Answer"] == "other") is (bucket == "updated")


def test_an_update_replaces_all_fields_and_tags(learner: Learner, package: Path) -> None:
    """Why `modified` of an unchanged note never moves: it would cost the learner's edits and tags."""
    _receive(learner, content([note("a")]), package)
    learner.edit("a", Hint="mine")
    learner.tag("a", "leech")
    made = content([note("a", modified=int(time.time()) + 10)])
    assert _receive(learner, made, package).counts == {"updated": 1}
    assert (learner.see("a").fields["Hint"], learner.see("a").tags) == ("", ("sample::kind",))


def test_an_edit_of_the_learners_makes_an_earlier_update_stay_away(learner: Learner, package: Path) -> None:
    """Why a release dates its changes at its own time, not at the time of the build."""
    _receive(learner, content([note("a")]), package)
    learner.edit("a", Hint="mine")
    made = content([note("a", Answer="other", modified=int(time.time()) - 60)])
    assert _receive(learner, made, package).counts == {"duplicate": 1}


def test_a_time_in_the_future_overwrites_again_and_again(learner: Learner, package: Path) -> None:
    """Why a `modified` ahead of now is a diagnostic."""
    write(content([note("a", modified=int(time.time()) + 90_000)]), package)
    learner.receive(package)
    learner.edit("a", Hint="mine")
    assert learner.receive(package).counts == {"updated": 1}
    assert learner.see("a").fields["Hint"] == ""


def test_what_vanished_stays_and_what_was_deleted_returns(learner: Learner, package: Path) -> None:
    """Why retired notes are named in the deck's description, with a search."""
    _receive(learner, content([note("a"), note("b")]), package)
    assert _receive(learner, content([note("a")]), package) == Log(duplicate=("a",))
    assert learner.guids() == ("a", "b")
    learner.col.remove_notes([learner.note_id("a")])
    assert learner.receive(package) == Log(new=("a",))


def test_known_cards_are_never_moved(learner: Learner, package: Path) -> None:
    """Why a renamed deck or a moved entry is reported as something that a package can't bring."""
    _receive(learner, content([note("a", deck="Sample::Old")]), package)
    moved = content([note("a", deck="Sample::New", modified=CREATED + 1), note("b", deck="Sample::New")])
    assert _receive(learner, moved, package) == Log(new=("b",), updated=("a",))
    assert (learner.deck_of("a"), learner.deck_of("b")) == ("Sample::Old", "Sample::New")


def test_decks_match_by_name(learner: Learner, package: Path) -> None:
    """Why a deck that is renamed at the source is a second deck for the learner."""
    own = learner.col.decks.id("Sample")
    _receive(learner, content([note("a")]), package)
    assert learner.col.decks.id("Sample") == own
    assert learner.deck_of("a") == "Sample"
    renamed = content([note("a"), note("b", deck="Renamed")], deck=DeckName("Renamed"))
    assert _receive(learner, renamed, package) == Log(new=("b",), duplicate=("a",))
    assert learner.decks() == ("Renamed", "Sample")
    assert set(learner.note_types()) == {"Deckwright QA · Sample"}


def test_an_added_field_makes_every_known_note_conflict(learner: Learner, package: Path) -> None:
    """Why the schema is frozen and has spare fields."""
    _receive(learner, content([note("a"), note("b")]), package)
    made = content([note("a", modified=CREATED + 9), note("b"), note("n")])
    wider = tuple(
        replace(
            kind,
            spec=replace(kind.spec, fields=(*kind.spec.fields, FieldSpec(name="More", id=7))),
            modified=CREATED + 9,
        )
        for kind in made.note_types
    )
    notes = tuple(replace(each, fields=(*each.fields, "")) for each in made.notes)
    log = _receive(learner, replace(made, notes=notes, note_types=wider), package)
    assert log.counts == {"new": 1, "conflicting": 2}
    assert len(learner.note_types()) == 2


def test_a_field_of_the_learners_own_makes_ours_conflict(learner: Learner, package: Path) -> None:
    """Why the documentation asks learners to leave the note types' fields alone."""
    _receive(learner, content([note("a")]), package)
    kind = next(iter(learner.note_types().values()))
    learner.col.models.add_field(kind, learner.col.models.new_field("Mine"))
    learner.col.models.update_dict(kind)
    made = content([note("a", modified=int(time.time()) + 10)])
    assert _receive(learner, made, package).counts == {"conflicting": 1}


@pytest.mark.parametrize(("later", "wins"), [(0, False), (1, True)])
def test_only_a_newer_note_type_counts(learner: Learner, package: Path, later: int, *, wins: bool) -> None:
    """Why a note type has a time of its own, which moves with its digest."""
    _receive(learner, content([note("a")]), package)
    made = content([note("a")], styles=restyled("/* other */"), styled=CREATED + later)
    assert _receive(learner, made, package) == Log(duplicate=("a",))
    assert ["/* other */" in kind["css"] for kind in learner.note_types().values()] == [wins]


def test_two_decks_with_one_note_type_overwrite_each_other(learner: Learner, package: Path) -> None:
    """Why note types belong to a deck."""
    _receive(learner, content([note("a")]), package)
    other = content(
        [note("x", deck="Other")], deck=DeckName("Other"), styles=restyled("/* other */"), styled=CREATED + 1
    )
    _receive(learner, other, package)
    assert [("/* other */" in kind["css"]) for kind in learner.note_types().values()] == [True]


def test_a_note_type_of_the_same_name_gets_a_plus(learner: Learner, package: Path) -> None:
    """Why the name of a note type says whose it is."""
    _receive(learner, content([note("a")]), package)
    _receive(learner, content([note("b")], deck_id=DeckId("namesake")), package)
    assert set(learner.note_types()) == {"Deckwright QA · Sample", "Deckwright QA · Sample+"}


def test_a_card_that_is_taken_away_stays_as_an_empty_one(learner: Learner, package: Path) -> None:
    """Why `plan` names Tools → Empty Cards."""
    _receive(learner, content([note("a", Reverse="r"), note("b", kind="cloze", Text="{{c1::x}} {{c2::y}}")]), package)
    made = content([note("a", modified=CREATED + 1), note("b", kind="cloze", Text="{{c1::x}} y", modified=CREATED + 1)])
    assert _receive(learner, made, package) == Log(updated=("a", "b"))
    assert learner.ordinals("a") == learner.ordinals("b") == (0, 1)
    assert len(learner.col.get_empty_cards().notes) == 2


def test_what_a_learner_does_and_whether_it_dates_the_note(learner: Learner, package: Path) -> None:
    """Why an edit or a tag, and nothing else, stands against an update."""
    _receive(learner, content([note("a")]), package)
    card = learner.card_id("a")
    learner.study("a")
    learner.col.set_user_flag_for_cards(1, [card])
    learner.col.sched.suspend_cards([card])
    learner.col.set_deck([card], learner.col.decks.id("Mine"))
    kind = next(iter(learner.note_types().values()))
    learner.col.models.update_dict({**kind, "css": "/* mine */"})
    learner.col.update_note(learner.col.get_note(learner.note_id("a")))
    assert learner.see("a").modified == CREATED
    learner.tag("a", "mine")
    assert learner.see("a").modified > CREATED


def test_media_of_the_same_name_are_renamed_but_for_those_with_an_underscore(
    learner: Learner, package: Path, tmp_path: Path
) -> None:
    """Why media names hold a hash, and why `_deckwright-custom.css` is the learner's for good."""
    file = tmp_path / "file"
    for guid, data in (("a", b"1"), ("b", b"2")):
        file.write_bytes(data)
        made = content([note(guid, Answer='<img src="p.png">')], media={"p.png": file, "_own.css": file})
        _receive(learner, made, package)
    names = sorted(each.name for each in learner.media.iterdir())
    assert len(names) == 3
    assert (learner.media / "p.png").read_bytes() == (learner.media / "_own.css").read_bytes() == b"1"
    assert learner.see("b").fields["Answer"] != learner.see("a").fields["Answer"]


def test_two_notes_with_one_guid_are_both_added(learner: Learner, package: Path) -> None:
    """Why `write` refuses them."""
    model = genanki.Model(9, "M", fields=[{"name": "Q"}], templates=[{"name": "1", "qfmt": "{{Q}}", "afmt": "{{Q}}"}])
    deck = genanki.Deck(8, "D")
    deck.notes = [genanki.Note(model, [text], guid="same") for text in ("one", "two")]
    genanki.Package(deck).write_to_file(package)
    assert learner.receive(package).counts == {"new": 2}
    assert learner.guids() == ("same", "same")


def test_text_is_stored_composed_and_without_control_characters(learner: Learner, package: Path) -> None:
    """Why `fields_hash` hashes it that way."""
    _receive(learner, content([note("a", Answer="o\u0308\x0b\x7f\t\n.")]), package)
    assert learner.see("a").fields["Answer"] == "ö\t\n."


def test_tags_match_whatever_their_case(learner: Learner, package: Path) -> None:
    """Why tags are compared ignoring case."""
    learner.col.tags.bulk_add([], "x")
    _receive(learner, content([replace(note("a"), tags=("Sample::Kind",))]), package)
    _receive(learner, content([replace(note("b"), tags=("sample::kind",))]), package)
    assert learner.see("b").tags == ("Sample::Kind",)


def test_importing_through_the_library_leaves_presets(learner: Learner, package: Path) -> None:
    """Why nothing but a throw-away collection is imported into without restoring them."""
    before = set(learner.col.all_config())
    _receive(learner, content([note("a")]), package)
    assert set(learner.col.all_config()) - before >= {"mergeNotetypes", "updateNotes", "withScheduling"}


def test_answers_within_one_millisecond_are_numbered_as_they_are_dated(
    learner: Learner, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Why a test's learner never answers two cards at once: Anki's own check would find fault with the later ones."""
    second = int(time.time()) - 60
    monkeypatch.setattr("anki.scheduler.v3.int_time", lambda scale: second * scale + scale - 1)
    _receive(learner, content([note("a"), note("b"), note("c")]), package)
    for guid in "abc":
        learner.study(guid)
    assert learner.problems() == ""
