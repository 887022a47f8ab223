"""Inline Markdown and HTML as plain text, by regular expressions only: for headings, messages and identity."""

from __future__ import annotations

import html
import re

_SIGNS = re.compile(r"[\\`*_~<\[\]&!$={:]")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]{0,30}(?:\s[^<>]{0,2000})?/?>")
_AUTOLINK = re.compile(r"<((?:https?|ftp|mailto):[^\s<>]{1,2000})>")
_TARGET = r"\((?:[^()\n]|\([^()\n]{0,300}\)){0,2000}\)"
_BEHIND = r"(?:\{:?[ \t]{0,4}(?:width|height)=[^{}\n]{1,300}\})?"  # a picture's size
_IMAGE = re.compile(rf"!\[[^\[\]\n]{{0,500}}\](?:{_TARGET}|\[[^\[\]\n]{{0,200}}\]){_BEHIND}")
_EMBED = re.compile(rf"!\[\[[^\[\]\n]{{1,300}}\]\]{_BEHIND}")
_WIKI = re.compile(r"\[\[([^\[\]\n|]{1,300})(?:\|([^\[\]\n]{1,300}))?\]\](?!\()")
_LINK = re.compile(rf"\[((?:[^\[\]\n]|\[[^\[\]\n]{{0,200}}\]){{0,1000}})\](?:{_TARGET}|\[[^\[\]\n]{{0,200}}\])")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]{1,100}\]")
_CODE = re.compile(r"(?<!`)(?:(``)(?!`)([^\n]{1,500}?)(?<!`)``|(`{1,3})(?!`)([^`\n]{1,2000})\3)(?!`)")
_STRONG = re.compile(r"(\*\*\*|\*\*|~~|==)(?=\S)([^*~=\n]{1,1000}?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,1000}?)(?<=[^\s*])\*(?![\w*])")
_UNDERSCORE = re.compile(r"(?<!\w)(_{1,3})(?=[^\s_])([^\n]{1,200}?)(?<=[^\s_])\1(?!\w)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_KEPT = re.compile(r"\x00([0-9]+)\x01")
_SPACE = re.compile(r"\s+")
_LONG = 20_000


def plain(text: str) -> str:
    """Text without Markdown and HTML marks, white space collapsed; code and math keep their characters.

    Good enough to read and to compare, not a parser: what is ambiguous stays as written.
    """
    if not _SIGNS.search(text):
        return _SPACE.sub(" ", text).strip()
    if len(text) > _LONG:
        return " ".join(plain(text[start : start + _LONG]) for start in range(0, len(text), _LONG))
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        code = match[2] or match[4]
        kept.append(code.strip() or code)
        return f"\x00{len(kept) - 1}\x01"

    def escape(match: re.Match[str]) -> str:
        kept.append(match[1])
        return f"\x00{len(kept) - 1}\x01"

    text = text.replace("\x00", "").replace("\x01", "")
    text = _CODE.sub(keep, text) if "`" in text else text
    text = _ESCAPE.sub(escape, text) if "\\" in text else text
    for sign, strip in _STRIPPING:
        if sign in text:
            text = strip(text)
    if kept:
        text = _KEPT.sub(lambda match: kept[int(match[1])], text)
    return _SPACE.sub(" ", text).strip()


def _unstressed(text: str) -> str:
    return _EMPHASIS.sub(r"\1", _STRONG.sub(r"\2", _STRONG.sub(r"\2", _EMPHASIS.sub(r"\1", text))))


def _uncommented(text: str) -> str:
    """Give text without HTML comments; an endless one is text."""
    parts: list[str] = []
    position = 0
    while (start := text.find("<!--", position)) >= 0 and (stop := text.find("-->", start + 4)) >= 0:
        parts.append(text[position:start])
        position = stop + 3
    return "".join([*parts, text[position:]])


def _links(text: str) -> str:
    """Give links as their text, pictures and footnote marks away."""
    text = _EMBED.sub("", text)
    text = _IMAGE.sub("", text)
    text = _FOOTNOTE.sub("", text)
    text = _WIKI.sub(lambda match: match[2] or match[1], text)
    for _ in range(3):
        shorter = _LINK.sub(r"\1", text)
        if shorter == text:
            break
        text = shorter
    return text


_STRIPPING = (
    ("<", lambda text: _TAG.sub("", _AUTOLINK.sub(r"\1", _uncommented(text)))),
    ("[", _links),
    ("*", _unstressed),
    ("~~", _unstressed),
    ("==", _unstressed),
    ("_", lambda text: _UNDERSCORE.sub(r"\2", text)),
    ("&", html.unescape),
)
"""What takes which marks off, by a sign that must be there; in this order."""
