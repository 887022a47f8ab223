"""The reading style in which a question is a heading: labelled, with a question mark, or an imperative."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from deckwright.markdown.scan import LineKind
from deckwright.model import Passage
from deckwright.segment.faq import topics
from deckwright.segment.furniture import is_furniture
from deckwright.segment.sheet import Cut, Node, Sheet
from deckwright.segment.siblings import opens_answer, siblings
from deckwright.segment.silent import spoken
from deckwright.segment.tags import Role, Tag, read_tag
from deckwright.segment.words import ANSWER_LETTERS, PARTS, QUESTIONS, TASKS
from deckwright.swift import dataclass

_NOTHING = frozenset({LineKind.BLANK, LineKind.RULE})
_TEXTLESS = frozenset({LineKind.BLANK, LineKind.RULE, LineKind.COMMENT, LineKind.HTML})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """Headings of one level that ask in one way."""

    way: str
    level: int
    members: tuple[int, ...]

    @property
    def name(self) -> tuple[str, int]:
        return self.way, self.level


class Headings:
    """Questions as headings."""

    name = "headings"
    says = "headings with a label, a question mark or an imperative"
    weight = 1.0
    enough = 1

    def cuts(self, sheet: Sheet, start: int, stop: int, *, forced: bool) -> tuple[Cut, ...]:
        """Cut at each heading that asks."""
        nodes = sheet.nodes_in(start, stop)
        asking = questions(sheet, nodes)
        if forced and not asking:
            asking = _leaves(nodes)
        found = [nodes[position] for position in sorted(asking)]
        stops = [*(node.start for node in found[1:]), stop]
        cuts = [
            _cut(sheet, node, _end(sheet, node, min(node.stop, limit)))
            for node, limit in zip(found, stops, strict=False)
        ]
        return spoken(sheet, cuts)


def _end(sheet: Sheet, node: Node, stop: int) -> int:
    """Say where a question ends: before a heading that nothing stands below, as that is the next ones' section's."""
    inside = sheet.nodes_in(node.end, stop)
    last = inside[-1] if inside else None
    if last is None or last.indent or stop == len(sheet.lines) or not _is_empty(sheet, last.end, stop):
        return stop
    return stop if _is_empty(sheet, inside[-2].end if len(inside) > 1 else node.end, last.start) else last.start


def _is_empty(sheet: Sheet, start: int, stop: int) -> bool:
    return all(sheet.kinds[index] in _NOTHING for index in range(start, stop))


def questions(sheet: Sheet, nodes: Sequence[Node]) -> frozenset[int]:
    """Give the positions of the headings that ask a question of the document."""
    groups = _groups(sheet, nodes)
    labelled = {group.level for group in groups if group.way.startswith("label")}
    asked = {group.level: len(group.members) for group in groups if group.way == "?" and group.level not in labelled}
    groups = [
        group
        for group in groups
        if (group.way == "?" and group.level in labelled)
        or (group.way == "!" and len(group.members) + asked.get(group.level, -3) >= 3)
        or _enough(group, nodes)
    ]
    dropped: set[int] = set()
    for outer in sorted(groups, key=lambda group: group.level):
        for inner in groups:
            if inner.level > outer.level:
                dropped |= _weaker(sheet, nodes, outer, inner)
    found = {member for group in groups for member in group.members} - dropped
    found -= topics(nodes, found)
    return frozenset(found | siblings(sheet, nodes, found))


def _groups(sheet: Sheet, nodes: Sequence[Node]) -> list[_Group]:
    members: dict[tuple[str, int], list[int]] = {}
    for position, node in enumerate(nodes):
        way = _way(sheet, node)
        if way:
            members.setdefault((way, node.level), []).append(position)
    return [_Group(way=way, level=level, members=tuple(found)) for (way, level), found in members.items()]


def _way(sheet: Sheet, node: Node) -> str:
    """How a heading asks: by its label's prefix, its question mark, its first word; or it doesn't."""
    if node.label is not None and node.label.prefix in PARTS and not node.asks:
        return ""
    if node.label is not None and (not is_furniture(node.plain) or opens_answer(sheet, node)):
        return f"label {node.label.prefix}"
    if node.asks:
        return "?"
    return "!" if node.bids else ""


def _enough(group: _Group, nodes: Sequence[Node]) -> bool:
    if group.way == "!":
        return len(group.members) >= 3
    if group.way == "?":
        same = sum(node.level == group.level for node in nodes)
        return len(group.members) >= 3 or len(group.members) * 2 >= same
    return True


def _weaker(sheet: Sheet, nodes: Sequence[Node], outer: _Group, inner: _Group) -> set[int]:
    """Of two groups of which one lies within the other: the headings that ask nothing by themselves."""
    parents: dict[int, list[int]] = {}
    for member in inner.members:
        parent = _parent(nodes, outer.members, member)
        if parent >= 0:
            parents.setdefault(parent, []).append(member)
    if not parents:
        return set()
    nested = {member for children in parents.values() for member in children}
    outer_asks, inner_asks = _asking(sheet, nodes, outer), _asking(sheet, nodes, inner)
    if outer_asks >= 0.5 and inner_asks < 0.3:
        return nested
    sections = set(parents)
    told = inner_asks >= 0.5 and outer_asks < 0.3 and len(inner.members) >= 3 and _outdoes(sheet, nodes, inner, outer)
    if len(parents) * 2 >= len(outer.members) or told:
        sections |= {member for member in outer.members if not nodes[member].asks}
    if inner_asks >= 0.5 and outer_asks < 0.3:
        return sections
    spoken = sum(_has_text(sheet, nodes, parent) for parent in parents)
    if not spoken and all(_only_names(nodes, parent, children) for parent, children in parents.items()):
        return sections
    if spoken * 2 >= len(parents) and len(nested) < 3 * len(outer.members):
        return nested
    return sections if len(nested) > len(parents) else nested


def _parent(nodes: Sequence[Node], candidates: Sequence[int], member: int) -> int:
    """Give the candidate whose section holds the member, or -1."""
    low = bisect_left(candidates, member)
    return candidates[low - 1] if low and nodes[candidates[low - 1]].stop > nodes[member].start else -1


def _asking(sheet: Sheet, nodes: Sequence[Node], group: _Group) -> float:
    """Give the share of a group's headings that ask in words, or by a label: "question", or "exercise" above its solution."""
    label = nodes[group.members[0]].label
    if label is not None and label.strong and label.prefix != "item":
        return 1.0
    if label is not None and label.prefix in TASKS:
        return sum(_is_solved(sheet, nodes[member]) for member in group.members) / len(group.members)
    return sum(nodes[member].asks or nodes[member].bids for member in group.members) / len(group.members)


def _outdoes(sheet: Sheet, nodes: Sequence[Node], inner: _Group, outer: _Group) -> bool:
    """Whether numbers alone mark the outer headings, and the inner ones are the questions: by a word, or all of one section."""
    label, above = nodes[inner.members[0]].label, nodes[outer.members[0]].label
    if above is None or above.prefix:
        return False
    if label is not None and (label.prefix in TASKS or (label.strong and label.prefix in QUESTIONS)):
        return len(inner.members) * 5 >= len(outer.members)
    parents = {_parent(nodes, outer.members, member) for member in inner.members}
    alone = len(parents) == 1 and not any(_has_text(sheet, nodes, parent) for parent in parents if parent >= 0)
    return alone and inner.way == "?" and len(inner.members) * 2 >= len(outer.members)


def _is_solved(sheet: Sheet, node: Node) -> bool:
    """Whether a fold or a label in a heading's section says that an answer starts there."""
    if any(sheet.role(fold) is Role.ANSWER for fold in sheet.folds_in(node.end, node.stop)):
        return True
    tags = (read_tag(sheet.lines[index]) for index in sheet.labels_in(node.end, node.stop))
    return any(tag is not None and tag.role in {Role.ANSWER, Role.SOLUTION} and tag.marked for tag in tags)


def _has_text(sheet: Sheet, nodes: Sequence[Node], position: int) -> bool:
    """Whether anything is said between a heading and the next one."""
    stop = nodes[position + 1].start if position + 1 < len(nodes) else nodes[position].stop
    return any(sheet.kinds[index] not in _TEXTLESS for index in range(nodes[position].end, stop))


def _only_names(nodes: Sequence[Node], parent: int, children: Sequence[int]) -> bool:
    """Whether a heading asks nothing, and all that stands below it is one question: "Question 2 - Cells"."""
    if len(children) != 1 or nodes[parent].asks or nodes[parent].bids:
        return False
    return children[0] == parent + 1 and nodes[children[0]].stop == nodes[parent].stop and nodes[children[0]].asks


def _leaves(nodes: Sequence[Node]) -> frozenset[int]:
    """Give the headings of the level that has the most headings with nothing below them."""
    counts: dict[int, list[int]] = {}
    for position, node in enumerate(nodes):
        leaf = position + 1 == len(nodes) or nodes[position + 1].level <= node.level
        if leaf and not is_furniture(node.plain):
            counts.setdefault(node.level, []).append(position)
    best: list[int] = max(counts.values(), key=lambda found: (len(found), found), default=[])
    return frozenset(best)


def _cut(sheet: Sheet, node: Node, stop: int) -> Cut:
    label = node.label.text if node.label else ""
    return Cut(
        start=node.start,
        stop=stop,
        question=Passage(text=node.text, line=node.start + 1),
        body=sheet.passage(node.end, stop, node.indent),
        style="headings",
        label=label,
        attributes=node.attributes,
        answer=_opening(sheet.lines[node.answer].strip()) if node.answer else None,
        answer_line=node.answer + 1 if node.answer else 0,
    )


def _opening(line: str) -> Tag:
    """Take a heading for what an answer opens with: one that only says "Answer" goes, any other stays."""
    is_label = read_tag(line) is not None or line.strip("# :").casefold() in ANSWER_LETTERS
    return Tag(role=Role.ANSWER, rest="" if is_label else line, line=line, colon=True)
