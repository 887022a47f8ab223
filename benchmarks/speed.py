"""Measure builds, beside what an obvious program and the least possible one take, on the same documents.

    python benchmarks/speed.py [--entries 1000 10000] [--files 100 1] [--runs 3] [--plot speed.svg] [--measure FILE]

The documents and both programs come from one file, so that everybody measures the same; by default it lies beside the checkout.
Runs are interleaved, so that a busy machine slows all alike; the ratios are what counts. Memory is that of a command
and all of its processes together, sampled from /proc (0 elsewhere).
"""

from __future__ import annotations

import argparse
import atexit
import importlib.util
import os
import pickle
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

COMPILED = Path(tempfile.mkdtemp(prefix="deckwright-compiled-"))
ROOT = Path(__file__).resolve().parents[1]
MEASURE = ROOT.parent / "shared/measure/speed.py"
_IMPORT = """
import sys
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
collection = Collection(sys.argv[2])
collection.import_anki_package(ImportAnkiPackageRequest(package_path=sys.argv[1], options=ImportAnkiPackageOptions()))
collection.close()
"""


@dataclass(slots=True)
class Measured:
    """The times and peaks of one command over all runs."""

    seconds: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    """Seconds of all processes together, which a machine with other work to do changes less."""
    megabytes: float = 0.0

    @property
    def median(self) -> float:
        """Give the middle one of the times."""
        return statistics.median(self.seconds)

    @property
    def spread(self) -> float:
        """Give what lies between the quickest run and the slowest."""
        return max(self.seconds) - min(self.seconds)


Table = dict[str, Measured]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--entries", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--files", type=int, nargs="+", default=[100, 1])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--measure", type=Path, default=MEASURE)
    given = parser.parse_args()
    if not given.measure.exists():
        sys.exit(f"{given.measure}: not there; name it with --measure")
    shared = load(given.measure)
    atexit.register(shutil.rmtree, COMPILED, ignore_errors=True)
    measure(shared, given.measure, 30, 3, 1)  # which compiles all that is used
    start_up(given.measure.parents[1] / "seed", given.runs)
    tables = {
        (entries, files): measure(shared, given.measure, entries, files, given.runs)
        for files in given.files
        for entries in given.entries
    }
    for (entries, files), table in tables.items():
        report(entries, files, table)
    growth(tables)
    if given.plot:
        given.plot.write_text(
            plot({place: table for place, table in tables.items() if place[1] != 1} or tables), "utf-8"
        )


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("measure", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure(shared: ModuleType, path: Path, entries: int, files: int, runs: int) -> Table:
    """Run everything `runs` times, one after the other, on the same documents."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        source = place / "deck"
        source.mkdir()
        for name, text in shared.documents(entries, files).items():
            (source / name).write_text(text, "utf-8")
        return _measured(place, [sys.executable, str(path)], runs)


def _measured(place: Path, programs: Sequence[str], runs: int) -> Table:
    source, output, cache = place / "deck", place / "deck.apkg", place / "cache"
    rows, obvious = place / "rows.pkl", place / "obvious.apkg"
    edited = sorted(source.glob("*.md"))[len(list(source.glob("*.md"))) // 2]
    ours = [sys.executable, "-m", "deckwright"]
    build = [*ours, "build", str(source), "--output", str(output)]
    commands: dict[str, Sequence[str]] = {
        "obvious": [*programs, "obvious", str(source), str(obvious)],
        "floor": [*programs, "floor", str(rows), str(place / "floor.apkg")],
        "cold": build,
        "unchanged": build,
        "edited": build,
        "no cache": [*build, "--no-cache"],
        "plan": [*ours, "plan", str(source), "--output", str(output)],
        "check": [*ours, "check", str(source)],
        "preview": [*ours, "preview", str(source), "--output", str(place / "preview")],
    }
    if importlib.util.find_spec("anki"):
        commands["import"] = [sys.executable, "-c", _IMPORT, str(output), str(place / "collection.anki2")]
    table = {name: Measured() for name in commands}
    for number in range(runs):
        for name, command in commands.items():
            if name == "cold":
                for path in (output, source / "deck.lock"):
                    path.unlink(missing_ok=True)
                shutil.rmtree(cache, ignore_errors=True)
            if name == "edited":
                edit(edited, number)
            if name == "import":
                (place / "collection.anki2").unlink(missing_ok=True)
            seconds, busy, megabytes = timed(command, cache)
            table[name].seconds.append(seconds)
            table[name].busy.append(busy)
            table[name].megabytes = max(table[name].megabytes, megabytes)
            if name == "obvious" and not rows.exists():
                keep_rows(obvious, rows, place)
    table["size"] = Measured([output.stat().st_size / 1e6])
    table["size, genanki"] = Measured([obvious.stat().st_size / 1e6])
    return table


def edit(path: Path, number: int) -> None:
    """Reword one question and one answer."""
    text = path.read_text("utf-8").replace("How does", f"How  does {number}", 1)
    path.write_text(text.replace("Key points", f"Key points {number}", 1), "utf-8")


def keep_rows(package: Path, rows: Path, place: Path) -> None:
    """Keep the obvious build's rows, which the floor writes again."""
    with zipfile.ZipFile(package) as archive:
        archive.extract("collection.anki2", place)
    connection = sqlite3.connect(place / "collection.anki2")
    tables = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in ("notes", "cards")}
    connection.close()
    rows.write_bytes(pickle.dumps(tables))


def timed(command: Sequence[str], cache: Path) -> tuple[float, float, float]:
    """Give a command's seconds, those of all its processes together, and the peak of their memory in MB."""
    before, start = _used(), time.perf_counter()
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        env=_environment(cache),
    )
    peak = [0.0]
    sampler = threading.Thread(target=_sample, args=(process, peak))
    sampler.start()
    said = process.stderr.read() if process.stderr else b""
    code = process.wait()
    seconds = time.perf_counter() - start
    sampler.join()
    if process.stderr:
        process.stderr.close()
    if code not in {0, 1}:
        sys.exit(f"{' '.join(command)}: {said.decode()[-500:]}")
    return seconds, _used() - before, peak[0]


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _environment(cache: Path) -> dict[str, str]:
    """Have Python keep what it compiles, as it does for every installed program, in a place of this run's own."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {
        **kept,
        "XDG_CACHE_HOME": str(cache),
        "XDG_STATE_HOME": str(cache / "state"),
        "PYTHONPYCACHEPREFIX": str(COMPILED),
    }


def _sample(process: subprocess.Popen[bytes], peak: list[float]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], sum(map(_resident, _family(process.pid))))
        time.sleep(0.02)


def _family(process: int) -> list[int]:
    """Give a process and all below it."""
    found = [process]
    for each in found:
        found += _children(each)
    return found


def _children(process: int) -> list[int]:
    """Give the children of all threads of a process."""
    try:
        tasks = [path.read_text("ascii") for path in Path(f"/proc/{process}/task").glob("*/children")]
    except OSError:
        return []
    return [int(number) for task in tasks for number in task.split()]


def _resident(process: int) -> float:
    try:
        return int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except (OSError, IndexError):
        return 0.0


def report(entries: int, files: int, table: Table) -> None:
    print(f"\n{entries:,} entries in {files} files" if files > 1 else f"\n{entries:,} entries in one file")
    rows(table)
    for name, base, most in (("cold", "obvious", 0.6), ("unchanged", "floor", 1.0), ("edited", "floor", 2.0)):
        busy = statistics.median(table[name].busy) / statistics.median(table[base].busy)
        print(f"{name} ÷ {base}: {table[name].median / table[base].median:.2f} (at most {most}); busy {busy:.2f}")
    print(f"package ÷ genanki's own: {table['size'].median / table['size, genanki'].median:.2f} (at most 0.25)")


def rows(table: Table) -> None:
    print(f"{'':12} {'median s':>9} {'spread s':>9} {'busy s':>9} {'peak MB':>9}")
    for name, each in table.items():
        if not name.startswith("size"):
            print(
                f"{name:12} {each.median:9.3f} {each.spread:9.3f} {statistics.median(each.busy):9.3f} {each.megabytes:9.0f}"
            )


def start_up(seed: Path, runs: int) -> None:
    """Say what starting costs, and a deck as small as most are."""
    with tempfile.TemporaryDirectory() as folder:
        cache, output = Path(folder) / "cache", Path(folder) / "seed.apkg"
        ours = [sys.executable, "-m", "deckwright"]
        commands: dict[str, Sequence[str]] = {
            "click": [sys.executable, "-c", "import click"],
            "--version": [*ours, "--version"],
            "--help": [*ours, "--help"],
            "libraries": [sys.executable, "-c", "import mistune, pygments, genanki"],
        }
        for path in seed.glob("*.txt"):
            shutil.copy(path, folder)
            commands["seed, cold"] = [*ours, "build", str(Path(folder) / path.name), "--output", str(output)]
        table = {name: Measured() for name in commands}
        for _ in range(max(runs, 2) + 1):
            for name, command in commands.items():
                for path in Path(folder).glob("seed*"):
                    path.unlink()
                for path in Path(folder).glob("*.lock"):
                    path.unlink()
                shutil.rmtree(cache, ignore_errors=True)
                seconds, busy, megabytes = timed(command, cache)
                table[name].seconds.append(seconds)
                table[name].busy.append(busy)
                table[name].megabytes = max(table[name].megabytes, megabytes)
    print("Start-up")
    rows(table)
    if "seed, cold" in table:
        cold, base = table["seed, cold"], table["libraries"]
        busy = min(cold.busy) / min(base.busy)
        print(f"seed, cold ÷ importing the libraries: {cold.median / base.median:.2f} (at most 3); busy {busy:.2f}")


def growth(tables: dict[tuple[int, int], Table]) -> None:
    """Say how times grow from 10,000 entries to 50,000."""
    for (entries, files), table in tables.items():
        if entries == 50_000 and (small := tables.get((10_000, files))):
            said = (f"{name} {table[name].median / small[name].median:.2f}" for name in ("cold", "unchanged", "edited"))
            print(f"\n50,000 ÷ 10,000 entries, {files} files: {', '.join(said)} (at most 5.5)")
            said = (f"{name} {table[name].megabytes:.0f}" for name in ("cold", "unchanged", "edited"))
            print(f"peak memory at 50,000 entries, MB: {', '.join(said)} (at most 450)")


def plot(tables: dict[tuple[int, int], Table]) -> str:
    """Draw the medians as an SVG: one group of bars per number of entries."""
    names = ("obvious", "floor", "cold", "unchanged", "edited")
    colours = ("#888888", "#bbbbbb", "#1f6feb", "#2da44e", "#bf8700")
    highest = max(table[name].median for table in tables.values() for name in names)
    parts = []
    for group, ((entries, _), table) in enumerate(tables.items()):
        left = 60 + group * 190
        parts.append(f'<text x="{left + 60}" y="290" text-anchor="middle">{entries:,}</text>')
        for number, (name, colour) in enumerate(zip(names, colours, strict=True)):
            height = 220 * table[name].median / highest
            x, y = left + number * 26, 270 - height
            parts.append(f'<rect x="{x}" y="{y:.1f}" width="22" height="{height:.1f}" fill="{colour}"/>')
            parts.append(f'<text x="{x + 11}" y="{y - 4:.1f}" text-anchor="middle">{table[name].median:.1f}</text>')
    for number, (name, colour) in enumerate(zip(names, colours, strict=True)):
        parts.append(f'<text x="{60 + number * 90}" y="20" fill="{colour}">{name}</text>')
    width = max(60 + len(tables) * 190, 520)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} 310" font-family="sans-serif" font-size="11">'
        f'<text x="10" y="20">s</text>{"".join(parts)}<text x="{width - 10}" y="305" text-anchor="end">entries</text></svg>\n'
    )


if __name__ == "__main__":
    main()
