"""The preview in a real Chromium: within reach of everyone and of the keyboard, quick with many cards, and live."""

from __future__ import annotations

import importlib.util
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pytest

from browser.gallery import MEDIA, gallery
from deckwright.app.build import prepare, write
from deckwright.app.previewing import preview, write_site
from deckwright.preview.deck import PreviewDeck
from deckwright.preview.site import Page as Found
from deckwright.preview.site import read, site
from preview.made import deck_of, request
from preview.running import Site, running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Frame, Page, Route

pytestmark = pytest.mark.browser

ORIGIN = "http://preview.test/"
PICTURES = os.environ.get("DECKWRIGHT_PICTURES")
"""A folder for pictures, to look through; none are taken without it."""
_SETTLED = """async ([night, phone]) => {
  await window.MathJax?.startup?.promise;
  const body = document.body;
  const bottom = body.getBoundingClientRect().bottom + scrollY + parseFloat(getComputedStyle(body).marginBottom);
  const dressed = [body.classList.contains("nightMode"), document.documentElement.classList.contains("mobile")];
  return `${dressed}` === `${[night, phone]}` && Math.ceil(bottom) === innerHeight;
}"""
_TYPES = {"css": "text/css", "html": "text/html", "js": "text/javascript", "svg": "image/svg+xml", "woff": "font/woff"}

DOCUMENT = """# Cells

## Basics

### Q1.1: What does a mitochondrion do, and how many ATP does it make of one glucose?

It turns sugar and oxygen into **ATP**, the cell's fuel: about \\(n = 30\\) of one glucose.

\\[ \\mathrm{C_6H_{12}O_6} + 6\\,\\mathrm{O_2} \\to 6\\,\\mathrm{CO_2} + 6\\,\\mathrm{H_2O} + 30\\,\\mathrm{ATP} + a + b + c + d + e + f + g \\]

| Organelle | Membranes | Own DNA | Found in | Makes | Size in µm |
| --- | --- | --- | --- | --- | --- |
| mitochondrion | two | yes, a ring of about 16,569 base pairs | nearly all eukaryotes | adenosine triphosphate | 0.5–3 |
| chloroplast | two | yes | plants and algae | sugar | 5 |

```python
def energy(glucose: int, oxygen: int) -> int: return min(glucose, oxygen // 6) * 30  # in ATP, roughly, as of the last count
```

[More on the web](https://example.org/cells), and ![a picture](missing.png).

### Q1.2: What is a ribosome made of?

- Ribosomal RNA, which does the work
- Proteins, which hold it in shape

## Division

### Q2.1: Which phases has mitosis, in order?

1. Prophase
2. Metaphase

### Q2.2: What has no answer?
"""


@pytest.fixture(scope="module")
def axe() -> str:
    """The accessibility checker axe-core, as a package brings it along; `DECKWRIGHT_AXE` names another copy."""
    given = os.environ.get("DECKWRIGHT_AXE")
    if given:
        return Path(given).read_text("utf-8")
    package = importlib.util.find_spec("axe_playwright_python")
    if package is None or package.origin is None:
        pytest.skip("axe-core isn't installed (axe-playwright-python, in the browser extra)")
    return (Path(package.origin).parent / "axe.min.js").read_text("utf-8")


@pytest.fixture
def changed(tmp_path: Path) -> PreviewDeck:
    """A deck with everything in it, of which a note was changed and one taken away since the last build."""
    source = tmp_path / "cells.md"
    source.write_text(DOCUMENT, encoding="utf-8")
    write(prepare(request(source, tmp_path)))
    text = DOCUMENT.replace("about \\(n = 30\\) of one glucose", "about \\(n = 32\\)").replace(
        "### Q2.1: Which", "### Which"
    )
    source.write_text(
        text.replace("Which phases has mitosis, in order?\n\n1. Prophase\n2. Metaphase\n", "What?\n"), "utf-8"
    )
    return preview(request(source, tmp_path))[0]


class Opened:
    """A page of a preview, and what went wrong on it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.wrong: list[str] = []
        page.on("console", lambda message: self.wrong.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))

    def card(self, words: str) -> None:
        """Choose a card from the list, and wait until its sides are shown."""
        self.page.locator("#list a", has_text=words).click()
        self.shows(words)

    def shows(self, words: str) -> None:
        """Wait until a card is shown whose question holds these words."""
        until(self.page, "words => document.querySelector('main h2')?.textContent.includes(words)", words)
        self.settle()

    def settle(self) -> None:
        """Wait until every frame is dressed as chosen, and as high as its page."""
        until(self.page, "[...document.querySelectorAll('iframe')].every(each => each.dataset.height)")
        chosen = self.page.evaluate("[look.theme === 'dark', look.screen === 'phone']")
        for element in self.page.locator("iframe").element_handles():
            frame = element.content_frame()
            assert frame
            until(frame, _SETTLED, chosen)

    def look(self, theme: str, screen: str) -> None:
        """Choose theme and screen."""
        self.page.check(f"[name=theme][value={theme}]")
        self.page.check(f"[name=screen][value={screen}]")
        self.settle()

    def frame(self, title: str) -> Frame:
        """Give the page in a frame."""
        element = self.page.locator(f"iframe[title='{title}']").element_handle()
        assert element is not None
        frame = element.content_frame()
        assert frame
        return frame

    def picture(self, name: str) -> None:
        """Take a picture, if any are wanted."""
        if PICTURES:
            self.page.wait_for_timeout(700)
            self.page.screenshot(path=Path(PICTURES) / f"preview-{name}.png", full_page=True)


@pytest.fixture
def opened(chromium: Browser, mathjax_folder: Path) -> Iterator[Callable[..., Opened]]:
    """Open a deck's site, or an address, in a window that gets nothing else; it has to leave nothing to complain of."""
    windows: list[Any] = []
    made: list[Opened] = []

    def open_(deck: PreviewDeck | str, *, script: str = "", width: int = 1440) -> Opened:
        context = chromium.new_context(viewport={"width": width, "height": 900})
        windows.append(context)
        if script:
            context.add_init_script(script)
        result = Opened(context.new_page())
        made.append(result)
        result.page.set_default_timeout(60_000)
        if isinstance(deck, str):
            result.page.goto(deck)
        else:
            pages = site(deck, mathjax_folder)
            context.route("**/*", lambda route: _answer(route, pages, result.wrong))
            result.page.goto(ORIGIN)
        result.page.wait_for_selector("#list li")
        return result

    yield open_
    for context in windows:
        context.close()
    assert [each.wrong for each in made] == [[] for _ in made]


def _answer(route: Route, pages: Mapping[str, Found], wrong: list[str]) -> None:
    url = route.request.url
    path = unquote(urlsplit(url).path).lstrip("/") or "index.html"
    if url.startswith(ORIGIN) and path in pages:
        kind = _TYPES.get(path.rpartition(".")[2], "text/plain")
        route.fulfill(body=read(pages[path]), content_type=f"{kind}; charset=utf-8")
    else:
        wrong.append(f"asked for {url}")
        route.abort()


def until(place: Page | Frame, script: str, argument: object = None) -> None:
    """Wait until a script gives something true; the driver's own way is one that the pages' policy forbids."""
    from playwright.sync_api import Error

    deadline = time.monotonic() + 60
    while True:
        with suppress(Error):  # the page in a frame may just be replaced by its next
            if place.evaluate(script, argument):
                return
        assert time.monotonic() < deadline, script
        time.sleep(0.02)


def violations(opened: Opened) -> list[str]:
    """Ask axe what is wrong with the page and all its frames."""
    found = opened.page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [f"{each['id']}: {each['nodes'][0]['target']} {each['nodes'][0]['failureSummary']}" for each in found]


def test_axe_finds_nothing(opened: Callable[..., Opened], changed: PreviewDeck, axe: str) -> None:
    window = opened(changed, script=axe)
    assert violations(window) == []
    window.picture("overview-light")
    for theme in ("light", "dark"):
        for screen in ("phone", "desktop"):
            window.look(theme, screen)
            other = ("plain", "ribosome") if theme == "light" else ("retired", "phases")
            for name, words in (("changed", "mitochondrion"), other)[: 2 if screen == "phone" else 1]:
                window.card(words)
                assert violations(window) == [], (theme, screen, name)
                window.picture(f"{name}-{theme}-{screen}")
    window.page.click("#name")
    window.picture("overview-dark")
    assert violations(window) == []
    window.page.fill("#query", "nothing like it")
    until(window.page, "!document.querySelector('#list li')")
    assert violations(window) == []
    window.page.evaluate("problem('cells.md:1: a mistake')")
    assert violations(window) == []
    window.page.set_viewport_size({"width": 390, "height": 800})
    window.page.fill("#query", "")
    window.card("mitochondrion")
    window.picture("narrow-dark")
    assert violations(window) == []
    assert window.page.evaluate("document.documentElement.scrollWidth") == 390


def test_axe_finds_nothing_in_any_kind_of_card(opened: Callable[..., Opened], axe: str, tmp_path: Path) -> None:
    notes = {name.replace("-", ""): values for name, values in gallery().items()}
    for name, picture in MEDIA.items():
        (tmp_path / name).write_bytes(picture)
    window = opened(replace(deck_of(notes), media={name: tmp_path / name for name in MEDIA}), script=axe)
    for number, card in enumerate(("everything-1", "followup-1", "arabic-1", "quiz-1", "cloze-3", "reverse-2")):
        window.page.evaluate("card => { location.hash = `card=${card}` }", card)
        until(window.page, "card => current?.id === card", card)
        window.look("dark" if number % 2 else "light", "desktop" if number > 2 else "phone")
        assert violations(window) == [], card


def test_the_keyboard_alone_reaches_everything(opened: Callable[..., Opened], changed: PreviewDeck) -> None:
    window = opened(changed)
    window.card("mitochondrion")
    everything = "a[href], button:not(:disabled), select, input:not([type=radio]), input:checked, iframe"
    wanted = window.page.locator(everything).evaluate_all("found => found.filter(e => e.checkVisibility()).length")
    inner = [frame.locator("a[href], [tabindex='0']").count() for frame in window.page.frames[1:]]
    assert sum(inner) >= 8  # in each of two answers a link, a table, code and a formula
    reached: set[str] = set()
    describe = """() => {
      const here = document.activeElement;
      const all = [...document.querySelectorAll('*')];
      const ring = here.matches('iframe') ? 'frame' : getComputedStyle(here).outlineStyle;
      return here === document.body ? '' : `${all.indexOf(here)} ${here.tagName} ${ring}`;
    }"""
    window.page.keyboard.press("Tab")  # so that the focus counts as the keyboard's
    window.page.locator("#skip").focus()
    for _ in range(wanted + sum(inner)):
        place = window.page.evaluate(describe)
        if " IFRAME " in place:
            within = window.page.evaluate_handle("document.activeElement").as_element()
            frame = within.content_frame() if within else None
            place += f" {frame.evaluate(describe) if frame else ''}"
        assert "none" not in place, f"{place}: the focus can't be seen"
        reached.add(place)
        window.page.keyboard.press("Tab")
    assert len({place.split()[0] for place in reached if place}) == wanted
    assert len([place for place in reached if place.count(" ") > 2]) >= sum(inner)
    window.page.locator("#list a").nth(1).focus()
    window.page.keyboard.press("Enter")
    window.shows("ribosome")
    assert "ribosome" in window.page.inner_text("#list a:focus")  # the focus stays where it was
    window.page.locator(".step").last.focus()
    window.page.keyboard.press("Enter")
    window.shows("phases")
    assert window.page.evaluate("document.activeElement.id") == "main"  # nothing is next
    window.page.locator(".step").first.focus()
    for words in ("ribosome", "mitochondrion"):
        window.page.keyboard.press("Enter")
        window.shows(words)
    window.page.locator("[name=theme]:checked").focus()
    window.page.keyboard.press("ArrowRight")
    assert window.page.evaluate("document.documentElement.dataset.theme") == "dark"
    window.page.locator("#skip").focus()
    window.page.keyboard.press("Enter")
    assert window.page.evaluate("document.activeElement.id") == "main"


def test_a_card_is_shown_as_in_anki_in_both_themes_and_screens(
    opened: Callable[..., Opened], changed: PreviewDeck
) -> None:
    window = opened(changed)
    window.look("dark", "phone")
    window.card("mitochondrion")
    titles = window.page.locator("iframe").evaluate_all("found => found.map(each => each.title)")
    assert titles == ["Question, before", "Answer, before", "Question, now", "Answer, now"]
    answer = window.frame("Answer, now")
    assert answer.evaluate("document.body.className") == "card card1 nightMode night_mode"
    assert answer.evaluate("[innerWidth, document.documentElement.className]") == [390, "mobile android"]
    assert answer.evaluate("document.documentElement.scrollWidth") == 390
    until(answer, "document.querySelectorAll('mjx-container').length === 2")
    assert answer.locator("mjx-merror").count() == 0
    assert "32" in (answer.locator("section.dw-answer p").first.text_content() or "")
    until(window.frame("Answer, before"), "document.querySelectorAll('mjx-container').length === 2")
    assert window.page.locator(".remark").inner_text().startswith("warning DW304")
    window.look("light", "desktop")
    assert answer.evaluate("document.body.className") == "card card1"
    assert answer.evaluate("[innerWidth, document.documentElement.className]") == [768, "linux chrome"]
    boxes = [window.page.locator(f"iframe[title='Answer, {when}']").bounding_box() for when in ("before", "now")]
    assert boxes[0]
    assert boxes[1]
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]  # side by side
    height = answer.evaluate("document.documentElement.scrollHeight")
    assert window.page.locator("iframe[title='Answer, now']").evaluate("each => each.clientHeight") == height


def test_filters_search_and_address(opened: Callable[..., Opened], changed: PreviewDeck) -> None:
    window = opened(changed)
    listed = window.page.locator("#list li")

    def shows(*words: str) -> None:
        until(window.page, "count => document.querySelectorAll('#list li').length === count", len(words))
        assert all(word in item for word, item in zip(words, listed.all_inner_texts(), strict=True))

    shows("mitochondrion", "ribosome", "phases")
    window.page.fill("#query", "PROTEINS shape")
    shows("ribosome")
    window.page.fill("#query", "")
    window.page.select_option("#effect", "updated")
    shows("mitochondrion")
    window.page.select_option("#effect", "remarks")
    shows("mitochondrion")
    window.page.select_option("#effect", "")
    window.page.select_option("#section", "Division")
    shows("phases")
    window.page.select_option("#section", "")
    window.page.select_option("#tag", "cells::has::table")
    shows("mitochondrion")
    assert "tag=cells%3A%3Ahas%3A%3Atable" in window.page.url
    window.page.reload()
    shows("mitochondrion")
    assert window.page.inner_text("#count") == "1 of 3 cards"
    window.page.click("#name")
    shows("mitochondrion", "ribosome", "phases")
    assert "What has no answer?" in window.page.inner_text("main") or "DW202" in window.page.inner_text("main")


def test_a_card_that_is_gone_is_said(opened: Callable[..., Opened], changed: PreviewDeck) -> None:
    window = opened(changed)
    window.page.goto(f"{ORIGIN}#card=gone-1")
    until(window.page, "document.querySelector('#about [role=status]')?.textContent.includes('gone-1')")
    assert "Overview" in window.page.inner_text("#about")
    window.card("ribosome")
    assert "gone-1" not in window.page.inner_text("#about")


def test_in_a_small_window_the_chosen_card_comes_into_sight(
    opened: Callable[..., Opened], changed: PreviewDeck
) -> None:
    window = opened(changed, width=600)
    above = "document.getElementById('main').getBoundingClientRect().top"
    assert window.page.evaluate(above) > 300
    window.card("ribosome")
    until(window.page, f"Math.abs({above}) < 2")
    window.page.reload()
    window.settle()
    until(window.page, f"Math.abs({above}) < 2")
    assert opened(changed).page.evaluate("scrollY") == 0


def test_a_question_that_runs_from_right_to_left_has_its_mark_on_the_left(opened: Callable[..., Opened]) -> None:
    window = opened(deck_of({"n": {"Question": "מהו מפתח ציבורי?", "Answer": "מפתח"}}))
    window.card("מפתח")
    for selector in ("#list .question", "#about h2"):
        assert window.page.locator(selector).first.evaluate("""part => {
            const left = (from) => {
                const range = document.createRange();
                range.setStart(part.firstChild, from);
                range.setEnd(part.firstChild, from + 1);
                return range.getBoundingClientRect().left;
            };
            return left(part.firstChild.length - 1) < left(0);
        }"""), selector


def test_ten_thousand_cards_stay_quick(opened: Callable[..., Opened]) -> None:
    notes = {
        f"n{number}": {
            "Question": f"Question {number}?",
            "Answer": f"An answer on {number}. " + "Many words stand here. " * 40,
            "Context": f"Part {number % 40} › Section {number % 400}",
            "Tags": f"deck::part-{number % 40}",
        }
        for number in range(10_000)
    }
    window = opened(deck_of(notes))
    assert window.page.inner_text("#count") == "10,000 cards (1–100 listed)"
    assert window.page.evaluate("document.querySelectorAll('*').length") < 2_000
    window.page.click("#later")
    assert window.page.locator("#list li").first.inner_text().startswith("Question 100?\n")
    window.page.fill("#query", "answer on 9876")
    until(window.page, "document.querySelectorAll('#list li').length === 1")
    window.page.goto(f"{ORIGIN}#card=n7777-1")
    window.page.wait_for_selector("#list [aria-current]")
    window.settle()
    assert "Question 7777?" in window.frame("Answer").inner_text("body")


def test_the_site_works_from_the_disk(opened: Callable[..., Opened], changed: PreviewDeck, tmp_path: Path) -> None:
    write_site(changed, tmp_path / "site")
    window = opened((tmp_path / "site/index.html").as_uri())
    window.look("dark", "desktop")
    window.card("mitochondrion")
    window.page.fill("#query", "proteins")
    until(window.page, "document.querySelectorAll('#list li').length === 1")
    answer = window.frame("Answer, now")
    answer.wait_for_selector("mjx-container")
    assert answer.evaluate("document.body.className") == "card card1 nightMode night_mode"
    assert answer.evaluate("[...document.fonts].filter(font => font.status === 'error').length") == 0


def test_a_script_in_a_card_does_not_run(chromium: Browser) -> None:
    evil = "<script>document.title = 'evil'</script><img src=x onerror=\"document.title = 'evil'\">"
    pages = site(deck_of({"abc": {"Question": f"word {evil}", "Answer": evil}}), None)
    context = chromium.new_context()
    complaints: list[str] = []
    context.route("**/*", lambda route: _answer(route, pages, complaints))
    page = context.new_page()
    page.goto(f"{ORIGIN}cards/abc-1-answer.html")
    page.wait_for_timeout(300)
    assert page.title() == "Answer: abc"
    context.close()


@contextmanager
def live(folder: Path, opened: Callable[..., Opened]) -> Iterator[tuple[Opened, Path]]:
    source = folder / "cells.md"
    source.write_text(DOCUMENT, encoding="utf-8")
    with running(folder, "preview", "cells.md", "--serve", "--port", "0") as server:
        window = opened(Site(server.product()).address)
        yield window, source
        window.page.close()


def test_a_save_is_shown_at_the_same_card_and_place(opened: Callable[..., Opened], tmp_path: Path) -> None:
    with live(tmp_path, opened) as (window, source):
        window.page.set_viewport_size({"width": 1100, "height": 400})
        window.look("dark", "phone")
        window.card("mitochondrion")
        window.page.evaluate("document.querySelector('main').scrollTop = 200")
        address = window.page.url
        answer = window.frame("Answer")
        until(answer, "document.querySelectorAll('mjx-container').length === 2")
        answer.evaluate("window.isTheSame = true")
        source.write_text(DOCUMENT.replace("the cell's fuel", "the fuel of cells"), encoding="utf-8")
        until(answer, "document.body?.innerText.includes('the fuel of cells')")
        until(answer, "document.querySelectorAll('mjx-container').length === 2")
        assert answer.evaluate("isTheSame")  # no other page was loaded
        assert window.page.url == address
        assert window.page.evaluate("document.querySelector('main').scrollTop") == 200
        until(answer, "document.body?.classList.contains('nightMode')")
        source.write_text(
            DOCUMENT.replace("What does a mitochondrion do", "What is a mitochondrion for"), encoding="utf-8"
        )
        until(window.page, "document.querySelector('main h2').textContent.includes('mitochondrion for')")
        until(window.frame("Question"), "document.title.includes('mitochondrion for')")
        (tmp_path / "deck.toml").write_text("nonsense = 1\n", encoding="utf-8")
        window.page.wait_for_selector("#problem:not([hidden])")
        assert "nonsense" in window.page.inner_text("#problem")
        (tmp_path / "deck.toml").unlink()
        window.page.wait_for_selector("#problem", state="hidden")
        assert "mitochondrion for" in window.page.inner_text("main h2")


def test_a_first_formula_and_an_opened_hint_survive_a_save(opened: Callable[..., Opened], tmp_path: Path) -> None:
    text = DOCUMENT.replace("- Ribosomal RNA", "**Hint**: it has two parts.\n\n- Ribosomal RNA")
    with live(tmp_path, opened) as (window, source):
        source.write_text(text, encoding="utf-8")
        window.look("dark", "desktop")
        window.card("ribosome")
        window.look("light", "phone")
        question, answer = window.frame("Question"), window.frame("Answer")
        until(question, "document.querySelector('details')")
        question.locator("summary").click()
        source.write_text(text.replace("two parts", "two halves").replace("the work", "the $w = 1$"), encoding="utf-8")
        until(question, "document.body?.innerText.includes('two halves')")
        assert question.evaluate("document.querySelector('details').open")
        until(answer, "document.querySelector('mjx-container')")
        until(answer, "document.documentElement.className === 'mobile android'")
        assert not answer.evaluate("document.body.classList.contains('nightMode')")
