"""What an author can say about reading: sections, unanswered questions, silenced codes, front matter."""

import pytest

from deckwright.segment.attributes import NONE, read_attributes
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
    assert [(skip.line, skip.end, skip.reason, skip.title) for skip in skipped] == [
        (13, 18, "a section that is excluded", "Advanced")
    ]


def test_an_excluded_section_is_one_skip_with_what_stands_before_its_questions() -> None:
    text = "# T\n\n## How to prepare\n\nRead.\n\n### Q1: What?\n\nThat.\n\n### Q2: Why?\n\nSo.\n\n## Rest\n\n### Q3: Who?\n\nShe.\n"
    document = segment(text, file="x.md", options=ReadingOptions(exclude_sections=("How*",)))
    assert [entry.label for entry in document.entries] == ["Q3"]
    assert [(skip.line, skip.end, skip.title) for skip in document.skipped] == [(3, 14, "How to prepare")]


def test_sections_that_are_not_included_are_reported_around_those_that_are() -> None:
    text = "## A\n\n### B\n\n#### Q1: What?\n\nThat.\n\n### C\n\n#### Q2: Why?\n\nSo.\n\n## D\n\n### Q3: Who?\n\nShe.\n"
    document = segment(text, file="x.md", options=ReadingOptions(include_sections=("C",)))
    assert [entry.label for entry in document.entries] == ["Q2"]
    assert [(skip.line, skip.end, skip.title) for skip in document.skipped] == [(3, 8, "B"), (15, 20, "D")]


def test_a_file_whose_questions_are_all_excluded_is_not_said_to_have_none() -> None:
    document = segment(TEXT, file="x.md", options=ReadingOptions(exclude_sections=("*",)))
    assert not document.entries
    assert "DW207" not in {each.code for each in document.diagnostics}
    assert [skip.title for skip in document.skipped] == ["Basics", "Advanced"]


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


@pytest.mark.parametrize("broken", ["tags = [1,", f"tags = {'1' * 5_000}", f"tags = {'[' * 5_000}"])
def test_broken_toml_is_reported(broken: str) -> None:
    document = segment(f"+++\n{broken}\n+++\n{TEXT}", file="x.md")
    assert [each.code for each in document.diagnostics if each.line == 2] == ["DW211"]
    assert len(document.entries) == 3


@pytest.mark.parametrize(
    ("front", "values", "lines"),
    [
        ("title: [unclosed\n  - x: y: z\nlang: en", {"lang": "en"}, [2]),
        ('title: "unclosed\nlang: en', {"lang": "en"}, [2]),
        ('title\t:\t"unclosed\nlang:\ten', {"lang": "en"}, [2]),
        ("title: [a] b", {}, [2]),
        ("title: a\n- b", {"title": "a"}, [3]),
        ("tags: [a,\n  b, # two\n  c]\nlang: en", {"tags": ("a", "b", "c"), "lang": "en"}, []),
        ("tags: ['a, b', c] # two", {"tags": ("a, b", "c")}, []),
        ("tags:\n  - a\n  - b", {"tags": ("a", "b")}, []),
        ("title: >\n  Two\n  words\nlang: en", {"title": "Two words", "lang": "en"}, []),
        ("title: Part one: the start", {"title": "Part one: the start"}, []),
        ("title: 'it' # that", {"title": "it"}, []),
        ("title: 'it # that'", {"title": "it # that"}, []),
        ("title: ['a #1', #2\n  b] # 'c", {}, [2]),
        ("x:\n  y: z\nlang: en", {"x": (), "lang": "en"}, []),
    ],
)
def test_broken_values_are_reported_and_left_out(front: str, values: object, lines: list[int]) -> None:
    document = segment(f"---\n{front}\n---\n# T\n\n## What?\n\nThat.\n", file="x.md")
    assert document.front_matter == values
    assert [each.line for each in document.diagnostics if each.code == "DW211"] == lines


def test_a_broken_gap_beside_a_summary_is_named_where_it_stands() -> None:
    document = segment("# T\n\n<details>{{c1:: which<summary>What?</summary>That.</details>", file="x.md")
    assert [(each.code, each.line) for each in document.diagnostics] == [("DW220", 3)]


def test_diagnostics_name_line_and_column() -> None:
    text = "# T\n\n### Q1: What?\n\n### Q2: Why?\n\nSo.\n\n- ```\n  code\n\n### Q3: Why?\n\n > <details><summary>x</summary>\n"
    found = [(each.code, each.line, each.column) for each in segment(text, file="x.md").diagnostics]
    assert found == [
        ("DW204", 3, 1), ("DW202", 3, 9), ("DW203", 9, 3), ("DW201", 12, 9), ("DW208", 14, 4),
    ]  # fmt: skip


def test_a_crowd_of_repeats_is_reported_once() -> None:
    document = segment("# T\n" + "\n## What is printed?\n\nOne.\n" * 9 + "\n## Why?\n\nSo.\n" * 3, file="x.md")
    found = [(each.code, each.line, each.message) for each in document.diagnostics]
    assert found == [
        ("DW201", 7, '"What is printed?" stands on line 3 already, and in 7 more places from here on.'),
        ("DW201", 43, '"Why?" stands on line 39 already.'),
        ("DW201", 47, '"Why?" stands on line 39 already.'),
    ]


def test_a_pictures_size_behind_a_question_is_the_pictures() -> None:
    for picture in ("![a](a.png)", "![[a.png]]", "![a][b]"):
        assert read_attributes(f"Which is it? {picture}{{width=200}}") == (
            f"Which is it? {picture}{{width=200}}",
            NONE,
        )
    assert read_attributes("Which is it? {#a width=200}")[1].id == "a"
    assert read_attributes("Which is it? ![a](a.png) {#a}")[1].id == "a"
