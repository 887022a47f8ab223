"""Reading a deck's sources: bytes to entries, file by file, with everything that is to be said about them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from deckwright.app.files import reason
from deckwright.app.workspace import Workspace
from deckwright.codes import diagnose
from deckwright.errors import Diagnostic
from deckwright.model import Entry, Skip
from deckwright.segment.cut import segment
from deckwright.segment.document import Document, ReadingOptions
from deckwright.source import decode


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the sources hold, in their order."""

    documents: tuple[Document, ...]
    unreadable: tuple[str, ...]
    """Names of the sources that could not be read."""
    diagnostics: tuple[Diagnostic, ...]

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


def read(workspace: Workspace) -> Reading:
    """Read every source of this run. A source that can't be read is a diagnostic; the others are read all the same."""
    config = workspace.config
    options = ReadingOptions(
        style=config.style,
        include_sections=config.include_sections,
        exclude_sections=config.exclude_sections,
        keep_unanswered=config.unanswered,
    )
    documents: list[Document] = []
    unreadable: list[str] = []
    diagnostics: list[Diagnostic] = []
    for path in workspace.sources:
        name = workspace.name_of(path)
        text, said = _text(path, name)
        diagnostics += said
        if text is None:
            unreadable.append(name)
            continue
        document = segment(text, file=name, options=options)
        documents.append(document)
        diagnostics += document.diagnostics
    return Reading(
        documents=tuple(documents), unreadable=tuple(unreadable), diagnostics=silenced(diagnostics, config.silence)
    )


def silenced(diagnostics: list[Diagnostic], codes: tuple[str, ...]) -> tuple[Diagnostic, ...]:
    """Leave out what the author doesn't want to hear; errors can't be silenced."""
    return tuple(each for each in diagnostics if each.code not in codes or each.severity.value == "error")


def _text(path: Path, name: str) -> tuple[str | None, tuple[Diagnostic, ...]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        return None, (diagnose("DW103", f"the file can't be read ({reason(error)})", file=name),)
    decoded = decode(data, file=name)
    return decoded.text, tuple(replace(each, file=name) for each in decoded.diagnostics)
