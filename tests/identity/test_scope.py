"""Gone or only unseen, explicit ids, entries that can't be built, follow-ups: who is retired, held or left alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from deckwright.identity import Effect, Resolution, Scope, hold
from deckwright.lockfile import Lock
from deckwright.model import Entry, Kind, Passage
from identity.build import START, build, fresh_lock

BOTH = Scope(read=frozenset({"a.md", "b.md"}))


def ask(question: str, answer: str = "Because it was so from the very start of all this.", **more: Any) -> Entry:
    return Entry(
        **{"file": "a.md", "line": 1, "question": Passage(text=question), "answer": Passage(text=answer), **more}
    )


A, B = ask("Why is grass green?"), ask("Why is the sky blue?", "Short waves scatter most.", file="b.md")


def both() -> Lock:
    return build([A, B], fresh_lock())[1]


def effects(resolution: Resolution) -> list[str]:
    return [decision.effect.value for decision in resolution.decisions]


def questions(records: Any) -> list[str]:
    return [record.question for record in records]


def test_what_is_not_in_a_file_that_was_read_is_retired() -> None:
    resolution, lock = build([A], both(), scope=BOTH, now=START + 5)
    assert (questions(resolution.retired), resolution.held) == ([B.question.text], ())
    assert [record.retired for record in lock.records if record.file == "b.md"] == [START + 5]


def test_what_is_in_a_file_that_no_longer_exists_is_retired() -> None:
    scope = Scope(read=frozenset({"a.md"}), gone=frozenset({"b.md"}))
    assert questions(build([A], both(), scope=scope)[0].retired) == [B.question.text]


def test_what_is_in_a_file_that_was_not_read_is_held() -> None:
    before = both()
    resolution, lock = build([A], before, scope=Scope(read=frozenset({"a.md"})))
    assert (resolution.retired, questions(resolution.held)) == ((), [B.question.text])
    assert lock == before


def test_a_second_run_does_not_retire_again() -> None:
    _, lock = build([A], both(), scope=BOTH, now=START + 5)
    resolution, again = build([A], lock, scope=BOTH, now=START + 9)
    assert (resolution.retired, resolution.held, again) == ((), (), lock)


def test_what_comes_back_is_restored() -> None:
    _, gone = build([A], both(), scope=BOTH)
    resolution, lock = build([A, B], gone, scope=BOTH)
    assert effects(resolution) == ["known", "restored"]
    assert lock == both()


def test_a_tombstone_is_not_woken_by_another_answer() -> None:
    _, gone = build([A], both(), scope=BOTH)
    other = replace(B, answer=Passage(text="Under a red giant it would not be; ask again in five billion years."))
    resolution, _ = build([A, other], gone, scope=BOTH)
    assert effects(resolution) == ["known", "new"]
    assert questions(resolution.decisions[1].candidates) == [B.question.text]


def test_an_entry_moved_from_a_file_that_was_not_read_waits_for_it() -> None:
    moved = replace(B, file="a.md", line=9)
    before = both()
    resolution, lock = build([A, moved], before, scope=Scope(read=frozenset({"a.md"})))
    assert effects(resolution) == ["known", "skipped"]
    assert [(one.code, one.line) for one in resolution.diagnostics] == [("DW406", 9)]
    assert lock == before
    resolution, _ = build([A, moved], lock, scope=BOTH)
    assert (effects(resolution), resolution.retired) == (["known", "known"], ())


def test_an_entry_that_cannot_be_built_is_held_if_it_is_known() -> None:
    broken = replace(A, answer=Passage(), defect="no answer")
    before = both()
    resolution, lock = build([broken, B], before, scope=BOTH)
    assert effects(resolution) == ["held", "known"]
    assert (resolution.retired, questions(resolution.held)) == ((), [A.question.text])
    assert lock == before


def test_an_entry_that_cannot_be_built_and_is_unknown_gets_no_guid() -> None:
    resolution, lock = build([replace(A, answer=Passage(), defect="no answer")], fresh_lock())
    assert [(one.effect, one.guid) for one in resolution.decisions] == [(Effect.SKIPPED, "")]
    assert lock.records == ()


def test_adding_changing_and_removing_an_id_changes_no_guid() -> None:
    resolution, lock = build([A, B], fresh_lock())
    guids = [one.guid for one in resolution.decisions]
    for one, two in (("x", ""), ("y", "x"), ("x", "y"), ("", "")):
        resolution, lock = build([replace(A, explicit_id=one), replace(B, explicit_id=two)], lock)
        assert [decision.guid for decision in resolution.decisions] == guids
        assert [record.explicit_id for record in sorted(lock.records, key=lambda record: record.file)] == [one, two]


def test_an_id_keeps_the_history_when_everything_is_rewritten() -> None:
    first, lock = build([replace(A, explicit_id="green"), B], fresh_lock())
    now = ask("Which colour has chlorophyll?", "It looks that way since it absorbs red and blue.", explicit_id="green")
    resolution, _ = build([B, replace(now, file="c.md")], lock)
    assert resolution.decisions[1].guid == first.decisions[0].guid
    assert resolution.decisions[1].evidence == "explicit id {#green}"


@pytest.mark.parametrize("turned", [False, True], ids=["one way round", "the other"])
def test_an_id_that_went_to_another_entry_is_that_ones_alone(*, turned: bool) -> None:
    """The one that had it before is gone, and its tombstone has it still: whichever of the two stands first in the lock."""
    old, heir = (B, A) if turned else (A, B)
    first, lock = build([replace(old, explicit_id="x"), heir], fresh_lock())
    _, lock = build([replace(heir, explicit_id="x")], lock)
    resolution, _ = build([replace(heir, explicit_id="x", answer=Passage(text="Quite another answer."))], lock)
    assert [one.guid for one in resolution.decisions] == [first.decisions[1].guid]


def test_a_doubled_id_is_an_error_that_holds_those_concerned() -> None:
    first, lock = build([A, B], fresh_lock())
    doubled = [replace(A, explicit_id="x"), replace(B, explicit_id="x", line=7), ask("Who?", explicit_id="x", line=3)]
    resolution, after = build(doubled, lock)
    assert effects(resolution) == ["held", "held", "skipped"]
    assert [one.guid for one in resolution.decisions] == [*(one.guid for one in first.decisions), ""]
    assert [(one.code, one.severity.value) for one in resolution.diagnostics] == [("DW404", "error")] * 2
    assert after == lock


def follow(question: str, parent: str, line: int, answer: str) -> Entry:
    return ask(question, answer, parent=parent, line=line, kind=Kind.FOLLOW_UP)


def test_follow_ups_with_one_wording_hang_on_their_parents() -> None:
    parents = [
        ask("What is a heap?", "A tree in an array.", line=1),
        ask("What is a trie?", "A tree of signs.", line=20),
    ]
    whys = [
        follow("And why?", "What is a heap?", 5, "The largest is found at once."),
        follow("And why?", "What is a trie?", 25, "Prefixes are shared."),
    ]
    first, lock = build([*parents, *whys], fresh_lock())
    guids = [one.guid for one in first.decisions]
    assert [one.parent for one in first.decisions] == ["", "", guids[0], guids[1]]
    # Parents reworded and in another order, follow-ups answered in other words.
    now = [
        ask("Explain what a trie is.", "A tree of signs, one sign an edge.", line=1),
        follow("And why?", "Explain what a trie is.", 5, "Words with one beginning cost no extra room."),
        ask("Explain what a heap is.", "A tree kept in an array.", line=20),
        follow("And why?", "Explain what a heap is.", 25, "Its top stays within reach."),
    ]
    resolution, after = build(now, lock)
    assert [one.guid for one in resolution.decisions] == [guids[1], guids[3], guids[0], guids[2]]
    assert [one.parent for one in resolution.decisions] == ["", guids[1], "", guids[0]]
    assert {record.parent for record in after.records if record.kind is Kind.FOLLOW_UP} == {guids[0], guids[1]}


def test_a_follow_up_that_gets_a_heading_of_its_own_is_still_the_same() -> None:
    parent = ask("What is a heap?", "A tree in an array.", line=1)
    why = follow("Why is a heap used in a scheduler?", parent.question.text, 5, "The next task is found at once.")
    first, lock = build([parent, why], fresh_lock())
    resolution, _ = build([parent, replace(why, parent="", kind=Kind.QA, line=9)], lock)
    assert [one.guid for one in resolution.decisions] == [one.guid for one in first.decisions]


BLANK = "<!-- -->"


def test_the_record_of_an_entry_whose_question_became_blank_is_held() -> None:
    before = [
        ask("What is a heap?", "A tree.", line=1, label="Q1."),
        ask("What is a trie?", "A tree of signs.", line=5, label="Q2."),
        ask("What is a ring?", "A list.", line=9, label="Q3."),
    ]
    _, lock = build(before, fresh_lock())
    now = [before[0], replace(before[1], question=Passage(text=BLANK)), before[2]]
    resolution, _ = build(now, lock)
    assert [record.question for record in resolution.retired] == ["What is a trie?"]
    held = hold(resolution, [1])
    assert (held.retired, [record.question for record in held.held]) == ((), ["What is a trie?"])
    assert hold(resolution, []) == hold(resolution, [0, 2]) == resolution


def test_of_several_retired_records_that_with_the_same_number_or_else_the_same_answer_is_held() -> None:
    before = [
        ask("What is a heap?", "A tree.", line=1, label="Q1."),
        ask("What is a trie?", "A tree of signs.", line=5, label="Q2."),
        ask("What is a ring?", "A list.", line=9, label="Q3."),
    ]
    _, lock = build(before, fresh_lock())
    numbered = ask(BLANK, "Something else.", line=5, label="Q2.")
    answered = ask(BLANK, "A list.", line=9)
    for entries, kept in (([numbered], ["What is a trie?"]), ([answered], ["What is a ring?"])):
        resolution, _ = build(entries, lock)
        assert [record.question for record in hold(resolution, [0]).held] == kept
    resolution, _ = build([numbered, answered], lock)
    held = hold(resolution, [0, 1])
    assert sorted(record.question for record in held.held) == ["What is a ring?", "What is a trie?"]
    assert [record.question for record in held.retired] == ["What is a heap?"]
    stranger = replace(numbered, label="", answer=Passage(text="Nothing known."))
    resolution, _ = build([stranger], lock)
    assert hold(resolution, [0]).held == ()


def test_candidates_of_an_entry_that_makes_no_note_are_held_and_not_reported() -> None:
    question = "Which of the two cables carries the larger current through the tunnel?"
    before = [ask(question, f"The {side} one, since it was laid later.", line=1) for side in ("northern", "southern")]
    before[1] = replace(before[1], line=9)
    _, lock = build(before, fresh_lock())
    resolution, _ = build([replace(before[0], answer=Passage(text="Neither."))], lock)
    assert [said.code for said in resolution.diagnostics] == ["DW405"]
    held = hold(resolution, [0])
    assert (len(held.held), len(held.retired), held.diagnostics) == (1, 1, ())


def test_a_broken_entry_that_identity_does_not_know_holds_the_record_under_its_number() -> None:
    before = [ask("What is a heap?", "A tree.", line=1, label="Q1.")]
    _, lock = build(before, fresh_lock())
    broken = ask("How does one sort?", "", line=1, label="Q1.", defect="no answer")
    resolution, after = build([broken], lock)
    assert [one.effect for one in resolution.decisions] == [Effect.SKIPPED]
    assert [record.question for record in resolution.held] == ["What is a heap?"]
    assert (resolution.retired, after) == ((), lock)
