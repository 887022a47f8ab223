"""Labels before questions ("Q1.1:", "3)", "问题1："): what one looks like, and which headings share one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from deckwright.segment.alphabets import JOINED
from deckwright.segment.words import QUESTIONS
from deckwright.swift import dataclass

_MARKS = r"(?:\*{2,3}|__|</?(?:b|strong)>)?"
_LABEL = re.compile(
    rf"(?P<open>{_MARKS})[(\[（【]?[ ]?"
    rf"(?P<word>(?:[^\W\d_]|[{JOINED}]){{1,14}})?"
    r"(?P<join>[ \t]{0,2}[.\-#№–:]?[ \t]?(?:[Nn][º°o.][ \t]?)?)"
    r"(?P<number>\d{1,4}(?:[.\-–]\d{1,4}){0,3}[a-z]?)(?!\d)(?P<unit>[\ufe0f\u20e3]{1,2}|[题題問问道번]{1,2})?"
    rf"(?P<shut>[)\]）】]?)(?:{_MARKS})(?:[ ]?(?P<term>[.):：、．）。]|[ ][-–—|](?=[ ])|[-–—](?=[ ])))?{_MARKS}"
    r"(?P<gap>[ \t\u3000\xa0]*)"
)
_BARE = re.compile(rf"{_MARKS}(?P<word>[^\W\d_]{{1,12}})[ ]?(?P<term>[.):：．）]){_MARKS}(?P<gap>[ \t\u3000]*)(?=\S)")
_CJK_NUMBER = re.compile(
    r"(?P<word>第|问题|問題|题目|質問)?(?P<number>[一二三四五六七八九十百零〇]{1,5})(?P<unit>[题題问問道])?(?P<term>[、.．:：）)])[ \t\u3000]*"
)
_WRAPS = (
    ("***", "***"),
    ("**", "**"),
    ("__", "__"),
    ("<b>", "</b>"),
    ("<strong>", "</strong>"),
    ("*", "*"),
    ("_", "_"),
)
_WIDE_OPENERS = frozenset("（【《「『")
_OPENERS = frozenset("\"'“«¿¡`*_[(<") | _WIDE_OPENERS
_WIDE = frozenset("：、．）。】")


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A label and the text after it. `prefix` is what siblings share, `strong` what needs no sibling to be one."""

    text: str
    prefix: str
    numbers: tuple[int, ...]
    rest: str
    strong: bool
    weak: bool = False
    """No terminator after it, or no space: it takes several siblings to believe it."""
    whole: str = ""
    """The text with the label, where no terminator parts them."""


_LEAD = re.compile(
    r"(?:\s*<a\s+(?:name|id|href)\s*=[^<>]{0,200}>\s*</a>|\s*<a\s+(?:name|id)\s*=[^<>]{0,200}/>|\s*\[{1,2}\W{0,4}\]{1,2}\(#[^()\n]{0,200}\)\]?"
    r"|\s*[^\w\s<>*_`\[\](){}（）【】¿¡\"'“”‘’«»「」#№&$.…+=/\\|~^@%-]{1,6}(?=\s))+\s*"
)


_ANCHORS = re.compile(
    r"(?:\s*<a\s+(?:name|id)\s*=[^<>]{0,200}>\s*</a>|\s*<a\s+(?:name|id)\s*=[^<>]{0,200}/>|\s*\[{1,2}\W{0,4}\]{1,2}\(#[^()\n]{0,200}\)\]?)+\s*"
)


def without_anchors(text: str) -> str:
    """Text without the anchors and links to the page itself that stand before its first word."""
    match = _ANCHORS.match(text[:600])
    return text[match.end() :] or text if match else text


def bare(text: str) -> str:
    """Text without the anchors and signs that stand before its first word."""
    match = _LEAD.match(text[:600])
    return text[match.end() :] if match else text


def unwrap(text: str) -> str:
    """Text without emphasis that is around the whole of it."""
    for opener, closer in _WRAPS:
        if text.startswith(opener) and text.endswith(closer) and len(text) > len(opener) + len(closer):
            inner = text[len(opener) : len(text) - len(closer)]
            if closer not in inner and not inner.startswith("*"):
                return inner.strip()
    return text


def read_label(text: str) -> Label | None:
    """Give the label that `text` may start with; whether it is one is for its siblings to say."""
    head = text[:400]
    match = _LABEL.match(head)
    if match:
        return _numbered(text, match)
    match = _BARE.match(head)
    if match and match["word"].casefold() in QUESTIONS and (match["gap"] or match["term"] in _WIDE):
        rest = _balanced(match[0], text[match.end() :])
        return Label(text="", prefix=match["word"].casefold(), numbers=(), rest=rest, strong=True)
    match = _CJK_NUMBER.match(head)
    if match:
        text_ = f"{match['word'] or ''}{match['number']}{match['unit'] or ''}"
        prefix = f"{match['word'] or ''}一"
        return Label(text=text_, prefix=prefix, numbers=(), rest=text[match.end() :], strong=bool(match["word"]))
    return None


def _balanced(head: str, rest: str) -> str:
    """Give what follows a label without the mark that closes what was opened before the label."""
    for mark in ("**", "__"):
        if head.count(mark) % 2:
            return rest.replace(mark, "", 1)
    return rest


def _numbered(text: str, match: re.Match[str]) -> Label | None:
    word, number, term = (match["word"] or "").casefold(), match["number"], match["term"] or match["shut"]
    asking = word in QUESTIONS or word.endswith(("题", "題"))
    if word and not match["join"].strip() and len(word) > 3 and not match["join"] and not asking:
        return None
    rest = _balanced(match[0], text[match.end() :])
    closed = bool(term or match["unit"]) or (asking and rest[:1] in _WIDE_OPENERS)
    if not closed and rest and not asking and "." not in number and (word or not match["join"].strip()):
        return None
    if not word and match["join"].strip(" #№"):
        return None
    wide = bool(match["unit"]) or (term and term[-1] in _WIDE)
    glued = bool(rest) and not match["gap"] and not wide
    if glued and (rest[0].isdigit() or not (rest[0].isalpha() or rest[0] in _OPENERS) or not closed):
        return None
    numbers = tuple(int(part) for part in re.findall(r"\d+", number))
    shown = f"{match['word'] or ''}{match['join'].strip(' ') if match['word'] else ''}{number}"
    if word and match["join"] == " ":
        shown = f"{match['word']} {number}"
    return Label(
        text=shown,
        prefix=word,
        numbers=numbers,
        rest=rest,
        strong=asking,
        weak=glued or not (closed or asking),
        whole="" if closed or not rest.strip() else text,
    )


def shared(labels: Sequence[Label | None]) -> tuple[Label | None, ...]:
    """Give the labels, with None for each that stands alone with its pattern.

    Where siblings have a terminator, one without is no label, but still a sign that a question starts.
    """
    groups: dict[str, list[Label]] = {}
    for label in labels:
        if label is not None:
            groups.setdefault(label.prefix, []).append(label)
    good = {prefix for prefix, group in groups.items() if _believable(prefix, group)}
    many = {prefix for prefix in good if sum(not label.weak for label in groups[prefix]) * 2 >= len(groups[prefix])}
    ended = {prefix for prefix, group in groups.items() if sum(not label.whole for label in group) * 2 > len(group)}
    return tuple(
        (replace(label, text="", rest=label.whole) if label.whole and label.prefix in ended else label)
        if label is not None
        and (label.prefix in good or label.strong)
        and (not label.weak or label.prefix in many or len(groups[label.prefix]) >= 3)
        else None
        for label in labels
    )


def _believable(prefix: str, group: Sequence[Label]) -> bool:
    """Whether labels of one pattern number something: a few of them, counting up from the start."""
    if len(group) < 2:
        return False
    if len({label.numbers for label in group}) < 2 and any(label.numbers for label in group):
        return False
    if len(prefix) < 2 or prefix in QUESTIONS or not prefix.isascii():
        return True
    first = [label.numbers[0] for label in group if label.numbers]
    return not first or min(first) <= 1
