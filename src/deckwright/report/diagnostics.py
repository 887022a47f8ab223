"""Diagnostics and skips as text, as GitHub annotations, and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, replace

from deckwright.codes import CATALOGUE
from deckwright.errors import Diagnostic, Severity, visible
from deckwright.model import Skip
from deckwright.report.line import Line, Tone, counted, shortened

_SHOWN = 8  # of a kind, in a summary
_TONES = {
    Severity.ERROR: Tone.ERROR,
    Severity.WARNING: Tone.WARNING,
    Severity.ADVICE: Tone.QUIET,
    Severity.NOTE: Tone.QUIET,
}
_GITHUB = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.ADVICE: "notice",
    Severity.NOTE: "notice",
}

Place = Callable[[Iterable[Diagnostic]], Iterable[Diagnostic]]


def lines(diagnostics: Iterable[Diagnostic]) -> Iterator[Line]:
    """Give each diagnostic in full: place, severity, code, message, and what to do."""
    for each in diagnostics:
        yield Line(f"{_place(each)}{each.severity.value} {each.code}: {each.message}", _TONES[each.severity])
        if each.hint:
            yield Line(f"    {each.hint}", Tone.QUIET)


def serious(diagnostics: Iterable[Diagnostic], *, advice: bool) -> tuple[Diagnostic, ...]:
    """Leave out advice, unless it is asked for."""
    return tuple(each for each in diagnostics if advice or each.severity is not Severity.ADVICE)


def advice_summary(diagnostics: Iterable[Diagnostic]) -> Iterator[Line]:
    """Sum advice up in one line; nothing where there is none."""
    found = Counter(each.code for each in diagnostics if each.severity is Severity.ADVICE)
    if found:
        said = ", ".join(f"{CATALOGUE[code].title.lower()} ({code}, {count}×)" for code, count in found.most_common())
        yield Line(f"Advice: {said}; --advice says where and how", Tone.QUIET)


def skip_lines(skipped: Iterable[Skip]) -> Iterator[Line]:
    """Say what became no note, and why; what is the same in several places of a file once."""
    for same in _same(skipped):
        first = same[0]
        title = f" “{shortened(first.title, 50)}”" if first.title else ""
        extents = ", ".join(f"{each.line}" if each.line == each.end else f"{each.line}-{each.end}" for each in same)
        yield Line(f"{first.file}:{extents}: skipped{title}: {first.reason}", Tone.QUIET)


def _same(skipped: Iterable[Skip]) -> list[list[Skip]]:
    found: dict[tuple[str, str, str], list[Skip]] = {}
    for each in skipped:
        found.setdefault((each.file, each.title, each.reason), []).append(each)
    return list(found.values())


def summary(diagnostics: Sequence[Diagnostic], place: Place = tuple) -> Iterator[Line]:
    """Name every error and the first warnings in full, and count the rest; `place` completes what is named."""
    serious = [each for each in diagnostics if each.severity is Severity.ERROR]
    warnings = [each for each in diagnostics if each.severity is Severity.WARNING]
    quiet = [each for each in diagnostics if each.severity is Severity.NOTE]
    yield from lines(place([*serious, *warnings[:_SHOWN], *quiet[:_SHOWN]]))
    if len(diagnostics) > len(serious) + min(len(warnings), _SHOWN) + min(len(quiet), _SHOWN):
        yield Line(f"{totals(diagnostics)}; `deckwright check` shows them all", Tone.QUIET)


def skip_summary(skipped: Sequence[Skip]) -> Iterator[Line]:
    """Name the first parts that became no note, and count the rest."""
    found = _same(skipped)
    for same in found[:_SHOWN]:
        named, more = same[:_SHOWN], len(same) - _SHOWN
        (line,) = skip_lines(named)
        yield replace(line, text=f"{line.text} (and in {more:,} more places)") if more > 0 else line
    left = sum(map(len, found[_SHOWN:]))
    if left:
        yield Line(f"… and {counted(left, 'more part')} skipped; `deckwright check` shows them", Tone.QUIET)


def totals(diagnostics: Sequence[Diagnostic]) -> str:
    """Sum up in words: "1 error, 3 warnings"; empty where there are none."""
    found = Counter(each.severity for each in diagnostics)
    nouns = {
        Severity.ERROR: ("error", "errors"),
        Severity.WARNING: ("warning", "warnings"),
        Severity.ADVICE: ("piece of advice", "pieces of advice"),
        Severity.NOTE: ("note", "notes"),
    }
    return ", ".join(counted(found[severity], *nouns[severity]) for severity in Severity if found[severity])


def github(diagnostics: Iterable[Diagnostic]) -> Iterator[str]:
    """Give workflow commands that GitHub shows beside the lines concerned."""
    for each in diagnostics:
        place = {"file": visible(each.file), "line": each.line, "col": each.column, "title": each.code}
        properties = ",".join(f"{key}={_property(str(value))}" for key, value in place.items() if value)
        stop = "" if each.message.endswith((".", "!", "?")) else "."
        text = f"{each.message}{stop} {each.hint}".strip()
        yield f"::{_GITHUB[each.severity]} {properties}::{_data(text)}"


def as_json(diagnostics: Iterable[Diagnostic]) -> list[dict[str, object]]:
    """Give diagnostics as JSON values."""
    return [{**asdict(each), "severity": each.severity.value} for each in diagnostics]


def skips_as_json(skipped: Iterable[Skip]) -> list[dict[str, object]]:
    """Give skips as JSON values."""
    return [asdict(each) for each in skipped]


def _place(diagnostic: Diagnostic) -> str:
    parts = [diagnostic.file, *(str(number) for number in (diagnostic.line, diagnostic.column) if number)]
    return f"{':'.join(parts)}: " if diagnostic.file else ""


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
