"""Names: what an author writes for a file, what it is called in a package, and which places it may not name."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

LONGEST = 255
"""Bytes in a file's name that any file system takes."""
_PREFIX = "_dw-"
"""Anki's importer brings files named `_…` with any import, and its media check never calls one of them unused."""
_OURS = re.compile(r"\b_?dw-[0-9a-f]{20}\.[0-9a-z]+")  # without `_` in packages of early versions
_ABSOLUTE = re.compile(r"/|~/|[a-zA-Z]:|file:", re.IGNORECASE)
_DIGITS = 20  # of the hash in a name


def places(written: str, beside: str) -> tuple[tuple[str, ...], bool]:
    """Give the places that an author may have meant, from the deck's folder, and whether some of them lie outside it.

    `beside` is the folder of the source. No place holds `..`: what leaves the folder is none.
    """
    inside: dict[str, None] = {}
    leaves = False
    for meant in _meant(written):
        if _ABSOLUTE.match(meant):
            leaves = True
            continue
        place = posixpath.normpath(posixpath.join(beside, meant))
        if place == ".." or place.startswith(("../", "/")):
            leaves = True
        elif place != ".":
            inside[place] = None
    return tuple(inside), leaves


def _meant(written: str) -> Iterator[str]:
    """Read a path as it stands, without query and fragment, and with `%20` for a space: people write all of them."""
    plain = unicodedata.normalize("NFC", written.strip())
    bare = plain.partition("#")[0].partition("?")[0]
    for each in dict.fromkeys(path.replace("\\", "/") for path in (plain, bare, unquote(bare))):
        if each:
            yield each


def is_ours(name: str) -> bool:
    """Whether a file was named by us."""
    return _OURS.fullmatch(name) is not None


def names_in(html: str) -> tuple[str, ...]:
    """Find the names of our media files in a field."""
    return tuple(_OURS.findall(html)) if "dw-" in html else ()


def without_names(html: str) -> str:
    """Leave the names of our media files out of a field, to see whether anything else differs."""
    return _OURS.sub("", html) if "dw-" in html else html


def package_name(sha256: str, suffix: str) -> str:
    """Name a file in the package by its content, in lower case, so that a changed file is another one to Anki."""
    return f"{_PREFIX}{sha256[:_DIGITS]}.{suffix.lower()}"


def is_named_by(name: str, sha256: str) -> bool:
    """Whether a file's name is the one that its content gives."""
    return name.removeprefix("_").startswith(f"dw-{sha256[:_DIGITS]}.")
