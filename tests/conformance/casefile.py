"""The format of the conformance set's files (README.md beside them explains it to people)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "markdown" / "cases"
_SECTION = re.compile(r"^--- (html|reports|definitions|marks|gaps)$", re.MULTILINE)
_SIGNS = str.maketrans({"␠": " ", "␉": "\t", "⍽": "\u00a0"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Markdown, and the field that it is to become."""

    file: str
    title: str
    markdown: str
    html: str
    reports: tuple[str, ...]
    definitions: str
    marks: bool
    gaps: bool
    """Whether it is the text of a cloze; `==text==` is a gap, too, where `marks` is there."""

    def __str__(self) -> str:
        return f"{self.file}: {self.title}"


def read(text: str, file: str) -> list[Case]:
    """Read all cases of a file."""
    cases: list[Case] = []
    for block in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]:
        title, _, rest = block.partition("\n")
        markdown, *sections = _SECTION.split(rest)
        by_name = {name: body.strip("\n") for name, body in zip(sections[::2], sections[1::2], strict=True)}
        cases.append(
            Case(
                file=file,
                title=title,
                markdown=markdown.removesuffix("\n").translate(_SIGNS),
                html=by_name.get("html", "").translate(_SIGNS),
                reports=tuple(by_name.get("reports", "").splitlines()),
                definitions=by_name.get("definitions", ""),
                marks="marks" in by_name,
                gaps="gaps" in by_name,
            )
        )
    return cases


def all_cases() -> list[Case]:
    """Every case of the set."""
    paths = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")
    return [case for path in paths for case in read(path.read_text(encoding="utf-8"), path.stem)]
