"""Media files on their way to a target: an SVG without what cards don't carry, each file as the name says that it is."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from deckwright.errors import DeckwrightError
from deckwright.media.names import is_named_by, is_ours

_CHUNK = 1 << 20


def content(name: str, path: Path) -> bytes:
    """Give the whole of what goes out under a name; raises as `chunks` does."""
    return b"".join(chunks(name, path))


def chunks(name: str, path: Path) -> Iterator[bytes]:
    """Give what goes out under a name, piece by piece.

    Raises OSError, or DeckwrightError where the file isn't the one any more that the name was made for.
    """
    if not is_ours(name):
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk
    elif name.endswith(".svg"):
        yield _drawing(name, path)
    else:
        yield from _checked(name, path)


def _checked(name: str, path: Path) -> Iterator[bytes]:
    digest = sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            yield chunk
    if not is_named_by(name, digest.hexdigest()):
        raise _changed(path)


def _drawing(name: str, path: Path) -> bytes:
    from deckwright.media import svg  # noqa: PLC0415  (of no use where there are no drawings)

    data = path.read_bytes()
    try:
        cleaned = svg.clean(data).data
    except svg.SvgError:
        raise _changed(path) from None
    # A package of an older version may hold a drawing by the hash of what it was before it was cleaned.
    if not any(is_named_by(name, sha256(each).hexdigest()) for each in (cleaned, data)):
        raise _changed(path)
    return cleaned


def _changed(path: Path) -> DeckwrightError:
    return DeckwrightError(
        f"{path} changed while it was being used", hint="Run this again; should that not help, with --no-cache."
    )
