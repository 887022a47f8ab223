"""What stands above an entry: the document's title, the headings that become its context, its language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from deckwright.segment.frontmatter import FrontMatter
from deckwright.segment.furniture import is_contents
from deckwright.segment.label import read_label
from deckwright.segment.sheet import Cut, Node, Sheet
from deckwright.segment.tag_lines import WHOLE, TagLines, tag_lines
from deckwright.swift import dataclass

RTL = frozenset({"ar", "fa", "he", "ur", "ps", "yi", "sd", "ug", "dv", "ckb", "arc"})
"""Languages that run from right to left."""
_COUNTED = 3  # letters of a word before a number ("Day 1") rather than of a label ("Q1")
_LEADING = re.compile(r"\D{0,20}(\d{1,4})\.\d")
_NUMBERED = re.compile(r"(\d{1,4})[.):]?\s+(?:[-–—|:]\s+)?(\S.*)")
_RTL = (("\u0590", "\u05ff", "he"), ("\u0600", "\u06ff", "ar"), ("\u0750", "\u077f", "ar"), ("\ufb50", "\ufdff", "ar"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The headings above each cut, by the cut's first line, and what the whole document has."""

    title: str
    top: Node | None
    """The heading that is the document's title."""
    headings: Mapping[int, tuple[Node, ...]]
    numbers: Mapping[int, str]
    """By a heading's first line, the number that the labels below it all begin with ("7" of "Q7.1", "Q7.2")."""
    lang: str
    tags: tuple[str, ...]
    lines: TagLines
    """The lines of tags that stand above questions."""

    def tags_of(self, cut: Cut) -> tuple[str, ...]:
        """Give the tags that a cut has from its document and from the headings above it."""
        nodes = [node for node in (self.top, *self.headings[cut.start]) if node is not None]
        own = (tag for node in nodes for tag in (*node.attributes.tags, *self.lines.below.get(node.start, ())))
        return (*self.tags, *self.lines.below.get(WHOLE, ()), *own)

    def name(self, node: Node) -> str:
        """Give a section's heading without its number."""
        return _section_title(node, self.numbers.get(node.start, ""))


def context(sheet: Sheet, cuts: Sequence[Cut], front: FrontMatter) -> Context:
    """Find what stands above each cut."""
    starts = {cut.start for cut in cuts}
    title = title_node(sheet, starts)
    above: dict[int, tuple[Node, ...]] = {}
    stack: list[Node] = []
    position = 0
    nodes = [node for node in sheet.nodes if node.start not in starts and node is not title]
    for cut in cuts:
        while position < len(nodes) and nodes[position].start < cut.start:
            stack.append(nodes[position])
            position += 1
            stack = [node for node in stack if node.stop > nodes[position - 1].start]
        stack = [node for node in stack if node.stop > cut.start]
        above[cut.start] = tuple(node for node in stack if _words(node) and not is_contents(node.plain))
    lang = front.text("lang") or front.text("language")
    return Context(
        title=front.text("title") or (title.plain if title else ""),
        top=title,
        headings=above,
        numbers=_numbers(cuts, above),
        lang=lang or language(" ".join(cut.question.text[:300] for cut in cuts[:200])),
        tags=front.texts("tags"),
        lines=tag_lines(sheet, cuts),
    )


def _numbers(cuts: Sequence[Cut], above: Mapping[int, tuple[Node, ...]]) -> dict[int, str]:
    """Find what the labels below each heading begin with, where they agree."""
    found: dict[int, str] = {}
    for cut in cuts:
        match = _LEADING.match(cut.label)
        for node in above[cut.start]:
            number = match[1] if match else ""
            found[node.start] = number if found.get(node.start, number) == number else ""
    return found


def _section_title(node: Node, number: str) -> str:
    if number and node.label is None and (match := _NUMBERED.match(node.plain)) and match[1] == number:
        return match[2]
    label = read_label(node.plain) if node.label is None else None
    if label is not None and not label.weak and len(label.prefix) < 2 and label.rest.strip():
        return label.rest.strip() if label.prefix in {"", "一"} and label.numbers[:1] < (100,) else node.plain
    return _words(node)


def _words(node: Node) -> str:
    """Give a heading's own words; where it is only a number and what is counted ("Week 4"), these."""
    if node.plain or node.label is None or len(node.label.prefix) < _COUNTED:
        return node.plain
    return node.label.text.strip()


def title_node(sheet: Sheet, questions: set[int]) -> Node | None:
    """Give the one heading of the first level, if there is just one and it comes first."""
    tops = [node for node in sheet.nodes if node.level == 1]
    if len(tops) == 1 and tops[0] is sheet.nodes[0] and tops[0].start not in questions:
        return tops[0]
    return None


def language(text: str) -> str:
    """Give the language of a text where its script tells, with ` rtl` where that runs from right to left; or empty."""
    if text.isascii():
        return ""
    counts: Counter[str] = Counter()
    for char in text:
        if char.isalpha():
            counts[_script(char)] += 1
    if counts["kana"] and counts["kana"] * 20 >= counts["han"] + counts["kana"]:
        counts["ja"] = counts.pop("kana") + counts.pop("han", 0)
    if not counts:
        return ""
    total = sum(counts.values())
    script, count = counts.most_common(1)[0]
    if count * 3 < total or (script not in {"han", "ja"} and count * 2 < total):
        return ""
    if script == "ar":
        return "fa rtl" if any(char in text for char in "پچژگ") else "ar rtl"
    return {"he": "he rtl", "han": "zh", "ja": "ja", "ko": "ko", "th": "th"}.get(script, "")


def _script(char: str) -> str:
    if char < "\u0370":
        return "latin"
    for low, high, name in _RTL:
        if low <= char <= high:
            return name
    if "\u3040" <= char <= "\u30ff":
        return "kana"
    if "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf":
        return "han"
    if "\uac00" <= char <= "\ud7af":
        return "ko"
    return "th" if "\u0e00" <= char <= "\u0e7f" else "other"


def language_in(question: str, lang: str) -> str:
    """Give the language of a question in a document of another one, with its direction."""
    own = language(question[:400])
    if own.endswith("rtl") and lang.split("-", maxsplit=1)[0] not in RTL:
        return own
    if lang.split("-", maxsplit=1)[0] in RTL and not lang.endswith("rtl"):
        return f"{lang} rtl"
    return lang or own
