"""One deck under an author's hands: after any edit, a build from the cache gives what one without it gives."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cache.decks import BODIES, TOPICS, build
from deckwright.app.caching import Cache
from deckwright.app.means import Means
from deckwright.app.styles import copy_styles
from deckwright.app.styles import place as place_of_styles
from deckwright.targets.package import archive, deflate

NOW = 1_790_000_000
EDITS = (
    *("reword", "answer", "move", "swap", "copy", "delete", "restore", "renumber"),
    *("rename", "empty", "part", "settings", "look", "rest"),
)
Deck = dict[str, list[str]]


@pytest.fixture(autouse=True, scope="module")
def _pieces() -> Iterator[None]:
    """Have decks as small as these packed in many pieces."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(archive, "_WORTH", 0)
        patch.setattr(deflate, "PIECE", 20_000)
        yield


@given(st.lists(st.sampled_from(EDITS), min_size=3, max_size=7), st.integers(0, 999))
@settings(deadline=None, max_examples=20)
def test_after_any_edit_the_cache_changes_nothing(edits: list[str], seed: int) -> None:
    chance, author = Random(seed), _Author(Random(seed))
    with tempfile.TemporaryDirectory() as place:
        cache = Path(place) / "cache"
        for step, edit in enumerate(["rest", *edits]):
            author.edit(edit)
            for name in ("with", "without"):
                author.save(Path(place) / name / "deck")
            styles = author.styles(Path(place))
            cached = build(Path(place) / "with/deck", NOW + step, cache=cache, styles=styles)
            plain = build(Path(place) / "without/deck", NOW + step, styles=styles)
            assert cached == plain, edit
            if chance.random() < 0.1:
                (Path(place) / "with/deck.apkg").unlink()
                (Path(place) / "without/deck.apkg").unlink()


@pytest.mark.parametrize("known", [5, "text", (1, 2), ((b"source", 0, 10),), ((b"source", "a", None, 3, 4),)])
def test_what_another_version_knew_of_the_package_is_as_good_as_nothing(tmp_path: Path, known: object) -> None:
    cache, author = tmp_path / "cache", _Author(Random(1))
    for place in ("with", "without"):
        author.save(tmp_path / place / "deck")
    build(tmp_path / "with/deck", NOW, cache=cache)
    build(tmp_path / "without/deck", NOW)
    author.edit("answer")
    key = "pieces", str((tmp_path / "with/deck.apkg").absolute())
    Cache(cache).put(known, *key)  # as earlier versions did
    Means(cache=Cache(cache)).keep(known, *key)
    for place in ("with", "without"):
        author.save(tmp_path / place / "deck")
    assert build(tmp_path / "with/deck", NOW + 1, cache=cache) == build(tmp_path / "without/deck", NOW + 1)


class _Author:
    """Has a deck in mind, with what was once in it, and edits it at random places."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.files: Deck = {f"{name}.md": [self._entry(number) for number in range(4)] for name in ("one", "two")}
        self.files["sub/three.md"] = [self._entry(number) for number in range(3)]
        self.gone: list[str] = []
        self.settings = ""
        self.css = ""

    def edit(self, edit: str) -> None:
        getattr(self, f"_{edit}", lambda: None)()

    def save(self, folder: Path) -> None:
        for path in folder.rglob("*.md"):
            path.unlink()
        for name, entries in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("\n\n".join(["# A document", "## 1. A section", *entries]) + "\n", "utf-8")
        (folder / "deck.toml").write_text(self.settings, "utf-8")

    def styles(self, place: Path) -> Path | None:
        if not self.css:
            return None
        folder = place / "styles"
        if not folder.exists():
            copy_styles(folder)
        own = (place_of_styles(None) / "card.css").read_text("utf-8")
        (folder / "card.css").write_text(f"{own}\n.dw-own {{ color: {self.css}; }}\n", "utf-8")
        return folder

    def _entry(self, number: int) -> str:
        words = self.chance.choices(TOPICS, k=3)
        asked = f"### Q{number}: What does the {words[0]} {words[1]} do with {self.chance.randrange(99)}?"
        return f"{asked}\n\n{self.chance.choice(BODIES).format(*words)}"

    def _spot(self) -> tuple[list[str], int]:
        entries = self.files[self.chance.choice([name for name in sorted(self.files) if self.files[name]])]
        return entries, self.chance.randrange(len(entries))

    def _reword(self) -> None:
        entries, at = self._spot()
        entries[at] = entries[at].replace("What does", self.chance.choice(["What exactly does", "How does"]), 1)

    def _answer(self) -> None:
        entries, at = self._spot()
        entries[at] += f"\n\nAnd what is more: {self.chance.choice(TOPICS)}."

    def _move(self) -> None:
        entries, at = self._spot()
        to, place = self._spot()
        to.insert(place, entries.pop(at))

    def _swap(self) -> None:
        (one, at), (other, place) = self._spot(), self._spot()
        one[at], other[place] = other[place], one[at]

    def _copy(self) -> None:
        entries, at = self._spot()
        to, place = self._spot()
        question, _, _ = entries[at].partition("\n")
        to.insert(place, self.chance.choice([entries[at], f"{question}\n\nAnother answer."]))

    def _delete(self) -> None:
        entries, at = self._spot()
        if sum(map(len, self.files.values())) > 2:
            self.gone.append(entries.pop(at))

    def _restore(self) -> None:
        if self.gone:
            self._spot()[0].append(self.gone.pop())

    def _renumber(self) -> None:
        entries, _ = self._spot()
        entries[:] = [f"### Q{at}:{entry.partition(':')[2]}" for at, entry in enumerate(entries, start=5)]

    def _rename(self) -> None:
        name = self.chance.choice(sorted(self.files))
        self.files[f"{self.chance.choice(TOPICS)}.md"] = self.files.pop(name)

    def _empty(self) -> None:
        entries, at = self._spot()
        entries[at] = entries[at].partition("\n")[0]

    def _part(self) -> None:
        entries, at = self._spot()
        self.files["part.md"] = entries[at:]
        del entries[at:]

    def _settings(self) -> None:
        self.settings = self.chance.choice(["", 'tags = ["more"]\n', 'subdecks = "file"\n', 'name = "Other"\n'])

    def _look(self) -> None:
        self.css = self.chance.choice(["red", "green"])
