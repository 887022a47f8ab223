"""Real cards, as Anki renders them, in the pages that Anki's programs show them in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser.clients import CLIENTS, Client
from browser.gallery import CUSTOM, MEDIA, STYLES, Shown, collection, gallery, sides
from browser.reviewer import Reviewer

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.anki]

MEDIA_OF_CARDS = {**MEDIA, CUSTOM: (STYLES / CUSTOM).read_bytes()}


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Shown]:
    with collection(tmp_path_factory.mktemp("anki")) as col:
        everything = [side for name, fields in gallery().items() for side in sides(col, name, fields)]
    return {side.name: side for side in everything}


@pytest.fixture(scope="module", params=CLIENTS, ids=lambda client: client.name)
def reviewer(chromium: Browser, mathjax_folder: Path, request: pytest.FixtureRequest) -> Iterator[Reviewer]:
    client: Client = request.param
    page = Reviewer(chromium, client, MEDIA_OF_CARDS, mathjax_folder)
    yield page
    page.close()


@pytest.fixture
def desktop(chromium: Browser) -> Iterator[Reviewer]:
    page = Reviewer(chromium, CLIENTS[0], MEDIA_OF_CARDS, None)
    yield page
    page.close()


@pytest.mark.parametrize("name", gallery())
def test_a_card_reads_well_everywhere(reviewer: Reviewer, shown: dict[str, Shown], name: str) -> None:
    cards = [side for side in shown.values() if side.name.startswith(f"{name}-")]
    assert cards
    assert {side.name: found for side in cards if (found := reviewer.stumbles(side))} == {}


def test_the_inspection_finds_what_is_wrong(desktop: Reviewer, shown: dict[str, Shown]) -> None:
    worse = "<style>.dw-answer { color: #999; width: 2000px; margin-top: -2em !important }</style>"
    desktop.show(shown["short-1-answer"].html + worse)
    said = " ".join(desktop.inspect("places") + desktop.inspect("colours"))
    for each in ("scrolls sideways", "sticks out", "lies over", "contrast 2."):
        assert each in said


def test_a_hint_opens_by_keyboard_with_a_visible_focus(reviewer: Reviewer, shown: dict[str, Shown]) -> None:
    reviewer.show(shown["code-1-front"].html)
    assert not reviewer.page.locator("details.dw-hint p").is_visible()
    reviewer.page.locator("section.dw-question").click()
    for _ in range(5):  # scrollers can take the focus, too
        reviewer.page.keyboard.press("Tab")
        if reviewer.page.evaluate("document.activeElement.localName") == "summary":
            break
    assert reviewer.style("details.dw-hint summary", "outline-style") == "solid"
    assert reviewer.style("details.dw-hint summary", "outline-width") == "2px"
    reviewer.page.keyboard.press("Enter")
    assert reviewer.page.locator("details.dw-hint p").is_visible()
    assert reviewer.inspect("places") + reviewer.inspect("colours") == []


def test_opened_details_read_as_well(reviewer: Reviewer, shown: dict[str, Shown]) -> None:
    reviewer.show(shown["everything-1-answer"].html)
    reviewer.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert reviewer.inspect("places") + reviewer.inspect("colours") == []


def test_the_first_column_stays_while_a_table_scrolls(reviewer: Reviewer, shown: dict[str, Shown]) -> None:
    reviewer.resize(390)
    reviewer.show(shown["table-1-answer"].html)
    before, after, moved = reviewer.page.evaluate("""() => {
        const [first, second] = document.querySelectorAll(".dw-table td");
        const left = () => [first, second].map(each => each.getBoundingClientRect().left);
        const old = left();
        first.closest(".dw-table").scrollLeft = 60;
        return [old[0], left()[0], old[1] - left()[1]];
    }""")
    assert before == after
    assert moved == 60


def test_a_wide_formula_scrolls_inside_itself(reviewer: Reviewer, shown: dict[str, Shown]) -> None:
    reviewer.resize(390)
    reviewer.show(shown["math-1-answer"].html)
    wide = reviewer.page.evaluate("""() => [...document.querySelectorAll("mjx-container")]
        .filter(each => each.scrollWidth > each.clientWidth + 1).map(each => getComputedStyle(each).overflowX)""")
    assert len(wide) >= 3
    assert set(wide) == {"auto"}


def test_a_formula_sits_on_the_line(reviewer: Reviewer) -> None:
    reviewer.show('<main class="dw"><section class="dw-answer"><p>x<b id="t">x</b> \\(x\\)</p></section></main>')
    apart = reviewer.page.evaluate("""() => {
        const ground = each => each.getBoundingClientRect().bottom;
        const mark = document.createElement("span");
        mark.style.cssText = "display: inline-block; width: 1px; height: 1px";
        document.getElementById("t").after(mark);
        return Math.abs(ground(mark) - ground(document.querySelector("mjx-c")));
    }""")
    assert apart < 2


def test_direction_follows_the_language_and_else_the_text(desktop: Reviewer, shown: dict[str, Shown]) -> None:
    desktop.show(shown["arabic-1-answer"].html)
    for selector in ("nav.dw-context", "section.dw-question", "section.dw-answer", "aside.dw-extra", ".dw-answer td"):
        assert desktop.style(selector, "direction") == "rtl", selector
    for selector in ("div.dw-code", "pre", ".dw-answer td code", "section.dw-question code"):
        assert desktop.style(selector, "direction") == "ltr", selector
    assert desktop.style("footer.dw-foot", "text-align") == "right"
    assert _is_left_of(desktop, "03", "notes.md")
    desktop.show(shown["hebrew-1-answer"].html)
    assert desktop.style("section.dw-answer", "direction") == "rtl"
    desktop.show(shown["short-1-answer"].html)
    assert desktop.style("section.dw-answer", "direction") == "ltr"
    assert desktop.style("footer.dw-foot", "text-align") == "left"


def _is_left_of(reviewer: Reviewer, one: str, other: str) -> bool:
    """Whether of two words of a source's name, the first stands left of the second in the card's footer."""
    return bool(
        reviewer.page.evaluate(
            """([one, other]) => {
                const part = document.createElement("div");
                part.className = "dw-source";
                part.dir = "auto";
                part.textContent = `${one} ${other}`;
                document.querySelector("footer.dw-foot").append(part);
                const left = (from, to) => {
                    const range = document.createRange();
                    range.setStart(part.firstChild, from);
                    range.setEnd(part.firstChild, to);
                    return range.getBoundingClientRect().left;
                };
                return left(0, one.length) < left(one.length + 1, one.length + 1 + other.length);
            }""",
            [one, other],
        )
    )


def test_our_own_words_are_in_the_language_of_the_card(desktop: Reviewer, shown: dict[str, Shown]) -> None:
    front = shown["follow-up-1-front"].html
    said = {}
    for lang in ("", "eu", "de-AT", "ar", "zh", "zh-Hant"):  # Basque is one that we don't have
        desktop.show(front.replace("<main ", f'<main lang="{lang}" '))
        label, hint = (desktop.page.locator(each).aria_snapshot() for each in ("div.dw-parent", "details.dw-hint"))
        assert "Explain the tradeoff" in label
        said[lang] = [label.removeprefix("- text: ").partition(" Explain")[0], hint.removeprefix("- group: ")]
    assert said == {
        "": ["Follow-up to", "Hint"],
        "eu": ["Follow-up to", "Hint"],
        "de-AT": ["Nachfrage zu", "Hinweis"],
        "ar": ["متابعة لـ", "تلميح"],
        "zh": ["上一问：", "提示"],
        "zh-Hant": ["上一題：", "提示"],
    }


def test_what_goes_on_beyond_the_edge_fades_there(desktop: Reviewer, shown: dict[str, Shown]) -> None:
    fade = """async () => {
        for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
        return [...document.querySelectorAll(".dw-table")].map(each => getComputedStyle(each).maskImage !== "none");
    }"""
    desktop.resize(390)
    desktop.show(shown["table-1-answer"].html)
    assert desktop.page.evaluate(fade) == [True, False]
    desktop.page.evaluate("document.querySelector('.dw-table').scrollLeft = 9999")
    assert desktop.page.evaluate(fade) == [False, False]
    desktop.page.evaluate("document.querySelector('.dw-table').scrollLeft = 0")
    desktop.page.keyboard.press("Tab")  # a ring of the focus isn't cut off
    desktop.page.evaluate("() => { const all = document.querySelector('.dw-table'); all.tabIndex = 0; all.focus() }")
    assert desktop.page.evaluate(fade) == [False, False]


def test_the_learners_own_css_wins(desktop: Reviewer, shown: dict[str, Shown]) -> None:
    desktop.media[CUSTOM] = b".card { --dw-size: 30px } .card.nightMode { --dw-bg: #000000 } .dw-foot { display: none }"
    desktop.show(shown["short-1-answer"].html)
    desktop.theme(dark=True)
    assert desktop.style("body", "font-size") == "30px"
    assert desktop.style("body", "background-color") == "rgb(0, 0, 0)"
    assert desktop.style("footer", "display") == "none"


def test_a_card_without_the_learners_css_is_the_same_card(desktop: Reviewer, shown: dict[str, Shown]) -> None:
    desktop.show(shown["long-1-answer"].html)
    looks = desktop.page.screenshot()
    del desktop.media[CUSTOM]
    desktop.show(shown["long-1-answer"].html)
    assert desktop.page.screenshot() == looks
    assert [each for each in desktop.complained() if not each.startswith("console: Failed to load resource")] == []


@pytest.mark.parametrize("name", ["long", "table", "code", "everything", "hostile"])
def test_on_paper_a_card_is_light_and_nothing_is_cut_off(desktop: Reviewer, shown: dict[str, Shown], name: str) -> None:
    desktop.show(shown[f"{name}-1-answer"].html)
    desktop.theme(dark=True)
    desktop.page.emulate_media(media="print")
    assert desktop.style("body", "background-color") == "rgb(255, 255, 255)"
    assert desktop.inspect("colours") == []
    desktop.resize(720)
    cut = desktop.page.evaluate("""() => [...document.querySelectorAll(".dw pre, .dw-table")]
        .filter(each => each.scrollWidth > each.clientWidth + 1).length""")
    assert cut == 0
