"""The reviews of a gap stay with its text, whatever is edited around it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckwright.identity.corrected import is_corrected, stands_in
from deckwright.identity.gaps import LARGEST, Asked, Numbered, key_of, number_gaps
from deckwright.markdown.finding import find_gaps

WORDS = (
    *(
        "mitochondrion",
        "Treaty of Westphalia",
        "1648",
        "$E = mc^2$",
        "std::vector",
        "光合作用",
        "photosynthesis needs light",
    ),
    *(
        "Kraków",
        "abelian",
        "O(n log n)",
        "NaCl",
        "quicksort",
        "the left ventricle",
        "Übermut",
        "x",
        "42",
        "Ωmega point",
    ),
    *(
        "polymorphism",
        "git rebase --onto",
        "fjord",
        "jazz",
        "a much longer text that the lock can only hold the head of, as here",
    ),
    *(
        "nitrite",
        "nitrate",
        "1649",
        "$E = mc^3$",
        "allowed",
        "not allowed",
        "afferent",
        "efferent",
        "光合",
        "abelians (not)",
    ),
)


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A gap that keeps its name while its text is edited."""

    name: int
    text: str
    label: int = 0


@dataclass(kw_only=True)
class History:
    """A text with gaps through its edits, and which gaps each number was ever given to."""

    gaps: tuple[Gap, ...] = ()
    lock: Numbered = field(default_factory=lambda: Numbered(numbers=(), clozes={}))
    owners: dict[int, set[int]] = field(default_factory=dict)

    def build(self, gaps: tuple[Gap, ...]) -> None:
        before = dict(zip((gap.name for gap in self.gaps), self.lock.numbers, strict=True))
        alone = {gap.name for gap in self.gaps if sum(own == before[gap.name] for own in before.values()) == 1}
        asked = [
            Asked(text=gap.text, numbers=(gap.label,) if gap.label else (), beside=(f"before {at}", ""))
            for at, gap in enumerate(gaps)
        ]
        whole = " ".join(gap.text for gap in gaps)
        made = number_gaps(asked, self.lock.clozes, whole)
        assert number_gaps(asked, made.clozes, whole) == made, "building again changes nothing"
        self.check(gaps, made, {name: before[name] for name in alone})
        self.gaps, self.lock = gaps, made

    def check(self, gaps: tuple[Gap, ...], made: Numbered, alone: dict[int, tuple[int, ...]]) -> None:
        cards: dict[int, set[int]] = {}
        labels: dict[int, set[int]] = {}
        for gap, (number,) in zip(gaps, made.numbers, strict=True):
            assert 0 < number <= LARGEST
            cards.setdefault(number, set()).add(gap.name)
            labels.setdefault(gap.label or -gap.name - 1, set()).add(number)
        assert all(len(numbers) == 1 for numbers in labels.values()), "one label of the author's is one card"
        assert sum(map(len, labels.values())) == len(cards), "and two are two"
        for number, names in cards.items():
            if len(names) == 1 and (name := next(iter(names))) in alone:
                assert (number,) == alone[name], "a gap that stays keeps its number"
            owners = self.owners.setdefault(number, set(names))
            assert owners & names, "no number goes to another text"
            owners |= names


@st.composite
def edits(draw: st.DrawFn) -> list[tuple[Gap, ...]]:
    words = iter(draw(st.permutations(WORDS)))
    current = [
        Gap(name=number, text=next(words), label=draw(st.integers(0, 4))) for number in range(draw(st.integers(1, 5)))
    ]
    found = [tuple(current)]
    for _ in range(draw(st.integers(1, 6))):
        match draw(st.sampled_from(["add", "remove", "shuffle", "reword", "relabel", "swap", "back"])):
            case "add" if (word := next(words, None)) is not None:
                names = {gap.name for gaps in found for gap in gaps}
                current.insert(draw(st.integers(0, len(current))), Gap(name=max(names) + 1, text=word))
            case "remove" if len(current) > 1:
                current.pop(draw(st.integers(0, len(current) - 1)))
            case "shuffle":
                current = list(draw(st.permutations(current)))
            case "reword":
                at = draw(st.integers(0, len(current) - 1))
                text = current[at].text
                endings = [" (sic)", *(["s", "!", ", the one"] if text.endswith(("ion", "rd", "rt")) else [])]
                if 3 < len(text) < 50:
                    current[at] = replace(current[at], text=text + draw(st.sampled_from(endings)))
            case "relabel":
                at = draw(st.integers(0, len(current) - 1))
                current[at] = replace(current[at], label=draw(st.integers(0, 6)))
            case "swap":
                one, two = draw(st.tuples(*[st.integers(0, len(current) - 1)] * 2))
                labels = current[one].label, current[two].label
                current[two] = replace(current[two], label=labels[0])
                current[one] = replace(current[one], label=labels[1] if one != two else labels[0])
            case "back":
                there = {gap.name for gap in current}
                gone = [gap for gaps in found for gap in gaps if gap.name not in there]
                if gone:
                    current.append(draw(st.sampled_from(gone)))
        found.append(tuple(current))
    return found


@given(edits())
@settings(max_examples=500, deadline=None)
def test_a_gap_that_stays_keeps_its_number_and_no_number_goes_to_another_text(versions: list[tuple[Gap, ...]]) -> None:
    history = History()
    for version in versions:
        history.build(version)


def numbers(texts: str, known: dict[str, int] | None = None) -> tuple[str, dict[str, int]]:
    """Number gaps that are written `1:text` or `text`, parted by blanks; give the numbers as text and the lock."""
    asked = [
        Asked(text=text, numbers=tuple(map(int, number.split(","))) if number else ())
        for number, _, text in (word.rpartition(":") for word in texts.split())
    ]
    made = number_gaps(asked, known or {})
    return " ".join(",".join(map(str, each)) for each in made.numbers), dict(made.clozes)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("1:Paris 2:France", "1:Paris 2:France", "1 2"),
        ("1:Paris 2:France", "1:France 2:Paris", "2 1"),
        ("1:Paris 2:France", "1:France", "2"),
        ("1:Paris 2:France", "2:Paris 1:France", "1 2"),
        ("Paris France", "Seine Paris France", "3 1 2"),
        ("Paris France", "France", "2"),
        ("3:Paris France", "3:Paris France", "3 4"),
        ("1:Paris 1:France", "1:Paris 1:France 1:Seine", "1 1 1"),
        ("1:Paris 1:France", "1:Paris 2:France", "1 2"),
        ("1:Paris 2:France", "1:Paris 1:France", "1 1"),
        ("1,2:Paris 1:Seine 2:Rhone", "1,2:Paris 1:Seine 2:Rhone", "1,2 1 2"),
        ("1:same 2:same", "2:same 1:same", "2 1"),
        ("same same", "same", "1"),
        ("1:colour 2:France", "1:color 2:France", "1 2"),
        ("1:Paris 2:France", "1:Lyon 2:France", "3 2"),
        ("1:Paris 2:France", "7:Seine 2:France", "7 2"),
    ],
)
def test_of_examples(before: str, after: str, expected: str) -> None:
    assert numbers(after, numbers(before)[1])[0] == expected


def test_a_number_is_remembered_after_its_text_is_gone_and_comes_back_with_it() -> None:
    _, lock = numbers("1:Paris 2:France")
    _, lock = numbers("1:Paris", lock)
    made, lock = numbers("1:Paris 2:Seine", lock)
    assert made == "1 3"
    assert numbers("1:Paris 2:Seine 3:France", lock)[0] == "1 3 2"


def test_a_number_that_two_cards_merged_into_one_left_is_not_given_away() -> None:
    _, lock = numbers("1:Paris 2:France")
    _, lock = numbers("1:Paris 1:France", lock)
    made, lock = numbers("1:Paris 1:France 2:Seine", lock)
    assert made == "1 1 3"
    assert numbers("1:Paris 4:France 2:Seine", lock)[0] == "1 2 3"


def test_of_two_that_are_one_card_no_more_each_takes_its_own_number_again() -> None:
    _, lock = numbers("1:Mercury 2:Venus")
    made, lock = numbers("1:Venus 2:Mercury", lock)
    assert made == "2 1"
    _, lock = numbers("1:Venus 1:Mercury", lock)
    assert numbers("1:Venus 2:Mercury", lock)[0] == "2 1"
    assert numbers("2:Venus 1:Mercury", lock)[0] == "2 1"


def stood(text: str, known: dict[str, int] | None = None) -> tuple[str, dict[str, int]]:
    """Number the gaps of a text, in their order, with the words beside them."""
    gaps = find_gaps(text)
    asked = [Asked(text=gaps.said(gap), numbers=gap.numbers, beside=gaps.beside(gap)) for gap in gaps.found]
    made = number_gaps(asked, known or {}, gaps.revealed())
    assert number_gaps(asked, made.clozes, gaps.revealed()) == made
    return " ".join(",".join(map(str, each)) for each in made.numbers), dict(made.clozes)


PUSH, POP, FIND = "| push | {{c::O(1)}} |", "| pop | {{c::O(1)}} |", "| find | {{c::O(n)}} |"
PEEK = PUSH.replace("push", "peek")
X = ("A is {{c::x}}", "B is {{c::y}}", "C is {{c::x}}")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([PUSH, POP, FIND], [PEEK, PUSH, POP, FIND], "4 1 2 3"),
        ([PUSH, POP, FIND], [POP, FIND], "2 3"),
        ([PUSH], [PEEK, PUSH], "2 1"),
        ([POP, PUSH], [PUSH, PEEK, POP], "2 3 1"),
        ([PUSH, POP], [f"{PUSH[:-1]} ends |", POP], "1 2"),
        (
            [PUSH.replace("c::", "c1::"), POP.replace("c::", "c2::")],
            [PEEK.replace("c::", "c1::"), PUSH.replace("c::", "c2::"), POP.replace("c::", "c3::")],
            "3 1 2",
        ),
        ([f"{', '.join(X)}."], [f"{', '.join(X[::-1])}."], "3 2 1"),
        (["- {{c::O(1)}}: push", "- {{c::O(1)}}: pop"], ["- {{c::O(1)}}: pop"], "2"),
    ],
)
def test_of_gaps_that_say_the_same_each_is_known_by_its_words(
    before: list[str], after: list[str], expected: str
) -> None:
    assert stood("\n".join(after), stood("\n".join(before))[1])[0] == expected


def test_one_that_comes_back_while_another_leaves_is_known_by_its_words() -> None:
    _, known = stood("First {{c1::red}} then {{c2::red}} at last {{c3::red}} end.")
    _, known = stood("First {{c1::red}} then red at last {{c3::red}} end.", known)
    back = "First {{c1::red}} then {{c2::red}} at last red end."
    assert stood(back, known)[0] == "1 2"


def test_one_that_left_and_comes_back_is_known_by_its_words_too() -> None:
    _, lock = stood(f"{PUSH}\n{POP}\n{PEEK}")
    _, lock = stood(PUSH, lock)
    assert stood(f"{PEEK}\n{PUSH}", lock)[0] == "3 1"


ARTERIOLE = "The {{c1::afferent}} arteriole brings blood, the efferent one takes it away."
HEART = "The {{c1::ventricle}} pumps blood, the {{c2::atrium}} takes it up."


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (ARTERIOLE, "The afferent arteriole brings blood, the {{c1::efferent}} one takes it away.", "2"),
        ("{{c1::Systolic}} is high, diastolic low.", "Systolic is high, {{c1::diastolic}} low.", "2"),
        ("{{c1::Adenine}} pairs with {{c2::thymine}}.", "{{c1::Guanine}} pairs with {{c2::cytosine}}.", "3 4"),
        ("Water boils at {{c::100}} degrees.", "Water boils at {{c::99.97}} degrees.", "2"),
        ("It is {{c::10 km}} long.", "It is {{c::12 km}} long.", "2"),
        ("Port {{c1::8080}} is open.", "Port {{c1::8443}} is open.", "2"),
        ("The value is {{c1::$x^2$}}.", "The value is {{c1::$x^3$}}.", "2"),
        ("It has one {{c1::cell}}, never cells.", "It has one cell, never {{c1::cells}}.", "2"),
        ("The capital is {{c1::北京}}。", "The capital is 北京, once {{c1::北京市}}。", "2"),
        ("He came from {{c1::Paris}}.", "Paris is in {{c1::Paris (Texas)}}.", "2"),
        (HEART, HEART.replace("c1::", "c1::left "), "3 2"),
        (HEART, HEART.replace("c1::ventricle", "c1::ventricle, the left one"), "1 2"),
        ("It {{c1::binds}} the site.", "It {{c1::cannot bind}} the site.", "2"),
        (HEART, "The {{c2::atrium}} takes blood up, then the {{c1::left ventricle}} pumps it.", "2 3"),
        (HEART, "The {{c2::atrium}} takes blood up, then {{c1::a ventricle}} pumps it.", "2 1"),
        ("It was {{c::World War 2}}.", "It was then {{c::World War 2 (1939-1945)}}.", "1"),
        (f"It is {{{{c::{'word ' * 20}}}}} here.", f"It is {{{{c::{'word ' * 20}end}}}} here.", "2"),
    ],
)
def test_a_number_goes_to_another_text_only_where_that_is_the_old_one_corrected(
    before: str, after: str, expected: str
) -> None:
    assert stood(after, stood(before)[1])[0] == expected


def test_a_text_that_comes_back_beside_the_one_that_replaced_it_has_its_own_number() -> None:
    _, lock = stood("{{c1::Adenine}} pairs with {{c2::thymine}}.")
    _, lock = stood("{{c1::Guanine}} pairs with {{c2::cytosine}}.", lock)
    both = "{{c1::Adenine}} pairs with {{c2::thymine}}; {{c3::guanine}} with {{c4::cytosine}}."
    assert stood(both, lock)[0] == "1 2 3 4"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "{{c1::Paris}} is the capital of France. {{c2::Paris}} lies on the Seine.",
            "{{c2::Paris}} lies on the Seine. {{c1::Paris}} is the capital of France.",
            "2 1",
        ),
        (
            "In 2001 {{c1::Bush}} won and in 1989 {{c2::Bush}} won.",
            "In 1989 {{c1::Bush}} won and in 2001 {{c2::Bush}} won.",
            "2 1",
        ),
        (
            "In 2001 {{c1::Bush}} won and in 1989 {{c2::Bush}} won.",
            "In 1989 {{c2::Bush}} won and in 2001 {{c1::Bush}} won.",
            "2 1",
        ),
    ],
)
def test_no_words_beside_are_no_sign_and_then_the_author_says(before: str, after: str, expected: str) -> None:
    assert stood(after, stood(before)[1])[0] == expected


def test_a_lock_without_the_words_beside_is_read_as_ever() -> None:
    _, lock = numbers("O(1) O(1) O(n)")
    assert lock == {"O(1)": 1, "O(1)\x1f2": 2, "O(n)": 3}
    made, after = stood(f"{PUSH}\n{POP}\n{FIND}", lock)
    assert made == "1 2 3"
    assert stood(f"{PEEK}\n{PUSH}\n{POP}\n{FIND}", after)[0] == "4 1 2 3"


def test_there_are_500_numbers() -> None:
    texts = [Asked(text=f"text {number}") for number in range(LARGEST)]
    made = number_gaps(texts, {})
    assert len(made.numbers) == LARGEST
    more = number_gaps([*texts, Asked(text="one more")], made.clozes)
    assert not more.numbers
    assert more.clozes == made.clozes


def test_a_large_number_of_the_author_leaves_room() -> None:
    assert number_gaps([Asked(text="a", numbers=(500,)), Asked(text="b")], {}).numbers == ((500,), (1,))


def test_long_texts_are_cut_in_the_lock_and_still_told_apart() -> None:
    one, other = "word " * 40 + "end", "word " * 40 + "other end"
    assert len(key_of(one)) <= 60
    assert key_of(one) != key_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ATP", "atp"),
        ("ATP", "ATP (adenosine)"),
        ("mitochondria", "the mitochondria"),
        ("mitochondrion", "mitochondria"),
        ("Paris", "Paris, the capital"),
        ("Paris", "Paris: it was founded by Celts"),
        ("colour", "color"),
        ("haemoglobin", "hemoglobin"),
        ("sulphur", "sulfur"),
        ("Missisippi", "Mississippi"),
        ("München", "Muenchen"),
        ("Schluß", "Schluss"),
        ("oestrogen", "estrogen"),
        ("anaemia", "anemia"),
        ("organise", "organize"),
        ("catalysed", "catalyzed"),
        ("behaviour", "behavior"),
        ("centres", "centers"),
        ("travelled", "traveled"),
        ("accomodate", "accommodate"),
        ("gas", "the gas"),
        ("A cell", "a cell"),
        ("matches", "matching"),
        ("didn't rise", "didn’t rise"),
        ("not allowed", "not allowed (here)"),
        ("Zelle", "Zellen"),
        ("inhibited", "inhibits"),
        ("power house", "powerhouse"),
        ("power-house", "powerhouse"),
        ("don't know", "dont know"),
        ('"liberty"', "liberty"),
        ("a+b", "a + b"),
        ("an allele.", "an allele"),
        ("北京", "北京（首都）"),
    ],
)
def test_a_correction_is_the_same_text(one: str, other: str) -> None:
    assert is_corrected(one, other)
    assert is_corrected(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(
            ("cat", "car"),
            ("left", "right"),
            ("Paris", "Lyon"),
            ("", "x"),
            ("x", "X"),
            ("A", "a"),
            ("mM", "MM"),
            ("f'", "f"),
        ),
        *(("mitosis", "meiosis"), ("endothermic", "exothermic"), ("increase", "decrease"), ("Iran", "Iraq")),
        *(("hypokalemia", "hyperkalemia"), ("not allowed", "allowed"), ("allowed", "allowed, but not here")),
        *(("8080", "8443"), ("x^2", "x^3"), ("x²", "x³"), ("1,000", "1000"), ("-5", "5"), ("a+b", "a-b")),
        *(("nitrite", "nitrate"), ("osteoblast", "osteoclast"), ("absorption", "adsorption"), ("proton", "photon")),
        *(("macroeconomics", "microeconomics"), ("prostate", "prostrate"), ("nucleoside", "nucleotide")),
        *(("phosphate", "phosphatase"), ("Niger", "Nigeria"), ("insulin", "insulinase"), ("alkane", "alkene")),
        *(("Austria", "Australia"), ("linear", "nonlinear"), ("advantages", "disadvantages"), ("regular", "irregular")),
        *(("World War", "World War III"), ("hepatitis", "hepatitis A"), ("hepatitis A", "hepatitis B")),
        *(("1648", "1648, 1649"), ("O(n) log n", "O(n log n)"), ("nicht möglich", "möglich"), ("北京", "东京")),
        *(("git add", "git add -p"), ("dog bites man", "man bites dog"), ("uses", "used not")),
        *(("intercellular", "intracellular"), ("causal", "casual"), ("desert", "dessert"), ("adenine", "adenosine")),
        ("sodium", "sodium, potassium"),
        ("GET", "GET, POST"),
        ("agonist", "agonist, partial"),
        ("糖", "糖、水"),
    ],
)
def test_another_word_number_or_sign_is_another_text(one: str, other: str) -> None:
    assert not is_corrected(one, other)
    assert not is_corrected(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("ventricle", "left ventricle"), ("agonist", "partial agonist"), ("carbon", "carbon dioxide")),
        *(("Paris", "the city of Paris"), ("bind", "cannot bind"), ("bind", "fail to bind"), ("active", "half active")),
        *(("rise", "didn't rise"), ("active", "wasn’t active"), ("rise", "won't rise"), ("rouge", "neither rouge")),
        *(("wirksam", "kaum wirksam"), ("aktiv", "nichts aktiv"), ("cells", "δεν cells"), ("cells", "few cells")),
        *(("few cells", "a few cells"), ("little water", "a little water"), ("typical cell", "atypical cell")),
        *(("a typical cell", "atypical cell"), ("in active", "inactive"), ("the rapist", "therapist")),
        *(("active", "active (wasn't)"), ("active", "active, or wasn't it"), ("true", "true: nobody knows")),
        *(("not active", "not active (not true)"), ("活性", "活性（不是）"), ("assets", "assets - liabilities")),
        ("it is bound to the membrane of the cell and there it is active", key_of(f"{'it is bound ' * 6} inactive")),
    ],
)
def test_more_words_may_say_the_opposite(one: str, other: str) -> None:
    assert not is_corrected(one, other)
    assert not is_corrected(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("Reise", "Riese"), ("schreiben", "schrieben"), ("Lärche", "Lerche"), ("Wände", "Wende"), ("Masse", "Maße")),
        *(("hablo", "habló"), ("publico", "publicó"), ("marche", "marché"), ("campana", "campaña"), ("Buße", "Busse")),
        *(("brakes", "braces"), ("planning", "planing"), ("starring", "staring"), ("star", "staring")),
        *(("infarction", "infraction"), ("complaint", "compliant"), ("transection", "transfection")),
        *(
            ("mourning", "morning"),
            ("fourth", "forth"),
            ("scouring", "scoring"),
            ("timbre", "timber"),
            ("montre", "monter"),
        ),
        *(
            ("phishing", "fishing"),
            ("Grafen", "Graphen"),
            ("Michael", "Michel"),
            ("tyred", "tired"),
            ("prise", "prize"),
        ),
        *(
            ("princes", "princess"),
            ("needles", "needless"),
            ("scars", "scared"),
            ("plan", "planes"),
            ("cast", "castes"),
        ),
        *(("desserts", "deserts"), ("cappelli", "capelli"), ("Schotten", "Schoten"), ("Easter", "Eastern")),
        *(
            ("infected", "infecting"),
            ("cloth", "clothes"),
            ("resume", "résumé"),
            ("Krakow", "Kraków"),
            ("re-creation", "recreation"),
        ),
    ],
)
def test_words_that_look_alike_are_two(one: str, other: str) -> None:
    assert not is_corrected(one, other)
    assert not is_corrected(other, one)


def test_the_whole_text_is_searched_once_for_each_gap_that_went(monkeypatch: pytest.MonkeyPatch) -> None:
    """All texts are one but for capitals, so that each may be each; the card's text may be a long one."""
    texts = [
        "".join(sign.upper() if at >> bit & 1 else sign for bit, sign in enumerate("mitochondria")) for at in range(280)
    ]
    old, new = texts[:140], texts[140:]
    whole = "some more words about cells " * 400
    searched: Counter[str] = Counter()

    def counted(text: str, within: str) -> int:
        searched[text] += len(within) >= len(whole)
        return stands_in(text, within)

    monkeypatch.setattr("deckwright.identity.corrected.stands_in", counted)
    known = number_gaps([Asked(text=text) for text in old], {}, f"{whole} {' '.join(old)}").clozes
    made = number_gaps([Asked(text=text) for text in new], known, f"{whole} {' '.join(new)}")
    assert len(set(made.numbers)) == 140
    assert set(searched.values()) == {1}
