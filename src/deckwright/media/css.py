"""CSS inside an SVG: what it may say. It may refer to the drawing itself and to pictures within it, to nothing else."""

from __future__ import annotations

import re

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_IMPORT = re.compile(r"@import\b[^;{}]*;?", re.IGNORECASE)
_NAMESPACE = re.compile(r"@(?:namespace|charset)\b[^;{}]*;?", re.IGNORECASE)
_URL = re.compile(r"""\burl\s*\(\s*(?:"([^"]*)"|'([^']*)'|([^)"']*))\s*\)?""", re.IGNORECASE)
_HARMLESS = re.compile(
    r"#[^\s\"'()\\<>]*|data:(?:image/(?:png|jpeg|gif|webp|avif)|font/[a-z0-9]+|application/(?:x-)?font-[a-z0-9]+)"
    r";base64,[A-Za-z0-9+/=\s]*",
    re.IGNORECASE,
)
_LOADS = re.compile(
    r"@import|\burl\s*\(|image-set|(?<![\w-])(?:image|src|element|cross-fade|paint|expression)\s*\(|javascript:"
    r"|-moz-binding|behavior\s*:|</",
    re.IGNORECASE,
)
_PASSES = 8


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    """Give a sheet or a list of declarations without what would load something, and say what went."""
    gone: dict[str, None] = {}
    text = _COMMENT.sub(" ", text)
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
        return "", ("a style",)
    if is_doubtful(text):
        return "", ("a style",)
    return text, tuple(gone)


def is_doubtful(text: str) -> bool:
    """Whether a text may load something all the same, or spells its words so that nobody can tell."""
    return "\\" in text or _LOADS.search(_URL.sub(_checked, text)) is not None


def _address(match: re.Match[str], gone: dict[str, None]) -> str:
    target = next((each for each in match.groups() if each is not None), "").strip()
    if _HARMLESS.fullmatch(target):
        return f"url({''.join(target.split())})"
    gone[f"url({target[:60]})"] = None
    return "none"


def _checked(match: re.Match[str]) -> str:
    target = next((each for each in match.groups() if each is not None), "").strip()
    return "" if _HARMLESS.fullmatch(target) else match.group()
