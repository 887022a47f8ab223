"""The whole site as a value: each path, and what makes or holds its bytes. Nothing is made before it is asked for."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TypeAlias

from deckwright.notetypes import NoteType
from deckwright.preview import index
from deckwright.preview.deck import Leaf, PreviewDeck, Version
from deckwright.preview.faces import shown
from deckwright.preview.page import Side, page
from deckwright.swift import dataclass
from deckwright.targets.sending import content

Page: TypeAlias = "Callable[[], bytes] | Path"
"""What gives a file of the site: a function, or a file on the disk."""

_CUSTOM_CSS = "_deckwright-custom.css"  # the learner's own rules: none here
_ASSETS = Path(__file__).parent / "assets"
_OWN = ("index.html", "site.css", "site.js", "reviewer.css", "card.js")
_MATHJAX = ("tex-chtml-full.js", "output/chtml/fonts/woff-v2/*.woff")


def site(deck: PreviewDeck, mathjax: Path | None) -> Mapping[str, Page]:
    """Lay out a deck's site; `mathjax` is the folder of MathJax's build, if there is one."""
    has_math = mathjax is not None
    return {
        **{name: _ASSETS / name for name in _OWN},
        **dict(_mathjax_files(mathjax) if mathjax else ()),
        "data/index.js": lambda: index.index_script(deck, mathjax=has_math).encode(),
        "data/text.js": lambda: index.text_script(deck).encode(),
        **{f"css/{key}.css": partial(str.encode, each.css) for key, each in deck.note_types.items()},
        f"media/{_CUSTOM_CSS}": bytes,
        **{f"media/{name}": partial(content, name, path) for name, path in deck.media.items()},
        **dict(_cards(deck, mathjax=has_math)),
    }


def read(found: Page) -> bytes:
    """Give the bytes of a file of the site."""
    return found.read_bytes() if isinstance(found, Path) else found()


def mathjax_folder() -> Path | None:
    """Find the MathJax build that Anki uses, as `django-static-mathjax` brings it; None where it isn't installed."""
    package = importlib.util.find_spec("mathjax")
    if package is None or package.origin is None:
        return None
    folder = Path(package.origin).parent / "static" / "mathjax" / "es5"
    return folder if (folder / _MATHJAX[0]).is_file() else None


def _mathjax_files(folder: Path) -> Iterator[tuple[str, Path]]:
    for pattern in _MATHJAX:
        for path in sorted(folder.glob(pattern)):
            yield f"mathjax/{path.relative_to(folder).as_posix()}", path


def _cards(deck: PreviewDeck, *, mathjax: bool) -> Iterator[tuple[str, Page]]:
    for leaf in deck.leaves:
        for folder, when, version in (("cards", "", leaf.now), ("before", ", before", leaf.before)):
            if version is None:
                continue
            note_type = deck.note_types[version.note_type]
            sides = _Sides(leaf=leaf, version=version, note_type=note_type, when=when, mathjax=mathjax)
            for ordinal in version.ordinals:
                path = f"{folder}/{index.card_id(leaf, ordinal)}"
                yield f"{path}-front.html", partial(sides.page, ordinal, answer=False)
                yield f"{path}-answer.html", partial(sides.page, ordinal, answer=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sides:
    """A note's pages."""

    leaf: Leaf
    version: Version
    note_type: NoteType
    when: str
    """Words for the title, where a page shows how the card was."""
    mathjax: bool

    def page(self, ordinal: int, *, answer: bool) -> bytes:
        faces = next(each for each in shown(self.version, self.note_type) if each.ordinal == ordinal)
        side = Side(
            title=f"{'Answer' if answer else 'Question'}{self.when}: {self.leaf.change.question}",
            note_type=self.version.note_type,
            number=ordinal + 1,
            html=faces.answer if answer else faces.front,
        )
        return page(side, mathjax=self.mathjax).encode("utf-8", "replace")
