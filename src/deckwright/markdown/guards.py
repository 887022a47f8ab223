r"""What keeps Anki from reading more into a field than its author meant: math, LaTeX, sounds and clozes that are none.

Anki finds all of these by regular expressions over a field's HTML, in code and prose as well; an empty comment inside
breaks them up, and nobody sees it. MathJax reads over comments, though not in code: elsewhere a delimiter stands in an
element of its own as well, where nothing can close it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_OURS = r"<dw-([ids])>(.*?)</dw-\1>"
_ANKIS = r"\\(?=[()\[\]]|<dw-)|\[(?=(?:sound|anki):|\[type:|(?i:latex|\$\$?)\])"
_IN_CODE = re.compile(f"{_OURS}|{_ANKIS}", re.DOTALL)
_ANYWHERE = re.compile(rf"{_OURS}|<(?:pre|code)[ >].*?</(?:pre|code)>|\\[(\[]|{_ANKIS}", re.DOTALL)
_MATH_OR_TAG = re.compile(r"\\\((?:.*?)\\\)|\\\[(?:.*?)\\\]|<[^>]*>", re.DOTALL)
_ADDRESS = re.compile(r' (?:href|src)="[^"]*"')


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


def guard_in_cloze(html: str, *, math: bool = False) -> str:
    """Break up, in a field's HTML that goes inside a cloze, what would end the cloze or begin its hint."""
    return _parted(html, (("}}", "}", "}"), ("::", ":", ":")), guard_tag_in_cloze, math=math)


def guard_outside_clozes(html: str, *, math: bool = False) -> str:
    """Break up, in a cloze note's HTML outside its clozes, what would begin one (`{{c1::` in code).

    Anki makes cards for the clozes of any field.
    """
    if "{{c" not in html:
        return html
    return _parted(html, (("{{c", "{", "{c"),), lambda tag: tag.replace("{{c", "{ {c"), math=math)


def guard_tag_in_cloze(tag: str) -> str:
    """Break up in a tag what would end the cloze that it stands in, or begin its hint: in addresses, as these allow."""
    if "::" not in tag and "}}" not in tag:
        return tag
    tag = _ADDRESS.sub(lambda match: match[0].replace("::", "%3A%3A").replace("}}", "%7D%7D"), tag)
    return _replaced(_replaced(tag, "::", ": :"), "}}", "} }")


def _parted(html: str, signs: Sequence[tuple[str, str, str]], guard_tag: Callable[[str], str], *, math: bool) -> str:
    """Part signs in text by an empty comment and in math by a space; tags in their own way."""
    parts: list[str] = []
    position = 0
    for match in [*_MATH_OR_TAG.finditer(html), None]:
        parts.append(_all_replaced(html[position : match.start() if match else None], signs, math=math))
        if match is None:
            break
        inner = match.group()
        parts.append(guard_tag(inner) if inner[0] == "<" else _all_replaced(inner, signs, math=True))
        position = match.end()
    return "".join(parts)


def _all_replaced(text: str, signs: Sequence[tuple[str, str, str]], *, math: bool) -> str:
    between = " " if math else "<!-- -->"
    for sign, first, second in signs:
        text = _replaced(text, sign, f"{first}{between}{second}")
    return text


def _replaced(text: str, sign: str, parted: str) -> str:
    while sign in text:
        text = text.replace(sign, parted)
    return text
