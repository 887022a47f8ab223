"""Two branches that edit, add and build, merged by git itself: the lock is complete and right every time."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from deckwright.identity import Effect
from deckwright.lockfile import Lock, dumps, loads
from deckwright.model import Entry, Passage
from identity.build import START, build, fresh_lock
from identity.corpus import corpus, reserve

ROUNDS = int(os.environ.get("DECKWRIGHT_MERGES", "8"))
"""How many random merges; 100 take about a minute."""


class Repository:
    """A git repository with a lock in it, merged by union as `deckwright init` sets it up."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir()
        self.git("init", "--quiet", "--initial-branch=main")
        (folder / ".gitattributes").write_text("deck.lock merge=union\n", encoding="utf-8")

    def git(self, *words: str) -> None:
        who = ("-c", "user.name=test", "-c", "user.email=test@example.invalid", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *who, *words], cwd=self._folder, check=True, capture_output=True)

    def commit(self, lock: Lock) -> None:
        (self._folder / "deck.lock").write_text(dumps(lock), encoding="utf-8", newline="\n")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message=Build")

    def read(self) -> str:
        return (self._folder / "deck.lock").read_text("utf-8")


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@pytest.mark.parametrize("seed", range(ROUNDS))
def test_five_edits_and_five_additions_on_either_side(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    base = list(corpus()[:40])
    _, lock = build(base, fresh_lock())
    repository = Repository(tmp_path / "deck")
    repository.commit(lock)

    at = random.sample(range(len(base)), k=10)
    fresh = random.sample([*reserve(), *corpus()[40:]], k=10)
    # The branches add one question in common, with the same answer: it is one question.
    fresh[5] = fresh[0]
    sides = [
        (
            {where: _edited(base[where], side, random) for where in at[5 * side : 5 * side + 5]},
            fresh[5 * side : 5 * side + 5],
        )
        for side in (0, 1)
    ]
    built: list[Lock] = []
    for side, (edits, added) in enumerate(sides):
        repository.git("checkout", "--quiet", "-b", f"side-{side}", "main")
        entries = [edits.get(where, entry) for where, entry in enumerate(base)]
        built.append(build([*entries, *added], lock, now=START + 1000 * (side + 1))[1])
        repository.commit(built[-1])
    repository.git("merge", "--quiet", "side-0")

    merged, said = loads(repository.read(), path="deck.lock")
    assert {one.code for one in said} <= {"DW401"}
    expected = {record.guid for one in built for record in one.records}
    assert [record.guid for record in merged.records] == sorted(expected)
    entries = [{**sides[0][0], **sides[1][0]}.get(where, entry) for where, entry in enumerate(base)]
    entries += [*sides[0][1], *sides[1][1][1:]]
    resolution, after = build(entries, merged, now=START + 5000)
    assert {decision.effect for decision in resolution.decisions} == {Effect.KNOWN}
    assert (len(after.records), resolution.retired) == (len(expected), ())
    # Each note has the GUID that its own branch knows it by, and the text that its own branch gave it.
    for one in built:
        questions = {record.guid: record.question for record in one.records}
        changed = {record.guid for record in one.records if record not in lock.records}
        for record in after.records:
            assert record.guid not in changed or questions[record.guid] == record.question
    assert build(entries, after, now=START + 9000)[1] == after


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_one_note_edited_on_both_sides_is_sent_anew(tmp_path: Path) -> None:
    base = list(corpus()[:10])
    first, lock = build(base, fresh_lock())
    repository = Repository(tmp_path / "deck")
    repository.commit(lock)
    texts = ("Said in one way, as this side saw it.", "Said in another way, as that side saw it.")
    for side, text in enumerate(texts):
        repository.git("checkout", "--quiet", "-b", f"side-{side}", "main")
        now = [replace(base[0], answer=Passage(text=text)), *base[1:]]
        repository.commit(build(now, lock, now=START + 1000 + side)[1])
    repository.git("merge", "--quiet", "side-0")
    merged, said = loads(repository.read(), path="deck.lock")
    assert [one.code for one in said] == ["DW401"]
    settled = [replace(base[0], answer=Passage(text=texts[0])), *base[1:]]
    resolution, after = build(settled, merged, now=START + 2000)
    assert [one.guid for one in resolution.decisions] == [one.guid for one in first.decisions]
    (record,) = (record for record in after.records if record.guid == first.decisions[0].guid)
    # Whichever package learners have imported meanwhile, this one is newer.
    assert record.modified == START + 2000


def _edited(entry: Entry, side: int, random: Random) -> Entry:
    if random.random() < 0.5:
        return replace(entry, answer=Passage(text=f"{entry.answer.text}\n\nSide {side} adds {random.random()}."))
    return replace(entry, question=Passage(text=entry.question.text.replace("?", " (briefly)?", 1)))
