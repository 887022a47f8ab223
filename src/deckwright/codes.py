"""The catalogue of diagnostics: one row per code, which never changes its meaning.

1xx reading a file, 2xx cutting it into entries, 3xx text to HTML, 4xx identity and lock, 5xx notes, media and
package, 6xx configuration.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from deckwright.errors import Diagnostic, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A kind of diagnostic: its default severity, what it means, and what to do about it."""

    code: str
    severity: Severity
    title: str
    remedy: str


_E, _W, _A, _N = Severity.ERROR, Severity.WARNING, Severity.ADVICE, Severity.NOTE

_ROWS: tuple[tuple[str, Severity, str, str], ...] = (
    # 1xx: reading a file
    ("DW101", _E, "The file is not UTF-8 text", "Save it as UTF-8. Its entries are held meanwhile."),
    ("DW102", _N, "Wrongly decoded text was repaired", "Nothing needs doing; save the repaired text to be rid of it."),
    # 2xx: cutting a document into entries
    # 3xx: text to HTML
    # 4xx: identity and lock
    # 5xx: notes, media, package
    # 6xx: configuration
)

CATALOGUE = MappingProxyType(
    {code: Code(code=code, severity=severity, title=title, remedy=remedy) for code, severity, title, remedy in _ROWS}
)
"""Every code that Deckwright can report."""


def diagnose(
    code: str, message: str, *, file: str = "", line: int = 0, column: int = 0, hint: str = ""
) -> Diagnostic:
    """Make a diagnostic of a known code, with the catalogue's severity and, unless given, its remedy as hint."""
    row = CATALOGUE[code]
    return Diagnostic(
        code=code, severity=row.severity, message=message, file=file, line=line, column=column, hint=hint or row.remedy
    )
