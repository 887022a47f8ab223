"""Printing: report lines in colour to people, values as JSON to machines."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import click

from deckwright.errors import visible
from deckwright.report.line import Line, Tone

T = TypeVar("T")
_LONG = 2_000  # items whose work takes a second or more
_COLOURS: dict[Tone, dict[str, Any]] = {
    Tone.PLAIN: {},
    Tone.QUIET: {"dim": True},
    Tone.GOOD: {"fg": "green"},
    Tone.STRONG: {"bold": True},
    Tone.WARNING: {"fg": "yellow"},
    Tone.ERROR: {"fg": "red"},
}


def talk(lines: Iterable[Line]) -> None:
    """Print what is said about the work, to stderr."""
    for line in lines:
        click.secho(visible(line.text), err=True, **_COLOURS[line.tone])


def product(lines: Iterable[Line]) -> None:
    """Print what the command was asked for, to stdout."""
    for line in lines:
        click.secho(visible(line.text), **_COLOURS[line.tone])


def as_json(value: object) -> None:
    """Print a value as JSON, to stdout."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def track(items: Sequence[T]) -> Iterable[T]:
    """Pass items on one by one, showing how far the work has come if it is long and a person is looking."""
    if len(items) < _LONG or not sys.stderr.isatty():
        yield from items
        return
    with click.progressbar(items, label="Rendering", file=sys.stderr) as bar:
        yield from bar
