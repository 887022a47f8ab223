"""Lines that open a part of an entry: "**Answer**:", "答：", "#### Answer: D", "**More**:", "Hint:"."""

from __future__ import annotations

import re
from enum import Enum

from deckwright.markdown.plain import plain
from deckwright.segment.alphabets import JOINED
from deckwright.segment.words import (
    ANSWER_LETTERS,
    ANSWERS,
    EXTRAS,
    HINTS,
    QUESTION_LETTERS,
    QUESTIONS,
    REVEALS,
    REVERSES,
    SOLUTIONS,
    TYPED,
)
from deckwright.swift import dataclass


class Role(Enum):
    """What a line opens."""

    ANSWER = "answer"
    SOLUTION = "solution"
    QUESTION = "question"
    HINT = "hint"
    EXTRA = "extra"
    REVERSE = "reverse"
    TYPED = "typed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """The role of a line's label; `rest` is the line's Markdown after it, `marked` whether it stands out."""

    role: Role
    rest: str
    line: str
    """The whole line."""
    label: str = ""
    """The label as written, where it has a number."""
    colon: bool = False
    marked: bool = False
    heading: bool = False


_ROLES = {
    **dict.fromkeys(QUESTIONS, Role.QUESTION),
    **dict.fromkeys(REVERSES, Role.REVERSE),
    **dict.fromkeys(TYPED, Role.TYPED),
    **dict.fromkeys(EXTRAS, Role.EXTRA),
    **dict.fromkeys(HINTS, Role.HINT),
    **dict.fromkeys(SOLUTIONS, Role.SOLUTION),
    **dict.fromkeys(ANSWERS, Role.ANSWER),
}
_WORD = r"[^\W\d_](?:[^\s\d:：*_<>.,;!?()\[\]{}#`\"|\\/=+~^$%@&、。，-])*"
_MARK = r"(?:\*{1,3}|_{1,3}|</?(?:b|strong|i|em|u|p|span|mark|font|summary|br)\b[^<>]{0,80}>)"
_TAG = re.compile(
    r"(?P<lead>[ \t]{0,8}(?:>[ \t]*)?(?:[-+*–—•][ \t]+)?(?P<heading>#{1,6}[ \t]+)?)"
    r"(?:[^\w\s<*_\[\](){}`|#>=+~$\\/\"'.,;:!?-]{1,4}[ \t]*)?"
    rf"(?P<open>{_MARK}{{0,3}})[ \t]*(?:[^\w\s<*_\[\](){{}}`|#>=+~$\\/\"'.,;:!?-]{{1,4}}[ \t]*)?"
    rf"(?P<words>{_WORD}(?:[ \t]{_WORD}){{0,3}})"
    r"(?P<number>[ \t]?[#№]?[ \t]?\d{0,4}(?:\.\d{1,3})?)(?:[ \t]?\([^()\n]{0,40}\))?[ \t]?"
    rf"(?P<inner>[:：.．、)—–-]{{0,2}})(?P<close>{_MARK}{{0,3}})[ \t]?(?P<outer>[:：.—–-]{{0,2}})(?P<after>{_MARK}{{0,2}})"
    r"(?P<gap>[ \t]*)"
)


_NAME = re.compile(r"[^\W\d]")
"""What begins behind `::` in a name of code, `Solution::twoSum`."""
_FIRST = re.compile(r"[\W_]*([^\W\d_]+)(?:[ _]([^\W\d_]+))?")
_PAIRS = frozenset(match.groups() for word in _ROLES if (match := _FIRST.match(word)) is not None)
_LETTERED = re.compile(r"\d{0,4}[ ]?[*_]{0,3}[ ]?[:：.．)]")
_ALL_LETTERS = ANSWER_LETTERS | QUESTION_LETTERS
_FIRST_WORDS = frozenset(first for first, _ in _PAIRS)


def maybe_tag(line: str) -> bool:
    """Whether a line is worth a closer look: it begins with one of the words, or with HTML."""
    match = _FIRST.match(line, 0, 80)
    if match is None:
        return False
    first = match[1].casefold()
    if first in _ALL_LETTERS and ("#" in match[0] or _LETTERED.match(line, match.end(1))):
        return True
    if first in _FIRST_WORDS:
        return (first, None) in _PAIRS or (first, (match[2] or "").casefold()) in _PAIRS
    return "<" in match[0] or not first.isascii()


def read_tag(line: str) -> Tag | None:
    """Give the label that a line starts with, if it is one of the words that we know."""
    match = _TAG.match(line[:200])
    if match is None or (match["inner"] == "::" and _NAME.match(line, match.end("inner"))):
        return None
    words = match["words"].casefold().replace("\t", " ")
    role = _ROLES.get(words.replace(" ", "_"))
    if role is None and words == "a" and match["heading"] and match["inner"][:1] in {":", "：", "."}:
        role = Role.ANSWER
    if role is None:
        return None
    rest = line[match.start("after") if _opens_rest(match, line) else match.end() :].strip()
    colon = any(sign in (match["inner"] + match["outer"]) for sign in ":：.．、)—–-")
    marked = bool(match["open"] and match["close"] + match["after"]) or bool(match["heading"])
    if match["open"].count("*") > (match["close"] + match["after"]).count("*"):
        rest = _unbalanced(match["open"], rest)
    if not colon and rest and not (marked and match["gap"]):
        return None
    number = match["number"].strip(" #№")
    if number and not colon and not marked and role is not Role.QUESTION:
        return None  # "ans 0" says what the answer is
    return Tag(
        role=role,
        rest=rest,
        line=line.strip(),
        label=f"{match['words']}{match['number']}".strip() if number else "",
        colon=colon,
        marked=marked,
        heading=bool(match["heading"]),
    )


def _opens_rest(match: re.Match[str], line: str) -> bool:
    """Whether the marks behind a label, after a space, begin what follows: `**Answer:** _Yes._`, not `**Answer: **Yes`."""
    closed = bool(match["close"]) or not match["open"]
    return bool(match["after"]) and closed and line[match.start("after") - 1].isspace()


def _unbalanced(opener: str, rest: str) -> str:
    """Give the rest of `**Answer: B**` or `**Answer: B** — because …`, without the mark that closes what the label is in."""
    mark = "*" * opener.count("*")
    return rest.replace(mark, "", 1).rstrip() if mark and rest.count(mark) % 2 else rest


_SUMMARY_ROLES = {
    Role.ANSWER: Role.ANSWER,
    Role.SOLUTION: Role.ANSWER,
    Role.HINT: Role.HINT,
    Role.EXTRA: Role.EXTRA,
}


_WORDS = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{JOINED}])*")


def _words(said: str) -> list[str]:
    return _WORDS.findall(said.casefold().replace("i̇", "i"))


def summary_role(text: str) -> Role | None:
    """Say what a `<summary>` opens, or None where it says something of its own."""
    said = plain(text)
    words = _words(said)
    if not words:
        return Role.ANSWER
    joined = "_".join(words)
    if len(words) > 6 or joined in _ROLES:
        return _SUMMARY_ROLES.get(_ROLES.get(joined, Role.QUESTION))
    roles = {_ROLES[word] for word in words if word in _ROLES}
    answers = roles & {Role.ANSWER, Role.SOLUTION} and not said.rstrip().endswith(("?", "？", "؟"))
    reveals = all(word in REVEALS or word in _SMALL or word.startswith(_GLUED) for word in words)
    if Role.HINT in roles:
        return Role.HINT
    if answers or any(answer in joined for answer in _GLUED_ANSWERS):
        return Role.ANSWER
    if Role.EXTRA in roles and len(words) <= 3:
        return Role.EXTRA
    return Role.ANSWER if reveals else None


_SMALL = frozenset("the a an to for me here see this is of and la el le die zur zum auf l il o a".split())  # noqa: SIM905


def says_answer(text: str) -> bool:
    """Whether a title holds a word for an answer, a solution or a hint, and few others."""
    words = _words(plain(text))
    joined = "_".join(words)
    known = any(_ROLES.get(word) in _SUMMARY_ROLES for word in (joined, *words))
    return len(words) <= _FEW_WORDS and (known or any(answer in joined for answer in _GLUED_ANSWERS))


_FEW_WORDS = 4


def says_nothing_more(text: str) -> bool:
    """Whether a `<summary>` holds nothing but words that say what its fold hides."""
    words = _words(plain(text))
    return "_".join(words) in _ROLES or all(word in _ROLES or word in REVEALS or word in _SMALL for word in words)


_GLUED = ("点击", "點擊", "查看", "展开", "表示", "クリック")
_GLUED_ANSWERS = ("答案", "解答", "答え", "回答", "正解", "정답", "คำตอบ", "đáp_án", "trả_lời")
