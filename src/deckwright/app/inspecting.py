"""Looking into one media file: what it is, what it is called in the package, and what is to be said about it."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from deckwright.app.files import reason
from deckwright.media import kinds, svg
from deckwright.media.names import package_name
from deckwright.model import Medium, Remark
from deckwright.swift import dataclass

_CHUNK = 1 << 20
_MB = 1 << 20
_PICTURE = 2 * _MB
_FILM = 20 * _MB
_ANKIWEB = 100 * _MB
_SIDE = 4_000  # pixels
_MEASURED = frozenset({"gif", "jpeg", "png", "webp"})
"""Kinds of which one that says nothing of its width and height shows nothing."""
_RACY = 2_000_000_000  # nanoseconds: the coarsest clock of any file system in use
_NAMED = 5  # things taken out of a drawing that are named
_LABELS = "Words in a foreignObject go with it: save the drawing with plain text for labels, or as a PNG."

Stamp = tuple[int, int, int, int]
"""What the system says of a file: size, when it was modified and changed (nanoseconds), and its number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """What was found out about a file's content. A remark speaks of the file as `{}`."""

    medium: Medium
    stamp: Stamp | None = None
    """As the file was when it was read, if it can be relied on that another content has another stamp."""


def stamp_of(status: os.stat_result) -> Stamp:
    """Give what changes when a file does."""
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def inspect(path: Path, clock: Callable[[], int] = time.time_ns) -> Inspected:
    """Read a file through, a piece at a time."""
    began = clock()
    try:
        with open(path, "rb", opener=_at_once) as file:
            before = os.fstat(file.fileno())
            if not stat.S_ISREG(before.st_mode):
                return _refused("DW507", "{} is a folder" if path.is_dir() else "{} is no regular file")
            head = file.read(kinds.HEAD)
            kind = kinds.sniff(head)
            if kind == "svg":
                medium = _drawing(head + file.read(max(0, svg.LARGEST + 1 - len(head))))
            else:
                digest = sha256(head)
                while chunk := file.read(_CHUNK):
                    digest.update(chunk)
                medium = _content(path.suffix.lstrip("."), kind, head, before.st_size, digest.hexdigest())
            stamp = stamp_of(before)
            same = stamp_of(os.fstat(file.fileno())) == stamp
    except OSError as error:
        if path.is_dir():
            return _refused("DW507", "{} is a folder")
        return _refused("DW507", f"{{}} can't be read ({reason(error)})", "See that it may be read.")
    if kind == "svg" and medium.name and path.suffix.lower() != ".svg":
        medium = Medium(name=medium.name, remarks=(_mislabelled(path.suffix, kind), *medium.remarks))
    settled = same and max(before.st_mtime_ns, before.st_ctime_ns) + _RACY < began
    return Inspected(medium=medium, stamp=stamp if settled else None)


def _at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))  # a pipe would wait for its writer


def _content(suffix: str, kind: str, head: bytes, size: int, digest: str) -> Medium:
    if not size:
        return _refused("DW507", "{} is empty").medium
    if not kind:
        return _foreign(suffix, head).medium
    if kind in _MEASURED and not all(kinds.pixels(head, kind) or (size > len(head),)):
        return _refused("DW507", f"{{}} is damaged: it begins as {kinds.KINDS[kind].noun}, but holds none").medium
    right = kinds.suffix_of(kind, suffix)
    remarks = [] if right == suffix.lower() else [_mislabelled(suffix, kind)]
    remarks += _large(kind, head, size)
    return Medium(name=package_name(digest, right), remarks=tuple(remarks))


def _drawing(data: bytes) -> Medium:
    try:
        cleaned = svg.clean(data)
    except svg.SvgError as error:
        return _refused("DW507", f"{{}} can't be used: {error}", "Save it anew as a plain SVG, or as a PNG.").medium
    remarks: list[Remark] = []
    if cleaned.removed:
        named = ", ".join(cleaned.removed[:_NAMED])
        more = f" and {len(cleaned.removed) - _NAMED} more" if len(cleaned.removed) > _NAMED else ""
        message = f"{{}} goes into the package without {named}{more}"
        hint = _LABELS if "<foreignObject>" in cleaned.removed else ""
        remarks.append(Remark(code="DW504", message=message, hint=hint))
    remarks += _large("svg", b"", len(cleaned.data))
    return Medium(name=package_name(sha256(cleaned.data).hexdigest(), "svg"), remarks=tuple(remarks))


def _mislabelled(suffix: str, kind: str) -> Remark:
    noun, right = kinds.KINDS[kind].noun, kinds.suffix_of(kind, suffix.lstrip("."))
    return Remark(code="DW502", message=f"{{}} is {noun}, whatever its name says; it goes into the package as .{right}")


def _foreign(suffix: str, head: bytes) -> Inspected:
    """Refuse a file of no kind that cards show."""
    if not kinds.is_supported(suffix):
        return _refused("DW507", f"{{}} is of a kind that cards don't show (.{suffix.lower()})")
    usual = next(kind.noun for kind in kinds.KINDS.values() if suffix.lower() in kind.suffixes)
    found = "an HTML page" if head.lstrip()[:1] == b"<" else "something else"
    return _refused("DW502", f"{{}} is not {usual} but {found}")


def _large(kind: str, head: bytes, size: int) -> list[Remark]:
    """Say how large a file is, where that is more than a card has any use for."""
    extent = kinds.pixels(head, kind)
    is_picture = kind in kinds.PICTURES
    if size <= (_PICTURE if is_picture else _FILM) and max(extent or (0,)) <= _SIDE:
        return []
    measures = f"{size / _MB:.1f} MB" if size >= _MB // 10 else f"{max(1, size >> 10)} KB"
    if extent:
        measures += f", {extent[0]} × {extent[1]} pixels"
    web = "; AnkiWeb takes no file above 100 MB" if size > _ANKIWEB else ""
    return [Remark(code="DW503", message=f"{{}} is large: {measures}{web}")]


def _refused(code: str, message: str, hint: str = "") -> Inspected:
    return Inspected(medium=Medium(remarks=(Remark(code=code, message=message, hint=hint),)))
