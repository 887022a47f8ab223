"""Front matter at the top of a document: flat YAML between `---`, or TOML between `+++`."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from deckwright.codes import diagnose
from deckwright.errors import Diagnostic
from deckwright.markdown.scan import Scan

_KEY = re.compile(r"(?P<key>[\w][\w .-]{0,60}|\"[^\"]+\"|'[^']+')\s*:(?:\s+(?P<value>.*))?$")
_ITEM = re.compile(r"\s*-\s+(.*)$")

Value = str | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What a document says about itself; `values` holds every key that could be read, the known ones among them."""

    values: Mapping[str, Value] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()

    def text(self, key: str) -> str:
        """Give a key's value as one string, or empty."""
        value = self.values.get(key, "")
        return value if isinstance(value, str) else ", ".join(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """Give a key's value as strings: a list's items, or what stands between commas or spaces."""
        value = self.values.get(key, ())
        if isinstance(value, tuple):
            return value
        return tuple(part for part in (re.split(r"\s*,\s*", value) if "," in value else value.split()) if part)

    @property
    def style(self) -> str:
        """The reading style asked for, or empty."""
        return self.text("style")


def read_front_matter(scan: Scan, file: str) -> FrontMatter:
    """Read the front matter that a scan found; what can't be read is reported and left out."""
    if not scan.front:
        return FrontMatter()
    lines = scan.lines[1 : scan.front - 1]
    values, problems = _toml(lines) if scan.lines[0].startswith("+++") else _yaml(lines)
    found = tuple(
        diagnose("DW211", f"The front matter can't be read: {problem}.", file=file, line=line + 2)
        for line, problem in problems
    )
    return FrontMatter(values=values, diagnostics=found)


def _toml(lines: Sequence[str]) -> tuple[dict[str, Value], list[tuple[int, str]]]:
    if sys.version_info >= (3, 11):
        import tomllib  # noqa: PLC0415 - only documents with TOML need it
    else:
        import tomli as tomllib  # noqa: PLC0415 - the same
    try:
        loaded: dict[str, Any] = tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError as error:
        return {}, [(0, str(error).rstrip("."))]
    except RecursionError:
        return {}, [(0, "it is nested too deep")]
    return {str(key): _value(value) for key, value in loaded.items()}, []


def _value(value: Any) -> Value:
    if isinstance(value, list):
        return tuple(str(item) for item in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _yaml(lines: Sequence[str]) -> tuple[dict[str, Value], list[tuple[int, str]]]:
    """Give the flat part of YAML: `key: value`, `key: [a, b]`, and lists below a key; what is nested is left alone."""
    values: dict[str, Value] = {}
    problems: list[tuple[int, str]] = []
    key = ""
    for position, line in enumerate(lines):
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        item = _ITEM.match(line)
        if item is not None and key:
            known = values.get(key, ())
            values[key] = (*(known if isinstance(known, tuple) else ()), _scalar(item[1]))
            continue
        if line[0] in " \t":
            continue
        match = _KEY.match(bare)
        if match is None:
            problems.append((position, f'"{bare[:40]}" is no "key: value"'))
            continue
        key = match["key"].strip("\"'").strip()
        written = (match["value"] or "").strip()
        if written.startswith("[") and written.endswith("]"):
            values[key] = tuple(_scalar(part) for part in _parts(written[1:-1]) if part.strip())
        elif written:
            values[key] = _scalar(written)
        else:
            values[key] = ()
    return values, problems


def _parts(text: str) -> list[str]:
    return re.findall(r"\"[^\"]*\"|'[^']*'|[^,]+", text)


def _scalar(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return re.sub(r"\s+#.*$", "", text[:2000]).strip()
