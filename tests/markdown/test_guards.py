"""What keeps Anki from taking text for clozes, math or sound."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings

from conformance.fixpoint import opened
from conformance.nasty import markdown
from deckwright.markdown.guards import guard_in_cloze, guard_outside_clozes
from deckwright.markdown.render import RenderSettings, render
from deckwright.model import Passage

SETTINGS = RenderSettings(file="a.md")


@pytest.mark.parametrize(
    ("html", "guarded"),
    [
        ("a", "a"),
        ("std::vector", "std:<!-- -->:vector"),
        ("{{x}}", "{{x}<!-- -->}"),
        ("}}}::::", "}<!-- -->}<!-- -->}:<!-- -->:<!-- -->:<!-- -->:"),
        (r"\(\frac{a}{b_{c}}\)", r"\(\frac{a}{b_{c} }\)"),
        (r"\[a::b\]", r"\[a: :b\]"),
        ('<a href="https://x.org/a::b">c::d</a>', '<a href="https://x.org/a%3A%3Ab">c:<!-- -->:d</a>'),
    ],
)
def test_what_would_end_a_cloze_is_broken_up(html: str, guarded: str) -> None:
    assert guard_in_cloze(html) == guarded


@pytest.mark.parametrize(
    ("html", "guarded"),
    [("{{c1::x}}", "{<!-- -->{c1::x}}"), ("{{x}}", "{{x}}"), (r"\({{c}}\)", r"\({ {c}}\)")],
)
def test_what_would_begin_a_cloze_is_broken_up(html: str, guarded: str) -> None:
    assert guard_outside_clozes(html) == guarded


@given(markdown)
@settings(max_examples=400, deadline=None)
def test_a_guarded_field_holds_no_sign_of_a_cloze_and_stays_a_fixpoint(text: str) -> None:
    html = guard_outside_clozes(guard_in_cloze(render(Passage(text=text), SETTINGS)[0].html))
    assert "}}" not in html
    assert "::" not in html
    assert "{{c" not in html
    assert opened(html) == html


SWALLOWED = (
    "[sound:x.mp3]",
    "[latex]x[/latex]",
    "[LaTeX]x[/LaTeX]",
    "[$]x[/$]",
    "[$$]x[/$$]",
    "[anki:tts lang=en]x[/anki:tts]",
)


@pytest.fixture(scope="module")
def question(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    collection = pytest.importorskip("anki.collection", reason="anki isn't installed (the anki extra)")
    opened_collection = collection.Collection(str(tmp_path_factory.mktemp("guards") / "c.anki2"))
    kind = opened_collection.models.by_name("Basic")

    def shown(field: str) -> str:
        note = opened_collection.new_note(kind)
        note["Front"] = field
        opened_collection.add_note(note, 1)
        return str(note.cards()[0].question())

    yield shown
    opened_collection.close()


@pytest.mark.anki
@pytest.mark.parametrize("text", SWALLOWED)
def test_anki_shows_what_it_would_swallow_without_the_guard(text: str, question: Callable[[str], str]) -> None:
    code = render(Passage(text=f"`{text}`"), SETTINGS)[0].html
    prose = render(Passage(text=f"so \\{text}."), SETTINGS)[0].html
    assert text not in question(f"<code>{text}</code>")
    assert code in question(code)
    assert prose in question(prose)
