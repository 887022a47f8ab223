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


JOINED = (
    "\u064b-\u0652\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a4d\u0a81-\u0acd\u0b01-\u0bcd"
    "\u0c00-\u0c4d\u0c81-\u0ccd\u0d00-\u0d4d\u0e31\u0e34-\u0e4e"
)
"""What is joined to letters in scripts where a word can't do without, as the inside of a set of a pattern."""
