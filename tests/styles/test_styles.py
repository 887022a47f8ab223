"""What holds of `styles/` without a browser: nothing runs, nothing is fetched, every name and colour is accounted for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckwright.notetypes import REGISTRY, NoteTypeSpec, TemplateSpec
from deckwright.notetypes.notetype import style_problems
from deckwright.notetypes.template import renders
from deckwright.targets.styles import load_styles

ROOT = Path(__file__).parents[2]
STYLES = ROOT / "styles"
CSS = (STYLES / "card.css").read_text(encoding="utf-8")
BARE_CSS = re.sub(r"/\*.*?\*/", "", CSS, flags=re.DOTALL)
CUSTOM = "_deckwright-custom.css"
TEMPLATES = {
    name: (STYLES / name).read_text(encoding="utf-8")
    for spec in REGISTRY.values()
    for each in spec.templates
    if each.stem
    for name in each.sides
}
DRESSED = [(spec, each) for spec in REGISTRY.values() for each in spec.templates if each.stem]

by_template = pytest.mark.parametrize(("spec", "template"), DRESSED, ids=[each.stem for _, each in DRESSED])
by_file = pytest.mark.parametrize("name", sorted(TEMPLATES))


def rules() -> list[tuple[str, str, str]]:
    """Each rule as its `@media` condition, its selector and its declarations."""
    found: list[tuple[str, str, str]] = []
    media = ""
    for opening, selector, body, closing in re.findall(r"(@media[^{]+)\{|([^{}]+)\{([^{}]*)\}|(\})", BARE_CSS):
        if opening or closing:
            media = opening.strip()
        else:
            found.append((media, selector.strip(), body))
    return found


def colours(*, dark: bool) -> dict[str, str]:
    """The colour variables of a theme."""
    for _, selector, body in rules():
        if "--dw-bg" in body and ("nightMode" in selector) is dark:
            return dict(re.findall(r"--dw-([\w-]+):\s*(#[0-9a-f]{6});", body))
    raise AssertionError("the theme has no variables")


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@by_file
def test_a_template_runs_nothing_and_fetches_nothing_remote(name: str) -> None:
    text = TEMPLATES[name]
    assert not re.search(
        r"<script|<iframe|<object|<embed|\son\w+\s*=|javascript:|\{\{hint:|\{\{tts", text, re.IGNORECASE
    )
    assert not re.search(r"https?:|//|\bsrc=|<style|@import", text)
    assert re.findall(r'href="([^"]*)"', text) == [CUSTOM]


def test_the_css_fetches_nothing_and_fixes_nothing() -> None:
    assert not re.search(r"url\(|@import|https?:|expression\(|behavior:", BARE_CSS)
    assert not re.search(r"position:\s*(fixed|absolute)", BARE_CSS)
    assert "prefers-color-scheme" not in BARE_CSS, "Anki says which theme it shows, the system doesn't"
    assert not re.search(r"\.card \.night", BARE_CSS), "the class is on the card itself: that never matches"


def test_the_learners_own_css_comes_last_and_is_shipped_without_a_rule() -> None:
    for text in TEMPLATES.values():
        closing = text.rstrip().removesuffix("{{/Question}}").removesuffix("{{/Reverse}}").removesuffix("{{/Text}}")
        assert closing.rstrip().endswith(f'<link rel="stylesheet" href="{CUSTOM}">')
    shipped = (STYLES / CUSTOM).read_text(encoding="utf-8")
    assert not re.sub(r"/\*.*?\*/", "", shipped, flags=re.DOTALL).strip()


@pytest.mark.parametrize("spec", REGISTRY.values(), ids=REGISTRY)
def test_every_field_that_a_template_names_exists(spec: NoteTypeSpec) -> None:
    assert style_problems(spec, load_styles(STYLES)) == ()


@by_template
@given(data=st.data())
def test_a_front_is_blank_just_where_its_gate_is(
    spec: NoteTypeSpec, template: TemplateSpec, data: st.DataObject
) -> None:
    filled = data.draw(st.sets(st.sampled_from(spec.field_names)))
    assert renders(TEMPLATES[template.sides[0]], filled) is (template.gate in filled)


@by_template
def test_an_answer_shows_all_that_its_front_shows_but_the_hint(spec: NoteTypeSpec, template: TemplateSpec) -> None:
    front, back = (set(re.findall(r"\{\{#?([^/{}]+)\}\}", TEMPLATES[side])) for side in template.sides)
    assert front - back <= {"Hint", template.gate}
    assert {"Extra", "Source", "Tags"} <= back


@by_file
def test_what_is_ours_alone_is_shown_nowhere(name: str) -> None:
    assert not re.search(r"\{\{[^}]*(Key|Base|Spare)", TEMPLATES[name])


@by_file
def test_the_answer_starts_at_ankis_own_mark(name: str) -> None:
    # The reviewer looks for exactly this text where an answer is typed in, and scrolls to it.
    wanted = 1 if name.startswith("qa/") and name.endswith("back.html") else 0
    assert TEMPLATES[name].count("<hr id=answer>") == wanted


def test_variables_are_defined_once_per_theme_and_used() -> None:
    light, dark = colours(dark=False), colours(dark=True)
    assert light.keys() == dark.keys()
    defined = set(re.findall(r"(--dw-[\w-]+):", BARE_CSS))
    used = set(re.findall(r"var\((--dw-[\w-]+)", BARE_CSS))
    assert defined == used


def test_no_colour_stands_outside_the_variables() -> None:
    for _, selector, body in rules():
        stray = re.findall(r"^\s*(?!--)[\w-]+:[^;]*(?:#[0-9a-f]{3,8}\b|rgb|hsl)", body, re.MULTILINE)
        assert not stray, selector


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_contrast(*, dark: bool) -> None:
    theme = colours(dark=dark)
    grounds = ("bg", "surface", "stripe", "head")
    pairs = [(ink, ground) for ink in ("text", "strong", "quiet", "accent") for ground in grounds]
    pairs += [("strong", ground) for ground in ("mark", "good", "bad", "missed")]
    pairs.append(("accent", "gap"))
    pairs += [(ink, "surface") for ink in ("code-text", "note", "tip", "important", "warning", "caution")]
    low = {pair: contrast(theme[pair[0]], theme[pair[1]]) for pair in pairs}
    assert {pair: ratio for pair, ratio in low.items() if ratio < 7} == {}
    tokens = [name for name in theme if name.startswith("code-") and name != "code-line"]
    low = {
        (ink, ground): contrast(theme[ink], theme[ground])
        for ink in tokens
        for ground in ("surface", "code-line", "gap")
    }
    assert {pair: ratio for pair, ratio in low.items() if ratio < 4.5} == {}


def test_every_class_of_pygments_has_its_colour() -> None:
    from pygments.token import STANDARD_TYPES

    coloured = {
        name
        for _, selector, body in rules()
        if re.search(r"(?<![-\w])color:\s*var\(--dw-", body)
        for name in re.findall(r"\.dw-code \.(\w+)", selector)
    }
    assert set(STANDARD_TYPES.values()) - {""} <= coloured


def test_every_class_and_variable_is_explained() -> None:
    page = (STYLES / "README.md").read_text(encoding="utf-8")
    names = set(re.findall(r"\.(dw[\w-]*)", BARE_CSS))
    names |= {
        name for text in TEMPLATES.values() for each in re.findall(r'class="([^"]+)"', text) for name in each.split()
    }
    names |= set(re.findall(r"--dw-[\w-]+(?=:)", BARE_CSS))
    assert {name for name in names if f"`{name}`" not in page} == set()


def test_what_an_old_webview_cannot_read_stands_alone() -> None:
    for _, selector, _ in rules():
        parts = selector.split(",\n")
        for new in (":has(", "::details-content", ":focus-visible", "::marker"):
            assert all(new in part for part in parts) or all(new not in part for part in parts), selector
