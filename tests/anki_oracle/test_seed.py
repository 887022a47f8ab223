"""The first real document, all the way: from the author's text to the real Anki, and through its next edit."""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from anki_oracle.oracle import Learner
from deckwright.targets.package.read import read

pytestmark = pytest.mark.anki

_PROJECT = Path(__file__).parents[2]
_SEED = _PROJECT.parent / "shared" / "seed" / "ml-theory-interview.txt"
_MOJIBAKE = re.compile("[\u0080-\u009f\ufffd]|‚[Üâà]|Œ[±-ÿÉ]|¬[≤≥]|‚Ä|â€|Ã.")
_MARKDOWN = re.compile(r"\*\*|__|```|^#{1,6} |^[-*] ", re.MULTILINE)


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    if not _SEED.exists():
        pytest.skip(f"the document isn't there: {_SEED}")
    copy = tmp_path / "seed" / "theory.md"
    copy.parent.mkdir()
    copy.write_bytes(_SEED.read_bytes())
    return copy


def _build(source: Path, package: Path, *options: object, cwd: Path | None = None, now: int | None = None) -> bytes:
    paths = os.pathsep.join(str(Path(each).resolve()) for each in sys.path if each)
    clock = {} if now is None else {"SOURCE_DATE_EPOCH": str(now)}
    subprocess.run(
        [sys.executable, "-m", "deckwright", "build", str(source), "--output", str(package), *map(str, options)],
        check=True,
        capture_output=True,
        cwd=cwd or source.parent,
        env={**os.environ, "PYTHONPATH": paths, **clock},
    )
    return package.read_bytes()


def _text(card: str) -> str:
    """Give what stands on a card outside code, as a person reads it."""
    shown = re.sub(r"<style>.*?</style>|<pre>.*?</pre>|<code>.*?</code>", "", card, flags=re.DOTALL)
    return re.sub(r"<[^>]+>", "", shown)


def test_every_question_arrives_whole(learner: Learner, seed: Path, package: Path) -> None:
    _build(seed, package)
    assert learner.receive(package).counts == {"new": 47}
    assert learner.problems() == ""
    notes = learner.see_all().values()
    fields = "\n".join(value for note in notes for name, value in note.fields.items() if name not in {"Key", "Base"})
    counts = {tag: len(re.findall(f"<{tag}[ >]", fields)) for tag in ("table", "pre", "li", "em")}
    assert counts == {"table": 7, "pre": 4, "li": 687, "em": 0}
    for guid in learner.guids():
        front, back = learner.show(guid)
        question, answer = _text(front).strip(), _text(back).strip()
        assert question
        assert len(answer) > len(question)
        assert "$" not in answer
        assert not _MARKDOWN.search(answer)
        assert not _MOJIBAKE.search(answer)


def test_new_cards_come_as_the_document_has_them(learner: Learner, seed: Path, package: Path) -> None:
    _build(seed, package)
    learner.receive(package)
    text = seed.read_text("utf-8")
    first_lines = [
        html.unescape(learner.see(guid).fields["Question"].partition("<")[0]) for guid in learner.new_queue()
    ]
    places = [text.find(f": {line}") for line in first_lines]
    assert len(places) == 47
    assert -1 not in places
    follow_up = places.pop(5)  # behind the first section's five questions
    assert places == sorted(places)
    assert text[:follow_up].endswith("**Follow-up**")


def test_one_changed_answer_is_one_updated_note(learner: Learner, seed: Path, package: Path, tmp_path: Path) -> None:
    first = _build(seed, package)
    assert _build(seed, package) == first
    assert _build(seed, tmp_path / "again.apkg", cwd=tmp_path) == first
    learner.receive(package)
    for guid in learner.guids():
        learner.study(guid)
    history = learner.history()

    text = seed.read_text("utf-8")
    old = "Balanced: Regularized model with appropriate complexity"
    assert text.count(old) == 1
    seed.write_text(text.replace(old, "Balanced: a regularised model"), "utf-8")
    soon = int(time.time()) + 30
    _build(seed, package, now=soon)
    (changed,) = (each.guid for each in read(package).notes.values() if each.modified == soon)
    edited, tagged, *_ = (guid for guid in learner.guids() if guid != changed)
    learner.edit(edited, Hint="my own hint")
    learner.tag(tagged, "my-tag")
    assert learner.receive(package).counts == {"updated": 1, "duplicate": 46}
    assert "a regularised model" in learner.see(changed).fields["Answer"]
    assert learner.history() == history
    assert all(kept[-1] for kept in history.values())
    assert learner.see(edited).fields["Hint"] == "my own hint"
    assert "my-tag" in learner.see(tagged).tags


def test_a_new_style_touches_no_note(learner: Learner, seed: Path, package: Path, tmp_path: Path) -> None:
    styles = tmp_path / "styles"
    for source in (_PROJECT / "styles").rglob("*.*"):
        copy = styles / source.relative_to(_PROJECT / "styles")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(source.read_bytes())
    _build(seed, package, "--styles", styles)
    learner.receive(package)
    notes, names = learner.see_all(), set(learner.note_types())
    with (styles / "card.css").open("a") as css:
        css.write("\n.card { outline: 1px solid green; }\n")
    _build(seed, package, "--styles", styles, now=int(time.time()) + 30)
    assert learner.receive(package).counts == {"duplicate": 47}
    assert set(learner.note_types()) == names
    assert all("outline: 1px solid green" in kind["css"] for kind in learner.note_types().values())
    assert learner.see_all() == notes
