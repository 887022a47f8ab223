"""The alphabets that options are numbered with, and their letters as authors write them."""

from __future__ import annotations

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
ALPHABETS = (
    *("abcdefghij", "абвгдежзик", "αβγδεζηθικ", "أبجدهوزحطي", "ابتثجحخدذر", "กขคงจฉชซ", "कखगघङच", "কখগঘঙচ"),
    *(
        "ابجدهوزحطي",
        "ابپتثجچحخد",
        "אבגדהוזחטי",
        "अबसद",
        "अबकडई",
        "अआइईउऊ",
        "અબકડ",
        "அஆஇஈஉஊ",
        "აბგდევზთიკ",
        "աբգդեզէըթժ",
    ),
    *("アイウエオカキク", "가나다라마바사아", "甲乙丙丁戊己", CIRCLED, "12345678"),
)
"""The last two are digits in circles, and digits."""
LETTER = "الف|[^\\W_]"
"""What stands for an option; the first one is a letter's name, which Persian has instead of the letter."""


def alphabets_of(letter: str) -> tuple[str, ...]:
    """Give those that a letter is the first of."""
    first = folded(letter)
    return tuple(letters for letters in ALPHABETS[:-1] if letters[0] == first)


def folded(letter: str) -> str:
    """Give a letter as alphabets have it."""
    return "ا" if letter == "الف" else letter.casefold()
