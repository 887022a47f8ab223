"""Sections that say that they hold questions, among numbered ones that only name topics."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from deckwright.segment.sheet import Node
from deckwright.segment.words import QUESTIONS

_FEW = 3
_NAMES = (QUESTIONS - {word for word in QUESTIONS if len(word) < 2}) | {"faq", "faqs", "faq's", "q&a"}
_PARTS = tuple(word for word in _NAMES if not word.isascii() and len(word) > 1 and word[0] > "\u2e80")
"""Those of languages that part no words."""
_WORD = re.compile(r"[^\W_](?:[^\s,:：;()（）/]*[^\W_])?")


def topics(nodes: Sequence[Node], found: Collection[int]) -> frozenset[int]:
    """Find numbered headings that ask nothing, where all questions asked stand in sections such as "FAQ", which they don't."""
    stops: list[int] = []
    named: list[int] = []
    asking = 0
    outside: list[int] = []
    for position, node in enumerate(nodes):
        while stops and stops[-1] <= node.start:
            stops.pop()
        if position not in found:
            if not stops and position and _is_named(node):
                stops.append(node.stop)
            continue
        if stops:
            named.append(position)
            asking += node.asks or node.bids
        else:
            outside.append(position)
    silent = all(_is_silent(nodes[position]) for position in outside)
    sure = len(named) >= _FEW and asking * 5 >= len(named) * 4
    return frozenset(outside) if sure and silent else frozenset()


def _is_named(node: Node) -> bool:
    said = node.plain.casefold()
    return any(word in _NAMES for word in _WORD.findall(said)) or any(part in said for part in _PARTS)


def _is_silent(node: Node) -> bool:
    label = node.label
    return label is not None and not label.prefix and not node.asks and not node.bids
