"""Whether two texts of a field say the same in other markup: what Anki's editor writes, and what the source's Markdown gives."""

from __future__ import annotations

import re
import unicodedata

_VERBATIM = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL)
_BREAK, _BLOCK = "\v", "\f"
_AS_ONE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"&nbsp;|&#160;|[\s\v\f]+"), " "),
    (re.compile(r"<(/?)b>"), r"<\1strong>"),
    (re.compile(r"<(/?)i>"), r"<\1em>"),
    (re.compile(r"&gt;"), ">"),
    (re.compile(r"&quot;"), '"'),
    (re.compile(r"</p> ?<p>"), _BREAK * 2),
    (re.compile(r"<br ?/?>"), _BREAK),
    (re.compile(r"</?(?:p|div)>"), _BLOCK),
)
_SPACES = re.compile(r" *([\v ]) *")


def are_alike(one: str, other: str) -> bool:
    """Whether a learner sees the same: bold is bold, a line is a line, a space is a space, and breaks at the end are none."""
    return one == other or _plain(one) == _plain(other)


def _plain(text: str) -> str:
    parts = _VERBATIM.split(unicodedata.normalize("NFC", text))
    return "".join(part if place % 2 else _lines(part) for place, part in enumerate(parts)).strip(_BREAK + " ")


def _lines(text: str) -> str:
    for pattern, plain in _AS_ONE:
        text = pattern.sub(plain, text)
    blocks = (block for block in text.split(_BLOCK) if block.strip(" "))
    joined = _BREAK.join(block.rstrip(" ").removesuffix(_BREAK) for block in blocks)
    return _SPACES.sub(r"\1", joined)
