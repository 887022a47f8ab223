"""Reading bytes: encodings, line ends, and the repair of wrongly decoded text."""

from __future__ import annotations

from collections import Counter
from functools import reduce
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deckwright.source import _MISTAKES, decode, mend

SEED = Path(__file__).parents[3] / "shared/seed/ml-theory-interview.txt"
MISTAKES = ("mac_roman", "cp1252", "latin_1")
PROSE = "Bias → variance, Σ w² ≤ ∞, naïve café, Привет, λ ≈ 3 🟡 ✅"


def wrongly(text: str, encoding: str) -> str:
    """What a reader sees who takes UTF-8 for `encoding`; bytes that it leaves open become control characters."""
    return "".join(bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize(
    "data",
    [
        b"a\r\nb\xc3\xa9\r\n",
        b"\xef\xbb\xbfa\nb\xc3\xa9\n",
        "a\nbé\n".encode("utf-16"),
        b"\xfe\xff" + "a\rbé\r".encode("utf-16-be"),
    ],
    ids=["crlf", "bom", "utf-16", "utf-16-be-cr"],
)
def test_every_supported_encoding_and_line_end_reads_alike(data: bytes) -> None:
    decoded = decode(data, file="q.md")
    assert decoded.text == "a\nbé\n"
    assert decoded.diagnostics == ()


@pytest.mark.parametrize(
    ("data", "place"),
    [(b"ok\nok \xff", "byte 6"), (b"\xff\xfea", "byte 2"), (b"a\0b", "character 1")],
)
def test_what_is_no_text_is_a_diagnostic_with_its_place(data: bytes, place: str) -> None:
    decoded = decode(data, file="q.md")
    assert decoded.text is None
    (diagnostic,) = decoded.diagnostics
    assert (diagnostic.code, diagnostic.file) == ("DW101", "q.md")
    assert place in diagnostic.message


@pytest.mark.parametrize(
    ("data", "western"),
    [
        ("Was heißt „Größe“ – in €?".encode("cp1252"), True),
        ("Qu'est-ce que l’été ?".encode("cp1252"), True),
        ("Что это?".encode("koi8-r")[:3] + b"\x81", False),
        (b"\x89PNG\r\n\x1a\n\x00\xff", False),
        ("¿Qué es «esto»?".encode("latin-1"), True),
    ],
)
def test_what_windows_wrote_before_is_named(data: bytes, western: bool) -> None:  # noqa: FBT001
    (diagnostic,) = decode(data, file="q.md").diagnostics
    assert ("Windows-1252" in diagnostic.hint) is western
    assert "UTF-8" in diagnostic.hint


@pytest.mark.parametrize("encoding", MISTAKES)
def test_each_mistake_is_undone_and_reported(encoding: str) -> None:
    mended, diagnostics = mend(f"# Title\n\n{wrongly(PROSE, encoding)}\n", file="q.md")
    assert mended == f"# Title\n\n{PROSE}\n"
    assert [(d.code, d.line) for d in diagnostics] == [("DW102", 3)]


@pytest.mark.parametrize("encoding", MISTAKES)
def test_a_text_that_mixes_damaged_and_clean_comes_out_right(encoding: str) -> None:
    lines = [PROSE, wrongly(PROSE, encoding), "clean: é → λ", f"→{wrongly('→', encoding)}→"]
    assert mend("\n".join(lines))[0] == f"{PROSE}\n{PROSE}\nclean: é → λ\n→→→"


@pytest.mark.parametrize(
    "healthy",
    [
        "Café, ‚quoted‘, naïve",
        "« Il est arrivé… », « fatigué… », « été… », puis il est tombé là où l'été finit, désolé",
        "„DÜ“ „TÜ“ „ÜÜ“ „KÜ“",
        "«CAFÉ» «CAFÉ» «CAFÉ»",
        "Привет, мир: «Я»",
        "日本語のテスト。中文测试。",
        "Windows shows â†’ where → was meant, é too",
    ],
)
def test_healthy_text_is_left_alone(healthy: str) -> None:
    assert mend(healthy) == (healthy, ())


def test_a_single_damaged_sign_is_repaired_where_nothing_else_is_beyond_ascii() -> None:
    assert mend("x ‚Üí y")[0] == "x → y"


def test_text_damaged_twice_is_repaired_twice() -> None:
    twice = wrongly(wrongly(PROSE, "cp1252"), "cp1252")
    mended, diagnostics = mend(twice)
    assert mended == PROSE
    assert len(diagnostics) == 2


@pytest.mark.parametrize(
    "clean", ["«été»", "«été» «à» «été» «Été» «île»", "« été »", "«\u00a0été\u00a0»", "»Äpfel«", "l’été d’État"]
)
def test_clean_quotation_marks_in_a_damaged_document_stay(clean: str) -> None:
    damaged = wrongly("Bias → variance, Σ w² ≤ ∞, naïve café\n" * 5, "mac_roman")
    assert mend(f"{damaged}{clean}\n")[0].endswith(f"café\n{clean}\n")


@pytest.mark.parametrize("encoding", ["cp1252", "latin_1"])
@pytest.mark.parametrize(
    "rare", ["Bakı şəhəri gözəl və böyük şəhərdir, çox gəzməli yerləri vardır", "nǐ hǎo, wǒ hěn hǎo, xièxie nǐ"]
)
def test_rarer_letters_are_repaired_where_words_hold_them(rare: str, encoding: str) -> None:
    assert mend(f"{wrongly(rare, encoding)}\n")[0] == f"{rare}\n"


@pytest.mark.parametrize("encoding", MISTAKES)
def test_other_alphabets_are_repaired(encoding: str) -> None:
    words = "Բարեւ աշխարհ, שלום עולם, مرحبا بالعالم, Қазақстан, γειά σου Κόσμε"
    assert mend(f"{wrongly(words, encoding)}\n")[0] == f"{words}\n"


@given(st.text())
@example("«été» Ã©Ã¨ ‚Üí ‚Üí ‚Üí")
@example("ÃƒÂ©tÃƒÂ© cafÃƒÂ¨")
@example("é…»" * 3)
def test_decode_is_idempotent(text: str) -> None:
    once = decode(text.encode("utf-8", "surrogatepass"), file="q.md").text
    if once is not None:
        assert decode(once.encode(), file="q.md").text == once


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["«été»", "l’été", "→", "\xa0é", "şəhər", "Բար", " "]),
            st.lists(st.sampled_from(MISTAKES), max_size=2),
        ),
        max_size=12,
    )
)
def test_parts_that_were_damaged_in_different_ways_are_mended_once_for_all(parts: list[tuple[str, list[str]]]) -> None:
    text = "".join(reduce(wrongly, mistakes, part) for part, mistakes in parts)
    once = mend(text)[0]
    assert mend(once) == (once, ())


@given(st.text(alphabet=st.characters(max_codepoint=0x7F, exclude_characters="\0\r")))
def test_ascii_is_never_changed(text: str) -> None:
    assert decode(text.encode(), file="q.md").text == text


@given(st.text(alphabet=PROSE, min_size=1), st.sampled_from(MISTAKES))
def test_repair_restores_any_text_of_a_damaged_document(text: str, encoding: str) -> None:
    assert mend(f"{wrongly(PROSE * 2, encoding)}\n{wrongly(text, encoding)}")[0] == f"{PROSE * 2}\n{text}"


@pytest.mark.skipif(not SEED.exists(), reason="the seed document is not beside the project")
def test_every_sign_of_the_seed_comes_out_right() -> None:
    decoded = decode(SEED.read_bytes(), file=SEED.name)
    assert decoded.text is not None
    found = Counter(char for char in decoded.text if not char.isascii())
    expected = {"×": 28, "🟡": 26, "✅": 24, "→": 19, "↓": 11, "²": 10, "Σ": 8, "β": 6, "∞": 5, "λ": 4}
    assert {char: found[char] for char in expected} == expected
    assert set(found) <= set("×🟡✅→↓²Σβ∞λŷ←🔴❌↑σα√≤εγ³₁₂≈")
    assert [d.code for d in decoded.diagnostics] == ["DW102"]


def test_all_damage_shows_in_signs_that_are_not_ascii() -> None:
    """The quick look at a text relies on it: where no two such signs stand side by side, there is nothing to mend."""
    for mistake in _MISTAKES:
        assert min(mistake.to_byte) > 0x7F
        assert not mistake.sequence.search("".join(f"{chr(sign)} " for sign in mistake.to_byte))
