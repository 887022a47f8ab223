r"""What keeps Anki from reading more into a field than its author meant: math, LaTeX, sounds and clozes that are none.

Anki finds all of these by regular expressions over a field's HTML, in code and prose as well; an empty comment inside
breaks them up, and nobody sees it. MathJax reads over comments, though not in code: elsewhere a delimiter stands in an
element of its own as well, where nothing can close it.
"""

from __future__ import annotations

import re

_OURS = r"<dw-([ids])>(.*?)</dw-\1>"
_ANKIS = r"\\(?=[()\[\]]|<dw-)|\[(?=(?:sound|anki):|\[type:|(?i:latex|\$\$?)\])"
_IN_CODE = re.compile(f"{_OURS}|{_ANKIS}", re.DOTALL)
_ANYWHERE = re.compile(rf"{_OURS}|<(?:pre|code)[ >].*?</(?:pre|code)>|\\[(\[]|{_ANKIS}", re.DOTALL)
_MATH_OR_TAG = re.compile(r"\\\((?:.*?)\\\)|\\\[(?:.*?)\\\]|<[^>]*>", re.DOTALL)
_SOUND = re.compile(r"\[sound:[^\]]*\]")


def guard(html: str) -> str:
    """Write math and sounds with Anki's signs, and break up whatever else looks like them."""
    if "\\" not in html and "<dw-" not in html and "[" not in html:
        return html
    return _ANYWHERE.sub(_replace, html)


def _replace(match: re.Match[str]) -> str:
    found = match.group()
    if found.startswith(("<pre", "<code")):
        return _IN_CODE.sub(_replace_in_code, found)
    if len(found) == 2:
        return f"<span>\\<!-- -->{found[1]}</span>"
    return _replace_in_code(match)


def _replace_in_code(match: re.Match[str]) -> str:
    kind, inner = match.groups()
    if kind == "i":
        return rf"\({inner}\)"
    if kind == "d":
        return rf"\[{inner}\]"
    if kind == "s":
        return f"[sound:{inner}]"
    return match.group() + "<!-- -->"


def guard_in_cloze(html: str) -> str:
    """Break up, in a field's HTML that goes inside a cloze, what would end the cloze or begin its hint."""
    return _outside_and_inside(html, {"}}": "}<!-- -->}", "::": ":<!-- -->:"}, {"}}": "} }", "::": ": :"})


def guard_outside_clozes(html: str) -> str:
    """Break up, in a cloze note's HTML outside its clozes, what would begin one (`{{c1::` in code)."""
    return _outside_and_inside(html, {"{{c": "{<!-- -->{c"}, {"{{c": "{ {c"})


def _outside_and_inside(html: str, text: dict[str, str], math: dict[str, str]) -> str:
    """Replace in text and in math, each in its way; tags stay, but for colons in addresses."""
    parts: list[str] = []
    position = 0
    for match in _MATH_OR_TAG.finditer(html):
        parts.append(_replaced(html[position : match.start()], text))
        inner = match.group()
        parts.append(_replaced(inner, {"::": "%3A%3A", "}}": "%7D%7D"} if inner[0] == "<" and "::" in text else math))
        position = match.end()
    parts.append(_replaced(html[position:], text))
    return "".join(parts)


def _replaced(text: str, pairs: dict[str, str]) -> str:
    for old, new in pairs.items():
        while old in text:
            text = text.replace(old, new)
    return text
