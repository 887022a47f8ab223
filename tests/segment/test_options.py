"""What an author can say about reading: sections, unanswered questions, silenced codes, front matter."""

from deckwright.segment.cut import segment
from deckwright.segment.document import ReadingOptions

TEXT = """# T

## 1. Basics

### Q1: What is a?

A letter.

### Q2: What is b?

TODO

## Advanced

### Q3: What is c?

Another letter.
"""


def questions(options: ReadingOptions) -> list[str]:
    return [entry.label for entry in segment(TEXT, file="x.md", options=options).entries]


def test_sections_can_be_excluded_and_are_reported() -> None:
    options = ReadingOptions(exclude_sections=("adv*",))
    assert questions(options) == ["Q1", "Q2"]
    skipped = segment(TEXT, file="x.md", options=options).skipped
    assert [(skip.line, skip.reason) for skip in skipped] == [(15, "a section that is excluded")]


def test_only_some_sections_can_be_included() -> None:
    assert questions(ReadingOptions(include_sections=("Basics",))) == ["Q1", "Q2"]


def test_a_question_without_an_answer_is_known_but_has_a_defect() -> None:
    document = segment(TEXT, file="x.md")
    assert [entry.defect for entry in document.entries] == ["", "no answer", ""]
    assert [(each.code, each.line) for each in document.diagnostics if each.code == "DW202"] == [("DW202", 9)]


def test_an_author_can_keep_unanswered_questions() -> None:
    document = segment(TEXT, file="x.md", options=ReadingOptions(keep_unanswered=True))
    assert not any(entry.defect for entry in document.entries)


def test_codes_can_be_silenced() -> None:
    document = segment(TEXT, file="x.md", options=ReadingOptions(silenced=frozenset({"DW202"})))
    assert "DW202" not in {each.code for each in document.diagnostics}


def test_front_matter_gives_values_for_every_entry() -> None:
    document = segment(f"---\ndeck: Letters\ntags: one, two\nlang: en-GB\n---\n{TEXT}", file="x.md")
    assert document.front_matter["deck"] == "Letters"
    assert {entry.tags for entry in document.entries} == {("one", "two")}
    assert {entry.lang for entry in document.entries} == {"en-GB"}
    assert document.entries[0].line == 10


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    document = segment(f"---\n\nwords\n\n---\n\n{TEXT}", file="x.md")
    assert not document.front_matter
    assert document.skipped[0].line == 3


def test_broken_toml_is_reported() -> None:
    document = segment(f"+++\ntags = [1,\n+++\n{TEXT}", file="x.md")
    assert [each.code for each in document.diagnostics if each.line == 2] == ["DW211"]
    assert len(document.entries) == 3
