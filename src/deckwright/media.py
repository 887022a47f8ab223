"""Files that cards use: which are allowed, and what they are called in a package."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import unquote

IMAGES = frozenset({"avif", "gif", "jpeg", "jpg", "png", "svg", "webp"})
SOUNDS = frozenset({"flac", "m4a", "mp3", "oga", "ogg", "opus", "wav"})
MOVIES = frozenset({"mkv", "mp4", "webm"})
_OURS = re.compile(r"\bdw-[0-9a-f]{20}\.[0-9a-z]+")
_REMOTE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")


def is_remote(path: str) -> bool:
    """Whether a path as written in a document is an address (`https:…`, `data:…`, `//host/…`) rather than a file."""
    return _REMOTE.match(path) is not None


def local_path(written: str) -> PurePosixPath | None:
    """Give the relative path that an author meant; None for an address or an absolute path."""
    if is_remote(written):
        return None
    path = PurePosixPath(unquote(written.partition("?")[0].partition("#")[0]).replace("\\", "/"))
    if path.is_absolute() or not path.parts or re.match("[a-zA-Z]:", str(path)):
        return None
    return path


def is_supported(path: PurePosixPath) -> bool:
    """Whether Anki shows or plays files of this kind, judged by their suffix."""
    return path.suffix.lower().lstrip(".") in IMAGES | SOUNDS | MOVIES


def names_in(html: str) -> tuple[str, ...]:
    """Find the names of our media files in a field."""
    return tuple(_OURS.findall(html))


def is_ours(name: str) -> bool:
    """Whether a file is called as `package_name` calls them."""
    return _OURS.fullmatch(name) is not None


def package_name(sha256: str, path: PurePosixPath) -> str:
    """Name a file in the package by its content, in lower case, so that a changed file is another one to Anki."""
    return f"dw-{sha256[:20]}{path.suffix.lower()}"
