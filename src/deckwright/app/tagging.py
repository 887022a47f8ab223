"""What is to be said about tags of an author's: those that Anki takes for its own, and those that its search can't find."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deckwright.codes import diagnose
from deckwright.config import FILE_NAME
from deckwright.errors import Diagnostic
from deckwright.model import Entry
from deckwright.notes import ANKIS_TAGS, Frame, search_problem

_SET = "Set `tag_root` in deck.toml to something else."


def about_tags(frame: Frame, entries: Iterable[Entry]) -> Iterator[Diagnostic]:
    """Report the deck's own tags and its root, then each tag once per file, where it first counts."""
    for tag in frame.config.tags:
        if problem := _problem(tag):
            yield diagnose(*problem, file=FILE_NAME)
    for place in (frame.tag_root, f"{frame.tag_root}::…"):
        if said := search_problem(place):
            yield diagnose("DW531", said, file=FILE_NAME, hint=_SET)
            break
    found: dict[tuple[str, str], list[int]] = {}
    for entry in entries:
        for tag in entry.tags:
            found.setdefault((entry.file, tag), []).append(entry.line)
    for (file, tag), lines in found.items():
        if problem := _problem(tag):
            code, message = problem
            where = f"; {len(lines)} questions have it" if len(lines) > 1 else ""
            yield diagnose(code, f"{message}{where}", file=file, line=lines[0])


def _problem(tag: str) -> tuple[str, str] | None:
    """Give a code and a message, if there is anything to say."""
    if tag.lstrip("#").casefold() in ANKIS_TAGS:
        return "DW530", f"“{tag}” is a tag of Anki's own"
    problem = search_problem(tag)
    return ("DW531", problem) if problem else None
