"""The versions of everything that shapes a note: our own sources by their hash, our dependencies by their files."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

_SHAPING = ("mistune", "nh3", "pygments", "genanki")


@cache
def fingerprint() -> str:
    """Give what differs wherever the same sources might give another note or package."""
    digest = blake2b(digest_size=16)
    for part in (sys.version, unicodedata.unidata_version, *_dependencies()):
        digest.update(f"{part}\n".encode())
    for path in _sources(str(Path(__file__).parents[1])):
        digest.update(f"{path}\n".encode())
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123  (hundreds of files, for each run)
            digest.update(file.read())
    return digest.hexdigest()


def _dependencies() -> Iterator[str]:
    """Say of each dependency's modules where they lie, how large they are, and since when: upgrades change that."""
    for name in _SHAPING:
        spec = find_spec(name)
        for place in (spec.submodule_search_locations or ()) if spec else ():
            for item in sorted(os.scandir(place), key=lambda item: item.name):
                if not item.is_dir():
                    status = item.stat()
                    yield f"{item.path} {status.st_size} {status.st_mtime_ns}"


def _sources(folder: str) -> Iterator[str]:
    for item in sorted(os.scandir(folder), key=lambda item: item.name):
        if item.is_dir():
            if item.name != "__pycache__":
                yield from _sources(item.path)
        elif item.name.endswith(".py"):
            yield item.path
