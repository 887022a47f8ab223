"""Real edit histories, replayed as far as identity goes: what certainly is the same question keeps its GUID."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from deckwright.model import Entry, Guid, Passage
from identity.build import START, build, fresh_lock

SHARED = Path(__file__).parents[3] / "shared" / "histories"
QUESTION = {"mlq": re.compile(r"^#### \d+\) *(.+)$"), "jsq": re.compile(r"^###### \d+\. *(.+)$")}


@pytest.mark.parametrize("in_front", [False, True], ids=["code in the answer", "code in the question"])
@pytest.mark.parametrize("document", sorted(QUESTION))
def test_no_question_loses_its_history(document: str, *, in_front: bool) -> None:
    if not SHARED.is_dir():
        pytest.skip("the histories are not here (../shared/histories)")
    lock = fresh_lock()
    before: dict[str, tuple[list[Entry], list[Guid]]] = {}
    kept = 0
    for version, path in enumerate(sorted((SHARED / document).glob("*.md"))):
        entries = _entries(document, path.read_text("utf-8"), in_front=in_front)
        if len(entries) < 10:
            continue
        resolution, lock = build(entries, lock, now=START + version)
        guids = [decision.guid for decision in resolution.decisions]
        assert len(set(guids)) == len(guids)
        if before:
            olds, old_guids = before["last"]
            pairs = _certain(olds, entries)
            assert [entries[new].question.text for old, new in pairs if old_guids[old] != guids[new]] == []
            kept += len(pairs)
        before["last"] = (entries, guids)
    assert kept > 1000


def _entries(document: str, text: str, *, in_front: bool) -> list[Entry]:
    found: list[tuple[str, list[str]]] = []
    fenced = False
    for line in text.splitlines():
        fenced ^= line.lstrip().startswith("```")
        start = None if fenced else QUESTION[document].match(line)
        if start:
            found.append((start[1], []))
        elif found:
            found[-1][1].append(line)
    entries = []
    for number, (title, body) in enumerate(found):
        front, mark, rest = "\n".join(body).partition("<details>")
        if not (in_front and mark):
            front, rest = "", front + mark + rest
        question, answer = Passage(text=f"{title}\n{front}"), Passage(text=mark + rest)
        if answer:
            entries.append(Entry(file=f"{document}.md", line=number + 1, question=question, answer=answer))
    return entries


def _certain(olds: Sequence[Entry], news: Sequence[Entry]) -> list[tuple[int, int]]:
    """Pair what is the same beyond doubt: its question or its answer is, and no other entry has it."""
    pairs: set[tuple[int, int]] = set()
    for part in ("question", "answer"):
        old, new = (_unique([getattr(entry, part).text for entry in entries]) for entries in (olds, news))
        pairs |= {(old[text], new[text]) for text in old.keys() & new.keys()}
    left, right = Counter(one for one, _ in pairs), Counter(two for _, two in pairs)
    return sorted((one, two) for one, two in pairs if left[one] == right[two] == 1)


def _unique(texts: Sequence[str]) -> dict[str, int]:
    plain = [" ".join(text.split()) for text in texts]
    counts = Counter(plain)
    return {text: number for number, text in enumerate(plain) if text and counts[text] == 1}
