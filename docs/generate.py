"""Write the pages that come from the code: `python docs/generate.py`. A test fails where one of them is out of date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from enum import Enum
from pathlib import Path

import click

from deckwright.cli.main import deckwright
from deckwright.codes import CATALOGUE
from deckwright.config import KEYS, Config

DOCS = Path(__file__).parent
_GROUPS = {
    "1": "Reading a file",
    "2": "Cutting a document into entries",
    "3": "Text to HTML",
    "4": "Identity and lock",
    "5": "Notes, media and package",
    "6": "Configuration",
}


def pages() -> dict[str, str]:
    """Give each generated page's text by its file name."""
    return {
        "commands.md": "\n".join(_commands()),
        "deck-toml.md": "\n".join(_settings()),
        "diagnostics.md": "\n".join(_diagnostics()),
    }


def _commands() -> Iterator[str]:
    yield "# Commands"
    yield ""
    yield "What `deckwright COMMAND --help` prints. This page is generated from the code."
    yield ""
    yield "Exit codes: 0 fine, also with warnings; 1 an error (the package is still written, what it concerns is held); 2 wrong"
    yield "usage; 3 `--check` or `--locked` found that something would change; 130 interrupted."
    for name, command in sorted(deckwright.commands.items()):
        context = click.Context(
            command,
            info_name=f"deckwright {name}",
            terminal_width=100,
            max_content_width=100,
            help_option_names=["-h", "--help"],  # as the group has it; a command that once ran remembers it
        )
        yield from ("", f"## {name}", "", "```text", command.get_help(context), "```")
    yield ""


def _settings() -> Iterator[str]:
    yield "# deck.toml"
    yield ""
    yield "Settings of a deck, in its folder. All are optional; `deckwright init` writes the first two. An unknown key or a"
    yield "value of a wrong type stops the build, with the line. This page is generated from the code."
    yield ""
    yield "| key | default | meaning |"
    yield "| --- | --- | --- |"
    for each in fields(Config):
        yield f"| `{KEYS[each.name]}` | `{_toml(each.default)}` | {each.metadata['doc']} |"
    yield ""
    yield "Keys with a point stand in a table:"
    yield ""
    yield "```toml"
    yield 'id = "k2v7qmt4zc5hxw3a"'
    yield 'name = "Biology::Cells"'
    yield "[files]"
    yield 'exclude = ["drafts/*"]'
    yield "[sections]"
    yield 'exclude = ["How to prepare"]'
    yield "[cards]"
    yield 'follow-ups = "both"'
    yield "```"
    yield ""
    yield "A file that is excluded is not read; what the lock knows of it is held, not retired."
    yield ""


def _diagnostics() -> Iterator[str]:
    yield "# Diagnostics"
    yield ""
    yield "What `deckwright check` reports. A code never changes its meaning. An *error* holds the entry or file that it"
    yield "concerns, and the exit code is 1; the others stop nothing. All but errors can be silenced in `deck.toml`:"
    yield '`silence = ["DW102"]`, or for one document in its front matter. This page is generated from the code.'
    for digit, title in _GROUPS.items():
        rows = [row for code, row in sorted(CATALOGUE.items()) if code[2] == digit]
        if rows:
            yield from (
                "",
                f"## {title}",
                "",
                "| code | severity | meaning | what to do |",
                "| --- | --- | --- | --- |",
            )
            for row in rows:
                yield f"| {row.code} | {row.severity.value} | {_cell(row.title)} | {_cell(row.remedy)} |"
    yield ""


def _toml(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case Enum():
            return f'"{value.value}"'
        case tuple():
            return "[]"
        case _:
            return f'"{value}"'


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    for name, text in pages().items():
        (DOCS / name).write_text(text, "utf-8")
