"""What Anki's editor does to a field when a note is opened, so that tests can ask whether a field stays as it is.

The steps before and after the browser are those of Anki's editor, expression by expression; the browser's own part,
parsing the HTML and printing it (`innerHTML`), is Chromium's in the tests marked `browser` and nh3's elsewhere.
"""

from __future__ import annotations

import re
from functools import cache

import nh3

from deckwright.markdown.sanitize import ATTRIBUTES, SCHEMES, TAGS

_BLOCK_MATH = re.compile(r"\\\[(.*?)\\\]", re.DOTALL)
_INLINE_MATH = re.compile(r"\\\((.*?)\\\)", re.DOTALL)
_STORED = re.compile(r"<anki-mathjax(?:[^>]*?block=\"(.*?)\")?[^>]*?>(.*?)</anki-mathjax>", re.DOTALL)


def _trim_breaks(text: str) -> str:
    return re.sub(r"\n*\Z", "", re.sub(r"\A\n*", "", re.sub(r"<br[ ]*/?>", "\n", text)))


def to_editor(stored: str) -> str:
    """Turn a field's math into the editor's elements."""
    shown = _BLOCK_MATH.sub(lambda match: f'<anki-mathjax block="true">{_trim_breaks(match[1])}</anki-mathjax>', stored)
    return _INLINE_MATH.sub(lambda match: f"<anki-mathjax>{_trim_breaks(match[1])}</anki-mathjax>", shown)


def from_editor(shown: str) -> str:
    """Turn the editor's elements back into delimiters."""

    def stored(match: re.Match[str]) -> str:
        text = _trim_breaks(match[2])
        return rf"\[{text}\]" if match[1] not in (None, "false") else rf"\({text}\)"

    return _STORED.sub(stored, shown)


@cache
def _printer() -> nh3.Cleaner:
    attributes = {tag: set(names) for tag, names in ATTRIBUTES.items()}
    attributes["anki-mathjax"] = {"block"}
    attributes["a"] = {"data-href"}
    return nh3.Cleaner(
        tags=set(TAGS) | {"anki-mathjax"},
        clean_content_tags=set(),
        attributes=attributes,
        strip_comments=False,
        url_schemes=set(SCHEMES),
        link_rel=None,
    )


def reprint(html: str) -> str:
    """Parse and print HTML as a browser would; what a field may not hold at all is dropped, and so shows.

    Addresses go by another name meanwhile: nh3 drops those that it can't make sense of, which a browser doesn't.
    """
    return _printer().clean(html.replace(' href="', ' data-href="')).replace(' data-href="', ' href="')


def opened(field: str) -> str:
    """What is stored once a note with this field was opened in the editor."""
    return from_editor(reprint(to_editor(field)))
