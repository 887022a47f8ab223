"""Laws of the three-way plan, on a target in memory."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckwright.model import DeckName, Guid
from deckwright.notetypes import REGISTRY, dump_base, load_base
from deckwright.sync.diff import diff
from deckwright.sync.edits import edits
from deckwright.sync.plan import Act
from deckwright.sync.standing import Standing
from deckwright.sync.wanted import Abilities, Side, Terms
from package.made import restyled
from sync.ideal import Ideal, KilledError, look, stand, sync
from sync.made import Text, deck, made_note

_WORDS = st.sampled_from(["", "one", "two", "three", "four"])
_TAG = st.sampled_from(["synced::one", "synced::two", "Mine", "leech", "synced::Three"])
_TAGS = st.lists(_TAG, max_size=4, unique=True).map(tuple)
_DECKS = st.sampled_from(["Synced", "Synced::A", "Synced::B"])
_QA = REGISTRY["qa"]
_SEEN = ("Answer", "Hint", "Extra")


def _texts(guid: str) -> st.SearchStrategy[Text]:
    return st.builds(
        Text,
        guid=st.just(guid),
        answer=_WORDS.map(lambda word: word or "none"),
        hint=_WORDS,
        extra=_WORDS,
        reverse=st.sampled_from(["", "Reversed?"]),
        tags=_TAGS,
        deck=_DECKS,
        rendering=st.sampled_from(["", "<!-- new -->"]),
    )


_SOURCES = st.lists(st.sampled_from("abcde"), unique=True, max_size=5).flatmap(
    lambda guids: st.tuples(*(_texts(guid) for guid in guids))
)
_EDITS = st.fixed_dictionaries({}, optional={name: st.sampled_from(["mine", "one", "also mine"]) for name in _SEEN})


def _edit(target: Ideal, guid: str, fields: dict[str, str]) -> None:
    note = target.notes[Guid(guid)]
    values = tuple(fields.get(name, text) for name, text in zip(_QA.field_names, note.fields, strict=True))
    target.notes[note.guid] = replace(note, fields=values, modified=note.modified + 5)


def _held(target: Ideal, guid: str = "a") -> Standing:
    return target.notes[Guid(guid)]


def _field(target: Ideal, name: str, guid: str = "a") -> str:
    return _held(target, guid).fields[_QA.index(name)]


def _with(*texts: Text, **more: object) -> Ideal:
    target = Ideal()
    sync(target, deck(texts, **more))
    return target


@given(_SOURCES)
def test_what_was_brought_needs_nothing(texts: tuple[Text, ...]) -> None:
    target = Ideal()
    made = deck(texts)
    for note in made.content.notes:
        stand(target, note)
    assert sync(target, made).steps == ()


@given(_SOURCES, _SOURCES)
@settings(deadline=None)
def test_applying_gives_what_is_wanted_where_only_the_author_wrote(
    before: tuple[Text, ...], after: tuple[Text, ...]
) -> None:
    target = _with(*before)
    gone = {text.guid for text in before} - {text.guid for text in after}
    was = {text.guid: text for text in before}
    sync(target, deck(after, retired=tuple(sorted(gone))))
    for text in after:
        note, held = made_note(text), _held(target, text.guid)
        old = was.get(text.guid)
        unchanged = old is not None and made_note(old).digest == note.digest
        expected = made_note(old).fields if old and unchanged else note.fields
        visible = [expected[_QA.index(name)] for name in _QA.field_names if name != "Base"]
        assert [held.fields[_QA.index(name)] for name in _QA.field_names if name != "Base"] == visible
        assert set(held.tags) == set(note.tags)
        assert {card.deck for card in held.cards} == {text.deck}
        assert not any(card.is_suspended for card in held.cards)
    for guid in gone:
        assert all(card.is_suspended for card in _held(target, guid).cards)


@given(_texts("a"), _texts("a"), _EDITS)
@settings(max_examples=300, deadline=None)
def test_each_side_keeps_what_only_it_changed(old: Text, new: Text, edits: dict[str, str]) -> None:
    new = replace(new, rendering=old.rendering)
    target = _with(old)
    _edit(target, "a", edits)
    before, source = made_note(old), made_note(new)
    base = dict(zip(_QA.field_names, before.fields, strict=True))
    mine = {name for name, text in edits.items() if base[name] != text}
    theirs = {name for name in _SEEN if base[name] != source.fields[_QA.index(name)]}
    plan = sync(target, deck([new]))
    for name in _SEEN:
        expected = edits[name] if name in mine else source.fields[_QA.index(name)]
        assert _field(target, name) == expected
    both = {name for name in mine & theirs if edits[name] != source.fields[_QA.index(name)]}
    assert {name for step in plan.of(Act.CONFLICT) for name in step.conflicts} == both


@given(_TAGS, _TAGS, _TAGS, _TAGS)
def test_tags_are_merged(
    old: tuple[str, ...], new: tuple[str, ...], put: tuple[str, ...], off: tuple[str, ...]
) -> None:
    target = _with(Text(guid="a", tags=old))
    held = _held(target)
    tags = {tag.casefold() for tag in (*old, *put)} - {tag.casefold() for tag in off}
    target.notes[held.guid] = replace(held, tags=tuple(sorted(tags)))
    sync(target, deck([Text(guid="a", tags=new)]))
    now = {tag.casefold() for tag in _held(target).tags}
    fold_old, fold_new = ({tag.casefold() for tag in each} for each in (old, new))
    assert now == (tags - (fold_old - fold_new)) | (fold_new - fold_old)


@given(_SOURCES, _SOURCES, st.integers(0, 40))
@settings(max_examples=200, deadline=None)
def test_killed_anywhere_the_next_run_finishes(before: tuple[Text, ...], after: tuple[Text, ...], lives: int) -> None:
    gone = {text.guid for text in before} - {text.guid for text in after}
    target, undisturbed = _with(*before), _with(*before)
    made = deck(after, retired=tuple(sorted(gone)), styles=restyled(".card { color: red }"), styled=2_000_000_000)
    sync(undisturbed, made)
    target.lives = lives
    try:
        sync(target, made)
    except KilledError:
        target.lives = None
        sync(target, made)
    assert {guid: _timeless(note) for guid, note in target.notes.items()} == {
        guid: _timeless(note) for guid, note in undisturbed.notes.items()
    }
    assert target.looks == undisturbed.looks


def _timeless(note: Standing) -> Standing:
    return replace(note, modified=0)


@given(st.sets(st.sampled_from([0, 1])), st.integers(0, 5))
def test_what_comes_back_is_as_it_was_before_it_left(suspended: set[int], lives: int) -> None:
    text = Text(guid="a", reverse="Reversed?")
    target = _with(text)
    held = _held(target)
    target.notes[held.guid] = replace(
        held, cards=tuple(replace(card, is_suspended=card.ordinal in suspended) for card in held.cards)
    )
    before = _held(target)
    target.lives = lives
    try:
        sync(target, deck([], retired=("a",)))
    except KilledError:
        target.lives = None
        sync(target, deck([], retired=("a",)))
    target.lives = None
    assert all(card.is_suspended for card in _held(target).cards)
    assert "deckwright::retired" in _held(target).tags
    sync(target, deck([text]))
    assert _timeless(_held(target)) == _timeless(before)


class TestBothSides:
    OLD, NEW = Text(guid="a", answer="old"), Text(guid="a", answer="new", tags=("synced::two",))

    def edited(self) -> Ideal:
        target = _with(self.OLD)
        _edit(target, "a", {"Answer": "mine"})
        return target

    def test_the_learners_stays_and_is_said_each_time(self) -> None:
        target = self.edited()
        for _ in range(2):
            plan = sync(target, deck([self.NEW]))
            (step,) = plan.of(Act.CONFLICT)
            assert (step.theirs["Answer"], step.ours["Answer"]) == ("mine", "new")
            assert _field(target, "Answer") == "mine"
        assert _held(target).tags == ("synced::two",)

    def test_only_the_field_that_both_changed_waits(self) -> None:
        target = _with(replace(self.OLD, extra="old", hint="old"))
        _edit(target, "a", {"Answer": "mine", "Hint": "mine"})
        newer = replace(self.NEW, extra="new", hint="old")
        plan = sync(target, deck([newer]))
        (step,) = plan.steps
        assert (step.acts[:3], step.conflicts) == ((Act.UPDATE, Act.CONFLICT, Act.KEEP), ("Answer",))
        assert [_field(target, name) for name in _SEEN] == ["mine", "mine", "new"]
        assert sync(target, deck([newer])).steps[0].conflicts == ("Answer",)

    def test_the_author_takes_back_what_was_written_in_part(self) -> None:
        target = self.edited()
        sync(target, deck([replace(self.NEW, extra="new")]))
        plan = sync(target, deck([self.OLD]))
        assert [_field(target, name) for name in _SEEN] == ["mine", "", ""]
        assert not plan.of(Act.CONFLICT)
        assert [step.acts for step in sync(target, deck([self.OLD])).steps] == [(Act.KEEP,)]

    def test_the_learner_takes_back_what_both_changed(self) -> None:
        target = self.edited()
        newer = deck([replace(self.NEW, extra="new")])
        sync(target, newer)
        _edit(target, "a", {"Answer": "old"})
        sync(target, newer)
        assert _field(target, "Answer") == "new"
        assert sync(target, newer).steps == ()

    def test_a_note_of_a_version_that_knew_nothing_of_single_fields(self) -> None:
        for mine, answer in (({}, "new"), ({"Hint": "mine"}, "old")):
            target = _with(self.OLD)
            base = load_base(_field(target, "Base"))
            assert base is not None
            _edit(target, "a", {"Base": dump_base(replace(base, marks="")), **mine})
            assert sync(target, deck([self.OLD])).count()[Act.UPDATE] == 0
            sync(target, deck([replace(self.NEW, hint="")]))
            assert _field(target, "Answer") == answer

    def test_preferring_the_source(self) -> None:
        target = self.edited()
        sync(target, deck([self.NEW]), Terms(prefer=Side.SOURCE))
        assert _field(target, "Answer") == "new"

    def test_preferring_anki_settles_it(self) -> None:
        target = self.edited()
        sync(target, deck([self.NEW]), Terms(prefer_for={Guid("a"): Side.ANKI}))
        plan = sync(target, deck([self.NEW]))
        assert (_field(target, "Answer"), plan.count()[Act.CONFLICT], plan.count()[Act.KEEP]) == ("mine", 0, 1)

    def test_the_same_on_both_sides_is_no_conflict(self) -> None:
        target = _with(self.OLD)
        _edit(target, "a", {"Answer": "new"})
        assert sync(target, deck([replace(self.NEW, tags=self.OLD.tags)])).count()[Act.CONFLICT] == 0

    def test_other_markup_for_the_same_settles_it(self) -> None:
        target = _with(self.OLD)
        _edit(target, "a", {"Answer": "<b>my</b> line<div>two</div>"})
        same = deck([replace(self.OLD, answer="<strong>my</strong> line<br>two")])
        assert [step.acts for step in sync(target, same).steps] == [(Act.RECORD,)]
        assert sync(target, same).steps == ()
        assert _field(target, "Answer") == "<strong>my</strong> line<br>two"
        assert sync(target, deck([self.NEW])).count()[Act.CONFLICT] == 0

    def test_also_where_both_had_changed_it(self) -> None:
        target = self.edited()
        sync(target, deck([self.NEW]))
        _edit(target, "a", {"Answer": "<b>mine</b>"})
        same = deck([replace(self.NEW, answer="<strong>mine</strong>")])
        assert edits(same.wanted, target.see()) == ()
        assert sync(target, same).count()[Act.CONFLICT] == 0
        assert sync(target, same).steps == ()

    def test_a_key_that_the_learner_took_off_is_written_again(self) -> None:
        target = _with(self.OLD)
        _edit(target, "a", {"Key": ""})
        assert [step.acts for step in sync(target, deck([self.OLD])).steps] == [(Act.RECORD,)]
        assert _field(target, "Key") == "a"

    def test_a_note_whose_base_was_damaged_stays(self) -> None:
        target = self.edited()
        _edit(target, "a", {"Base": "x"})
        plan = sync(target, deck([self.NEW]))
        assert (plan.count()[Act.CONFLICT], _field(target, "Answer")) == (1, "mine")


class TestDecks:
    def test_cards_follow_the_author(self) -> None:
        target = _with(Text(guid="a", reverse="r"))
        sync(target, deck([Text(guid="a", reverse="r", deck="Synced::B")]))
        assert [card.deck for card in _held(target).cards] == ["Synced::B"] * 2

    B = Text(guid="b")

    def test_a_card_that_the_learner_moved_stays(self) -> None:
        target = _with(Text(guid="a", reverse="r"), self.B)
        target.move(Guid("a"), (1,), DeckName("Mine"))
        sync(target, deck([Text(guid="a", reverse="r", answer="new"), self.B]))
        assert [card.deck for card in _held(target).cards] == ["Synced", "Mine"]

    def test_until_the_author_moves_the_entry(self) -> None:
        target = _with(Text(guid="a", reverse="r"), self.B)
        target.move(Guid("a"), (1,), DeckName("Mine"))
        there = deck([Text(guid="a", reverse="r", deck="Synced::B"), self.B])
        plan = sync(target, there)
        assert plan.steps[0].acts == (Act.MOVE,)
        assert "1 of its cards to Mine; the source moves it to Synced::B, and they go along" in plan.steps[0].remark
        assert [card.deck for card in _held(target).cards] == ["Synced::B"] * 2
        target.move(Guid("a"), (1,), DeckName("Mine"))
        assert sync(target, there).steps == ()
        assert [card.deck for card in _held(target).cards] == ["Synced::B", "Mine"]

    def test_or_for_good_where_the_learners_side_counts(self) -> None:
        target = _with(Text(guid="a", reverse="r"), self.B)
        target.move(Guid("a"), (1,), DeckName("Mine"))
        plan = sync(target, deck([Text(guid="a", reverse="r", deck="Synced::B"), self.B]), Terms(prefer=Side.ANKI))
        assert plan.steps[0].acts == (Act.MOVE, Act.KEEP)
        assert "to Mine; the source moves it to Synced::B, and they stay" in plan.steps[0].remark
        assert [card.deck for card in _held(target).cards] == ["Synced::B", "Mine"]

    @pytest.mark.parametrize("answer", ["", "new"])
    def test_a_card_in_a_filtered_deck_moves_once_that_is_emptied(self, answer: str) -> None:
        text = Text(guid="a", reverse="r")
        target = _with(text, self.B)
        cards = _held(target).cards
        target.notes[Guid("a")] = replace(
            _held(target), cards=(cards[0], replace(cards[1], deck=DeckName("Cram"), is_away=True))
        )
        there = deck([replace(text, deck="Synced::B", answer=answer or text.answer), self.B])
        plans = [sync(target, there) for _ in range(2)]
        assert plans[0].steps[0].moves == (0,)
        assert all("once that is emptied" in plan.steps[0].remark for plan in plans)
        assert [card.deck for card in _held(target).cards] == ["Synced::B", "Cram"]
        cards = _held(target).cards
        target.notes[Guid("a")] = replace(
            _held(target), cards=(cards[0], replace(cards[1], deck=DeckName("Synced"), is_away=False))
        )
        sync(target, there)
        assert [card.deck for card in _held(target).cards] == ["Synced::B"] * 2
        assert sync(target, there).steps == ()

    @pytest.mark.parametrize(("prefer", "ends"), [(None, "Mine"), (Side.SOURCE, "New")])
    def test_a_new_name_of_the_deck_moves_no_entry(self, prefer: Side | None, ends: str) -> None:
        target = _with(Text(guid="a", reverse="r"), self.B)
        target.move(Guid("a"), (1,), DeckName("Mine"))
        renamed = deck([Text(guid="a", reverse="r", deck="New"), replace(self.B, deck="New")])
        assert len(sync(target, renamed, Terms(prefer=prefer)).steps) == 2
        assert [card.deck for card in _held(target).cards] == ["New", ends]


class TestRetired:
    def test_only_on_demand_is_anything_deleted(self) -> None:
        target = _with(Text(guid="a"))
        gone = deck([], retired=("a", "unknown"))
        assert sync(target, gone).count()[Act.RETIRE] == 1
        assert sync(target, gone, Terms(delete_retired=True)).count()[Act.DELETE] == 1
        assert target.notes == {}

    def test_a_note_that_is_deleted_says_what_goes_with_it(self) -> None:
        target = _with(Text(guid="a"), Text(guid="b"))
        _edit(target, "a", {"Answer": "mine", "Hint": "mine"})
        held = _held(target)
        target.notes[Guid("a")] = replace(held, cards=tuple(replace(card, is_reviewed=True) for card in held.cards))
        plan = sync(target, deck([], retired=("a", "b")), Terms(delete_retired=True))
        said = "cards that go with their reviews: 1; what the learner wrote goes too: Answer, Hint"
        assert {step.guid: step.remark for step in plan.steps} == {"a": said, "b": ""}

    def test_a_note_of_the_learners_own_type_is_neither_retired_nor_deleted(self) -> None:
        target = _with(Text(guid="a"))
        target.notes[Guid("a")] = replace(_held(target), note_type="", fields=())
        assert sync(target, deck([], retired=("a",)), Terms(delete_retired=True)).steps == ()

    def test_notes_that_nobody_asks_for_stay(self) -> None:
        target = _with(Text(guid="mine"))
        assert sync(target, deck([])).steps == ()

    def test_many_at_once_is_objected_to(self) -> None:
        texts = [Text(guid=f"n{number}") for number in range(20)]
        target = _with(*texts)
        guids = tuple(text.guid for text in texts)
        scope = deck([]).wanted.scope
        few, many = (deck([], retired=guids[:count]).wanted for count in (10, 11))
        assert diff(few, target.read(scope), Terms()).objection == ""
        assert "11 of the 20" in diff(many, target.read(scope), Terms()).objection


class TestKinds:
    GAPS = Text(guid="a", kind="cloze")

    def test_a_note_can_change_its_type(self) -> None:
        target = _with(Text(guid="a", reverse="r"))
        cards = _held(target).cards
        target.notes[Guid("a")] = replace(_held(target), cards=(cards[0], replace(cards[1], is_reviewed=True)))
        plan = sync(target, deck([self.GAPS]))
        assert plan.steps[0].acts == (Act.CONVERT, Act.EMPTY)
        assert "Empty Cards" in plan.steps[0].remark
        assert (_held(target).note_type, _held(target).ordinals) == ("cloze", (0, 1))

    def test_where_the_target_can_it_is_not_done(self) -> None:
        target = _with(Text(guid="a"))
        plan = sync(target, deck([self.GAPS]), Terms(abilities=Abilities(converts=False)))
        assert (plan.steps[0].acts, _held(target).note_type) == ((Act.BLOCKED,), "qa")

    def test_a_note_whose_text_the_learner_edited_does_not(self) -> None:
        target = _with(Text(guid="a"))
        _edit(target, "a", {"Answer": "mine"})
        assert sync(target, deck([self.GAPS])).steps[0].acts == (Act.CONFLICT,)
        sync(target, deck([self.GAPS]), Terms(prefer=Side.SOURCE))
        assert _held(target).note_type == "cloze"

    def test_what_the_learner_edited_is_shown_beside_it(self) -> None:
        target = _with(Text(guid="a"))
        _edit(target, "a", {"Answer": "mine"})
        (step,) = sync(target, deck([self.GAPS])).steps
        assert (step.theirs["Answer"], step.ours["Answer"]) == ("mine", "")
        assert "{{c1::" in step.ours["Text"]
        assert {"Answer", "Text"} <= set(step.kept)

    def test_preferring_anki_settles_it_until_the_source_changes(self) -> None:
        target = _with(Text(guid="a"))
        _edit(target, "a", {"Answer": "mine"})
        for terms in (Terms(prefer=Side.ANKI), Terms()):
            assert [step.acts for step in sync(target, deck([self.GAPS]), terms).steps] == [(Act.KEEP,)]
        assert (_held(target).note_type, _field(target, "Answer")) == ("qa", "mine")
        newer = deck([replace(self.GAPS, answer="new")])
        assert sync(target, newer).steps[0].acts == (Act.CONFLICT,)
        sync(target, newer, Terms(prefer=Side.SOURCE))
        assert _held(target).note_type == "cloze"

    def test_an_edit_that_has_its_place_in_the_new_type_comes_along(self) -> None:
        target = _with(Text(guid="a"))
        _edit(target, "a", {"Extra": "mine"})
        assert sync(target, deck([self.GAPS])).steps[0].acts == (Act.CONVERT, Act.KEEP)
        cloze = REGISTRY["cloze"]
        assert _held(target).fields[cloze.index("Extra")] == "mine"
        sync(target, deck([replace(self.GAPS, answer="new")]))
        assert _held(target).fields[cloze.index("Extra")] == "mine"

    def test_a_note_of_a_foreign_type_is_left_alone(self) -> None:
        target = _with(Text(guid="a"))
        target.notes[Guid("a")] = replace(_held(target), note_type="")
        assert sync(target, deck([Text(guid="a", answer="new")])).steps[0].acts == (Act.BLOCKED,)


def test_a_card_that_shows_nothing_goes_unless_it_was_studied() -> None:
    target = _with(Text(guid="a", reverse="r"), Text(guid="b", reverse="r"))
    cards = _held(target, "b").cards
    target.notes[Guid("b")] = replace(_held(target, "b"), cards=(cards[0], replace(cards[1], is_reviewed=True)))
    plan = sync(target, deck([Text(guid="a"), Text(guid="b")]))
    assert len(plan.of(Act.EMPTY)) == 2
    assert (_held(target).ordinals, _held(target, "b").ordinals) == ((0,), (0, 1))


class TestLooks:
    def test_a_new_look_arrives_once(self) -> None:
        target = _with(Text(guid="a"))
        target.looks = {each.key: look(each) for each in deck([]).note_types}
        styled = deck([Text(guid="a")], styles=restyled(".card { color: red }"), styled=2_000_000_000)
        assert sync(target, styled).restyle == ("cloze", "qa")

    def test_the_learners_later_look_stays(self) -> None:
        target = _with(Text(guid="a"))
        target.looks = {
            each.key: replace(look(each), css="mine", modified=9_999_999_999) for each in deck([]).note_types
        }
        plan = sync(target, deck([Text(guid="a")], styles=restyled(".card { color: red }"), styled=2_000_000_000))
        assert (plan.restyle, plan.styles_kept) == ((), ("cloze", "qa"))

    def test_a_plan_stands_for_one_look(self) -> None:
        target, text = _with(Text(guid="a")), Text(guid="a")
        for looks in ({}, {each.key: look(each) for each in deck([]).note_types}):
            target.looks = dict(looks)
            ids = {
                diff(made.wanted, target.read(made.wanted.scope), Terms()).id
                for made in (
                    deck([text, Text(guid="new")], styles=restyled(css), styled=2_000_000_000) for css in ("a", "b")
                )
            }
            assert len(ids) == 2


def test_no_note_joins_a_note_type_that_was_altered() -> None:
    target = _with(Text(guid="a"))
    target.looks = {each.key: look(each) for each in deck([]).note_types}
    target.looks["qa"] = replace(target.looks["qa"], fields=(*_QA.field_names, "Mine"))
    plan = sync(target, deck([Text(guid="a", answer="new"), Text(guid="b")]))
    assert [step.acts for step in plan.steps] == [(Act.UPDATE,), (Act.BLOCKED,)]


def test_plans_are_the_same_whenever_they_are_made() -> None:
    target = _with(Text(guid="a"))
    scope = deck([]).wanted.scope
    ids = [
        diff(deck([Text(guid="a", answer="new", modified=when)]).wanted, target.read(scope), Terms()).id
        for when in (2_000_000_000, 2_000_000_009)
    ]
    assert ids[0] == ids[1] != diff(deck([Text(guid="a")]).wanted, target.read(scope), Terms()).id


@pytest.mark.parametrize("number", [0, 1])
def test_a_written_note_is_newer_than_both(number: int) -> None:
    target = _with(Text(guid="a"))
    _edit(target, "a", {"Hint": "mine"})
    _held_before = _held(target).modified
    when = (_held_before - 3, _held_before + 3)[number]
    sync(target, deck([Text(guid="a", answer="new", modified=when)]))
    assert _held(target).modified > max(when, _held_before)
