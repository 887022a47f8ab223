"""Emphasis: which runs of `*`, `_`, `~~` and `==` belong together, and the HTML of what they hold.

CommonMark's algorithm with two changes: next to Chinese, Japanese and Korean characters a run may open or close where
punctuation would forbid it (there are no spaces to lean on), so may what ends a bold label; and depth is bounded.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from deckwright.markdown.extension import Extension, InlineRule, Token
from deckwright.swift import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mistune.core import InlineState

    from deckwright.markdown.inlines import Inlines
    from deckwright.markdown.page import Page

MAX_DEPTH = 20
"""How deep emphasis may stand in emphasis; what lies deeper keeps its signs."""

_CJK = (
    *(("\u1100", "\u11ff"), ("\u2e80", "\u33ff"), ("\u3400", "\u9fff"), ("\ua960", "\ua97f"), ("\uac00", "\ud7ff")),
    *(("\uf900", "\ufaff"), ("\ufe30", "\ufe4f"), ("\uff00", "\uffef"), ("\U00020000", "\U0003ffff")),
)
PYTHONS = re.compile(
    r"(?<![\w])__(?:abs|add|all|and|annotations|aenter|aexit|aiter|anext|await|bases|bool|bytes|call|class|closure|code|contains"
    r"|copy|deepcopy|del|delattr|delete|delitem|dict|dir|doc|enter|eq|exit|file|float|format|future|ge|get|getattr"
    r"|getattribute|getitem|getstate|globals|gt|hash|iadd|import|index|init|init_subclass|int|invert|iter|le|len|lt|main"
    r"|matmul|missing|mod|module|mro|mul|name|ne|neg|new|next|or|path|pow|prepare|qualname|radd|reduce|repr|reversed|rmul"
    r"|round|set|set_name|setattr|setitem|setstate|sizeof|slots|str|sub|subclasses|truediv|version|weakref|wrapped|xor)__(?!\w)"
)
_ENDS = frozenset(':;.,!?…"”’»')
_ASCII_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


@dataclass(slots=True)
class _Run:
    """A run of one sign: how many are left to match, and what was matched at its two ends."""

    token: Token
    sign: str
    left: int
    opens: bool
    closes: bool
    closed: list[int]
    opened: list[int]


def parse_delimiters(inlines: Inlines, match: re.Match[str], state: InlineState) -> int:
    """Take a run of `*` or `_`; what it means shows when the whole text has been read."""
    del inlines
    run = match.group()
    src = state.src
    before = src[match.start() - 1] if match.start() else " "
    after = src[match.end()] if match.end() < len(src) else " "
    opens, closes = _flanks(run[0], before, after)
    if run == "**":
        if after.isdigit() and (before.isalnum() or before in ")]"):
            opens = False  # a power in prose: x**2
        elif before in _ENDS and after.isalnum():
            closes = True  # a forgotten space: **Label:**text
    kind = "delimiter" if opens or closes else "text"
    state.append_token({"type": kind, "raw": run, "opens": opens, "closes": closes})
    return match.end()


def _parse_pythons(inlines: Inlines, match: re.Match[str], state: InlineState) -> int:
    """Take one of Python's own names as text, which it would be without Markdown's underscores."""
    del inlines
    state.append_token({"type": "text", "raw": match.group()})
    return match.end()


def _flanks(sign: str, before: str, after: str) -> tuple[bool, bool]:
    """Whether a run between two characters may open and close."""
    space_before, space_after = before.isspace(), after.isspace()
    mark_before, mark_after = _is_punctuation(before), _is_punctuation(after)
    if mark_before or mark_after:
        if sign != "_" and (_is_cjk(before) or _is_cjk(after)):
            mark_before, mark_after = mark_before and mark_after, False
            mark_before = False
        left = not space_after and (not mark_after or space_before or mark_before)
        right = not space_before and (not mark_before or space_after or mark_after)
    else:
        left, right = not space_after, not space_before
    if sign == "_":
        return left and (not right or mark_before), right and (not left or mark_after)
    return left, right


def _is_cjk(char: str) -> bool:
    return char > "\u10ff" and any(first <= char <= last for first, last in _CJK)


def _is_punctuation(char: str) -> bool:
    if char < "\x80":
        return char in _ASCII_PUNCTUATION
    return unicodedata.category(char)[0] in "PS"


def pair_delimiters(tokens: Sequence[Token]) -> list[Token]:
    """Replace the runs among the tokens of one text by nested nodes, and by text where nothing matches."""
    runs: dict[int, _Run] = {}
    pairs: list[int] = []
    """The width of each pair, by its number."""
    stack: list[_Run] = []
    bottoms: dict[tuple[str, bool, int], int] = {}
    for index, token in enumerate(tokens):
        if token["type"] != "delimiter":
            continue
        raw = token["raw"]
        run = _Run(token, raw[0], len(raw), token["opens"], token["closes"], [], [])
        runs[index] = run
        if run.closes:
            _close(run, stack, bottoms, pairs)
        if run.opens and run.left:
            stack.append(run)
    return _nest(tokens, runs, pairs)


def _close(run: _Run, stack: list[_Run], bottoms: dict[tuple[str, bool, int], int], pairs: list[int]) -> None:
    """Match a run with the openers on the stack, inmost first."""
    length = len(run.token["raw"])
    key = (run.sign, run.opens, length % 3 if run.sign in "*_" else length)
    while run.left:
        bottom = min(bottoms.get(key, 0), len(stack))
        at = len(stack) - 1
        while at >= bottom and not _fit(stack[at], run):
            at -= 1
        if at < bottom:
            bottoms[key] = len(stack)
            return
        opener = stack[at]
        width = 2 if run.sign in "~=" or (opener.left > 1 and run.left > 1) else 1
        pairs.append(width)
        number = len(pairs) - 1
        opener.opened.append(number)
        run.closed.append(number)
        opener.left -= width
        run.left -= width
        del stack[at + (1 if opener.left else 0) :]


def _fit(opener: _Run, closer: _Run) -> bool:
    if opener.sign != closer.sign:
        return False
    if closer.sign in "~=":
        return True
    first, second = len(opener.token["raw"]), len(closer.token["raw"])
    if opener.closes or closer.opens:
        return (first + second) % 3 != 0 or (first % 3 == 0 and second % 3 == 0)
    return True


_KINDS: Mapping[tuple[str, int], str] = {
    ("*", 1): "emphasis",
    ("_", 1): "emphasis",
    ("*", 2): "strong",
    ("_", 2): "strong",
    ("~", 2): "strikethrough",
    ("=", 2): "mark",
}


def _nest(tokens: Sequence[Token], runs: Mapping[int, _Run], pairs: Sequence[int]) -> list[Token]:
    """Build the tree; pairs that lie too deep become text again."""
    levels: list[list[Token]] = [[]]
    flat: set[int] = set()
    for index, token in enumerate(tokens):
        run = runs.get(index)
        if run is None:
            levels[-1].append(token)
            continue
        for number in run.closed:
            width = pairs[number]
            if number in flat:
                levels[-1].append({"type": "text", "raw": run.sign * width})
            else:
                children = levels.pop()
                levels[-1].append({"type": _KINDS[run.sign, width], "children": children})
        if run.left:
            levels[-1].append({"type": "text", "raw": run.sign * run.left})
        for number in reversed(run.opened):
            if len(levels) > MAX_DEPTH:
                flat.add(number)
                levels[-1].append({"type": "text", "raw": run.sign * pairs[number]})
            else:
                levels.append([])
    return levels[0]


def _write_strong(page: Page, token: Token) -> str:
    return f"<strong>{page.write(token['children'])}</strong>"


def _write_emphasis(page: Page, token: Token) -> str:
    return f"<em>{page.write(token['children'])}</em>"


def _write_strikethrough(page: Page, token: Token) -> str:
    return f"<del>{page.write(token['children'])}</del>"


def _write_mark(page: Page, token: Token) -> str:
    return f"<mark>{page.write(token['children'])}</mark>"


EXTENSION = Extension(
    inlines=(
        InlineRule(starts="_", pattern=PYTHONS, parse=_parse_pythons),
        InlineRule(starts="*_", pattern=re.compile(r"\*+|_+"), parse=parse_delimiters),
        InlineRule(starts="~", pattern=re.compile(r"(?<!~)~~(?!~)"), parse=parse_delimiters),
    ),
    nodes={
        "strong": _write_strong,
        "emphasis": _write_emphasis,
        "strikethrough": _write_strikethrough,
        "mark": _write_mark,
    },
)

MARKS = Extension(inlines=(InlineRule(starts="=", pattern=re.compile(r"(?<!=)==(?!=)"), parse=parse_delimiters),))
"""`==text==`, which is no Markdown and therefore asked for."""
