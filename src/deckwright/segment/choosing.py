"""What is to be made of each entry, from deck, front matter, sections and the entry itself; and what is written wrongly."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from deckwright.choices import FIELDS, Choices, narrowed, unknown
from deckwright.codes import diagnose
from deckwright.errors import Diagnostic
from deckwright.segment.attributes import Attributes
from deckwright.segment.context import Context
from deckwright.segment.frontmatter import FrontMatter
from deckwright.segment.sheet import Cut, Sheet
from deckwright.swift import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosing:
    """What a document chooses: as a whole, and by the first lines of its sections."""

    document: Choices
    above: Context

    def of(self, cut: Cut) -> Choices:
        """Give the choices for a cut."""
        found = self.document
        for node in (self.above.top, *self.above.headings[cut.start]):
            if node is not None and node.attributes.values:
                found = narrowed(found, node.attributes.values)
        return narrowed(found, cut.attributes.values)


def choosing(wider: Choices, front: FrontMatter, above: Context) -> Choosing:
    """Say what a document chooses within a deck that chooses `wider`."""
    return Choosing(document=of_document(wider, front), above=above)


def of_document(wider: Choices, front: FrontMatter) -> Choices:
    """Give what a document as a whole chooses."""
    return narrowed(wider, _of_front_matter(front))


def about_choices(
    sheet: Sheet, front: FrontMatter, inscribed: Mapping[int, Attributes], file: str
) -> Iterator[Diagnostic]:
    """Report the choices that can't be understood, each where it is written."""
    yield from _about(_of_front_matter(front), range(1, sheet.scan.front), sheet, file)
    for node in sheet.nodes:
        if node.attributes.values:
            yield from _about(node.attributes.values, range(node.start, node.end), sheet, file)
    for line, attributes in inscribed.items():
        yield from _about(attributes.values, (line - 1,), sheet, file)


def _of_front_matter(front: FrontMatter) -> Mapping[str, str]:
    """Give what front matter chooses; its `type` is other tools' as well, and ours only where it could be."""
    values = {key: front.text(key) for key in FIELDS if key in front.values}
    if any(each.key == "type" for each in unknown(values)):
        del values["type"]
    return values


def _about(values: Mapping[str, str], lines: Collection[int], sheet: Sheet, file: str) -> Iterator[Diagnostic]:
    for each in unknown(values):
        written = re.compile(rf"(?<![\w-]){re.escape(each.key)}[\"']?\s*[=:]")
        places = ((index, written.search(sheet.lines[index])) for index in lines)
        line, column = next(((index, match.start()) for index, match in places if match), (min(lines, default=0), 0))
        yield diagnose(
            "DW214",
            f'"{each.key}" can\'t be "{each.value}".',
            file=file,
            line=line + 1,
            column=column + 1,
            hint=f"Write one of: {', '.join(each.known)}. See docs/card-kinds.md.",
        )
