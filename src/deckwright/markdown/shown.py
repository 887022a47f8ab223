"""Where a text shows or plays something: its pictures, sounds and films as they are written, by regular expressions only.

Good enough to compare texts by, not a parser: `images` reads what becomes of them.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

MARK = "\ufffc"
"""What stands for a medium in a text without them: Unicode's own sign for an object."""
_EMBED = r"!\[\[(?P<embed>[^\[\]\n|]{1,300})[^\[\]\n]{0,300}\]\]"
_IMAGE = (
    r"!\[[^\[\]\n]{0,500}\](?:\([ \t]*<?(?P<path>[^()<>\n]{0,500}(?:\([^()\n]{0,300}\)[^()\n]{0,300})?)[^()\n]{0,300}\)"
    r"|\[(?P<label>[^\[\]\n]{0,200})\])"
)
_BEHIND = r"(?:\{:?[ \t]{0,4}[^{}\n]{1,300}\})?"  # a picture's size
_ELEMENT = r"<(?:img|audio|video)\b(?P<attributes>[^<>]{1,1000})>"
_SOUND = r"\[sound:(?P<sound>[^\[\]\n]{1,300})\]"
_MEDIUM = re.compile(rf"(?:{_EMBED}|{_IMAGE}){_BEHIND}|{_ELEMENT}|{_SOUND}", re.IGNORECASE)
_CODE = re.compile(r"(`{1,3})(?!`)[^\n]{1,2000}?(?<!`)\1(?!`)")
_SOURCE = re.compile(r"(?<![\w-])src[ \t]*=[ \t]*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_BEHIND_PATH = re.compile(r"[ \t]+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)|=\d*%?x?\d*%?)[ \t]*$")
_HINTS = ("![", "<img", "<audio", "<video", "[sound:")


class Shown(NamedTuple):
    """A text with `MARK` in the place of each medium, and their paths as they are written."""

    text: str
    paths: tuple[str, ...]


def shown_in(text: str) -> Shown:
    """Take the pictures, sounds and films out of a text; what stands in code is none."""
    lowered = text.lower()
    if not any(hint in lowered for hint in _HINTS):
        return Shown(text, ())
    code = [match.span() for match in _CODE.finditer(text)] if "`" in text else []
    paths: list[str] = []

    def taken(match: re.Match[str]) -> str:
        if any(start <= match.start() < stop for start, stop in code):
            return match[0]
        paths.append(_path(match))
        return MARK

    return Shown(_MEDIUM.sub(taken, text), tuple(paths))


def name_of(path: str) -> str:
    """Give a file's name without folders and suffix, as it is compared."""
    name = path.replace("\\", "/").rpartition("/")[2]
    return (name.rpartition(".")[0] or name).casefold()


def _path(match: re.Match[str]) -> str:
    if match["attributes"] is not None:
        found = _SOURCE.search(match["attributes"])
        written = next(filter(None, found.groups()), "") if found else ""
    else:
        written = match["embed"] or match["label"] or match["sound"] or _BEHIND_PATH.sub("", match["path"] or "")
    return unquote(written.strip())
