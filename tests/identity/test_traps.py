"""Edits that lead a simple rule astray, one by one: who keeps whose history, and what is left open."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from deckwright.identity import Change, Decision, Effect
from deckwright.model import Entry, Kind, Passage
from deckwright.segment.cut import segment
from identity.build import build, fresh_lock

NEW = None


def ask(question: str, answer: str, **more: Any) -> Entry:
    return Entry(
        **{"file": "a.md", "line": 1, "question": Passage(text=question), "answer": Passage(text=answer), **more}
    )


def laid(entries: list[Entry]) -> list[Entry]:
    return [replace(entry, line=10 * number, label=f"Q{number}.") for number, entry in enumerate(entries, start=1)]


def decide(before: list[Entry], now: list[Entry]) -> tuple[Decision, ...]:
    _, lock = build(laid(before), fresh_lock())
    resolution, _ = build(laid(now), lock)
    return resolution.decisions


def histories(before: list[Entry], now: list[Entry]) -> list[str | None]:
    """Say, for each entry of now, which question's history it has."""
    return [decision.record.question if decision.record else NEW for decision in decide(before, now)]


L1 = ask(
    "How does L1 regularisation work?",
    "It adds the sum of the absolute weights to the loss, which pulls small ones to exactly zero.",
)
L2 = ask(
    "How does L2 regularisation work?",
    "It adds the sum of the squared weights to the loss, which keeps all of them small but hardly ever zero.",
)
PRECISION = ask("What is precision?", "Of all that was called positive, the share that is.")
RECALL = ask("What is recall?", "Of all that is positive, the share that was found.")
PROS = ask("What are the advantages of UDP?", "- No handshake\n- No head-of-line blocking\n- Multicast works")
CONS = ask("What are the disadvantages of UDP?", "- Packets get lost\n- Packets get reordered\n- No rate control")
MOON = ask("Why does the moon have phases?", "We see its lit half from changing sides as it travels round the earth.")
TIDES = ask("What causes the tides?", "The moon's pull differs between the near and the far side of the earth.")


def snippet(code: str, answer: str) -> Entry:
    return ask(f"What's the output?\n\n```js\n{code}\n```", answer)


def test_a_hundred_entries_with_one_question_over_different_code() -> None:
    before = [
        snippet(f"console.log({number} + '{number * 7 % 13}')", f"It prints {number}{number * 7 % 13}, as text.")
        for number in range(100)
    ]
    edited = before[::-1]
    edited[10] = replace(edited[10], answer=Passage(text=f"{edited[10].answer.text} `+` with a string joins."))
    now = [snippet("console.log(typeof null)", "`object`, a mistake that had to stay."), *edited]
    taken = histories(before, now)
    assert taken[0] is NEW
    assert all(
        code.question.text.split("log")[1][:9] in (took or "") for code, took in zip(edited, taken[1:], strict=True)
    )


def test_an_entry_whose_code_gives_way_to_other_code_under_the_same_question_is_another_one() -> None:
    before = [snippet("let a = []; a[3] = 1; console.log(a.length)", "`4`: the length is the highest index plus one.")]
    now = [snippet("console.log([] + {})", "`[object Object]`, since both become strings.")]
    assert histories(before, now) == [NEW]


def test_one_sign_in_the_code_makes_another_question_unless_the_answer_says_that_it_is_the_same() -> None:
    code, copying = "let b = a; b.push(4); console.log(a)", "let b = [...a]; b.push(4); console.log(a)"
    said = "`[1, 2, 3, 4]`: both names mean the same array."
    other = "`[1, 2, 3]`: the spread made a copy, which alone is extended."
    assert histories([snippet(code, said[:10])], [snippet(copying, other)]) == [NEW]
    assert histories([snippet(code, said)], [snippet(code + ";", said + " Arrays are objects.")]) != [NEW]


def test_a_near_twin_in_the_old_ones_place_is_new() -> None:
    for one, other in ((L1, L2), (L2, L1), (PRECISION, RECALL), (RECALL, PRECISION), (PROS, CONS), (CONS, PROS)):
        assert histories([MOON, one, TIDES], [MOON, other, TIDES]) == [MOON.question.text, NEW, TIDES.question.text]


def test_near_twins_that_are_both_edited_keep_apart() -> None:
    before = [L1, L2, PRECISION, RECALL, PROS, CONS]
    now = [
        ask("Explain L2 regularisation.", L2.answer.text + " It has a closed form for linear models."),
        ask("Explain L1 regularisation.", L1.answer.text[:60]),
        ask("Define recall.", RECALL.answer.text + " Also called sensitivity."),
        ask("Define precision.", PRECISION.answer.text),
        ask("Which disadvantages does UDP have?", CONS.answer.text + "\n- Often blocked"),
        ask("Which benefits does UDP have?", PROS.answer.text),
    ]
    assert histories(before, now) == [one.question.text for one in (L2, L1, RECALL, PRECISION, CONS, PROS)]


def test_one_twin_goes_while_the_other_is_edited() -> None:
    now = [ask("How does L2-regularisation work, and why?", L2.answer.text[:70])]
    assert histories([L1, L2], now) == [L2.question.text]


def test_two_entries_swap_their_answers() -> None:
    now = [ask(MOON.question.text, TIDES.answer.text), ask(TIDES.question.text, MOON.answer.text)]
    assert histories([MOON, TIDES], now) == [MOON.question.text, TIDES.question.text]


def test_swapped_answers_with_a_slip_mended_at_once_give_nothing_away() -> None:
    before = [ask("Why does the moon have phaess?", MOON.answer.text), TIDES]
    now = [ask("Why does the moon have phases?", TIDES.answer.text), ask("What causes tides?", MOON.answer.text)]
    taken = histories(before, now)
    assert taken[0] in (before[0].question.text, NEW)
    assert taken[1] in (TIDES.question.text, NEW)


def test_another_question_in_the_old_ones_place_under_its_number_is_new() -> None:
    other = ask("What is a palimpsest?", "A manuscript that was scraped off and written on again.")
    decisions = decide([MOON, TIDES], [other, TIDES])
    assert [decision.effect for decision in decisions] == [Effect.NEW, Effect.KNOWN]
    assert decisions[0].entry.label == decisions[1].entry.label.replace("2", "1")


def test_another_question_with_the_same_short_answer_is_new() -> None:
    for answer in ("B", "False", "O(n)", "No."):
        before = [ask("Is k-means sure to find the best clusters?", answer), MOON]
        now = [ask("Does a leap year come every four years without exception?", answer), MOON]
        assert histories(before, now) == [NEW, MOON.question.text]


def test_a_short_answer_keeps_its_history_through_a_mended_question() -> None:
    before = [ask("Is k-means garanteed to find the global optimum?", "False"), ask("Is a heap sorted?", "False")]
    now = [ask("Is a heap sorted?", "False"), ask("Is k-means guaranteed to find the global optimum?", "False")]
    assert histories(before, now) == [before[1].question.text, before[0].question.text]


def test_a_word_that_differs_by_a_letter_may_be_another_word() -> None:
    before = [ask("How is micro F1 computed?", "From the summed counts of all classes, in one go.")]
    now = [ask("How is macro F1 computed?", "For each class alone, followed by the plain mean.")]
    assert histories(before, now) == [NEW]


def test_a_split_leaves_the_history_with_the_part_that_keeps_the_subject() -> None:
    both = ask(
        "What is dropout?",
        "Units are switched off at random during training, which keeps them from relying on one another.\n\n"
        "At test time all units stay, and the activations are scaled so that sums have the same size as before.",
    )
    first, second = both.answer.text.split("\n\n")
    now = [ask("What is dropout in training?", first), ask("How are activations scaled at test time?", second)]
    assert histories([both, MOON], [*now, MOON]) == [both.question.text, NEW, MOON.question.text]


def test_a_merge_leaves_the_history_with_the_question_that_stays() -> None:
    both = ask(MOON.question.text, f"{MOON.answer.text}\n\n{TIDES.answer.text}")
    assert histories([MOON, TIDES], [both]) == [MOON.question.text]


def test_a_merge_under_a_new_question_is_left_open() -> None:
    both = ask("What is there to know about heavenly bodies?", f"{MOON.answer.text}\n\n{TIDES.answer.text}")
    assert histories([MOON, TIDES], [both]) == [NEW]


def test_question_and_answer_both_rewritten_is_left_open_with_its_candidate() -> None:
    now = [
        ask(
            "Explain why the moon shows phases.",
            "Sunlight always falls on one half; how much of it faces us changes through the month.",
        )
    ]
    _, lock = build(laid([MOON, TIDES]), fresh_lock())
    resolution, _ = build(laid(now), lock)
    (decision,) = resolution.decisions
    assert (decision.effect, [record.question for record in decision.candidates]) == (Effect.NEW, [MOON.question.text])
    assert [reason.change for reason in decision.reasons] == [Change.AMBIGUOUS]
    (said,) = resolution.diagnostics
    assert (said.code, said.line) == ("DW405", 10)
    assert said.hint.endswith(f"deckwright relink {decision.candidates[0].guid} {decision.guid}")


def test_reworded_edited_moved_and_renumbered_at_once_is_still_the_same() -> None:
    now = [
        ask("What is an eclipse?", "One body passes through the shadow of another."),
        ask(
            "Why do we see phases of the moon?",
            f"{MOON.answer.text} At full moon we look from where the sun is.",
            file="sky.md",
            headings=("Astronomy",),
        ),
    ]
    assert histories([TIDES, MOON], now) == [NEW, MOON.question.text]


def test_what_was_recognised_says_by_what() -> None:
    now = [
        MOON,
        ask(TIDES.question.text, "The pull of the moon, mostly."),
        ask("How does the L1 penalty work?", L1.answer.text),
        ask("How does L2 regularization work?", f"{L2.answer.text} It is also called ridge."),
    ]
    decisions = decide([MOON, TIDES, L1, L2], now)
    assert [one.evidence.split(" %")[0][:26] for one in decisions] == [
        "same content",
        "same question in the same ",
        "same answer",
        "question 100% alike, answe",
    ]
    assert [[reason.change for reason in one.reasons] for one in decisions] == [
        [],
        [Change.ANSWER],
        [Change.REWORDED],
        [Change.REWORDED, Change.ANSWER],
    ]


def test_identical_entries_are_paired_by_their_places() -> None:
    twice = [replace(MOON, headings=("Sky",)), replace(MOON, headings=("Sea",))]
    first, lock = build(laid(twice), fresh_lock())
    assert first.decisions[0].guid != first.decisions[1].guid
    assert [one.code for one in first.diagnostics] == ["DW408"]
    second, _ = build(laid(twice[::-1]), lock)
    assert [one.guid for one in second.decisions] == [one.guid for one in first.decisions[::-1]]


def test_a_crowd_of_identical_entries_is_reported_once() -> None:
    found, _ = build(laid([replace(MOON, headings=(str(number),)) for number in range(9)]), fresh_lock())
    assert len({one.guid for one in found.decisions}) == 9
    (said,) = found.diagnostics
    assert said.code == "DW408"
    assert said.message.endswith("; so are 7 more.")


def test_a_generic_question_is_known_by_its_place() -> None:
    before = [ask("Complexity?", f"O({cost})", headings=(name,)) for name, cost in (("Heap", "log n"), ("List", "n"))]
    now = [ask("Complexity?", f"O({cost})", headings=(name,)) for name, cost in (("List", "n²"), ("Heap", "n log n"))]
    decisions = decide(before, now)
    assert [one.record.headings if one.record else NEW for one in decisions] == [("List",), ("Heap",)]


def test_an_entry_that_becomes_a_cloze_is_another_note_and_says_so() -> None:
    now = [replace(MOON, kind=Kind.CLOZE, question=Passage(text="Why does the {{c1::moon}} have phases?"))]
    _, lock = build(laid([MOON]), fresh_lock())
    resolution, _ = build(laid(now), lock)
    assert [one.effect for one in resolution.decisions] == [Effect.NEW]
    assert [one.question for one in resolution.decisions[0].candidates] == [MOON.question.text]
    (said,) = resolution.diagnostics
    assert (said.code, "anew" in said.message) == ("DW407", False), "a sync with a collection takes its reviews along"
    assert [one.question for one in resolution.retired] == [MOON.question.text]


MARKED = "# Cells\n\n### What is a ==vacuole==?\n\nA ==store== in the cell.\n\n### Next?\n\nYes.\n"


@pytest.mark.parametrize(
    ("now", "code"),
    [
        (MARKED.replace("==?", "==? {highlights}"), "DW407"),
        (MARKED.replace("==vacuole==", "{{c1::vacuole}}"), "DW407"),
        (MARKED.replace("==vacuole==", "large {{c1::vacuole}}").replace("A ==store==", "Sap"), "DW405"),
    ],
)
def test_a_question_whose_marks_became_gaps_is_another_kind_of_note_and_no_relink_is_advised(
    now: str, code: str
) -> None:
    _, lock = build(segment(MARKED, file="a.md").entries, fresh_lock())
    resolution, _ = build(segment(now, file="a.md").entries, lock)
    (said,) = resolution.diagnostics
    assert said.code == code
    assert "anew" in said.hint
    assert "relink" not in said.hint
