"""What every target has to do: each action alone and combined, nothing the second time, and no loss of the learner's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from anki_oracle.oracle import Learner
from deckwright.notetypes import REGISTRY
from deckwright.report.sync import lines
from deckwright.sync.plan import Act, SyncPlan
from deckwright.sync.wanted import Side, Terms
from deckwright.targets.applying import Errand, carry_out
from deckwright.targets.target import StaleError
from media.made import named
from package.made import CREATED, restyled
from sync.made import DECK, Deck, Text, deck, made_note
from sync.rigs import AnkiRig, FileRig, Rig, ServerRig

pytestmark = pytest.mark.anki

A, B = Text(guid="a", reverse="Reversed?"), Text(guid="b", hint="A hint")
LATER = 2_000_000_000


def errand(rig: Rig, made: Deck, terms: Terms | None = None) -> Errand:
    rig.expect(made)
    terms = replace(terms or Terms(), abilities=rig.target.abilities)
    return Errand(target=rig.target, wanted=made.wanted, content=made.content, terms=terms)


def bring(rig: Rig, made: Deck, terms: Terms | None = None) -> SyncPlan:
    """Sync; there is nothing left to do then."""
    work = errand(rig, made, terms)
    plan = work.plan()
    if not plan.is_quiet:
        carry_out(work, plan, lambda _: None)
        again = work.plan()
        assert again.is_quiet, [step for step in again.steps if not step.is_quiet]
    return plan


def history_of(learner: Learner) -> Mapping[tuple[str, int], tuple[Any, ...]]:
    """Collect what a learner would be sad to lose; reviews without the number by which a server knows them."""
    history: Mapping[tuple[str, int], tuple[Any, ...]] = learner.history()
    return {card: (*kept[:-1], tuple((*each[:2], *each[3:]) for each in kept[-1])) for card, kept in history.items()}


def acts(plan: SyncPlan) -> Mapping[str, tuple[Act, ...]]:
    return {step.guid: step.acts for step in plan.steps}


def test_new_notes_come_as_a_package_would_bring_them(rig: Rig) -> None:
    assert acts(bring(rig, deck([A, B, Text(guid="c", kind="cloze")]))) == dict.fromkeys("abc", (Act.ADD,))
    with rig.learner() as learner:
        assert learner.guids() == ("a", "b", "c")
        assert {guid: learner.ordinals(guid) for guid in "abc"} == {"a": (0, 1), "b": (0,), "c": (0,)}
        for text in (A, B):
            note, seen = made_note(text), learner.see(text.guid)
            assert tuple(seen.fields.values()) == note.fields
            assert seen.tags == note.tags
        assert learner.decks() == (DECK,)
        assert learner.problems() == ""


def test_new_cards_come_in_the_order_of_the_source(rig: Rig) -> None:
    bring(rig, deck(Text(guid=guid) for guid in "mbza"))
    bring(rig, deck(Text(guid=guid) for guid in "mbxzay"))
    with rig.learner() as learner:
        queue = learner.new_queue()
        assert queue.index("b") < queue.index("x") < queue.index("a") < queue.index("y")


def test_nothing_changed_is_nothing_to_do(rig: Rig) -> None:
    bring(rig, deck([A, B]))
    assert bring(rig, deck([A, B])).steps == ()
    assert bring(rig, deck([replace(A, rendering="<!-- new -->"), B])).steps == ()


def test_what_a_package_brought_needs_nothing(near: Rig, tmp_path: Path) -> None:
    from deckwright.targets.package.write import write

    made = deck([A, B, Text(guid="c", kind="cloze", deck="Synced::Deep")])
    write(made.content, tmp_path / "deck.apkg")
    with near.learner() as learner:
        learner.receive(tmp_path / "deck.apkg")
    assert bring(near, made).steps == ()


def test_an_update_keeps_history(rig: Rig) -> None:
    bring(rig, deck([A, B]))
    with rig.learner() as learner:
        for ordinal in (0, 1):
            learner.study("a", ordinal)
        learner.col.set_user_flag_for_cards(2, [learner.card_id("a")])
        learner.col.sched.suspend_cards([learner.card_id("a", 1)])
        learner.col.sched.bury_cards([learner.card_id("b")])
        history, other = history_of(learner), learner.see("b")
        before = learner.see("a").modified
    new = replace(A, answer="It is new.", extra="More.", modified=LATER)
    assert acts(bring(rig, deck([new, B]))) == {"a": (Act.UPDATE,)}
    with rig.learner() as learner:
        assert history_of(learner) == history
        assert learner.see("b") == other
        seen = learner.see("a")
        assert (seen.fields["Answer"], seen.fields["Extra"]) == ("It is new.", "More.")
        assert seen.modified > before
        assert learner.problems() == ""


def test_edits_on_either_side_are_kept(near: Rig) -> None:
    bring(near, deck([A, B]))
    with near.learner() as learner:
        learner.edit("a", Hint="my hint")
        learner.tag("a", "Mine::deep leech")
        learner.edit("b", Answer="my answer")
    plan = bring(
        near, deck([replace(A, answer="It is new.", tags=("synced::two",)), replace(B, answer="It is newer.")])
    )
    assert acts(plan) == {"a": (Act.UPDATE, Act.KEEP, Act.TAG), "b": (Act.CONFLICT,)}
    with near.learner() as learner:
        a, b = learner.see("a"), learner.see("b")
        assert (a.fields["Hint"], a.fields["Answer"], b.fields["Answer"]) == ("my hint", "It is new.", "my answer")
        assert set(a.tags) == {"leech", "Mine::deep", "synced::two"}


@pytest.mark.parametrize(("side", "answer"), [(Side.SOURCE, "theirs"), (Side.ANKI, "mine")])
def test_a_conflict_can_be_settled(near: Rig, side: Side, answer: str) -> None:
    bring(near, deck([A]))
    with near.learner() as learner:
        learner.edit("a", Answer="mine")
    bring(near, deck([replace(A, answer="theirs")]), Terms(prefer=side))
    with near.learner() as learner:
        assert learner.see("a").fields["Answer"] == answer
    assert not bring(near, deck([replace(A, answer="theirs")])).of(Act.CONFLICT)


@pytest.mark.parametrize(("side", "acted"), [(None, (Act.MOVE,)), (Side.ANKI, (Act.MOVE, Act.KEEP))])
def test_cards_follow_the_author_who_moves_them_since(near: Rig, side: Side | None, acted: tuple[Act, ...]) -> None:
    bring(near, deck([A, B]))
    with near.learner() as learner:
        learner.study("a")
        learner.col.set_deck([learner.card_id("a", 1)], learner.col.decks.id("Mine"))
        history = [kept[-1] for kept in history_of(learner).values()]
    assert bring(near, deck([A, B])).steps == ()
    assert acts(bring(near, deck([replace(A, deck="Synced::New"), B]), Terms(prefer=side))) == {"a": acted}
    ends = "Mine" if side else "Synced::New"
    with near.learner() as learner:
        assert (learner.deck_of("a"), learner.deck_of("a", 1), learner.deck_of("b")) == ("Synced::New", ends, DECK)
        assert [kept[-1] for kept in history_of(learner).values()] == history


def test_a_card_in_a_filtered_deck_follows_at_last(near: Rig) -> None:
    bring(near, deck([A, B]))
    there = deck([replace(A, deck="Synced::New"), B])
    with near.learner() as learner:
        cram = learner.col.sched.get_or_create_filtered_deck(0)
        cram.name = "Cram"
        del cram.config.search_terms[1:]
        cram.config.search_terms[0].search = f"cid:{learner.card_id('a', 1)}"
        number = learner.col.sched.add_or_update_filtered_deck(cram).id
        assert learner.deck_of("a", 1) == "Cram"
    plan = bring(near, there)
    with near.learner() as learner:
        if isinstance(near, AnkiRig):  # AnkiConnect doesn't tell where such a card belongs
            assert (learner.deck_of("a", 1), plan.steps[0].acts) == ("Cram", (Act.KEEP, Act.MOVE))
        learner.col.sched.empty_filtered_deck(number)
    bring(near, there)
    with near.learner() as learner:
        assert (learner.deck_of("a"), learner.deck_of("a", 1)) == ("Synced::New", "Synced::New")
    assert bring(near, there).steps == ()


def test_retired_and_back(near: Rig) -> None:
    bring(near, deck([A, B]))
    with near.learner() as learner:
        learner.study("a")
        learner.col.sched.suspend_cards([learner.card_id("a", 1)])
        history = history_of(learner)
    assert acts(bring(near, deck([B], retired=("a",)))) == {"a": (Act.RETIRE,)}
    with near.learner() as learner:
        assert set(learner.col.find_cards("is:suspended")) == {learner.card_id("a"), learner.card_id("a", 1)}
        assert len(learner.col.find_notes("tag:deckwright::retired")) == 1
    assert acts(bring(near, deck([A, B]))) == {"a": (Act.RESTORE,)}
    with near.learner() as learner:
        assert history_of(learner) == history
        assert learner.see("a").tags == A.tags


def test_retired_notes_are_deleted_on_demand(near: Rig) -> None:
    bring(near, deck([A, B]))
    bring(near, deck([B], retired=("a",)), Terms(delete_retired=True))
    with near.learner() as learner:
        assert learner.guids() == ("b",)
        assert learner.problems() == ""


def test_what_the_learner_deleted_stays_deleted(near: Rig) -> None:
    known = bring(near, deck([A, B])).after
    with near.learner() as learner:
        learner.col.remove_notes([learner.note_id("a")])
    for _ in range(2):
        plan = bring(near, deck([A, replace(B, answer="new")]), Terms(known=known))
        assert (acts(plan)["a"], plan.after) == ((Act.GONE,), known)
    with near.learner() as learner:
        assert learner.guids() == ("b",)
    back = bring(near, deck([A, replace(B, answer="new")]), Terms(known=known, restore_deleted=True))
    assert acts(back) == {"a": (Act.ADD,)}
    with near.learner() as learner:
        assert learner.guids() == ("a", "b")


@pytest.mark.parametrize("retired", [(), ("a",)], ids=["held", "removed"])
def test_also_where_its_entry_was_away_meanwhile(near: Rig, retired: tuple[str, ...]) -> None:
    known = bring(near, deck([A, B])).after
    with near.learner() as learner:
        learner.col.remove_notes([learner.note_id("a")])
    for made in (deck([A, B]), deck([B], retired=retired)):
        known = bring(near, made, Terms(known=known)).after
    assert acts(bring(near, deck([A, B]), Terms(known=known))) == {"a": (Act.GONE,)}
    assert acts(bring(near, deck([A, B]), Terms(known=known, restore_deleted=True))) == {"a": (Act.ADD,)}


def test_what_we_deleted_comes_back_with_its_entry(near: Rig) -> None:
    known = bring(near, deck([A, B])).after
    known = bring(near, deck([B], retired=("a",)), Terms(known=known, delete_retired=True)).after
    assert acts(bring(near, deck([A, B]), Terms(known=known))) == {"a": (Act.ADD,)}


def test_of_two_notes_with_one_guid_the_same_is_read_and_written(tmp_path: Path) -> None:
    rig = FileRig(tmp_path)
    bring(rig, deck([A, B]))
    with rig.learner() as learner:
        learner.edit("a", Hint="mine")
        other = learner.col.new_note(learner.col.get_note(learner.note_id("a")).note_type())
        other.fields = learner.col.get_note(learner.note_id("a")).fields
        learner.col.add_note(other, learner.col.decks.id(DECK))
        learner.col.db.execute("update notes set guid = 'a', mod = 1 where id = ?", other.id)
    newer = deck([replace(A, answer="new"), B])
    plan = bring(rig, newer)
    assert plan.twice == ("a",)
    assert (acts(plan), bring(rig, newer).of(Act.UPDATE)) == ({"a": (Act.UPDATE, Act.KEEP)}, ())
    with rig.learner() as learner:
        assert learner.col.db.scalar("select mod from notes where id = ?", other.id) == 1
        assert "two notes have one id" in " ".join(each.text for each in lines(DECK, "here", plan))


def test_tags_alone(near: Rig) -> None:
    bring(near, deck([A, B]))
    with near.learner() as learner:
        learner.tag("a", "mine")
    assert acts(bring(near, deck([replace(A, tags=("synced::two",)), B]))) == {"a": (Act.TAG,)}
    with near.learner() as learner:
        assert set(learner.see("a").tags) == {"mine", "synced::two"}


@pytest.mark.parametrize(
    ("before", "mine", "after", "ends"),
    [
        (("a", "a::b"), (), ("a::b",), {"a::b"}),
        (("a",), (), ("a::b",), {"a::b"}),
        (("a::b",), (), ("a",), {"a"}),
        (
            ("synced",),
            ("synced::hard", "SYNCED::x::y"),
            ("synced::cells",),
            {"synced::hard", "synced::x::y", "synced::cells"},
        ),
        (("c_1", "d"), ("cx1",), ("d",), {"cx1", "d"}),
        (("a",), ("a::b",), (), {"a::b"}),
        (("a",), ("ab",), (), {"ab"}),
    ],
)
def test_a_tag_that_goes_takes_none_below_it_along(
    near: Rig, before: tuple[str, ...], mine: tuple[str, ...], after: tuple[str, ...], ends: set[str]
) -> None:
    bring(near, deck([replace(A, tags=before), B]))
    with near.learner() as learner:
        for tag in mine:
            learner.tag("a", tag)
    bring(near, deck([replace(A, tags=after), B]))
    with near.learner() as learner:
        assert {tag.casefold() for tag in learner.see("a").tags} == ends


def test_tags_below_one_that_goes_stay_when_a_note_retires_and_returns(near: Rig) -> None:
    bring(near, deck([replace(A, tags=("a", "a::b")), B]))
    with near.learner() as learner:
        learner.tag("a", "deckwright::mine")
        learner.tag("a", "a::mine")
    bring(near, deck([B], retired=("a",)))
    bring(near, deck([replace(A, tags=("a::b",)), B]))
    with near.learner() as learner:
        assert set(learner.see("a").tags) == {"a::b", "a::mine", "deckwright::mine"}


def test_a_new_look(rig: Rig) -> None:
    bring(rig, deck([A]))
    with rig.learner() as learner:
        before = learner.see_all(), history_of(learner)
    plan = bring(rig, deck([A], styles=restyled(".card { color: green }\n/* ü */"), styled=LATER))
    assert "qa" in plan.restyle
    with rig.learner() as learner:
        assert "green" in learner.note_types()["Deckwright QA · Synced"]["css"]
        assert (learner.see_all(), history_of(learner)) == before


def test_a_look_that_the_learner_changed_later_stays(near: Rig) -> None:
    bring(near, deck([A]))
    with near.learner() as learner:
        kind: Any = learner.note_types()["Deckwright QA · Synced"]
        learner.col.models.update_dict({**kind, "css": f"{kind['css']} .mine {{ color: blue }}"})
    plan = bring(near, deck([replace(A, answer="new")]))
    assert (plan.restyle, plan.styles_kept) == ((), ("qa",))
    with near.learner() as learner:
        assert "blue" in learner.note_types()["Deckwright QA · Synced"]["css"]
    assert bring(near, deck([A], styles=restyled(".card { color: green }"), styled=LATER)).restyle == ("qa",)


def test_the_source_can_be_preferred_for_the_look(near: Rig) -> None:
    bring(near, deck([A]))
    with near.learner() as learner:
        kind: Any = learner.note_types()["Deckwright QA · Synced"]
        learner.col.models.update_dict({**kind, "css": f"{kind['css']} .mine {{ color: blue }}"})
    assert bring(near, deck([A]), Terms(prefer=Side.ANKI)).styles_kept == ("qa",)
    assert bring(near, deck([A]), Terms(prefer=Side.SOURCE)).restyle == ("qa",)
    plan = bring(near, deck([A]))
    assert (plan.restyle, plan.styles_kept) == ((), ())


def test_a_note_type_that_the_learner_only_renamed_gets_the_new_look(near: Rig) -> None:
    bring(near, deck([A]))
    with near.learner() as learner:
        kind: Any = learner.note_types()["Deckwright QA · Synced"]
        learner.col.models.update_dict({**kind, "name": "My name"})
    plan = bring(near, deck([A], styles=restyled(".card { color: green }"), styled=CREATED + 1))
    assert (plan.restyle, plan.styles_kept) == (("qa",), ())
    with near.learner() as learner:
        assert "green" in learner.note_types()["My name"]["css"]


def test_media_arrive_with_new_and_with_known_notes(near: Rig, tmp_path: Path) -> None:
    media = {path.name: path for path in (named(tmp_path, data) for data in (b"1", b"2"))}
    names = list(media)
    bring(near, deck([A]))
    shown = replace(A, answer=f'<img src="{names[0]}">'), replace(B, answer=f'<img src="{names[1]}">')
    assert set(bring(near, deck(shown, media=media)).media) == set(names)
    with near.learner() as learner:
        for name in names:
            assert (learner.media / name).read_bytes() == media[name].read_bytes()
        learner.lose(names[0])
    assert bring(near, deck(shown, media=media)).media == (names[0],)


def test_a_note_that_changes_its_kind(rig: Rig) -> None:
    bring(rig, deck([A, B]))
    with rig.learner() as learner:
        learner.study("a")
        card, history = learner.card_id("a"), history_of(learner)["a", 0]
        learner.study("a", 1)
    plan = bring(rig, deck([Text(guid="a", kind="cloze"), B]))
    if not rig.target.abilities.converts:
        assert acts(plan) == {"a": (Act.BLOCKED,)}
        return
    assert acts(plan) == {"a": (Act.CONVERT, Act.EMPTY)}
    with rig.learner() as learner:
        assert learner.card_id("a") == card
        assert history_of(learner)["a", 0] == history
        assert "[...]" in learner.show("a")[0]
        assert learner.problems() == ""
    bring(rig, deck([replace(A, answer="Back."), B]))
    with rig.learner() as learner:
        assert history_of(learner)["a", 0] == history
        assert learner.see("a").fields["Answer"] == "Back."
        assert learner.problems() == ""


def test_an_entry_of_another_kind_takes_the_history_along(rig: Rig) -> None:
    """As identity has it: the entry starts anew under another GUID, and the note before it is retired."""
    bring(rig, deck([A, B]))
    with rig.learner() as learner:
        learner.study("a")
        card, history = learner.card_id("a"), history_of(learner)["a", 0]
    turned = deck([Text(guid="c", kind="cloze"), B], retired=("a",), turned={"c": "a", "a": "c"})
    plan = bring(rig, turned)
    if not rig.target.abilities.converts:
        assert acts(plan) == {"c": (Act.ADD,), "a": (Act.RETIRE,)}
        return
    assert acts(plan) == {"a": (Act.CONVERT, Act.EMPTY)}
    with rig.learner() as learner:
        assert (learner.guids(), learner.card_id("c")) == (("b", "c"), card)
        assert history_of(learner)["c", 0] == history
        assert learner.see("c").fields["Key"] == "c"
        assert learner.problems() == ""
    bring(rig, deck([A, B], retired=("c",), turned={"c": "a", "a": "c"}))
    with rig.learner() as learner:
        assert (learner.guids(), learner.card_id("a")) == (("a", "b"), card)
        assert history_of(learner)["a", 0] == history
        assert learner.problems() == ""


def shown(folder: Path, digits: str) -> tuple[dict[str, Path], list[Text]]:
    """Make a file of each digit, and a note that shows it."""
    media = {path.name: path for path in (named(folder, digit.encode()) for digit in digits)}
    notes = [Text(guid=f"p{place}", answer=f'<img src="{name}">') for place, name in enumerate(media)]
    return media, notes


def test_a_file_that_a_note_type_names_stays(near: Rig, tmp_path: Path) -> None:
    media, pictures = shown(tmp_path, "12345")
    names = list(media)
    bring(near, deck(pictures, media=media))
    with near.learner() as learner:
        own: Any = learner.col.models.by_name("Basic")
        own["css"] += f".card {{ background: url('{names[0]}') }}"
        own["tmpls"][0]["qfmt"] += f'<img src="{names[1]}">'
        own["tmpls"][0]["afmt"] += f'<img src="{names[2]}">'
        learner.col.models.update_dict(own)
        ours: Any = learner.note_types()["Deckwright QA · Synced"]
        learner.col.models.update_dict({**ours, "css": f"{ours['css']} .mine {{ background: url({names[3]}) }}"})
    assert bring(near, deck([replace(each, answer="none") for each in pictures])).trash == (names[4],)
    with near.learner() as learner:
        assert {path.name for path in learner.media.iterdir()} >= set(names[:4])


def test_a_file_that_no_note_needs_goes_to_the_trash(near: Rig, tmp_path: Path) -> None:
    media, pictures = shown(tmp_path, "1234")
    names = list(media)
    bring(near, deck(pictures, media=media))
    with near.learner() as learner:
        own = learner.col.new_note(learner.col.models.by_name("Basic"))
        own["Front"], own.guid = f'mine <img src="{names[1]}">', "own"
        learner.col.add_note(own, learner.col.decks.id("Mine"))
        learner.edit("p2", Extra=f'<img src="{names[2]}">')
        (learner.media / "_dw-mine.png").write_bytes(b"not ours")
    changed = [replace(each, answer="none") for each in pictures[:3]]
    assert bring(near, deck([*changed, pictures[3]], media={names[3]: media[names[3]]})).trash == (names[0],)
    with near.learner() as learner:
        there = {path.name for path in learner.media.iterdir()}
        assert there >= {*names[1:], "_dw-mine.png"}
        assert names[0] not in there


def test_a_card_that_is_empty(rig: Rig) -> None:
    studied = replace(A, guid="s")
    bring(rig, deck([A, studied]))
    with rig.learner() as learner:
        learner.study("s", 1)
    plan = bring(rig, deck([replace(A, reverse=""), replace(studied, reverse="")]))
    assert len(plan.of(Act.EMPTY)) == 2
    with rig.learner() as learner:
        assert learner.ordinals("s") == (0, 1)
        assert learner.ordinals("a") == ((0,) if rig.target.abilities.removes_cards else (0, 1))


def test_gaps_come_and_go(rig: Rig) -> None:
    gaps = Text(guid="c", kind="cloze", reverse="two"), Text(guid="s", kind="cloze", reverse="two")
    bring(rig, deck(gaps))
    with rig.learner() as learner:
        assert learner.ordinals("c") == learner.ordinals("s") == (0, 1)
        for ordinal in (0, 1):
            learner.study("s", ordinal)
        history = history_of(learner)
    plan = bring(rig, deck(replace(each, reverse="") for each in gaps))
    assert len(plan.of(Act.EMPTY)) == 2
    with rig.learner() as learner:
        assert learner.ordinals("c") == ((0,) if rig.target.abilities.removes_cards else (0, 1))
        assert {card: history_of(learner)[card] for card in (("s", 0), ("s", 1))} == {
            card: history[card] for card in (("s", 0), ("s", 1))
        }
    bring(rig, deck(gaps))
    with rig.learner() as learner:
        assert learner.ordinals("c") == learner.ordinals("s") == (0, 1)
        assert history_of(learner)["s", 1] == history["s", 1]
        assert learner.problems() == ""


def test_a_follow_up_is_a_note_of_its_own(rig: Rig) -> None:
    follow_up = Text(guid="f", parent="What is a?")
    bring(rig, deck([A, follow_up]))
    with rig.learner() as learner:
        learner.study("f")
        history = history_of(learner)["f", 0]
    bring(rig, deck([replace(A, answer="new"), replace(follow_up, parent="What is a, really?")]))
    with rig.learner() as learner:
        assert learner.see("f").fields["Parent"] == "What is a, really?"
        assert history_of(learner)["f", 0] == history


def test_a_card_that_joins(rig: Rig) -> None:
    bring(rig, deck([B]))
    bring(rig, deck([replace(B, reverse="Now both ways?")]))
    with rig.learner() as learner:
        assert learner.ordinals("b") == (0, 1)


def test_the_learners_own_notes_and_note_types_stay(near: Rig) -> None:
    bring(near, deck([A]))
    with near.learner() as learner:
        own = learner.col.new_note(learner.col.models.by_name("Basic"))
        own["Front"], own.guid = "mine", "own"
        learner.col.add_note(own, learner.col.decks.id(DECK))
        copy = learner.col.new_note(learner.col.models.get(learner.col.get_note(learner.note_id("a")).mid))
        copy["Question"] = "my own, in your type"
        learner.col.add_note(copy, learner.col.decks.id(DECK))
        theirs = {guid: learner.see(guid) for guid in ("own", copy.guid)}
        basic = learner.col.models.by_name("Basic")
    made = deck([replace(A, answer="new"), B], styles=restyled("x { y: z }"), styled=LATER, retired=("z",))
    bring(near, made, Terms(prefer=Side.SOURCE, delete_retired=True))
    with near.learner() as learner:
        assert {guid: learner.see(guid) for guid in theirs} == theirs
        assert learner.col.models.by_name("Basic") == basic


def test_a_note_type_to_which_the_learner_added_a_field(near: Rig) -> None:
    if isinstance(near, ServerRig):
        pytest.skip("such a change makes Anki replace one side's collection by the other's")
    bring(near, deck([A]))
    with near.learner() as learner:
        kind: Any = learner.note_types()["Deckwright QA · Synced"]
        learner.col.models.add_field(kind, learner.col.models.new_field("Mine"))
        learner.col.models.update_dict(kind)
        learner.edit("a", Mine="kept")
    plan = bring(near, deck([replace(A, answer="new"), B]))
    assert acts(plan) == {"a": (Act.UPDATE,), "b": (Act.BLOCKED,)}
    with near.learner() as learner:
        assert (learner.see("a").fields["Answer"], learner.see("a").fields["Mine"]) == ("new", "kept")


def test_all_at_once(near: Rig, tmp_path: Path) -> None:
    names = [f"n{number}" for number in range(6)]
    bring(near, deck([Text(guid=guid) for guid in names]))
    with near.learner() as learner:
        for guid in names:
            learner.study(guid)
        learner.edit("n1", Hint="mine")
        learner.edit("n2", Answer="mine")
        learner.tag("n3", "mine")
        reviews = {guid: history_of(learner)[guid, 0][-1] for guid in names}
    made = deck(
        [
            Text(guid="n0", answer="new", deck="Synced::B", tags=("synced::two",)),
            Text(guid="n1", answer="new"),
            Text(guid="n2", answer="new"),
            Text(guid="n3", tags=("synced::two",)),
            Text(guid="n9"),
            Text(guid="n8", kind="cloze", deck="Synced::C"),
        ],
        retired=("n4",),
        styles=restyled(".card { color: red }"),
        styled=LATER,
    )
    assert acts(bring(near, made)) == {
        "n0": (Act.UPDATE, Act.TAG, Act.MOVE),
        "n1": (Act.UPDATE, Act.KEEP),
        "n2": (Act.CONFLICT,),
        "n3": (Act.TAG,),
        "n8": (Act.ADD,),
        "n9": (Act.ADD,),
        "n4": (Act.RETIRE,),
    }
    with near.learner() as learner:
        assert {guid: history_of(learner)[guid, 0][-1] for guid in names} == reviews
        assert set(learner.see("n3").tags) == {"mine", "synced::two"}
        assert learner.deck_of("n0") == "Synced::B"
        assert learner.see("n5").fields["Answer"] == "It is so."
        assert learner.problems() == ""


def test_a_stale_plan_is_refused(near: Rig) -> None:
    bring(near, deck([A]))
    work = errand(near, deck([replace(A, answer="new")]))
    plan = work.plan()
    with near.learner() as learner:
        learner.edit("a", Answer="mine")
        before = learner.see_all()
    with pytest.raises(StaleError):
        carry_out(work, plan, lambda _: None)
    with near.learner() as learner:
        assert learner.see_all() == before


def test_a_backup_is_made_first(near: Rig) -> None:
    bring(near, deck([A]))
    work = errand(near, deck([replace(A, answer="new")]))
    done = carry_out(work, work.plan(), lambda _: None)
    assert Path(done.backup).stat().st_size


def test_fields_are_ours_in_every_kind() -> None:
    assert all(set(spec.field_names) >= {"Key", "Base", "Source"} for spec in REGISTRY.values())
