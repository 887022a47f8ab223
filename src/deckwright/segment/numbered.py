"""Questions of which only the number is bold: "**Q1:** What is …?", "**1.** Why …?", or "**Question 3**" above its words."""

from __future__ import annotations

from deckwright.markdown.plain import plain
from deckwright.markdown.scan import LineKind
from deckwright.segment.asked import question_end
from deckwright.segment.asking import asks, bids
from deckwright.segment.label import Label
from deckwright.segment.sheet import Sheet
from deckwright.segment.words import QUESTIONS, TASKS

_TALLEST = 4
"""Lines that such a question may take."""


def is_numbered(label: Label | None) -> bool:
    """Whether a label without any words behind it says that it numbers a question."""
    return label is not None and label.strong and bool(label.numbers) and (len(label.prefix) > 1 or label.prefix == "q")


def behind_label(sheet: Sheet, index: int, said: str, label: Label) -> tuple[str, str, int] | None:
    """Give the question that begins behind a bold label, with nothing behind it, and its lines; None if none does."""
    if label.prefix and label.prefix not in QUESTIONS | TASKS:
        return None
    text, height = said, 1
    while height < _TALLEST and not _ends(text) and index + height < len(sheet.lines):
        if sheet.kinds[index + height] is not LineKind.TEXT:
            break
        text = f"{text}\n{sheet.lines[index + height].strip()}"
        height += 1
    end = len(text) if asks(plain(text)) else question_end(text)
    rest = text[end:].strip()
    if rest and asks(plain(text[:end])) and not bids(plain(rest)):  # the answer stands on the line, too
        asked = text[:end].rstrip()
        return asked, text[len(asked) :].partition("\n")[0].strip(), asked.count("\n") + 1
    bare = plain(text)
    if (label.strong and len(label.prefix) > 1) or asks(bare) or bids(bare):
        return text, "", height
    return None


def _ends(text: str) -> bool:
    """Whether what is asked ends with a line: at a sentence's end, or at a line break."""
    last = text.rpartition("\n")[2]
    return last.endswith((" ", "\\")) or asks(plain(last)) or last.rstrip("*_ ").endswith((".", "。", "!", ":", "："))
