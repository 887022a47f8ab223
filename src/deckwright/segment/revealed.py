"""Hidden answers: callouts, `> [!success]- Answer` and `??? success "Answer"`, as folds, and comments, as text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckwright.markdown.scan import LineKind, Scan
from deckwright.segment.sheet import dedent
from deckwright.segment.tags import Role, read_tag, says_answer, summary_role

HIDING = ("[!", "???", "!!!", "<!--")
"""A document without any of these hides nothing."""
_QUOTED = re.compile(r" {0,3}>[ ]?\[![A-Za-z][\w-]*\][+-]?[ \t]+(?P<title>\S[^\n]*)$")
_INDENTED = re.compile(r"(?:\?\?\?\+?|!!!)[ \t]+[A-Za-z][\w-]*(?:[ \t]+[\w-]+)*[ \t]+\"(?P<title>[^\"\n]*)\"[ \t]*$")
_QUOTE = re.compile(r"^ {0,3}>[ ]?")
_COMMENT = re.compile(r" {0,3}<!--[ \t]*(?P<said>\S[^\n]*?)[ \t]*-->[ \t]*$")
_LONGEST = 3000
_OPEN, _CLOSE = "<details><summary>{}</summary>", "</details>"


def hides_answer(title: str) -> bool:
    """Whether a callout's title says that it hides an answer, or a hint: in a word for it, not just "Open"."""
    return bool(title.strip()) and says_answer(title) and summary_role(title) in {Role.ANSWER, Role.HINT}


def answer_within(lines: Sequence[str]) -> tuple[int, list[str]] | None:
    """Find the callout within a callout's lines that hides its answer: its place, and the lines from there on without signs."""
    for position, line in enumerate(lines):
        match = _QUOTED.match(line[:_LONGEST]) or _INDENTED.match(line[:_LONGEST])
        if match is None or not hides_answer(match["title"]) or summary_role(match["title"]) is not Role.ANSWER:
            continue
        quoted = line.lstrip().startswith(">")
        below = lines[position + 1 :]
        return position, [_QUOTE.sub("", each, count=1) if quoted else dedent(each, 4) for each in below]
    return None


def revealed(scan: Scan) -> str | None:
    """Give a document's text with what callouts and comments hide as folds and text, line for line; None without any."""
    lines: list[str] | None = None
    for index, said in _commented(scan):
        lines = lines or list(scan.lines)
        lines[index] = said
    index = scan.front
    while index < len(scan.lines):
        found = _quoted(scan, index) or _indented(scan, index)
        if found is None:
            index += 1
            continue
        lines = lines or list(scan.lines)
        lines[index : index + len(found)] = found
        index += len(found)
    return None if lines is None else "\n".join(lines)


def _commented(scan: Scan) -> list[tuple[int, str]]:
    """Find the answers that stand in comments of their own (`<!-- Answer: B -->`), and what they say; nothing for a single one."""
    found = []
    for index, (line, kind) in enumerate(zip(scan.lines, scan.kinds, strict=True)):
        match = _COMMENT.match(line[:_LONGEST]) if kind is LineKind.COMMENT else None
        tag = read_tag(match["said"]) if match is not None else None
        if match is not None and tag is not None and tag.role is Role.ANSWER and tag.colon and tag.rest:
            found.append((index, match["said"]))
    return found if len(found) > 1 else []


def _quoted(scan: Scan, index: int) -> list[str] | None:
    line = scan.lines[index]
    if scan.kinds[index] is not LineKind.QUOTE or "[!" not in line or (index and _is_quote(scan, index - 1)):
        return None
    match = _QUOTED.match(line[:_LONGEST])
    if match is None or not hides_answer(match["title"]):
        return None
    stop = index + 1
    while stop < len(scan.lines) and _is_quote(scan, stop) and not _QUOTED.match(scan.lines[stop][:_LONGEST]):
        stop += 1
    below = [_QUOTE.sub("", each, count=1) for each in scan.lines[index + 1 : stop]]
    return _fold(match["title"], below, scan, stop)


def _is_quote(scan: Scan, index: int) -> bool:
    return scan.kinds[index] is LineKind.QUOTE and scan.lines[index].lstrip().startswith(">")


def _indented(scan: Scan, index: int) -> list[str] | None:
    line = scan.lines[index]
    if scan.kinds[index] is not LineKind.TEXT or not line.startswith(("???", "!!!")):
        return None
    match = _INDENTED.match(line[:_LONGEST])
    if match is None or not hides_answer(match["title"]):
        return None
    stop = index + 1
    while stop < len(scan.lines) and (not scan.lines[stop].strip() or scan.lines[stop].startswith(("    ", "\t"))):
        stop += 1
    while not scan.lines[stop - 1].strip():
        stop -= 1
    return _fold(match["title"], [dedent(each, 4) for each in scan.lines[index + 1 : stop]], scan, stop)


def _fold(title: str, below: Sequence[str], scan: Scan, stop: int) -> list[str] | None:
    """Give a fold's lines: it ends on the blank line below it, or else behind its last word; None where neither can be."""
    if not any(map(str.strip, below)):
        return None
    head = _OPEN.format(title.strip())
    blank = stop < len(scan.lines) and not scan.lines[stop].strip()
    following = scan.lines[stop + 1].strip() if stop + 1 < len(scan.lines) else ""
    if blank and not following:
        return [head, *below, _CLOSE]
    last = below[-1].rstrip()
    if last.lstrip().startswith(("```", "~~~", "|")) or not last:
        return [head, *below, _CLOSE] if blank else None
    return [head, *below[:-1], f"{last}{_CLOSE}"]
