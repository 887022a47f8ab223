"""Other processes change nothing but the time: the same bytes with one, two or three, and none is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cache.decks import BODIES, TOPICS, build, lay_out
from deckwright.app import machine, packing, reading
from deckwright.app.drafts import _WORTH
from deckwright.app.tasks import Cut, cut, pack_cut
from deckwright.app.workers import Workers
from deckwright.choices import Cards, Choices, FollowUps
from deckwright.segment.document import ReadingOptions
from preview.running import PATIENCE

OPTIONS = ReadingOptions(
    style="headings",
    include_sections=("A*",),
    silenced=frozenset({"DW202"}),
    choices=Choices(cards=Cards.TERMS, follow_ups=FollowUps.BOTH, reverse=True),
)
NOW = 1_790_000_000
CASES = [(TOPICS[number % 10], number % len(BODIES), number, number % 3 == 0) for number in range(2 * _WORTH)]
LONG = {f"part-{number}.md": CASES[number::4] for number in range(4)}


def deck(folder: Path) -> Path:
    folder.mkdir(parents=True)
    lay_out(folder, LONG)
    for path in folder.glob("*.md"):
        text = path.read_text("utf-8")
        path.write_text(f"{text}\n### What else is there?\n\n{'Much more. ' * 8_000}\n", "utf-8")
    return folder


def test_the_number_of_workers_changes_no_byte_and_no_word(tmp_path: Path) -> None:
    built = [build(deck(tmp_path / str(count) / "deck"), NOW, workers=count) for count in (1, 2, 3)]
    assert built[0].files
    assert built[0] == built[1] == built[2]


def test_they_answer_in_order_and_say_nothing_where_they_cannot() -> None:
    with Workers(2) as workers:
        answers = list(workers.ask("cut", [pack_cut(b"### What?\n\nThat.\n", "a.md", OPTIONS)] * 3))
        assert [document[0] for document, *_ in answers] == ["a.md"] * 3
        assert list(workers.ask("no such task", [(), ()])) == [None, None]
        assert next(workers.ask("cut", [pack_cut(b"", "b.md", OPTIONS)]))[0][0] == "b.md"


def test_no_process_is_started_while_one_has_nothing_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    started = []
    start = subprocess.Popen

    def counting(*arguments, **named):  # type: ignore[no-untyped-def]
        started.append(arguments)
        return start(*arguments, **named)

    monkeypatch.setattr(subprocess, "Popen", counting)
    with Workers(3) as workers:
        workers.warm()
        for _ in range(3):
            assert list(workers.ask("cut", [pack_cut(b"### What?\n\nThat.\n", "a.md", OPTIONS)]))
    assert len(started) == 1


def test_they_read_with_the_settings_that_are_asked_for() -> None:
    assert packing.OPTIONS.unpack(packing.OPTIONS.pack(OPTIONS)) == OPTIONS
    source = b"# T\n\n## A\n\n### Q1: What?\n\nThat.\n\n### Q2: Why?\n"
    with Workers(1) as workers:
        (answer,) = workers.ask("cut", [pack_cut(source, "a.md", OPTIONS)])
    assert Cut.unpack(answer) == cut(source, "a.md", OPTIONS)
    assert cut(source, "a.md", OPTIONS) != cut(source, "a.md", ReadingOptions())


def test_one_that_dies_is_replaced_and_what_it_did_is_left_to_the_caller() -> None:
    question = pack_cut(b"### What?\n\nThat.\n", "a.md", OPTIONS)
    with Workers(1) as workers:
        assert next(workers.ask("cut", [question]))
        workers._started[0].kill()
        workers._started[0].wait()
        assert list(workers.ask("cut", [question])) == [None]
        assert next(workers.ask("cut", [question]))


def test_one_that_is_ready_is_asked_first_and_after_a_rest_others_are() -> None:
    question = pack_cut(b"### What?\n\nThat.\n", "a.md", OPTIONS)
    with Workers(3) as workers:
        assert not workers.is_warm
        workers.warm()
        workers.warm()
        assert workers.is_warm
        assert next(workers.ask("cut", [question]))
        assert len(workers._started) == 1
        workers.rest()
        assert not workers.is_warm
        assert len(list(filter(None, workers.ask("cut", [question] * 4)))) == 4


def test_a_process_that_is_ready_changes_nothing_of_a_rebuild(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_LARGE", 1)
    built = []
    for count in (1, 2):
        folder = deck(tmp_path / str(count) / "deck")
        build(folder, NOW, cache=tmp_path / "cache", workers=count)
        path = folder / "part-1.md"
        path.write_text(path.read_text("utf-8").replace("do with", "do about", 2), "utf-8")
        built.append(build(folder, NOW + 9, cache=tmp_path / "cache", workers=count))
    assert built[0] == built[1]


def test_without_a_python_to_start_everything_is_done_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = build(deck(tmp_path / "one/deck"), NOW)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    assert build(deck(tmp_path / "two/deck"), NOW, workers=2) == plain
    monkeypatch.setattr(sys, "executable", "")
    assert machine.cores() == 1


@pytest.mark.skipif(os.name != "posix", reason="looks for processes as POSIX has them")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_whatever_ends_a_build_ends_its_workers(tmp_path: Path, how: signal.Signals) -> None:
    folder = deck(tmp_path / "deck")
    for number in range(40):
        (folder / f"more-{number}.md").write_bytes((folder / "part-0.md").read_bytes())
    code = (
        "import os; from deckwright.app import machine, packing; machine.cores = lambda: 2; from deckwright.cli.main import run; "
        f"run(['build', {str(folder)!r}, '--no-cache', '--output', {str(tmp_path / 'deck.apkg')!r}])"
    )
    build = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    children: set[int] = set()
    until = time.monotonic() + PATIENCE
    while len(children) < 2 and time.monotonic() < until and build.poll() is None:
        children = _children(build.pid)
    assert len(children) == 2
    build.send_signal(how)
    assert build.wait(PATIENCE) == (130 if how is signal.SIGINT else -signal.SIGKILL)
    until = time.monotonic() + PATIENCE
    while any(map(_runs, children)) and time.monotonic() < until:
        time.sleep(0.02)
    assert not any(map(_runs, children))
    assert not (tmp_path / "deck.apkg").exists()


def _children(process: int) -> set[int]:
    asked = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False)
    return {int(number) for number in asked.stdout.split()}


def _runs(process: int) -> bool:
    asked = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False)
    return asked.stdout.strip()[:1] not in {"", "Z"}
