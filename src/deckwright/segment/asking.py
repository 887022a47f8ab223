"""Whether a line of text asks: by its question mark, or by the word that it starts with."""

from __future__ import annotations

import re

from deckwright.segment.words import ASKING, IMPERATIVES

_MARK = re.compile(r"[?？؟՞⁇⁈❓❔](?:\s*(?:[\[(（][^\[\]()]{0,80}[\])）]|\{[^{}]{0,80}\}|[*_`]+))*[^\w?？؟]*$")
_GREEK = re.compile(r"[\u0370-\u03ff];\W*$")
_FIRST = re.compile(r"[^\w]*([^\W\d_]+(?:['’-][^\W\d_]+)*)")


def asks(plain: str) -> bool:
    """Whether plain text ends in a question mark, of any script, a remark in brackets or braces aside."""
    tail = plain[-200:]
    if "?" not in tail and tail.isascii():
        return False
    return bool(_MARK.search(tail)) or tail.startswith("¿") or bool(_GREEK.search(tail))


def bids(plain: str) -> bool:
    """Whether plain text starts like a question or a task ("Explain …", "What is …"), without a question mark."""
    match = _FIRST.match(plain[:80])
    if match and match[1].casefold() in IMPERATIVES:
        return True
    return not plain.isascii() and any(part in plain[:300] for part in ASKING)
