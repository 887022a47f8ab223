"""The author's last word: what `relink` does to the lock, and that doing it again undoes it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from deckwright.errors import UsageError
from deckwright.identity import Decision, locate, relink
from deckwright.lockfile import Lock, dumps, loads
from deckwright.model import Entry, Guid, Passage
from identity.build import START, build, fresh_lock


def ask(question: str, answer: str, **more: Any) -> Entry:
    return Entry(
        **{"file": "a.md", "line": 1, "question": Passage(text=question), "answer": Passage(text=answer), **more}
    )


OLD = ask("Why does the moon have phases?", "We see its lit half from changing sides.")
NEW = ask("What makes a crescent?", "Where sunlight meets shadow on a sphere, seen aslant.", line=20)
OTHER = ask("What causes the tides?", "The pull of the moon differs over the width of the earth.", line=40)


def rewritten() -> tuple[Lock, Guid, Guid, tuple[Decision, ...]]:
    """Give a lock in which OLD was retired for NEW, and their GUIDs."""
    first, lock = build([OLD, OTHER], fresh_lock())
    second, lock = build([NEW, OTHER], lock)
    return lock, first.decisions[0].guid, second.decisions[0].guid, second.decisions


def texts(lock: Lock) -> dict[str, tuple[str, bool]]:
    return {record.guid: (record.question, bool(record.retired)) for record in lock.records}


def test_the_entry_goes_on_under_the_old_guid() -> None:
    lock, old, new, decisions = rewritten()
    linked, _ = loads(dumps(relink(lock, old, new, decisions)), path="deck.lock")
    assert texts(linked)[old] == (NEW.question.text, False)
    assert texts(linked)[new] == (OLD.question.text, True)
    resolution, after = build([NEW, OTHER], linked, now=START + 99)
    assert (resolution.decisions[0].guid, resolution.retired) == (old, ())
    (heir,) = (record for record in after.records if record.guid == old)
    # Learners have the old text under this GUID: the new one has to reach them.
    assert (heir.modified, heir.aliases, heir.created) == (START + 99, (new,), START)


def test_done_again_it_is_undone() -> None:
    lock, old, new, decisions = rewritten()
    linked = relink(lock, old, new, decisions)
    assert linked != lock
    assert relink(linked, old, new, decisions) == lock
    assert relink(linked, new, old, decisions) == lock  # their questions were exchanged: so the same texts say it


def test_done_again_after_a_build_it_is_undone() -> None:
    lock, old, new, decisions = rewritten()
    second, linked = build([NEW, OTHER], relink(lock, old, new, decisions), now=START + 9)
    for one, two in ((old, new), (new, old)):
        undone = relink(linked, one, two, second.decisions)
        assert texts(undone) == texts(lock)
        assert all(not record.aliases for record in undone.records)
        resolution, after = build([NEW, OTHER], undone, now=START + 99)
        assert resolution.decisions[0].guid == new
        # Learners have had this very text under this GUID all the time.
        assert {record.guid: record.modified for record in after.records}[new] == START


def test_the_name_that_was_given_up_is_never_taken_again() -> None:
    lock, old, new, decisions = rewritten()
    linked = relink(lock, old, new, decisions)
    resolution, _ = build([NEW, OTHER, OLD], linked)
    assert resolution.decisions[0].guid == old
    assert resolution.decisions[2].guid not in (old, new, "")


def test_swapped_histories_are_swapped_back() -> None:
    first, lock = build([OLD, OTHER], fresh_lock())
    one, two = (decision.guid for decision in first.decisions)
    linked = relink(lock, one, two, ())
    assert texts(linked) == {one: (OTHER.question.text, False), two: (OLD.question.text, False)}
    assert all(not record.aliases for record in linked.records)
    assert [one.guid for one in build([OLD, OTHER], linked)[0].decisions] == [two, one]
    assert relink(linked, one, two, ()) == relink(linked, two, one, ()) == lock


def test_what_no_build_has_written_yet_can_be_linked_as_plan_names_it() -> None:
    first, lock = build([OLD, OTHER], fresh_lock())
    planned, _ = build([NEW, OTHER], lock)
    old, new = first.decisions[0].guid, planned.decisions[0].guid
    linked = relink(lock, old, new, planned.decisions)
    assert build([NEW, OTHER], linked)[0].decisions[0].guid == old
    assert relink(linked, old, new, planned.decisions) == relink(linked, new, old, planned.decisions) == lock


def test_what_is_not_asked_any_more_gets_no_other_history() -> None:
    lock, old, new, decisions = rewritten()
    with pytest.raises(UsageError, match=r"phases\?. isn't asked any more"):
        relink(lock, new, old, decisions)


def test_names_of_names_come_back_too() -> None:
    lock, old, new, decisions = rewritten()
    other = decisions[1].guid
    resolution, after = build([NEW], relink(lock, old, new, decisions))
    linked = relink(after, other, old, resolution.decisions)
    assert {record.guid: record.aliases for record in linked.records}[other] == tuple(sorted((old, new)))
    assert relink(linked, other, old, ()) == relink(linked, old, other, ()) == after


def test_names_are_guids_places_or_questions() -> None:
    lock, old, new, decisions = rewritten()
    assert locate(old, lock, decisions) == old
    assert locate("a.md:20", lock, decisions) == locate("a.md:33", lock, decisions) == new
    assert locate("why does THE  moon have phases?", lock, decisions) == old
    assert locate("crescent", lock, decisions) == new


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("the", "may be any of 2"), ("stars", "Nothing in the lock"), ("a.md:0", "Nothing"), ("", "Nothing")],
)
def test_a_name_that_means_nothing_or_too_much_is_refused(name: str, sentence: str) -> None:
    lock, _, _, decisions = rewritten()
    with pytest.raises(UsageError, match=sentence):
        locate(name, lock, decisions)


def test_what_cannot_be_linked_is_refused() -> None:
    lock, old, new, decisions = rewritten()
    cloze = replace(
        lock, records=tuple(replace(one, note_type="cloze") if one.guid == old else one for one in lock.records)
    )
    for wrong, one, two in ((lock, old, old), (lock, Guid("x"), new), (lock, old, Guid("x")), (cloze, old, new)):
        with pytest.raises(UsageError):
            relink(wrong, one, two, decisions)
