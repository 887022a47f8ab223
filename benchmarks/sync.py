"""How long a sync of 10,000 notes takes against a collection: `python benchmarks/sync.py [NOTES]`."""

from __future__ import annotations

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
from deckwright.targets.applying import Errand, carry_out  # noqa: E402
from deckwright.targets.collection.file import CollectionTarget  # noqa: E402
from sync.made import Text, deck  # noqa: E402

T = TypeVar("T")
_ANSWER = "<p>" + "A sentence of an answer, as long as answers are. " * 20 + "</p>"


def timed(what: str, work: Callable[[], T]) -> T:
    start = time.perf_counter()
    result = work()
    print(f"{what:40} {time.perf_counter() - start:6.2f} s")
    return result


def main(size: int) -> None:
    from anki.collection import Collection

    texts = [Text(guid=f"n{number}", answer=f"{number}{_ANSWER}") for number in range(size)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "collection.anki2"
        with closing(Collection(str(path))):
            pass
        target = CollectionTarget(path)
        few = [replace(text, answer="new") if number < 10 else text for number, text in enumerate(texts)]
        all_of_them = [replace(text, answer=f"newer {text.guid}") for text in texts]
        for what, wanted in (("first", texts), ("nothing", texts), ("ten changed", few), ("all changed", all_of_them)):
            made = deck(wanted)
            work = Errand(target=target, wanted=made.wanted, content=made.content, terms=Terms())
            plan = timed(f"{what}: plan of {size:,} notes", work.plan)
            if not plan.is_quiet:
                timed(f"{what}: carry out", partial(carry_out, work, plan, lambda _: None))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
