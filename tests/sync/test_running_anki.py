"""What can go wrong between us and a running Anki: a clear sentence, and the next run finishes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from anki_oracle.oracle import Learner
from deckwright.errors import UsageError
from deckwright.report.sync import lines
from deckwright.sync.plan import Act
from deckwright.sync.wanted import Terms
from deckwright.targets.ankiconnect.client import Client
from deckwright.targets.ankiconnect.running import RunningTarget
from deckwright.targets.ankiconnect.session import ImportWindow
from deckwright.targets.applying import carry_out
from deckwright.targets.target import StaleError, TargetError
from media.made import named
from package.made import restyled
from sync.made import Deck, Text, deck
from sync.rigs import AnkiRig
from sync.test_contract import LATER, A, B, acts, bring, errand

pytestmark = pytest.mark.anki
NAMES = [f"n{number}" for number in range(4)]
SECRET = "s3cr3t-k3y"


@pytest.fixture
def running(tmp_path: Path) -> Iterator[AnkiRig]:
    pytest.importorskip("anki.collection", reason="needs the anki extra")
    made = AnkiRig(tmp_path)
    yield made
    made.close()


def _first() -> Deck:
    return deck([Text(guid=guid) for guid in NAMES])


def _then(folder: Path) -> Deck:
    picture = named(folder, b"picture")
    return deck(
        [
            Text(guid="n0", answer=f'<img src="{picture.name}">', deck="Synced::B", tags=("synced::two",)),
            Text(guid="n1", answer="new", deck="Synced::B"),
            Text(guid="n9"),
        ],
        retired=("n2",),
        media={picture.name: picture},
        styles=restyled(".card { color: red }"),
        styled=LATER,
    )


@contextmanager
def _prepared(template: Path, folder: Path) -> Iterator[AnkiRig]:
    shutil.copytree(template, folder)
    rig = AnkiRig(folder)
    rig.target = RunningTarget(Client(rig.stub.url))
    try:
        yield rig
    finally:
        rig.close()


def _state(rig: AnkiRig) -> dict[str, object]:
    """All that matters of a collection, flat, so that a difference is seen."""
    found: dict[str, object] = {}
    with rig.learner() as learner:
        for guid, seen in learner.see_all().items():
            found |= {f"{guid} {name}": value for name, value in seen.fields.items()}
            found[f"{guid} tags"] = seen.tags
            found[f"{guid} deck"] = learner.deck_of(guid)
            found[f"{guid} queue"] = learner.col.get_card(learner.card_id(guid)).queue
        found |= {f"look of {name}": kind["css"] for name, kind in learner.note_types().items()}
    return found


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A learner who has the first version."""
    pytest.importorskip("anki.collection", reason="needs the anki extra")
    folder = tmp_path / "template"
    folder.mkdir()
    rig = AnkiRig(folder)
    bring(rig, _first())
    rig.close()
    shutil.rmtree(folder / "backups")
    return folder


FAULTS = ("cut before", "cut within", "500", "slow", "refused")


@pytest.mark.parametrize("kind", ["cut after", "each in turn"])
def test_whatever_breaks_the_next_run_finishes(template: Path, tmp_path: Path, kind: str) -> None:
    """At every request: done but not answered, or one of the others."""
    with _prepared(template, tmp_path / "whole") as rig:
        bring(rig, _then(tmp_path))
        expected = _state(rig)
    for point in count():
        with _prepared(template, tmp_path / str(point)) as rig:
            work = errand(rig, _then(tmp_path))
            plan = work.plan()
            passed = iter(range(1000))
            fault = kind if kind == "cut after" else FAULTS[point % len(FAULTS)]
            if fault == "slow":
                work = replace(work, target=RunningTarget(Client(rig.stub.url, timeout=2)))
            if fault == "refused":
                rig.stub.refuses = lambda _, passed=passed, point=point: next(passed) == point  # type: ignore[misc]
            else:
                rig.stub.fault = lambda _, passed=passed, point=point, fault=fault: (  # type: ignore[misc]
                    fault if next(passed) == point else ""
                )
            try:
                carry_out(work, plan, lambda _: None)
            except TargetError:
                broken = True
            else:
                broken = False
            if not broken:
                assert next(passed) <= point, "a fault went unnoticed"
                break
            rig.stub.fault, rig.stub.refuses = lambda _: "", lambda _: False
            bring(rig, _then(tmp_path))
            state = _state(rig)
            wrong_now = {name: value for name, value in state.items() if expected.get(name) != value}
            assert (wrong_now, state.keys()) == ({}, expected.keys()), f"after a fault at request {point}"
    assert point > 15


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ("cut before", "broke off"),
        ("cut within", "broke off"),
        ("500", "HTTP status 500"),
        ("slow", "did not answer within 0.3 seconds"),
        ("garbage", "otherwise than AnkiConnect"),
    ],
)
def test_the_sentence(running: AnkiRig, fault: str, sentence: str) -> None:
    running.stub.fault = lambda _: fault
    client = Client(running.stub.url, timeout=0.3) if fault == "slow" else Client(running.stub.url)
    with pytest.raises(TargetError, match=sentence):
        RunningTarget(client).read(deck([]).wanted.scope)


JUNK: tuple[Any, ...] = (
    *(None, True, 1, "x", [], [1], [None], ["x"], [[]], [{}], {}, {"x": 1}, {"x": None}, {"x": [1]}, {"x": ["x"]}),
    [{"noteId": "1", "fields": {}, "tags": [], "cards": []}],
    [{"noteId": 1, "fields": {"Key": "a"}, "tags": [], "cards": []}],
    [{"noteId": 1, "fields": {"Key": {"value": None}}, "tags": [], "cards": []}],
    [{"noteId": 1, "fields": {}, "tags": None, "cards": []}],
    [{"noteId": 1, "fields": {}, "tags": [], "cards": ["1"]}],
    [{"noteId": 1, "fields": {}, "tags": [], "cards": [], "mod": "1"}],
    [{"css": "", "mod": 1, "flds": [{"name": "Key"}], "tmpls": [{"name": "Recall", "qfmt": ""}]}],
)
"""What may be valid JSON and yet no answer to anything that we ask."""
READS = (
    *("version", "modelNamesAndIds", "findModelsById", "findNotes", "notesInfo", "findCards", "getDecks"),
    *("getMediaFilesNames", "getMediaDirPath"),
)


@pytest.mark.parametrize("action", READS)
def test_no_answer_is_so_odd_that_there_is_no_sentence_for_it(running: AnkiRig, action: str) -> None:
    bring(running, deck([A, B]))
    scope = deck([A, B]).wanted.scope
    refused = 0
    for junk in JUNK:
        running.stub.instead = {action: junk}
        try:
            RunningTarget(Client(running.stub.url)).read(scope)
        except TargetError:
            refused += 1
    assert refused > len(JUNK) // 2


@pytest.mark.parametrize("action", ["findNotes", "notesInfo", "getMediaDirPath", "exportPackage", "storeMediaFile"])
def test_odd_answers_in_the_middle_of_a_sync(running: AnkiRig, tmp_path: Path, action: str) -> None:
    bring(running, _first())
    for junk in JUNK:
        work = errand(running, _then(tmp_path))
        plan = work.plan()
        running.stub.instead = {action: junk}
        with suppress(TargetError, StaleError):
            carry_out(work, plan, lambda _: None)
        running.stub.instead = {}
    bring(running, _then(tmp_path))


def test_a_card_that_comes_while_we_look(running: AnkiRig) -> None:
    """Anki answers other requests in between, so that two of its answers need not agree."""
    bring(running, deck([A, B]))
    running.stub.instead = {"getDecks": {}}
    with pytest.raises(TargetError, match="changed while"):
        running.target.read(deck([A, B]).wanted.scope)


def test_anki_is_not_running(running: AnkiRig) -> None:
    with pytest.raises(TargetError, match="Nothing answers") as raised:
        Client("http://127.0.0.1:9").call("version")
    assert "AnkiConnect" in raised.value.hint


@pytest.mark.parametrize("answer", [None, 5, [], {"result": 1}, {"error": None}])
def test_something_else_answers_there(running: AnkiRig, monkeypatch: pytest.MonkeyPatch, answer: Any) -> None:
    monkeypatch.setattr(running.stub, "answer", lambda _: answer)
    with pytest.raises(TargetError, match="not AnkiConnect"):
        Client(running.stub.url).call("version")


@pytest.mark.parametrize(
    "url", ["127.0.0.1:8765", "ftp://x", "http://me:pass@host", "", "http://[::1", "http://127.0.0.1:abc", "http://"]
)
def test_no_address(url: str) -> None:
    with pytest.raises(UsageError):
        Client(url)


def test_the_key(tmp_path: Path) -> None:
    pytest.importorskip("anki.collection", reason="needs the anki extra")
    rig = AnkiRig(tmp_path, key=SECRET)
    try:
        assert acts(bring(rig, deck([A]))) == {"a": (Act.ADD,)}
        assert acts(bring(rig, deck([replace(A, answer="new")]))) == {"a": (Act.UPDATE,)}
        for key in ("", "wrong-key"):
            with pytest.raises(TargetError, match="another key") as raised:
                RunningTarget(Client(rig.stub.url, key)).read(deck([]).wanted.scope)
            assert SECRET not in repr(raised.value)
            assert "wrong-key" not in repr((raised.value, raised.value.hint))
    finally:
        rig.close()


def test_anki_is_closed_during_the_run(tmp_path: Path) -> None:
    pytest.importorskip("anki.collection", reason="needs the anki extra")
    (tmp_path / "anki").mkdir()
    new = deck([replace(A, answer="new", tags=("synced::two",)), replace(B, answer="new")])
    rig = AnkiRig(tmp_path / "anki")
    bring(rig, deck([A, B]))
    work = errand(rig, new)
    plan = work.plan()
    rig.stub.fault = lambda request: "closes" if request["action"] == "multi" else ""
    with pytest.raises(TargetError, match="broke off"):
        carry_out(work, plan, lambda _: None)
    rig.stub.stop()
    with pytest.raises(TargetError, match=r"Nothing answers|broke off"):  # another process may have got the port
        work.plan()
    rig.close()
    shutil.rmtree(tmp_path / "anki" / "backups")
    again = AnkiRig(tmp_path / "anki")
    assert acts(bring(again, new)) == {"a": (Act.UPDATE, Act.TAG), "b": (Act.UPDATE,)}
    again.close()


def test_an_ankiconnect_that_is_too_old(running: AnkiRig, monkeypatch: pytest.MonkeyPatch) -> None:
    bring(running, deck([A]))
    monkeypatch.delattr("sync.stub.Stub.do_findModelsById")
    with pytest.raises(TargetError, match="too old"):
        running.target.read(deck([]).wanted.scope)


def test_an_empty_error_is_an_error(running: AnkiRig) -> None:
    running.stub.refuses = lambda _: True
    with pytest.raises(TargetError, match="without saying why"):
        Client(running.stub.url).call("version")


def test_a_note_that_is_open_in_the_browser(running: AnkiRig) -> None:
    bring(running, deck([A, B]))
    with running.learner() as learner:
        running.stub.open_in_browser = {learner.note_id("a")}
    new = deck([replace(A, answer="new", tags=("synced::two",)), replace(B, answer="new")])
    work = errand(running, new)
    done = carry_out(work, work.plan(), lambda _: None)
    assert "1 note did not change, since it is open" in done.outcome.said
    assert done.outcome.missed == {"a"}
    running.stub.open_in_browser = set()
    assert acts(bring(running, new)) == {"a": (Act.UPDATE,)}


def test_requests_are_in_proportion(running: AnkiRig) -> None:
    texts = [Text(guid=f"n{number}") for number in range(230)]
    bring(running, deck(texts))
    running.stub.requests.clear()
    bring(running, deck(texts))
    quiet = len(running.stub.requests)
    assert quiet < 25
    running.stub.requests.clear()
    work = errand(running, deck([replace(text, answer="new") for text in texts]))
    carry_out(work, work.plan(), lambda _: None)
    assert running.stub.requests.count("multi") == 3


def test_nothing_is_created_but_by_import(running: AnkiRig) -> None:
    bring(running, deck([A, B]))
    assert not {"addNote", "addNotes", "updateNote"} & set(running.stub.requests)
    with running.learner() as learner:
        assert learner.guids() == ("a", "b")


def test_a_copy_of_a_note_is_the_learners_own(running: AnkiRig) -> None:
    bring(running, deck([A]))
    with running.learner() as learner:
        note = learner.col.get_note(learner.note_id("a"))
        copy = learner.col.new_note(note.note_type())
        copy.fields = list(note.fields)
        learner.col.add_note(copy, learner.col.decks.id("Synced"))
        before = learner.see(copy.guid)
    plan = bring(running, deck([replace(A, answer="new")]))
    assert plan.twice == ("a",)
    assert "a search for Key:a shows both" in " ".join(each.text for each in lines("Synced", "here", plan))
    with running.learner() as learner:
        assert learner.see("a").fields["Answer"] == "new"
        assert learner.see(copy.guid) == before


def test_a_note_type_that_the_learner_renamed(running: AnkiRig) -> None:
    bring(running, deck([A]))
    with running.learner() as learner:
        kind: Any = learner.note_types()["Deckwright QA · Synced"]
        learner.col.models.update_dict({**kind, "name": 'My "own" *name*'})
    assert acts(bring(running, deck([replace(A, answer="new")]))) == {"a": (Act.UPDATE,)}


def test_ankis_own_sync_on_request(running: AnkiRig) -> None:
    running.target = RunningTarget(Client(running.stub.url), then_sync=True)
    bring(running, deck([A]))
    assert running.stub.synced == 1


def test_a_note_that_anki_does_not_take(running: AnkiRig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running.stub, "do_importPackage", lambda **_: True)
    work = errand(running, deck([A, B]))
    outcome = carry_out(work, work.plan(), lambda _: None).outcome
    assert "did not take 2 of 2 new notes" in outcome.said
    assert outcome.missed == {"a", "b"}


def as_basic(learner: Learner, guid: str) -> None:
    """Give a note the type `Basic`, as Anki's own window for it does; fields that it has no place for go."""
    from anki.models import ChangeNotetypeRequest

    note = learner.col.get_note(learner.note_id(guid))
    basic: Any = learner.col.models.by_name("Basic")
    request = ChangeNotetypeRequest()
    request.CopyFrom(
        learner.col.models.change_notetype_info(old_notetype_id=note.mid, new_notetype_id=basic["id"]).input
    )
    request.note_ids.append(note.id)
    learner.col.models.change_notetype_of_notes(request)


@pytest.mark.parametrize("restored", [False, True])
def test_a_note_that_became_one_of_the_learners_types_stays_and_nothing_is_sent_for_it(
    running: AnkiRig, *, restored: bool
) -> None:
    bring(running, deck([A, B]))
    numbers = running.target.read(deck([A, B]).wanted.scope).numbers
    with running.learner() as learner:
        as_basic(learner, "a")
        before = learner.see("a")
    running.stub.requests.clear()
    new = deck([replace(A, answer="new"), replace(B, answer="new")])
    terms = Terms(known=frozenset(numbers), restore_deleted=restored)
    work = replace(errand(running, new, terms), numbers=numbers)
    plan = work.plan()
    assert acts(plan) == {"a": (Act.BLOCKED,), "b": (Act.UPDATE,)}
    carry_out(work, plan, lambda _: None)
    assert "importPackage" not in running.stub.requests
    with running.learner() as learner:
        assert learner.see("a") == before
    retired = replace(
        errand(running, deck([B], retired=("a",)), replace(terms, delete_retired=restored)), numbers=numbers
    )
    carry_out(retired, retired.plan(), lambda _: None)
    with running.learner() as learner:
        assert learner.see("a") == before


def test_a_note_that_lost_its_key_is_known_by_its_number(running: AnkiRig) -> None:
    bring(running, deck([A, B]))
    numbers = running.target.read(deck([A, B]).wanted.scope).numbers
    with running.learner() as learner:
        learner.edit("a", Key="")
    work = replace(errand(running, deck([replace(A, answer="new"), B])), numbers=numbers)
    plan = work.plan()
    assert Act.UPDATE in acts(plan)["a"]
    carry_out(work, plan, lambda _: None)
    with running.learner() as learner:
        assert (learner.guids(), learner.see("a").fields["Answer"]) == (("a", "b"), "new")


def test_an_import_that_changes_our_fields_stops_the_run(running: AnkiRig) -> None:
    bring(running, deck([A, B]))
    with running.learner() as learner:
        as_basic(learner, "a")
    work = errand(running, deck([A, replace(B, answer="new")]))
    with pytest.raises(TargetError, match="changed the fields of the note type “qa”") as raised:
        carry_out(work, work.plan(), lambda _: None)
    assert "Undo" in raised.value.hint
    with running.learner() as learner:
        learner.col.undo()
        learner.col.models._clear_cache()
        assert learner.see("b").fields["Answer"] == B.answer


def _by_window(running: AnkiRig, patience: float) -> None:
    window = ImportWindow(patience=patience, pause=0.01)
    running.target = RunningTarget(Client(running.stub.url), window=window)


def test_new_notes_by_ankis_own_window(running: AnkiRig) -> None:
    _by_window(running, patience=20)
    running.stub.after_looks = 3
    with running.learner() as learner:
        before = learner.col._backend.get_import_anki_package_presets()
    bring(running, deck([A, B]))
    assert "importPackage" not in running.stub.requests
    with running.learner() as learner:
        assert learner.guids() == ("a", "b")
        after = learner.col._backend.get_import_anki_package_presets()
        assert (after.with_scheduling, after.merge_notetypes) == (before.with_scheduling, before.merge_notetypes)


def test_a_window_that_nobody_looks_at(running: AnkiRig) -> None:
    bring(running, deck([A]))
    _by_window(running, patience=0.05)
    work = errand(running, deck([replace(A, answer="new"), B]))
    with pytest.raises(TargetError, match="Nothing was imported in Anki's window"):
        carry_out(work, work.plan(), lambda _: None)
    running.stub.window, running.stub.after_looks = "", 3
    _by_window(running, patience=20)
    assert acts(bring(running, deck([replace(A, answer="new"), B]))) == {"a": (Act.UPDATE,), "b": (Act.ADD,)}
