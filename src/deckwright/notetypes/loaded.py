"""What a template or a sheet makes a card load or run: files by their names, what lies on the web, and scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deckwright.swift import dataclass

_COMMENT = {
    "css": re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL),
    "html": re.compile(r"<!--.*?(?:-->|\Z)|/\*.*?\*/", re.DOTALL),
}
_IN_CSS = re.compile(
    r"""(?:@import\s*(?:url\(\s*)?|\burl\(\s*|\bimage-set\(\s*)(?:"(?P<double>[^"\n]*)|'(?P<single>[^'\n]*)|(?P<bare>[^\s"')(;]+))""",
    re.IGNORECASE,
)
_TAG = re.compile(r"<(?P<name>[a-z][a-z0-9-]*)(?P<rest>(?:\s[^<>]*)?)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""(?<![\w-])(?P<key>src|srcset|href|poster|data|background)\s*=\s*(?:"(?P<double>[^"]*)|'(?P<single>[^']*)|(?P<bare>[^\s"'>]+))""",
    re.IGNORECASE,
)
_OPENING = re.compile(r"<[a-z](?:\"[^\"]*\"|'[^']*'|[^<>\"'])*", re.IGNORECASE)
_VALUED = re.compile(
    r"""(?P<key>[^\s"'=<>/]+)\s*=\s*(?:"(?P<double>[^"]*)|'(?P<single>[^']*)|(?P<bare>[^\s"'>]*))""", re.IGNORECASE
)
_LINKS = frozenset({"a", "area"})
"""Elements whose address is followed by a click, and loaded by nobody before."""
_WEB = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?[/\\]{2}", re.IGNORECASE)
_NO_FILE = re.compile(r"#|data:|\s*\Z|\{\{|about:", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """An address that a card loads: as it is written, and the 1-based line."""

    address: str
    line: int

    @property
    def is_remote(self) -> bool:
        """Whether it lies on the web."""
        return bool(_WEB.match(self.address))


def loaded(text: str, *, is_css: bool) -> Iterator[Loaded]:
    """Give the addresses that a sheet or a template loads, in the order in which they are written, comments aside."""
    text = _without_comments(text, "css" if is_css else "html")
    found = [(match.start(), _written(match)) for match in _IN_CSS.finditer(text)]
    for tag in () if is_css else _TAG.finditer(text):
        for match in _ATTRIBUTE.finditer(tag["rest"]):
            if match["key"].lower() != "href" or tag["name"].lower() not in _LINKS:
                found += [(tag.start("rest") + match.start(), each) for each in _each(match)]
    line, before = 1, 0
    for position, address in sorted(found):
        line += text.count("\n", before, position)
        before = position
        if not _NO_FILE.match(address):
            yield Loaded(address=address, line=line)


def script_lines(template: str) -> Iterator[int]:
    """Give the 1-based lines of the elements by which a template runs a script, comments aside."""
    text = _without_comments(template, "html")
    for tag in _OPENING.finditer(text):
        if tag[0][:7].lower() == "<script" or any(map(_runs, _VALUED.finditer(tag[0]))):
            yield text.count("\n", 0, tag.start()) + 1


def _runs(attribute: re.Match[str]) -> bool:
    return attribute["key"].lower().startswith("on") or _written(attribute).lower().startswith("javascript:")


def _without_comments(text: str, kind: str) -> str:
    return _COMMENT[kind].sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def _written(match: re.Match[str]) -> str:
    return next(each for each in match.group("double", "single", "bare") if each is not None).strip()


def _each(match: re.Match[str]) -> Iterator[str]:
    """Give the addresses in an attribute; `srcset` has several, each with a size behind it."""
    written = _written(match)
    if match["key"].lower() != "srcset":
        yield written
        return
    for part in written.split(","):
        yield part.split()[0] if part.strip() else ""
