"""Front matter at the top of a document: flat YAML between `---`, or TOML between `+++`."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any

from deckwright.codes import diagnose
from deckwright.errors import Diagnostic
from deckwright.markdown.scan import Scan
from deckwright.swift import dataclass

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
        return tuple(filter(None, map(_scalar, _parts(value) if "," in value else value.split())))

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
    except ValueError as error:  # also of a number beyond what Python reads
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
    """Give the flat part of YAML: `key: value`, `key: [a, b]`, text blocks, and lists below a key.

    What is nested is left alone; what is broken is left out.
    """
    values: dict[str, Value] = {}
    problems: list[tuple[int, str]] = []
    key = ""
    position = 0
    while position < len(lines):
        line = lines[position]
        bare = line.strip()
        item = _ITEM.match(line)
        match = _KEY.match(bare) if bare and line[0] not in " \t" and item is None else None
        start, position = position, position + 1
        if not bare or bare.startswith("#"):
            continue
        if item is not None and key:
            known = values.get(key, ())
            if isinstance(known, str):
                problems.append((start, f'"{bare[:40]}" is an item of no list'))
            else:
                values[key] = (*known, _scalar(item[1]))
        elif match is not None:
            key = match["key"].strip("\"'").strip()
            written = (match["value"] or "").strip()
            value, position = _valued(written, lines, position)
            if value is None:
                sign = written[0]
                problems.append((start, f'the value of "{key}" opens with {sign} and must end with {_ENDS[sign]}'))
                key = ""
            else:
                values[key] = value
        elif line[0] not in " \t":
            problems.append((start, f'"{bare[:40]}" is no "key: value"'))
            key = ""
    return values, problems


_ENDS = {"[": "]", "{": "}", '"': '"', "'": "'"}
_COMMENT = re.compile(r"\s#")
_TEXT = re.compile(r"[|>][+-]?\d?$")


def _valued(written: str, lines: Sequence[str], position: int) -> tuple[Value | None, int]:
    """Give the value that is written behind a key and goes on from `position`, and the line after it; None if broken."""
    opener = written[:1]
    stop = position
    while stop < len(lines) and (not lines[stop].strip() or lines[stop][0] in " \t"):
        stop += 1
    if _TEXT.match(written):
        return " ".join(" ".join(lines[position:stop]).split()), stop
    if opener not in _ENDS:
        return (_scalar(written) if written else ()), position
    for end in (position, stop):
        whole = " ".join(_uncommented(line).strip() for line in (written, *lines[position:end]))
        if len(whole) > 1 and whole.endswith(_ENDS[opener]):
            return (_items(whole) if opener == "[" else _scalar(whole)), end
    return None, stop


def _uncommented(line: str) -> str:
    """Give a line without the comment behind whatever it closes last."""
    comment = _COMMENT.search(line, 1 + max(map(line.rfind, _ENDS.values())))
    return line[: comment.start()] if comment else line


def _items(written: str) -> tuple[str, ...]:
    inner = written[1:-1]
    return tuple(_scalar(part) for part in _parts(inner) if part.strip())


def _parts(text: str) -> list[str]:
    return re.findall(r"\"[^\"]*\"|'[^']*'|[^,]+", text)


def _scalar(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return re.sub(r"\s+#.*$", "", text[:2000]).strip()
