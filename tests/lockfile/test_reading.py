"""Locks as merges and accidents leave them, and what is said about each."""

from __future__ import annotations

import pytest

from deckwright.errors import LockError
from deckwright.lockfile import Lock, NoteTypeRecord, Record, dumps, empty, loads, postdated
from deckwright.model import DeckId, DeckName

HEADER = '{"lock":1,"deck":"d","name":"Deck","note_types":[]}'


def line(**keys: object) -> str:
    (found,) = (
        text
        for text in dumps(
            Lock(deck_id=DeckId("d"), deck_name=DeckName("Deck"), records=(make(**keys),)),
        ).split("\n")
        if "guid" in text
    )
    return found


def make(**keys: object) -> Record:
    known: dict[str, object] = {"guid": "g", "question": "Why?", "content": "c", "digest": "d1", "modified": 100}
    return Record(**{**known, "created": 50, **keys})  # type: ignore[arg-type]


def read(*lines: str) -> Lock:
    return loads("\n".join((HEADER, *lines, "")), path="deck.lock")[0]


def test_an_empty_lock_has_a_header_only() -> None:
    assert dumps(empty(DeckId("d"), DeckName("Deck"))) == HEADER + "\n"


def test_two_branches_changed_a_note_so_it_counts_as_changed() -> None:
    (record,) = read(line(digest="d1", modified=100), line(digest="d2", modified=200, question="Why not?")).records
    assert (record.digest, record.modified, record.question) == ("", 200, "Why not?")


def test_two_branches_moved_a_note_so_nothing_is_to_be_sent() -> None:
    (record,) = read(line(file="a.md", rendered="x"), line(file="b.md", rendered="x")).records
    assert (record.digest, record.rendered, record.file) == ("d1", "x", "b.md")


def test_a_note_that_one_branch_removed_and_the_other_edited_is_alive() -> None:
    (record,) = read(line(retired=900), line(digest="d2", modified=200)).records
    assert record.retired == 0


def test_a_cloze_number_that_two_branches_gave_to_two_texts_stays_with_the_newer() -> None:
    (record,) = read(
        line(modified=1, clozes={"old": 1, "mine": 2}), line(modified=2, clozes={"old": 1, "theirs": 2})
    ).records
    assert record.clozes == {"old": 1, "theirs": 2}


def test_conflict_markers_are_joined_and_reported() -> None:
    text = "\n".join(
        (
            HEADER,
            "<<<<<<< ours",
            line(modified=100),
            "||||||| base",
            line(modified=7, question="The old one"),
            "=======",
            line(modified=300, digest="d2"),
            ">>>>>>> theirs",
        )
    )
    lock, said = loads(text, path="deck.lock")
    assert [(one.code, one.line) for one in said] == [("DW402", 2), ("DW401", 0)]
    assert [(record.modified, record.question) for record in lock.records] == [(300, "Why?")]


def test_headers_of_two_branches_are_joined() -> None:
    def lock(name: str, modified: int, digest: str) -> str:
        kind = NoteTypeRecord(key="qa", name=name, digest=digest, modified=modified)  # type: ignore[arg-type]
        return dumps(Lock(deck_id=DeckId("d"), deck_name=DeckName(name), note_types=(kind,)))

    joined, said = loads(lock("Old", 5, "a") + lock("New", 9, "b"), path="deck.lock")
    assert joined.deck_name == "New"
    assert [(kind.name, kind.modified, kind.digest) for kind in joined.note_types] == [("New", 9, "")]
    assert [one.code for one in said] == ["DW401"]


def test_line_ends_of_windows_and_a_byte_order_mark_do_no_harm() -> None:
    assert loads("\ufeff" + HEADER + "\r\n" + line() + "\r\n", path="deck.lock")[0] == read(line())


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([""], "deck.lock:1: This is no deck.lock"),
        ([line()], "deck.lock:1: This is no deck.lock"),
        ([HEADER, "{"], "deck.lock:2: This line of the lock is no JSON"),
        ([HEADER, "[1]"], "deck.lock:2: Unexpected type list (expected dict)"),
        (['{"lock":2,"deck":"d","new":{}}', '{"unknown":1}'], "deck.lock:1: The lock has format 2; this version"),
        (['{"lock":0,"deck":"d","name":"n"}'], "deck.lock:1: There is no format 0"),
        (['{"lock":true,"deck":"d","name":"n"}'], "deck.lock:1: Unexpected type bool (expected int) in 'lock'"),
        (['{"lock":1,"deck":"","name":"n"}'], "deck.lock:1: Nothing stands in 'deck'"),
        (['{"lock":1,"deck":"d","name":"n","note_types":[{"key":1}]}'], "in 'note_types[0].key'"),
        (['{"lock":1,"deck":"d","name":"n","released":{"version":3}}'], "in 'released.version'"),
        ([HEADER, '{"guid":"g","colour":"red"}'], "deck.lock:2: Unknown key 'colour'"),
        (
            [HEADER, "", '{"guid":"g","modified":"now"}'],
            "deck.lock:3: Unexpected type str (expected int) in 'modified'",
        ),
        ([HEADER, '{"guid":"g","modified":true}'], "Unexpected type bool (expected int) in 'modified'"),
        ([HEADER, '{"guid":"g","modified":-1}'], "Unexpected negative number -1 in 'modified'"),
        (
            [HEADER, '{"guid":"g","modified":1000000000000000000000}'],
            "Unexpected number 1000000000000000000000 in 'modified'",
        ),
        ([HEADER, r'{"guid":"g","question":"a \ud83d"}'], "deck.lock:2: Half of a character stands in this line"),
        ([HEADER, r'{"guid":"g","headings":["\udc00\ud83d"]}'], "deck.lock:2: Half of a character stands in this line"),
        ([HEADER, '{"guid":"g","headings":["a",1]}'], "Unexpected type int (expected str) in 'headings[1]'"),
        ([HEADER, '{"guid":"g","clozes":{"a":"1"}}'], "Unexpected type str (expected int) in 'clozes.a'"),
        ([HEADER, '{"guid":"g","kind":"song"}'], "Unknown kind 'song' in 'kind'"),
        ([HEADER, '{"question":"Who?"}'], "Nothing stands in 'guid'"),
        ([HEADER, line(), line(note_type="cloze")], "deck.lock:2: This line and line 3 contradict each other: note g"),
        ([HEADER, HEADER.replace('"d"', '"e"')], "deck.lock:1: This line and line 2 contradict each other: they name"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_place(lines: list[str], sentence: str) -> None:
    with pytest.raises(LockError) as caught:
        loads("\n".join(lines), path="deck.lock")
    assert sentence in caught.value.message
    assert caught.value.message.startswith("deck.lock:")
    assert caught.value.hint


def test_a_time_that_lies_ahead_is_reported() -> None:
    lock = read(line(guid="a", modified=1_000_000), line(guid="b", modified=1_000_000 + 86_401))
    assert postdated(lock, 1_000_001, path="deck.lock") == ()
    (said,) = postdated(lock, 1_000_000, path="deck.lock")
    assert (said.code, said.file) == ("DW403", "deck.lock")
    assert "1 of 2 notes" in said.message
