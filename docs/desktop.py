"""Shows a package in the real Anki desktop, without a screen: looks at every card, and whether opening notes changes them.

Needs an environment of its own with `pip install "aqt[qt6]"`, and nothing of ours: `python docs/desktop.py deck.apkg FOLDER`
looks at the first card and takes the README's pictures of it, `python docs/desktop.py deck.apkg FOLDER ALL` looks at every
card and puts the pictures into `ALL`. `python docs/pictures.py`, run after it, makes the README's ones smaller.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

INSPECT = Path(__file__).parents[1] / "tests" / "browser" / "inspect.js"
SIZE = (860, 700)
PATIENCE = 20
"""Seconds to wait for anything."""
_SHOWN = r"""(() => {
  const math = document.createTreeWalker(document.getElementById("qa"), NodeFilter.SHOW_TEXT);
  const card = document.querySelector("#qa .dw-SIDE");
  if (!card || getComputedStyle(document.getElementById("qa")).opacity !== "1") return false;
  if (document.fonts.status !== "loaded") return false;
  while (math.nextNode()) {
    if (/\\\(|\\\[/.test(math.currentNode.data) && !math.currentNode.parentElement.closest("code")) return false;
  }
  return true;
})()"""
"""Whether the reviewer shows a side, with its formulas set."""


class Desktop:
    """A running Anki with an empty profile."""

    def __init__(self, base: str) -> None:
        import aqt  # noqa: PLC0415
        import aqt.profiles  # noqa: PLC0415
        import aqt.sound  # noqa: PLC0415

        # The first start would ask for the language.
        aqt.profiles.ProfileManager.setDefaultLang = lambda manager, _: manager.setLang("en_US")
        # A machine without a player of sounds would be told so, by a window that waits for a click.
        aqt.sound.AVPlayer.play_tags = lambda *_: None
        self._app: Any = aqt._run(argv=["anki", "-b", base, "-l", "en"], exec=False)  # noqa: SLF001
        self.window: Any = aqt.mw
        self.until(lambda: self.window.col)

    def until(self, done: Callable[[], object], *, least: float = 0) -> None:
        """Let Anki go on until something is so, and for `least` seconds."""
        start = time.monotonic()
        while time.monotonic() < start + least or not done():
            self._app.processEvents()
            time.sleep(0.005)
            if time.monotonic() > start + PATIENCE + least:
                raise SystemExit("Anki doesn't get on")

    def rest(self, seconds: float) -> None:
        """Let Anki go on for a while."""
        self.until(lambda: True, least=seconds)

    def asked(self, web: Any, script: str) -> Any:
        """Run a script in one of Anki's pages and give its value."""
        values: list[Any] = []
        web.evalWithCallback(script, values.append)
        self.until(lambda: values)
        return values[0]

    def take_in(self, package: str) -> None:
        """Import a package with Anki's defaults."""
        from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest  # noqa: PLC0415

        options = ImportAnkiPackageOptions()
        self.window.col.import_anki_package(ImportAnkiPackageRequest(package_path=package, options=options))

    def study(self, folder: Path, every: Path | None) -> list[str]:
        """Look at both sides of the first card, or of every one, in both themes, and say what `inspect.js` finds wrong."""
        from aqt.theme import Theme  # noqa: PLC0415

        found: list[str] = []
        self.window.resize(*SIZE)
        self.window.show()
        for theme in (Theme.LIGHT, Theme.DARK):
            self.window.moveToState("deckBrowser")
            self.rest(1)
            self.window.set_theme(theme)
            self.rest(1)
            deck = next(iter(self.window.col.decks.all_names_and_ids(skip_empty_default=True)))
            self.window.col.decks.select(deck.id)
            self.window.moveToState("overview")
            self.rest(1)
            self.window.moveToState("review")
            self.rest(2)
            cards = self.window.col.find_cards("", order="c.due, c.ord")
            for number, card in enumerate(cards if every else cards[:1]):
                for side in ("front", "answer"):
                    found += self._show(card, side)
                    name = f"{number + 1:03}-{side}-{theme.name.lower()}.png"
                    if every:
                        self.window.web.grab().save(str(every / name))
                if not number:
                    self.rest(2)
                    self.window.grab().save(str(folder / f"anki-desktop-{theme.name.lower()}.png"))
        print(f"{len(cards) if every else 1} cards looked at")  # noqa: T201
        return found

    def _show(self, card: int, side: str) -> list[str]:
        """Put a side of a card into the reviewer, as Anki does, and look at it."""
        reviewer = self.window.reviewer
        if side == "front":
            reviewer.card = self.window.col.get_card(card)
            reviewer.card.start_timer()
            reviewer._showQuestion()  # noqa: SLF001
        else:
            reviewer._showAnswer()  # noqa: SLF001
        self.asked(self.window.web, "document.body.offsetHeight")
        shown = _SHOWN.replace("SIDE", "front" if side == "front" else "back")
        self.until(lambda: self.asked(self.window.web, shown), least=0.15)
        script = INSPECT.read_text(encoding="utf-8")
        wrong = [
            each for what in ("places", "colours") for each in self.asked(self.window.web, f"({script})({what!r})")
        ]
        return [f"card {card}, {side}: {each}" for each in wrong]

    def open_every_note(self) -> list[str]:
        """Open every note in the Browse window, and give the fields that Anki's editor wrote anew."""
        import aqt  # noqa: PLC0415

        before = self._notes()
        browser = aqt.dialogs.open("Browser", self.window)
        self.rest(2)
        browser.search_for("deck:*")
        self.rest(1)
        for note in before:
            self._open(browser, note)
        after = self._notes()
        print(f"{len(before)} notes opened")  # noqa: T201
        changed = [note for note in before if before[note] != after[note]]
        return [
            f"{old!r}\n  became {new!r}"
            for note in changed
            for old, new in zip(before[note], after[note], strict=True)
            if old != new
        ]

    def _open(self, browser: Any, note: int) -> None:
        """Show a note in the editor of the Browse window, and let the editor save what it made of it."""
        browser.table.select_single_card(self.window.col.db.scalar("select id from cards where nid = ?", note))
        self.until(lambda: browser.editor and browser.editor.note and browser.editor.note.id == note)
        self.rest(0.5)
        saved: list[bool] = []
        browser.editor.call_after_note_saved(lambda: saved.append(True))
        self.until(lambda: saved)

    def _notes(self) -> dict[int, tuple[str, ...]]:
        rows = self.window.col.db.execute("select id, mod, flds from notes order by id")
        return {note: (str(modified), *fields.split("\x1f")) for note, modified, fields in rows}


def main(package: str, folder: str, every: str = "") -> None:
    """Look at a package, and leave with 1 if anything is wrong."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
    os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--no-sandbox --disable-gpu")
    for each in filter(None, (folder, every)):
        Path(each).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as base:
        desktop = Desktop(base)
        desktop.take_in(package)
        found = desktop.study(Path(folder), Path(every) if every else None) + desktop.open_every_note()
    print(*found or ["nothing wrong"], sep="\n", flush=True)  # noqa: T201
    os._exit(bool(found))  # Qt's own end takes its time, and complains


if __name__ == "__main__":
    main(*sys.argv[1:])
