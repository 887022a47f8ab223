"""Decks that change from build to build, built twice over: with what may change nothing, and without it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from deckwright.app.build import Mode, build_all
from deckwright.app.request import Request
from deckwright.app.workspace import open_workspace
from deckwright.errors import DeckwrightError

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63000100000005000100"
    "0d0a2db40000000049454e44ae426082"
)
TOPICS = ("cell", "gene", "tissue", "nerve", "bone", "gland", "virus", "spore", "enzyme", "lipid")
BODIES = (
    "It is what the {0} does with a {1}, as long as the {2} lasts.",
    "- **First**: the {0}\n- **Then**: the {1} → {2}\n  - and so on",
    "| {0} | {1} |\n|---|---|\n| a | b | c |\n| {2} |",
    "```python\ndef {0}(x):\n    return x @ {1}  # {2}\n```",
    "The {0} is $\\frac{{1}}{{n}} \\sum_i {1}_i$ for any {2}.",
    "See [the {0}][far] and the note[^1] on {1}; <script>{2}</script>",
    "![a {0}](pictures/{1}.png) and ![none](pictures/none-{2}.png)",
    "**Answer**: B\n\n**Details**: more on {0}, {1} and {2}.",
    "",
)
_CASE = st.tuples(st.sampled_from(TOPICS), st.integers(0, len(BODIES) - 1), st.integers(0, 9_999), st.booleans())
_FILE = st.lists(_CASE, min_size=1, max_size=6)
STATES = st.lists(
    st.dictionaries(st.sampled_from(["one.md", "two.md", "sub/three.md"]), _FILE, min_size=1, max_size=3),
    min_size=1,
    max_size=4,
)
"""States of a folder, one after the other."""


def document(cases: list[tuple[str, int, int, bool]]) -> str:
    """Write a document; the same case gives the same entry, wherever it stands."""
    lines = ["# A document", "", "## 1. A section", ""]
    for topic, body, seed, spaced in cases:
        words = random.Random(seed).choices(TOPICS, k=3)
        lines += [f"### What does the {topic} do with {seed}?", "", BODIES[body].format(*words), ""]
        lines += [""] if spaced else []
    return "\n".join([*lines, "[far]: https://example.org/far", "", "[^1]: A note.", ""])


@dataclass(frozen=True, slots=True)
class Built:
    """All that a build leaves and says."""

    files: Mapping[str, bytes]
    said: str


def build(folder: Path, now: int, *, cache: Path | None = None, workers: int = 1, styles: Path | None = None) -> Built:
    """Build a folder's deck beside it."""
    output = folder.with_suffix(".apkg")
    workspace = open_workspace(folder, output=output)
    request = Request(workspace=workspace, now=now, cache=cache, workers=workers, styles=styles, retire=True)
    try:
        (outcome,) = build_all([request], Mode.WRITE)
        made = outcome.made
        said = repr((made.plan, made.diagnostics, made.reading, made.size, made.outdated, made.lost, outcome.written))
    except DeckwrightError as error:
        said = error.message
    paths = [path for path in (output, folder / "deck.lock") if path.exists()]
    return Built({path.suffix: path.read_bytes() for path in paths}, said.replace(str(folder), "FOLDER"))


def lay_out(folder: Path, state: Mapping[str, list[tuple[str, int, int, bool]]]) -> None:
    """Make a folder hold these documents and no others, and pictures for most of their topics."""
    for path in folder.rglob("*.md"):
        path.unlink()
    for name, cases in state.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(document(cases), "utf-8")
        for topic in TOPICS[2:]:
            picture = path.parent / "pictures" / f"{topic}.png"
            picture.parent.mkdir(exist_ok=True)
            picture.write_bytes(PIXEL + topic.encode())
