"""`Base` is read as it was written, and survives whatever passes over a field."""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deckwright.model import Digest
from deckwright.notetypes import (
    REGISTRY,
    Base,
    dump_base,
    field_marks,
    fields_hash,
    join_marks,
    load_base,
    split_marks,
)
from deckwright.notetypes.escape import escape, unescape

_QA = REGISTRY["qa"]
_CHARACTERS = st.characters(exclude_categories=["Cs"])
_HEX = st.text("0123456789abcdef", min_size=1)
_BASES = st.builds(
    Base,
    digest=_HEX.map(Digest),
    fields=_HEX,
    marks=st.dictionaries(st.integers(0, 20), _HEX).map(join_marks),
    tags=st.lists(st.text(_CHARACTERS, min_size=1).map(lambda tag: unicodedata.normalize("NFC", tag))).map(tuple),
    deck=st.text(_CHARACTERS).map(lambda deck: unicodedata.normalize("NFC", deck)),
)


@given(_BASES)
def test_read_as_written(base: Base) -> None:
    assert load_base(dump_base(base)) == base


@given(_BASES)
def test_no_editor_finds_anything_to_change(base: Base) -> None:
    text = dump_base(base)
    assert (
        html.escape(text) == html.unescape(text) == unicodedata.normalize("NFC", text) == " ".join(text.split()) == text
    )
    assert not set(text) & set("\\{}[]$\xa0")


@given(st.lists(st.text(_CHARACTERS), min_size=4, max_size=4))
@example(["e", "\u0301\x01\u0327", "x\u0338\x7f", "\x1f\u0301"])
def test_hashes_are_of_what_anki_stores(texts: list[str]) -> None:
    fields = (*texts, *[""] * (len(_QA.fields) - len(texts)))

    def hashed(text: str) -> str:
        stored = unicodedata.normalize("NFC", re.sub(r"[\x00-\x08\x0b-\x1e\x7f]", "", text))
        return hashlib.sha256(stored.encode()).hexdigest()

    kept = (text for each, text in zip(_QA.fields, fields, strict=True) if each.name not in {"Base", "Source"})
    assert fields_hash(_QA, fields) == hashed("\x1f".join(kept))[:16]
    assert split_marks(field_marks(_QA, fields)) == {at: hashed(text)[:8] for at, text in enumerate(texts) if text}


@given(st.text(_CHARACTERS))
def test_a_word_is_one_word(text: str) -> None:
    assert unescape(escape(text)) == unicodedata.normalize("NFC", text)
    assert len(escape(f"x{text}").split()) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "1 ab",
        "2 ab cd",
        "2 ab cd tag",
        "2 ab cd 1-",
        "3 ab cd",
        "1 ab cd  tag",
        "1 ab cd tag ",
        "1 AB cd",
        "1 ab cd t<b>",
        "1 ab cd %FF",
        "x",
    ],
)
def test_what_is_not_ours_counts_as_absent(text: str) -> None:
    assert load_base(text) is None


def _fields(**values: str) -> tuple[str, ...]:
    return tuple(values.get(name, "") for name in _QA.field_names)


@given(st.sampled_from(_QA.field_names), st.text("ab", min_size=1))
def test_every_field_but_two_counts(name: str, value: str) -> None:
    changed = fields_hash(_QA, _fields(**{name: value})) != fields_hash(_QA, _fields())
    assert changed is (name not in {"Base", "Source"})


def test_fields_do_not_run_into_each_other() -> None:
    assert fields_hash(_QA, _fields(Question="a", Options="b")) != fields_hash(_QA, _fields(Question="ab"))


def test_hashed_as_anki_stores_it() -> None:
    assert fields_hash(_QA, _fields(Answer="a\x0b\x7fo\u0308\n")) == fields_hash(_QA, _fields(Answer="aö\n"))


def test_what_versions_before_the_first_release_wrote() -> None:
    base = load_base("1 ab cd one two =Deck")
    assert base == Base(digest=Digest("ab"), fields="cd", tags=("one", "two"), deck="Deck")
    assert dump_base(base) == "1 ab cd one two =Deck"


@given(st.fixed_dictionaries({name: st.sampled_from(["", "a", "b"]) for name in _QA.field_names}))
def test_a_mark_for_every_field_of_the_authors_that_holds_something(values: dict[str, str]) -> None:
    marks = split_marks(field_marks(_QA, _fields(**values)))
    ours = {"Key", "Base", "Source"}
    assert {_QA.field_names[place] for place in marks} == {name for name, text in values.items() if text} - ours
    assert len(set(marks.values())) == len({values[_QA.field_names[place]] for place in marks})
