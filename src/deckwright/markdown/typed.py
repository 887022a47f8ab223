"""What of a short answer's Markdown a learner types in: the text that its card shows, without the signs of blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deckwright.markdown.emphasis import PYTHONS
from deckwright.markdown.plain import plain
from deckwright.markdown.sanitize import TAGS

_BOX = r"(?:\[[ xX✓✔]?\](?=[ \t])[ \t]*)?"
_HASHES = r"(?:#{1,6}(?:[ \t]+|$))?"
_QUOTES = re.compile(r"(?:[ \t]*>)*[ \t]*")
_ANY = r"(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$)"
_FIRST = re.compile(rf"[ \t]*{_ANY}")
_BLOCK = re.compile(rf"(?:(?:>[ \t]*|{_ANY}{_BOX})[ \t]*)*{_HASHES}")
"""The signs of quotations, list items, their boxes and headings, as deep as they stand in one another."""
_GOES_ON = re.compile(r"(?!0*1[.)])\d{1,9}[.)](?:[ \t]|$)|(?:[*+]|\d{1,9}[.)])[ \t]*$")
"""What looks like an item and can't end a paragraph: one with a number other than 1, or with nothing in it."""
_CLOSING = re.compile(r"[ \t]+#+[ \t]*$")
_TICKS = re.compile(r"(`+)")
_SHOWN = re.compile(rf"{PYTHONS.pattern}|==")
"""What `plain` takes for signs although cards show it: Python's names, and marks where nothing is marked."""
_TAG = re.compile(r"<(?=/?(?P<name>[A-Za-z][A-Za-z0-9-]{0,30})[\s/>])")
_TAGS = TAGS | {"audio", "video", "script", "style", "textarea"}


def typed(text: str) -> str:
    """Give what is to be typed in where a passage is the answer."""
    lines = [rest for _, rest in _read(text)]
    if not any(lines) and "\n" not in text.strip():
        lines = [text.strip()]  # nothing but a sign: `42.`
    return plain(_with_shown("\n".join(lines)))


def items(text: str) -> int:
    """Count the list items of a passage."""
    return sum(is_item for is_item, _ in _read(text))


def _read(text: str) -> Iterator[tuple[bool, str]]:
    """Give of each line whether it is a list item's first one, and its text without the signs of blocks."""
    paragraph, inner, depth = False, 0, 0
    for line in text.split("\n"):
        match = _QUOTES.match(line)
        assert match is not None, "it takes nothing, too"
        rest = line[match.end() :]
        indent, above, depth = len(match[0].rpartition(">")[2].expandtabs(4)), depth, match[0].count(">")
        if paragraph and depth == above and indent >= inner and _GOES_ON.match(rest):
            yield False, rest
            continue
        first = _FIRST.match(rest)
        if paragraph and not first:
            depth = max(depth, above)  # it goes on without the signs of its quotation
        signs = _BLOCK.match(rest)
        assert signs is not None, "it takes nothing, too"
        if first is not None:
            inner = indent + 2
        rest = rest[signs.end() :]
        yield first is not None, _CLOSING.sub("", rest) if "#" in signs[0] else rest
        paragraph = bool(rest) and "#" not in signs[0]
        inner = inner if paragraph else 0


def _with_shown(text: str) -> str:
    """Escape what cards show, other than in code."""
    parts = _TICKS.split(text)  # what stands between the runs of backticks, and these
    last = {part: at for at, part in enumerate(parts) if at % 2}
    done: list[str] = []
    at = 0
    while at < len(parts):
        if last.get(parts[at], 0) > at:
            stop = parts.index(parts[at], at + 1) + 1
            done += parts[at:stop]
            at = stop
        else:
            done.append(_TAG.sub(_shown_tag, _SHOWN.sub(_escaped, parts[at])))
            at += 1
    return "".join(done)


def _shown_tag(match: re.Match[str]) -> str:
    """Escape what only looks like a tag: `vector<int>`."""
    return match[0] if match["name"].lower() in _TAGS else rf"\{match[0]}"


def _escaped(match: re.Match[str]) -> str:
    return re.sub(r"[_=]", r"\\\g<0>", match[0])
