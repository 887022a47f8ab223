"""Headings that ask nothing by themselves, but are questions among others: by their place, their options, their answers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from deckwright.segment.furniture import is_furniture
from deckwright.segment.options import BOX, opens_options
from deckwright.segment.sheet import Node, Sheet
from deckwright.segment.tags import Role, read_tag

_NEAR = 6
"""Lines below a heading in which options are looked for."""


def siblings(sheet: Sheet, nodes: Sequence[Node], found: set[int]) -> set[int]:
    """Find the headings that are questions because those that were found are."""
    told = found | _with_options(sheet, nodes, found) | _with_answer(sheet, nodes, found)
    return told | _among(nodes, told)


def _with_options(sheet: Sheet, nodes: Sequence[Node], found: set[int]) -> set[int]:
    """Find headings that don't ask, but have options below them as most do which ask: "True or false: …"."""
    levels = {nodes[member].level for member in found}
    more = {
        position
        for position, node in enumerate(nodes)
        if position not in found and node.level in levels and _has_options(sheet, node)
    }
    shared = {nodes[each].level for each in more}
    asking = [member for member in found if nodes[member].level in shared]
    return more if sum(_has_options(sheet, nodes[member]) for member in asking) * 2 > len(asking) else set()


def _has_options(sheet: Sheet, node: Node) -> bool:
    """Whether the first thing below a heading is a list with boxes, or with letters."""
    first = next((line for line in sheet.lines[node.end : min(node.stop, node.end + _NEAR)] if line.strip()), "")
    return BOX.match(first) is not None or opens_options(first)


def _with_answer(sheet: Sheet, nodes: Sequence[Node], found: set[int]) -> set[int]:
    """Find headings that don't ask, but which an answer's label follows at once, as it does most that ask: "Licence"."""
    silent = {node.level for position, node in enumerate(nodes) if position not in found}
    levels: dict[int, list[bool]] = {}
    for member in found:
        if nodes[member].level in silent:
            levels.setdefault(nodes[member].level, []).append(opens_answer(sheet, nodes[member]))
    usual = {
        level for level, answered in levels.items() if len(answered) > 1 and sum(answered) * 3 >= len(answered) * 2
    }
    return {
        position
        for position, node in enumerate(nodes)
        if position not in found and node.level in usual and opens_answer(sheet, node)
    }


def opens_answer(sheet: Sheet, node: Node) -> bool:
    """Whether the first thing below a heading is an answer's label."""
    first = next((at for at in range(node.end, min(node.stop, node.end + _NEAR)) if sheet.lines[at].strip()), node.end)
    tag = read_tag(sheet.lines[first]) if node.end < node.stop else None
    return tag is not None and tag.role is Role.ANSWER


def _among(nodes: Sequence[Node], found: set[int]) -> set[int]:
    """Find headings that don't ask, but stand among unlabelled ones of which most do, and hold none of them."""
    families: dict[tuple[int, int], list[int]] = {}
    stack: list[int] = []
    for position, node in enumerate(nodes):
        while stack and nodes[stack[-1]].level >= node.level:
            stack.pop()
        if not any(parent in found for parent in stack) and not is_furniture(node.plain):
            families.setdefault((node.level, stack[-1] if stack else -1), []).append(position)
        stack.append(position)
    levels: dict[int, list[list[int]]] = {}
    for (level, _), family in families.items():
        if any(member in found for member in family):
            levels.setdefault(level, []).append(family)
    more: set[int] = set()
    for related in levels.values():
        members = [member for family in related for member in family]
        asking = [member for member in members if member in found]
        plainly = sum(nodes[member].label is None for member in asking)
        if len(asking) >= 4 and len(asking) * 2 >= len(members) and plainly * 2 > len(asking):
            more |= {
                member
                for family in related
                if sum(each in found for each in family) * 3 >= len(family)
                for member in family
                if member not in found and nodes[member].stop > nodes[member].end
            }
    ordered = sorted(found)
    return {member for member in more if not _holds(nodes, ordered, member)}


def _holds(nodes: Sequence[Node], ordered: Sequence[int], member: int) -> bool:
    """Whether the next question after a heading lies in its section."""
    following = bisect_right(ordered, member)
    return following < len(ordered) and nodes[ordered[following]].start < nodes[member].stop
