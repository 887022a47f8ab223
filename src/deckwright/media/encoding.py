"""In which encoding an XML file is written: what its first bytes say, then what it declares, as browsers take it.

Only a file's letters are read here. What they mean is looked at afterwards, in the text that is written anew as UTF-8, so
that no encoding hides markup from whoever looks.
"""

from __future__ import annotations

import codecs
import re

_DECLARED = re.compile(rb"<\?xml\s[^>]{0,200}?\sencoding\s*=\s*[\"']([^\"'>]{1,60})[\"']")
_UTF_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_KNOWN = frozenset(
    [
        *(f"iso8859-{part}" for part in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16)),
        *(f"cp{page}" for page in (866, 874, 932, 949, 950, *range(1250, 1259))),
        *("ascii", "koi8-r", "koi8-u", "mac-cyrillic", "mac-roman", "tis-620"),
        *("big5", "big5hkscs", "euc_jp", "euc_kr", "gb18030", "gb2312", "gbk", "iso2022_jp", "shift_jis"),
    ]
)
"""Python's names of what browsers know; its other codecs hold bytes, or parts of programs, rather than text."""
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "big5": "big5hkscs",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
}
"""What is declared as the former is read as the latter, which has more letters."""


def as_utf8(data: bytes) -> bytes:
    """Give a file's text in UTF-8, whatever it declares; raises LookupError or UnicodeError where it can't be read."""
    if data.startswith(_UTF_32):  # the former of which begins as UTF-16 does
        raise LookupError("unknown encoding: UTF-32")
    if data.startswith(_UTF_16):
        return data.decode("utf-16").encode()
    declared = None if data.startswith(codecs.BOM_UTF8) else _DECLARED.match(data)
    if declared is None:
        return data
    name = _codec(declared[1].decode("ascii", "replace"))
    return data if name.startswith("utf-") else data.decode(_WIDER.get(name, name)).encode()


def _codec(label: str) -> str:
    """Give Python's name of an encoding; raises LookupError where it is none that browsers know."""
    name = codecs.lookup(label.lower().removeprefix("x-")).name
    # A declaration that can be read byte by byte isn't in UTF-16, whatever it says.
    if name not in _KNOWN and name not in {"utf-8", "utf-16", "utf-16-le", "utf-16-be"}:
        raise LookupError(f"unknown encoding: {label}")
    return name
