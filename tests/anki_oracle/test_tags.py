"""Tags and decks as the real Anki takes them: what is written is read, and every search that we document finds just that."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from anki_oracle.oracle import Learner
from deckwright.app.naming import _deck_name
from deckwright.config import Config, Subdecks
from deckwright.model import DeckId, DeckName, Entry, Passage
from deckwright.notes import Frame, deck_of, search_problem, tags
from deckwright.targets.package.write import write
from package.made import content, note

pytestmark = pytest.mark.anki

_TEXT = st.text(st.characters(codec="utf-8"), max_size=30)
_NASTY = st.text(
    st.sampled_from(list("aÄß:*_\"'\\()#-, \t\n\x00\x07\x1f\x7f\x85\xa0\u3000\u2028\u200b\ufeff\u0301é機🚀<&>")),
    max_size=12,
)


def _entry(headings: tuple[str, ...], own: tuple[str, ...]) -> Entry:
    question, answer = Passage(text="Q?"), Passage(text="A.")
    return Entry(file="part.md", line=1, question=question, answer=answer, headings=headings, tags=own)


def _written(name: str, headings: tuple[str, ...], own: tuple[str, ...]) -> tuple[str, ...]:
    return tags(_entry(headings, own), Frame(deck_id=DeckId("d"), name=DeckName(name), config=Config(tag_files=True)))


def _clear(learner: Learner) -> None:
    """Empty the collection for the next example; a new one for each would take most of the time."""
    learner.col.remove_notes(learner.col.db.list("select id from notes"))
    learner.col.tags.clear_unused_tags()
    learner.col.decks.remove([each.id for each in learner.col.decks.all_names_and_ids() if each.id != 1])


def _folded(found: tuple[str, ...]) -> set[str]:
    """Anki keeps one spelling of a tag and of its parents, and its searches ignore case; so do we."""
    return {tag.casefold() for tag in found}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_NASTY | _TEXT, st.tuples(_NASTY | _TEXT), st.lists(_NASTY | _TEXT, max_size=4).map(tuple))
@example("a::b", ("x::y",), ("A::b", "::", "a::", "::a", "a::::b", "a:b", "Marked", "leech"))
@example("::", ("…",), ("a\u3000b", "e\u0301", "#", "##x", "x" * 300, "İ", "ﬁ", "Å"))
def test_tags_are_read_as_they_were_written(
    learner: Learner, package: Path, name: str, headings: tuple[str, ...], own: tuple[str, ...]
) -> None:
    written = _written(name, headings, own)
    _clear(learner)
    write(content([replace(note("a"), tags=written)]), package)
    learner.receive(package)
    assert _folded(learner.see("a").tags) == _folded(written)
    assert len(learner.see("a").tags) == len(written)
    assert all(unicodedata.is_normalized("NFC", tag) for tag in written)
    assert learner.problems() == ""
    learner.col.tags.clear_unused_tags()
    learner.col.update_note(learner.col.get_note(learner.note_id("a")))
    assert _folded(learner.see("a").tags) == _folded(written)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_NASTY | _TEXT, _NASTY | _TEXT)
@example("Top", '"A: b" c::d\t e')
@example("A:: ::B:", "::")
@example("::", "a\x00b\x1f c")
@example("Top:", "e\u0301")
def test_a_deck_has_the_name_that_was_written(learner: Learner, package: Path, name: str, heading: str) -> None:
    config = Config(subdecks=Subdecks.SECTION)
    wanted = deck_of(_entry((heading,), ()), Frame(deck_id=DeckId("d"), name=_deck_name(name), config=config))
    _clear(learner)
    write(content([note("a", deck=wanted)], deck=_deck_name(name)), package)
    learner.receive(package)
    assert learner.deck_of("a") == wanted
    assert learner.problems() == ""


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(_NASTY | _TEXT, _NASTY | _TEXT), min_size=1, max_size=4))
@example([("C++", "C"), ("C#", "a_b"), ("a-b", "a b"), ("deep", "deep learning")])
@example([("a*b", "(x)"), ("-a", "\\"), ("Ä", "ä"), ("", "or")])
def test_a_tag_from_headings_is_searched_as_it_is(
    learner: Learner, package: Path, headings: list[tuple[str, str]]
) -> None:
    """Without quotes or backslashes: that is why no level holds what means something in a search."""
    tagged = {f"n{at}": _written("My: Deck", each, ())[0] for at, each in enumerate(headings)}
    _clear(learner)
    write(content([replace(note(guid), tags=(tag,)) for guid, tag in tagged.items()]), package)
    learner.receive(package)
    levels = {tag.rsplit("::", cut)[0] for tag in tagged.values() for cut in range(tag.count("::") + 1)}
    for level in levels:
        wanted = {
            learner.note_id(guid)
            for guid, tag in tagged.items()
            if f"{tag.casefold()}::".startswith(f"{level.casefold()}::")
        }
        assert set(learner.col.find_notes(f"tag:{level}")) == wanted, level


_ESCAPED = re.compile(r'([\\"*_:()])')


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_NASTY | _TEXT, min_size=1, max_size=4))
@example(["none", "re:x", "nc:x", "*", "a*b", "a_b", "a-b", 'q"q', "a\\b", "(x)", "-x", "or", "re::x", "nc::y", "x)"])
@example(["re", "nc", "c#", "c++", "100%", "🎉", "é", "<b>", "&amp;", "none::x", "Nonesuch", "is:due"])
def test_a_tag_of_an_authors_is_found_as_documented_or_reported(
    learner: Learner, package: Path, own: list[str]
) -> None:
    """With a backslash before each sign that means something in a search, which docs/studying.md lists."""
    tagged = {f"n{at}": tag for at, each in enumerate(own) for tag in _written("My Deck", (), (each,))[1:]}
    _clear(learner)
    write(content([note("other"), *(replace(note(guid), tags=(tag,)) for guid, tag in tagged.items())]), package)
    learner.receive(package)
    for tag in tagged.values():
        wanted = {
            learner.note_id(guid)
            for guid, other in tagged.items()
            if f"{other.casefold()}::".startswith(f"{tag.casefold()}::")
        }
        found = set(learner.col.find_notes("tag:" + _ESCAPED.sub(r"\\\1", tag)))
        plainly = search_problem(tag)
        assert found == wanted or plainly, tag
        if plainly == "" and not _ESCAPED.search(tag.replace("::", "")):
            assert set(learner.col.find_notes(f"tag:{tag}")) == wanted, tag


def test_what_is_reported_is_not_found_as_it_is_written(learner: Learner, package: Path) -> None:
    reported = ["none", "None", "re:x", "re::x"]  # and nc: as well, since Anki 26
    write(content([note("other"), *(replace(note(tag), tags=(tag,)) for tag in reported)]), package)
    learner.receive(package)
    for tag in reported:
        assert search_problem(tag)
        assert set(learner.col.find_notes(f"tag:{tag}")) != {learner.note_id(tag)}
    assert search_problem("nc:x")


def test_a_heading_that_is_called_as_our_own_tags_are_is_none_of_them(learner: Learner, package: Path) -> None:
    headings = [
        ("Kind", "Quiz"),
        ("Kind",),
        ("Has",),
        ("Has", "Table"),
        ("A", "Kind", "Cloze"),
        ("Kind", "x"),
        ("B", "Kind"),
    ]
    frame = Frame(deck_id=DeckId("d"), name=DeckName("Deck"))
    written = {f"n{at}": tags(_entry(each, ()), frame) for at, each in enumerate(headings)}
    ours = ("deck::kind::quiz", "deck::has::table", "deck::kind::cloze")
    _clear(learner)
    write(
        content(
            [replace(note("ours"), tags=ours), *(replace(note(guid), tags=each) for guid, each in written.items())]
        ),
        package,
    )
    learner.receive(package)
    for search in ("tag:*::kind::quiz", "tag:*::has::table", "tag:*::kind::cloze", "tag:deck::kind", "tag:deck::has"):
        assert set(learner.col.find_notes(search)) == {learner.note_id("ours")}, search
    assert written["n6"] == ("deck::b::kind",)  # none of ours is below it
