"""Code in colours: no character changes, and only languages that are known."""

from __future__ import annotations

import re
from html import escape, unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckwright.highlight import MAX_LENGTH, canonical, code, css, is_diagram, is_too_long, nearest

LANGUAGES = (
    "python",
    "javascript",
    "java",
    "cpp",
    "bash",
    "console",
    "yaml",
    "json",
    "sql",
    "html",
    "diff",
    "text",
    "go",
    "rust",
)
PROGRAM = '''@cached
def f(x: int = 1) -> str:
    """Say <it> & go."""
\treturn f"{x!r}"  # é → 😀

class A(B): pass
'''


def characters(html: str) -> str:
    return unescape(re.sub(r"</?span[^>]*>", "", html))


@given(st.sampled_from(LANGUAGES), st.text(max_size=40) | st.sampled_from(("\n\n a\n", "\t\tx \n", " \n", PROGRAM)))
def test_no_character_changes(language: str, source: str) -> None:
    html = code(source, language)
    assert html is not None
    assert characters(html) == source
    assert set(re.findall(r"<[^>]*>", html)) <= {
        "</span>",
        *(f'<span class="{name}">' for name in css("default") | all_classes()),
    }


def classes(html: str) -> list[tuple[str, str]]:
    """Give each character with its class."""
    found: list[tuple[str, str]] = []
    name = ""
    for tag, text in re.findall(r"(<[^>]*>)|([^<]+)", html):
        name = (re.findall(r'"(.*)"', tag) or [""])[0] if tag else name
        found += [(char, name) for char in unescape(text)]
    return found


@pytest.mark.parametrize(
    ("language", "source"),
    [
        ("diff", "- a\n+ b"),
        ("make", "a: b\n\tcc x"),
        ("pycon", ">>> 1\n1"),
        ("console", "$ ls\na"),
        ("python", "x = 1  # one"),
        ("python", PROGRAM.rstrip()),
        ("ini", "[a]\nb = c"),
        ("docker", "FROM a\nRUN b"),
    ],
)
def test_the_last_line_is_coloured_as_if_another_came_below(language: str, source: str) -> None:
    alone, above = code(source, language) or "", code(source + "\n", language) or ""
    assert classes(alone) == classes(above)[:-1]
    assert 'class="err"' not in alone


def all_classes() -> dict[str, str]:
    from pygments.token import STANDARD_TYPES

    return dict.fromkeys(STANDARD_TYPES.values(), "")


def test_keywords_and_comments_have_classes() -> None:
    html = code(PROGRAM, "py") or ""
    assert '<span class="k">def</span>' in html
    assert '<span class="c1"># é → 😀</span>' in html


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("py", "python"),
        ("JS", "javascript"),
        ("C++", "cpp"),
        ("tf", "terraform"),
        ("sh", "bash"),
        ("plaintext", "text"),
        ("pyhton", None),
    ],
)
def test_a_language_has_one_name(written: str, name: str | None) -> None:
    assert canonical(written) == name
    assert (code("x", written) is None) == (name is None)


@pytest.mark.parametrize(
    ("written", "near"), [("pyhton", "python"), ("javscript", "javascript"), ("nosuchlang", None), ("mermaid", None)]
)
def test_an_unknown_language_is_like_a_known_one(written: str, near: str | None) -> None:
    assert nearest(written) == near


def test_a_language_of_diagrams_is_known_as_such() -> None:
    assert is_diagram("Mermaid")
    assert not is_diagram("pyhton")


def test_very_long_code_stays_plain() -> None:
    line = "x < 1  # &\n"
    source = line * (MAX_LENGTH // len(line)) + "y" * (MAX_LENGTH % len(line))
    assert not is_too_long(source, "python")
    assert "<span" in (code(source, "python") or "")
    assert is_too_long(source + "y", "python")
    assert not is_too_long(source + "y", "text"), "nobody expects colours there"
    assert code(source + "y", "python") == escape(source + "y", quote=False)


@pytest.mark.parametrize("style", ["default", "monokai"])
def test_a_style_has_colours_for_what_code_writes(style: str) -> None:
    colours = css(style)
    assert {"k", "s2", "c1", "mi"} & set(colours)
    assert all(re.fullmatch(r"[\w-]+", name) for name in colours)
    assert all("color:" in look or "font" in look or "text-" in look for look in colours.values())
