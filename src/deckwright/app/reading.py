"""Reading a deck's sources: bytes to entries, file by file, with everything that is to be said about them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import repeat
from pathlib import Path

from deckwright.app.files import reason
from deckwright.app.means import ALONE, Means
from deckwright.app.tasks import Cut, cut, pack_cut
from deckwright.app.workspace import Workspace
from deckwright.codes import diagnose
from deckwright.errors import Diagnostic, Severity
from deckwright.identity import Seal
from deckwright.model import Entry, Skip
from deckwright.segment.document import Document, ReadingOptions
from deckwright.swift import dataclass

_LARGE = 4_000_000  # bytes of text of which even what is known takes longer to read than a process to start
_WORTH = 300_000  # bytes of text that take longer to cut than a process to start


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the sources hold, in their order."""

    documents: tuple[Document, ...]
    unreadable: tuple[str, ...]
    """Names of the sources that could not be read."""
    diagnostics: tuple[Diagnostic, ...]
    digests: tuple[str, ...] = ()
    """The SHA-256 of each source as it was read; empty where it couldn't be."""
    seals: tuple[Seal, ...] = ()
    """Those of the entries, in their order."""
    shapes: tuple[bytes, ...] = ()
    """A hash of all that shapes the draft of each entry."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, also those of which no note can be made."""
        return tuple(entry for document in self.documents for entry in document.entries)

    @property
    def skipped(self) -> tuple[Skip, ...]:
        """All parts that became no entry."""
        return tuple(skip for document in self.documents for skip in document.skipped)

    @property
    def files(self) -> frozenset[str]:
        """Names of the sources that were read without error."""
        return frozenset(document.file for document in self.documents)


def get_ready(workspace: Workspace, means: Means) -> None:
    """Have another process start now if the deck is so large that it will be ready before this one knows what is new."""
    if means.workers and means.cache and sum(map(_size, workspace.sources)) >= _LARGE:
        means.workers.warm()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def read(workspace: Workspace, means: Means = ALONE) -> Reading:
    """Read every source of this run. A source that can't be read is a diagnostic; the others are read all the same."""
    config = workspace.config
    options = ReadingOptions(
        style=config.style,
        include_sections=config.include_sections,
        exclude_sections=config.exclude_sections,
        keep_unanswered=config.unanswered,
        choices=config.choices,
    )
    documents: list[Document] = []
    unreadable: list[str] = []
    diagnostics: list[Diagnostic] = []
    seals: list[Seal] = []
    shapes: list[bytes] = []
    names = [workspace.name_of(path) for path in workspace.sources]
    digests: dict[str, str] = {}
    for name, found in zip(
        names, _cuts(dict(zip(names, workspace.sources, strict=True)), digests, options, means), strict=True
    ):
        diagnostics += found.diagnostics
        if found.document is None:
            unreadable.append(name)
            continue
        documents.append(found.document)
        seals += found.seals
        shapes += found.shapes
        diagnostics += found.document.diagnostics
    return Reading(
        documents=tuple(documents),
        unreadable=tuple(unreadable),
        diagnostics=silenced(diagnostics, config.silence, documents),
        digests=tuple(digests.values()),
        seals=tuple(seals),
        shapes=tuple(shapes),
    )


def silenced(
    diagnostics: Iterable[Diagnostic], codes: Collection[str], documents: Iterable[Document]
) -> tuple[Diagnostic, ...]:
    """Leave out what the author doesn't want to hear, of the deck or of single documents; errors can't be silenced."""
    of_file = {document.file: document.front_matter.get("silence", ()) for document in documents}
    return tuple(
        each
        for each in diagnostics
        if each.severity is Severity.ERROR or (each.code not in codes and each.code not in of_file.get(each.file, ()))
    )


def _cuts(paths: Mapping[str, Path], digests: dict[str, str], options: ReadingOptions, means: Means) -> Iterator[Cut]:
    """Cut sources in their order, each as it was cut before if it is the same, else where there is a process free.

    Leaves each one's digest in `digests`.
    """
    settings = repr(options)
    found: dict[str, Cut] = {}
    wanted: dict[str, tuple[bytes, str]] = {}
    for name, path in paths.items():
        digests[name] = ""
        try:
            data = path.read_bytes()
        except OSError as error:
            said = diagnose("DW103", f"the file can't be read ({reason(error)})", file=name)
            found[name] = Cut(document=None, diagnostics=(said,))
            continue
        digests[name] = sha256(data).hexdigest()
        key = f"{name}\x1f{digests[name]}\x1f{settings}"
        known = _known(key, means)
        if known:
            found[name] = known
        else:
            wanted[name] = data, key
    fresh = _fresh(wanted, options, means)
    for name in paths:
        yield found[name] if name in found else next(fresh)


def _known(key: str, means: Means) -> Cut | None:
    packed = means.known("cut", key)
    if packed is None:
        return None
    try:
        return Cut.unpack(packed)
    except (TypeError, ValueError, KeyError):
        return None


def _fresh(wanted: dict[str, tuple[bytes, str]], options: ReadingOptions, means: Means) -> Iterator[Cut]:
    """Cut sources, and keep for the next build how they were cut."""
    workers = means.workers
    many = len(wanted) > 1 and sum(len(data) for data, _ in wanted.values()) >= _WORTH
    if workers and (many or (wanted and workers.is_warm)):
        answers = workers.ask("cut", (pack_cut(data, name, options) for name, (data, _) in wanted.items()))
    else:
        answers = repeat(None)
    for (name, (data, key)), answer in zip(wanted.items(), answers, strict=False):
        made = cut(data, name, options) if answer is None else Cut.unpack(answer)
        if means.cache:
            means.keep(made.pack() if answer is None else answer, "cut", key)
        yield made
