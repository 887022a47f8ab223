"""What the ML theory deck promises its readers, checked on its text alone."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

from content.deck import (
    FILES,
    SEED,
    Block,
    Question,
    blocks,
    formulas,
    prose_words,
    questions,
    read,
    read_seed,
    without_formulas,
    word_runs,
)

LABELS = [
    *(
        f"Q{section}.{n}"
        for section, count in enumerate((5, 5, 5, 5, 5, 5, 5, 6), start=1)
        for n in range(1, count + 1)
    ),
    *(f"B{n}" for n in range(1, 6)),
]
QUESTIONS = [question for file in FILES for question in questions(read(file))]
PYTHON = [block for file in FILES for block in blocks(file) if block.lang == "python"]

needs_seed = pytest.mark.skipif(not SEED.is_file(), reason="the seed document isn't beside this checkout")


def name(block: Block) -> str:
    return f"{block.file.name}:{block.line}"


def test_every_question_of_the_seed_is_there_in_its_order() -> None:
    assert [question.label for question in QUESTIONS] == LABELS


@needs_seed
def test_the_numbers_are_those_of_the_seed() -> None:
    assert [question.label for question in questions(read_seed())] == LABELS


def test_no_question_is_asked_twice() -> None:
    titles = [question.title.casefold() for question in QUESTIONS]
    assert len(set(titles)) == len(titles)


@needs_seed
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_eight_words_in_a_row_are_the_seeds(file: Path) -> None:
    assert word_runs(without_formulas(read(file)), 8) & word_runs(read_seed(), 8) == set()


@needs_seed
def test_the_check_of_eight_words_finds_a_copied_line() -> None:
    copied = "Reduces internal covariate shift\n- Acts as regularization (slight noise from **batch** statistics)"
    assert word_runs(copied, 8) & word_runs(read_seed(), 8)


@pytest.mark.parametrize("block", PYTHON, ids=name)
def test_every_python_block_runs(block: Block) -> None:
    exec(compile(block.code, name(block), "exec"), {"__name__": "block"})


@pytest.mark.parametrize("block", PYTHON, ids=name)
def test_every_python_block_proves_something_with_the_standard_library(block: Block) -> None:
    nodes = list(ast.walk(ast.parse(block.code)))
    imported = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    assert any(isinstance(node, ast.Assert) for node in nodes)
    assert {module.partition(".")[0] for module in imported} <= sys.stdlib_module_names


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.label)
def test_an_answer_fits_a_card(question: Question) -> None:
    assert 20 <= prose_words(question.short) <= 120
    assert all(20 <= prose_words(follow_up) <= 100 for follow_up in question.follow_ups)
    assert 40 <= prose_words(question.details) <= 180


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_code_fits_a_phone(file: Path) -> None:
    for block in blocks(file):
        lines = block.code.splitlines()
        assert max(map(len, lines)) <= 43, name(block)
        assert len(lines) <= 22, name(block)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_fence_names_its_language_and_every_dollar_is_math(file: Path) -> None:
    text = read(file)
    found = blocks(file)
    assert all(block.lang for block in found)
    assert len(re.findall(r"^```", text, re.MULTILINE)) == 2 * len(found)
    prose = re.sub(r"(?ms)^```.*?^```$", "", text)
    dollars = sum(4 if f"$${formula}$$" in prose else 2 for formula in formulas(text))
    assert prose.count("$") == dollars


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_braces_in_formulas_balance(file: Path) -> None:
    for formula in formulas(read(file)):
        assert formula.count("{") == formula.count("}"), formula
        assert formula.count(r"\left") - formula.count(r"\leftarrow") == formula.count(r"\right") - formula.count(
            r"\rightarrow"
        ), formula
