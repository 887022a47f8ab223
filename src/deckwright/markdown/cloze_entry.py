"""Which of a cloze entry's passages is its text, and the gaps in it."""

from __future__ import annotations

from deckwright.markdown.finding import find_gaps
from deckwright.markdown.gaps import Gaps
from deckwright.model import Entry, Kind, Passage


def text_with_gaps(entry: Entry) -> Passage:
    """Give the text of a cloze entry: what holds the gaps of its question and its answer, or both where both do."""
    asked, answered = (has_gaps(each.text, highlights=highlights_of(entry)) for each in (entry.question, entry.answer))
    if asked and answered:
        return Passage(text=f"{entry.question.text}\n\n{entry.answer.text}", line=entry.question.line)
    return entry.question if asked else entry.answer


def gaps_of(entry: Entry) -> Gaps:
    """Give the gaps of a cloze entry."""
    return find_gaps(text_with_gaps(entry).text, highlights=highlights_of(entry))


def has_gaps(text: str, *, highlights: bool = False) -> bool:
    """Whether there is anything in a text that is a gap, or was meant as one."""
    found = find_gaps(text, highlights=highlights)
    return bool(found.found or found.flaws)


def highlights_of(entry: Entry) -> bool:
    """Whether `==text==` is a gap of this entry."""
    return entry.kind is Kind.CLOZE and entry.attributes.get("highlights") == "true"
