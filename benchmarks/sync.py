"""How long a sync of 10,000 notes takes, per target, and the whole command: `python benchmarks/sync.py [NOTES]`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

sys.path[0] = str(Path(__file__).parents[1] / "tests")  # in place of this folder, since both have a `sync`

from deckwright.sync.wanted import Terms  # noqa: E402
from deckwright.targets.ankiconnect.client import Client  # noqa: E402
from deckwright.targets.ankiconnect.running import RunningTarget  # noqa: E402
from deckwright.targets.applying import Errand, carry_out  # noqa: E402
from sync.made import Text, deck  # noqa: E402
from sync.rigs import AnkiRig, FileRig, Rig  # noqa: E402

T = TypeVar("T")
_ANSWER = "<p>" + "A sentence of an answer, as long as answers are. " * 20 + "</p>"
_ENTRY = "### Q{0}: What is number {0} of the things that one asks?\n\nIt is the **{0}th** of them, as `code({0})` shows.\n\n"


def timed(what: str, work: Callable[[], T]) -> T:
    start = time.perf_counter()
    result = work()
    print(f"{what:44} {time.perf_counter() - start:6.2f} s", flush=True)
    return result


def target(name: str, rig: Rig, size: int) -> None:
    """Measure planning and carrying out, without reading sources."""
    texts = [Text(guid=f"n{number}", answer=f"{number}{_ANSWER}") for number in range(size)]
    few = [replace(text, answer="new") if number < 10 else text for number, text in enumerate(texts)]
    for what, wanted in (("first", texts), ("nothing", texts), ("ten changed", few)):
        made = deck(wanted)
        terms = Terms(abilities=rig.target.abilities)
        work = Errand(target=rig.target, wanted=made.wanted, content=made.content, terms=terms)
        plan = timed(f"{name}, {what}: plan", work.plan)
        if not plan.is_quiet:
            timed(f"{name}, {what}: carry out", partial(carry_out, work, plan, lambda _: None))


def command(folder: Path, size: int) -> None:
    """Measure `deckwright sync` with a collection, process and sources and all."""
    with FileRig(folder).learner():
        pass
    source = folder / "many.md"
    entries = [_ENTRY.format(number) for number in range(size)]
    words = [sys.executable, "-m", "deckwright", "sync", str(source), "--target", "collection", "--yes", "--json"]
    words += ["--collection", str(folder / "collection.anki2")]
    places = {"XDG_CACHE_HOME": str(folder / "cache"), "XDG_STATE_HOME": str(folder / "state")}
    run = partial(subprocess.run, words, env={**os.environ, **places}, check=True, capture_output=True)
    for what in ("first", "nothing", "nothing again", "ten changed"):
        if what == "ten changed":
            entries[:10] = [entry.replace("as `code", "which `code") for entry in entries[:10]]
        source.write_text("# Many\n\n" + "".join(entries), encoding="utf-8")
        timed(f"command, collection, {what}", run)


def main(size: int) -> None:
    print(f"{size:,} notes")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("collection", "anki", "command"):
            (Path(folder) / name).mkdir()
        target("collection", FileRig(Path(folder) / "collection"), size)
        with closing(AnkiRig(Path(folder) / "anki")) as running:
            running.target = RunningTarget(Client(running.stub.url, timeout=300))
            target("anki", running, size)
        command(Path(folder) / "command", size)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
