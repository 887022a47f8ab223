"""CSS inside an SVG: what it may say. It may refer to the drawing itself and to pictures within it, to nothing else."""

from __future__ import annotations

import re
import sys

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_IMPORT = re.compile(r"@import\b[^;{}]*;?", re.IGNORECASE)
_NAMESPACE = re.compile(r"@(?:namespace|charset)\b[^;{}]*;?", re.IGNORECASE)
_URL = re.compile(r"""\burl\s*\(\s*(?:"([^"]*)"|'([^']*)'|([^)"']*))\s*\)?""", re.IGNORECASE)
_HARMLESS = re.compile(
    r"#[^\s\"'()\\<>@]*|data:(?:image/(?:png|jpeg|gif|webp|avif)|font/[a-z0-9]+|application/(?:x-)?font-[a-z0-9]+)"
    r";base64,[A-Za-z0-9+/=\s]*",
    re.IGNORECASE,
)
_LOADS = re.compile(
    r"@import|\burl\s*\(|image-set|(?<![\w-])(?:image|src|element|cross-fade|paint|expression)\s*\(|javascript:"
    r"|-moz-binding|behavior\s*:|</",
    re.IGNORECASE,
)
_PASSES = 8
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})(?:\r\n|[ \t\r\n\f])?|(\r\n|[^0-9a-fA-F]|\Z))")
_KEPT = re.compile(r"\\([0-9a-f]{2}) ?")
"""An escape as `_spelled` leaves it: of a sign, never of a letter."""


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    """Give a sheet or a list of declarations without what would load something, and say what went."""
    gone: dict[str, None] = {}
    text = _COMMENT.sub(" ", _spelled(text))
    for _ in range(_PASSES):
        before = text
        text = _NAMESPACE.sub("", text)
        text, found = _IMPORT.subn("", text)
        if found:
            gone["@import"] = None
        text = _URL.sub(lambda match: _address(match, gone), text)
        if text == before:
            break
    else:
        return "", ("a style (its addresses lie in one another)",)
    doubt = _doubt(text) or _doubt(_KEPT.sub(lambda match: chr(int(match[1], 16)), text))
    return ("", (f"a style (“{doubt}” in it might load something)",)) if doubt else (text, tuple(gone))


def _spelled(text: str) -> str:
    r"""Write escapes out, so that every word is spelled as it is read: letters as they are, signs as `\2f `."""
    return _ESCAPE.sub(_unescaped, text) if "\\" in text else text


def _unescaped(match: re.Match[str]) -> str:
    if match[1] is None:
        meant = match[2]
        if meant in {"", "\n", "\r\n", "\r", "\f"}:
            return ""  # the end of the text, or of a line: what was one word is one
    else:
        number = int(match[1], 16)
        is_letter = 0 < number <= sys.maxunicode and not 0xD800 <= number <= 0xDFFF and number not in {0xFFFE, 0xFFFF}
        meant = chr(number) if is_letter else "\ufffd"
    return meant if meant >= "\xa0" or meant.isalpha() or meant in "-_" else f"\\{ord(meant):02x} "


def _doubt(text: str) -> str:
    """Give the words by which a text may load something all the same; empty where there are none."""
    found = _LOADS.search(_URL.sub(_checked, text))
    return " ".join(found[0].split()) if found else ""


def _address(match: re.Match[str], gone: dict[str, None]) -> str:
    target = next((each for each in match.groups() if each is not None), "").strip()
    if _HARMLESS.fullmatch(target):
        return f"url({''.join(target.split())})"
    gone[f"url({target[:60]})"] = None
    return "none"


def _checked(match: re.Match[str]) -> str:
    target = next((each for each in match.groups() if each is not None), "").strip()
    return "" if _HARMLESS.fullmatch(target) else match.group()
