"""A segmented document as readable lines, for case files."""

from collections.abc import Iterator

from deckwright.model import Passage
from deckwright.segment.document import Document


def outline(document: Document) -> str:
    return "\n".join(_lines(document)) + "\n"


def _lines(document: Document) -> Iterator[str]:
    yield f"styles: {', '.join(document.style) or 'none'}"
    if document.title:
        yield f"title: {document.title}"
    if document.front_matter:
        yield f"front matter: {dict(document.front_matter)}"
    for entry in document.entries:
        yield ""
        label = f" [{entry.label}]" if entry.label else ""
        where = f" {' › '.join(entry.headings)}" if entry.headings else ""
        more = [
            entry.divided and "divided",
            entry.aspect and f"aspect {entry.aspect!r}",
            entry.parent and f"follows {entry.parent!r}",
            entry.lang and f"lang {entry.lang}",
            entry.explicit_id and f"id {entry.explicit_id}",
            entry.tags and f"tags {' '.join(entry.tags)}",
            entry.attributes and f"attributes {dict(entry.attributes)}",
            entry.defect and f"DEFECT {entry.defect}",
        ]
        yield f"line {entry.line}: {entry.kind.value}{label}{where}{''.join(f', {each}' for each in more if each)}"
        for name, passage in (
            ("question", entry.question),
            ("options", entry.options),
            ("hint", entry.hint),
            ("answer", entry.answer),
            ("extra", entry.extra),
            ("reverse", entry.reverse),
            ("typed", Passage(text=entry.typed)),
            ("definitions", Passage(text=entry.definitions)),
        ):
            if passage:
                yield from _shown(name, passage)
    yield ""
    for skip in document.skipped:
        lines = f"{skip.line}" if skip.line == skip.end else f"{skip.line}-{skip.end}"
        yield f"skip {lines}: {skip.reason}: {skip.title}"
    for each in document.diagnostics:
        yield f"{each.code} line {each.line}: {each.message}"
    for sentence in document.explanation:
        yield f"why: {sentence}"


def _shown(name: str, passage: Passage) -> Iterator[str]:
    line = f" (line {passage.line})" if name in {"answer", "extra", "hint"} else ""
    first, *rest = passage.text.split("\n")
    yield f"  {name}{line}: {first}".rstrip()
    for each in rest:
        yield f"    | {each}".rstrip()
