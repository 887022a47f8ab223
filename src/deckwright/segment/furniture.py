"""What stands in documents but is neither question nor answer: back-to-top links, rules, badges, lists of links."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckwright.markdown.plain import plain
from deckwright.markdown.scan import LineKind
from deckwright.segment.words import CONTENTS, FURNITURE, TOPS

_ANCHOR_LINK = re.compile(r"\]\(\s*#[^()\n]{0,300}\)|href\s*=\s*[\"']?#", re.IGNORECASE)
_LINK_ONLY = re.compile(
    r"[\s>*+\-|.,:;·•/]*(?:\d{1,4}[.)]\s+)?(?:\[[ xX]\]\s+)?[*_]{0,3}"
    r"(?:\[+[^\[\]\n]{0,300}\]+(?:\([^()\n]{0,1000}(?:\([^()\n]{0,300}\))?[^()\n]{0,1000}\)|\[[^\[\]\n]{0,100}\])\]?"
    r"|<?https?://\S{1,1000}>?)[\s*_|.,:;·•/-]*"
)
_BADGE = re.compile(
    r"\[?!\[[^\[\]\n]{0,200}\]\([^()\n]{0,1000}(?:shields\.io|badge)[^()\n]{0,1000}\)(?:\]\([^()\n]{0,1000}\))?"
)
_EMPTY_TAG = re.compile(
    r"[ \t]*(?:</?(?:div|p|br|center|b|a|hr|span|font|details|section)\b[^<>]{0,300}>[ \t]*)+$", re.IGNORECASE
)
_LETTERS = re.compile(r"\w{2,}")
_SPACING = re.compile(r"[ \t]*(?:</?(?:br|hr)[ \t]*/?>[ \t]*)+$", re.IGNORECASE)
_SHOWN = re.compile(r"!\[|<(?:img|audio|video)\b", re.IGNORECASE)
"""Where a text shows or plays something, and needs no words."""
_BLANKS = re.compile(r"[\W_]*__[\W_]*")
"""Lines to write on."""
_UNWRITTEN = re.compile(
    r"\W*(?:todo|to do|to-do|tbd|tba|wip|fixme|n/?a|coming soon|work in progress|to be (?:added|done|continued|updated|written)"
    r"|to be (?:filled|answered|completed)(?: in| later| soon| here)?(?!\s+\w)"
    r"|(?:(?:add|write|insert|put|type) (?:(?:the|an|your) )?|your )?answers? (?:(?:goes|go|will be) )?here(?!\s+\w)"
    r"|answer (?:needed|pending|coming soon)|no answer(?: yet)?|pending|待补充|待完善|待更新|未完待续|略|todo补充"
    r"|скоро|нет ответа|por hacer|pendiente|à venir|à compléter|folgt|in arbeit|قريبا)\b[^\n]{0,60}",
    re.IGNORECASE,
)


def is_contents(heading: str) -> bool:
    """Whether a heading is that of a table of contents."""
    return "_".join(heading.casefold().strip(" :：.").split()) in CONTENTS


def is_top_link(line: str) -> bool:
    """Whether a line only leads back to the top of the page or to its contents."""
    if "#" not in line or len(line) > 400 or not _ANCHOR_LINK.search(line):
        return False
    said = plain(line).casefold()
    words = " ".join(re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", said))
    if not words:
        return not re.search(r"\d", said)
    return len(words) < 60 and any(top in words or top in said for top in TOPS)


def is_link_only(text: str) -> bool:
    """Whether each line of a text that says anything is a link and nothing else."""
    if "](" not in text and "http" not in text and "][" not in text:
        return False
    found = False
    for line in text.split("\n"):
        if line.strip() and not is_empty_html(line):
            if len(line) > 4000 or not _links_only(line):
                return False
            found = True
    return found


def _links_only(line: str) -> bool:
    position = 0
    while position < len(line):
        match = _LINK_ONLY.match(line, position)
        if match is None:
            return not line[position:].strip()
        position = match.end()
    return True


def is_unwritten(text: str) -> bool:
    """Whether a text says nothing, or that the answer is still to be written."""
    linked = "](" in text or "<" in text
    if len(text) > (1000 if linked else 150) and _LETTERS.search(text):
        return False
    said = plain(text)
    return (
        not re.search(r"\w", said)
        or _BLANKS.fullmatch(said) is not None
        or (len(said) < 90 and _UNWRITTEN.fullmatch(said) is not None)
    )


def answers_nothing(text: str) -> bool:
    """Whether a text is no answer: it says nothing, shows nothing, and holds no sign either: an operator, a tick."""
    return is_unwritten(text) and not _SHOWN.search(text) and not _has_signs(text)


def _has_signs(text: str) -> bool:
    return bool(re.search(r"[^\s.…\-–—_*?!]", plain(text))) and not re.search(r"\w", text)


def has_badge(line: str) -> bool:
    """Whether a line shows a badge."""
    return "shields.io" in line or ("![" in line and _BADGE.search(line) is not None)


def without_badges(text: str) -> str:
    """Text without badges."""
    return _BADGE.sub("", text).strip() if "![" in text else text


def is_empty_html(line: str) -> bool:
    """Whether a line holds tags that lay out the page, and nothing between them."""
    return line.lstrip().startswith("<") and len(line) < 1000 and _EMPTY_TAG.match(line) is not None


def is_line_break(line: str) -> bool:
    """Whether a line holds only tags for space, `<br>` and `<hr>`."""
    return line.lstrip()[:1] == "<" and len(line) < 200 and _SPACING.match(line) is not None


def drops(lines: Sequence[str], kinds: Sequence[LineKind]) -> dict[int, str]:
    """Give the lines (by position) of a body that are no content, with the reason."""
    found: dict[int, str] = {}
    for position, line in enumerate(lines):
        if "#" in line and kinds[position] not in {LineKind.CODE, LineKind.FENCE} and is_top_link(line):
            found[position] = "a link back to the top"
    for position in list(found):
        _around(lines, kinds, position, found)
    return found


def _around(lines: Sequence[str], kinds: Sequence[LineKind], position: int, found: dict[int, str]) -> None:
    """Add the empty tags right above and below a dropped line (`<div align="right">` … `</div>`)."""
    if kinds[position] is not LineKind.HTML and not lines[position].lstrip().startswith("<"):
        return
    above, below = position - 1, position + 1
    while above >= 0 and below < len(lines) and _opens(lines[above]) and _closes(lines[below]):
        found[above] = found[below] = "a link back to the top"
        above, below = above - 1, below + 1


def _opens(line: str) -> bool:
    return is_empty_html(line) and "</" not in line and "<details" not in line


def _closes(line: str) -> bool:
    return is_empty_html(line) and line.lstrip().startswith("</") and "</details" not in line


def is_furniture(text: str) -> bool:
    """Whether a heading is one of a document's own: contents, licence, contributing."""
    return is_contents(text) or "_".join(text.casefold().strip(" :：.#").split()) in FURNITURE
