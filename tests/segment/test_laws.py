"""What must hold for any text at all."""

import re
import unicodedata

from hypothesis import example, given, settings

from deckwright.markdown.plain import plain
from deckwright.markdown.scan import LineKind, scan
from deckwright.segment import gapped
from deckwright.segment.cut import segment
from deckwright.segment.document import Document, ReadingOptions
from deckwright.segment.own_tags import tags_in
from deckwright.segment.registry import NAMES
from segment.strategies import documents

WORD = re.compile(r"[^\W_]+")


def accounted(document: Document) -> set[int]:
    """The lines that are in an entry or its answer key, are a heading above one, or in a skip."""
    lines = set(document.apart) | {line for first, last in document.covered for line in range(first, last + 1)}
    return lines | {line for skip in document.skipped for line in range(skip.line, skip.end + 1)}


@settings(max_examples=400, deadline=None)
@given(documents)
def test_every_line_is_accounted_for(text: str) -> None:
    document = segment(text, file="x.md")
    scanned = scan(text.replace("\r\n", "\n").replace("\r", "\n"))
    silent = {LineKind.BLANK, LineKind.RULE, LineKind.UNDERLINE, LineKind.FRONT, LineKind.HEADING}
    used = {line.strip() for entry in document.entries for line in entry.definitions.split("\n")}
    known = accounted(document)
    tags = {unicodedata.normalize("NFC", tag) for entry in document.entries for tag in entry.tags}
    for index, line in enumerate(scanned.lines):
        if own := tags_in(line):
            known.update([index + 1] if tags.issuperset(unicodedata.normalize("NFC", tag) for tag in own) else ())
        if scanned.kinds[index] in silent or not line.strip() or line.strip() in used:
            continue
        if any(
            plain(heading) and plain(heading) in plain(line) for entry in document.entries for heading in entry.headings
        ):
            continue
        assert index + 1 in known, (index + 1, line)


@settings(max_examples=400, deadline=None)
@given(documents)
@example("##P0\n<SUMMARY>\n*FOLLOWUP:*WHY\n##0</DETAILS>")
@example("<SUMMARY>\n##</DETAILS>")
@example("##P0 0\n<summary><summary>0\n*Followup:*Why\n##? {reverse}\n</details>")
def test_entries_lie_one_after_the_other_within_the_text(text: str) -> None:
    document = segment(text, file="x.md")
    count = len(re.split(r"\r\n|\r|\n", text))
    assert len(document.covered) == len(document.entries)
    end = inner = 0
    for (first, last), entry in zip(document.covered, document.entries, strict=True):
        assert (inner if entry.parent else end) <= first <= last <= (end if entry.parent else count)
        assert first <= entry.line <= last
        inner = last if entry.parent else first
        end = end if entry.parent else last
    for skip in document.skipped:
        assert 1 <= skip.line <= skip.end <= count
        assert skip.reason


@settings(max_examples=200, deadline=None)
@given(documents)
def test_it_says_the_same_twice(text: str) -> None:
    assert segment(text, file="x.md") == segment(text, file="x.md")


@settings(max_examples=200, deadline=None)
@given(documents)
def test_line_ends_make_no_difference(text: str) -> None:
    text = text.replace("\r", "")
    assert segment(text, file="x.md") == segment(text.replace("\n", "\r\n"), file="x.md")


@settings(max_examples=200, deadline=None)
@given(documents)
def test_no_word_of_an_entry_is_lost(text: str) -> None:
    """Words that no rule knows are put after every line of text: each is in an entry or in a skip."""
    lines = text.replace("\r", "").split("\n")
    kinds = scan("\n".join(lines)).kinds
    marked = [
        f"{line} zq{index}" if kinds[index] in {LineKind.TEXT, LineKind.ITEM, LineKind.CODE} and line.strip() else line
        for index, line in enumerate(lines)
    ]
    document = segment("\n".join(marked), file="x.md")
    said = " ".join(
        part
        for entry in document.entries
        for part in (
            entry.question.text, entry.options.text, entry.answer.text, entry.hint.text, entry.extra.text,
                entry.reverse.text, entry.typed,
            entry.definitions, entry.label, *entry.headings, *entry.tags, *entry.attributes, *entry.attributes.values(),
        )
    )  # fmt: skip
    found = set(WORD.findall(said))
    skipped = {line for skip in document.skipped for line in range(skip.line, skip.end + 1)}
    front = scan("\n".join(marked)).front
    for index, line in enumerate(marked):
        word = f"zq{index}"
        if line.endswith(f" {word}") and index + 1 not in skipped and index >= front:
            assert word in found, (word, line)


@settings(max_examples=100, deadline=None)
@given(documents)
def test_any_style_can_be_forced_on_any_text(text: str) -> None:
    for name in NAMES:
        document = segment(text, file="x.md", options=ReadingOptions(style=name))
        assert set(document.style) <= {name, gapped.NAME} or document.front_matter.get("style")


@settings(max_examples=300, deadline=None)
@given(documents)
def test_plain_ends_and_collapses_space(text: str) -> None:
    assert plain(text) == " ".join(plain(text).split())
