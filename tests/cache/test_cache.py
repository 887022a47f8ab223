"""The folder of the cache: whole values or none, bounded, and nobody's trouble when it can't be used."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckwright.app.caching import Cache

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.binary(),
    lambda inner: st.tuples(inner, inner),
    max_leaves=8,
)


@given(PLAIN, st.text(), st.text())
@settings(deadline=None)
def test_what_is_kept_comes_back_under_its_key_only(tmp_path_factory, value, key, other) -> None:  # type: ignore[no-untyped-def]
    cache = Cache(tmp_path_factory.mktemp("cache"))
    cache.put(value, "a", key)
    assert cache.get("a", key) == value
    if other != key:
        assert cache.get("a", other) is None


@given(st.binary(max_size=60))
@settings(deadline=None)
def test_what_others_put_there_is_not_taken_for_a_value(tmp_path_factory, content) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path_factory.mktemp("cache")
    Cache(folder).put(("a", "value"), "key")
    (path,) = (path for path in folder.rglob("*") if path.is_file())
    path.write_bytes(content)
    assert Cache(folder).get("key") is None


def test_a_value_in_anothers_place_is_not_taken(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("one", "1")
    cache.put("two", "2")
    one, two = sorted((path for path in tmp_path.rglob("*") if path.is_file()), key=lambda path: path.read_bytes()[-3:])
    two.replace(one)
    assert {cache.get("1"), cache.get("2")} == {None}


def test_it_stays_within_its_limit_and_drops_what_was_not_used_for_longest(tmp_path: Path) -> None:
    cache = Cache(tmp_path, limit=10_000)
    for number in range(20):
        before = set(tmp_path.rglob("*"))
        cache.put("x" * 1_000, str(number))
        (path,) = (path for path in set(tmp_path.rglob("*")) - before if path.is_file())
        when = time.time() - 5 * 86_400 + number
        os.utime(path, (when, when))
    assert cache.get("0") is not None, "which makes it a used one"
    cache.tidy()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert 3_000 < sum(path.stat().st_size for path in files) <= 10_000
    assert cache.get("0") is not None
    assert cache.get("1") is None


@pytest.mark.parametrize(
    ("added", "age", "looks"), [(10, 1, False), (10, 3600, True), (10, -3600, True), (900, 1, True)]
)
def test_it_looks_at_once_after_much_and_else_now_and_then(
    tmp_path: Path, added: int, age: int, *, looks: bool
) -> None:
    cache = Cache(tmp_path, limit=10_000)
    for number in range(20):
        cache.put("x" * 1_000, str(number))
    cache.tidy()
    for number in range(20):
        Cache(tmp_path).put("x" * 1_000, str(number))
    when = time.time() - age
    os.utime(tmp_path / "listed", (when, when))
    cache.put("x" * added, "more")
    cache.tidy()
    assert (sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) <= 10_000) == looks


def test_a_place_that_cannot_be_written_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    cache = Cache(tmp_path / "file")
    cache.put(1, "key")
    assert cache.get("key") is None
    cache.tidy()


def test_many_at_once_see_whole_values(tmp_path: Path) -> None:
    wrong: list[object] = []

    def work(number: int) -> None:
        cache = Cache(tmp_path)
        for step in range(50):
            cache.put((str(number) * 10_000, step), "key")
            found = cache.get("key")
            if found is None or len(set(found[0])) != 1 or len(found[0]) != 10_000:
                wrong.append(found)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1, "nothing half-written is left"


def test_tidying_goes_on_where_another_run_took_something_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Cache(tmp_path, limit=10_000)
    for number in range(20):
        cache.put("x" * 1_000, str(number))
    scandir = os.scandir
    taken: list[str] = []

    @contextmanager
    def shared(path: str | Path) -> Iterator[Iterator[os.DirEntry[str]]]:
        with scandir(path) as found:
            entries = list(found)
        if not taken and entries[0].is_file():
            Path(entries[0].path).unlink()
            taken.append(entries[0].path)
        yield iter(entries)

    monkeypatch.setattr(os, "scandir", shared)
    cache.tidy()
    monkeypatch.undo()
    assert taken
    assert sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) <= 10_000
