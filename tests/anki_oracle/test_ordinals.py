"""Which cards we say a note has is which cards Anki makes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from anki_oracle.oracle import Learner
from deckwright.notetypes import REGISTRY, NoteTypeSpec
from deckwright.targets.package.write import write
from package.made import content, note

pytestmark = pytest.mark.anki


@pytest.fixture(scope="module")
def anki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Learner]:
    folder = tmp_path_factory.mktemp("ordinals")
    with closing(Learner(folder)) as learner:
        write(content([note("a"), note("b", kind="cloze")]), folder / "deck.apkg")
        learner.receive(folder / "deck.apkg")
        yield learner


def _made(anki: Learner, spec: NoteTypeSpec, values: dict[str, str]) -> tuple[int, ...]:
    made = anki.col.new_note(anki.col.models.by_name(f"Deckwright {spec.label} · Sample"))
    for name, value in values.items():
        made[name] = value
    anki.col.add_note(made, 1)
    return tuple(sorted(card.ord for card in made.cards()))


def _said(spec: NoteTypeSpec, values: dict[str, str]) -> tuple[int, ...]:
    """What we say; Anki gives a note that would have none its first card when it is added by hand."""
    return spec.ordinals(tuple(values.get(name, "") for name in spec.field_names)) or (0,)


_BITS = ["", " ", "\n", "\t", "\x0b", "\u00a0", "\u2003", "x", "<br>", "<BR />", "<br  >", "</div>", "<div/>", "<p>"]
_BLANKS = st.lists(st.sampled_from([*_BITS, "&nbsp;", "<!-- -->"]), max_size=4).map("".join)
_GATES = ("Question", "Reverse", "Spare 7", "Spare 8", "Answer", "Context")


@given(st.fixed_dictionaries(dict.fromkeys(_GATES, _BLANKS)))
def test_of_questions(anki: Learner, values: dict[str, str]) -> None:
    spec = REGISTRY["qa"]
    assert _said(spec, values) == _made(anki, spec, values)


_TOKENS = [*(f"{{{{c{number}::" for number in (0, 1, 2, 3, "01", 499, 500, 501, 65_536, "", "-1", " 1")), "}}", "::h"]
_TEXTS = st.lists(st.sampled_from([*_TOKENS, "}}", "}}", "text", "{{", "}", "\n", "<b>"]), max_size=30).map("".join)


@given(_TEXTS)
@example("".join(f"{{{{c{number}::" for number in range(1, 13)) + "}}" * 12)
def test_of_gaps(anki: Learner, text: str) -> None:
    spec = REGISTRY["cloze"]
    assert _said(spec, {"Text": text}) == tuple(sorted(set(_made(anki, spec, {"Text": text}))))


_SEVERAL = [f"{{{{c{numbers}::" for numbers in ("1,2", "2,1", "3,", ",4", ",", "0,5", "0,0", "6,70000", "70000,80000")]
_SEVERAL_TEXTS = st.lists(st.sampled_from([*_SEVERAL, "{{c7::", "}}", "}}", "x"]), max_size=20).map("".join)


@pytest.fixture
def reads_several_numbers() -> None:
    from anki.buildinfo import version

    if version.startswith("25."):
        pytest.skip("Anki before 26 reads no gaps with several numbers")


@pytest.mark.usefixtures("reads_several_numbers")
@given(_SEVERAL_TEXTS)
@example("{{c,::{{c1::x}}")
@example("{{c70000::{{c1::x}}")
@example("{{c0::{{c1::x}}")
def test_of_gaps_with_several_numbers(anki: Learner, text: str) -> None:
    spec = REGISTRY["cloze"]
    assert _said(spec, {"Text": text}) == tuple(sorted(set(_made(anki, spec, {"Text": text}))))
