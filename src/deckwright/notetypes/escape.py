"""How a word is written where HTML, style sheets and white space must not change it: percent signs, as in a URL."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

_UNSAFE = re.compile(r"[^\w:./-]")


def escape(text: str) -> str:
    """Write text as one word of letters, digits and `_ : . / -`; anything else as `%XX` of its UTF-8."""
    normal = unicodedata.normalize("NFC", text)
    return _UNSAFE.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), normal)


def unescape(word: str) -> str:
    """Read what `escape` wrote."""
    return unquote(word, errors="strict")
