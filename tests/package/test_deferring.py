"""What genanki imports and we don't use is loaded by whoever does use it, and by nobody else."""

from __future__ import annotations

import subprocess
import sys

_DATABASE = "import sys, deckwright.targets.package.database;"


def python(code: str) -> str:
    return subprocess.run([sys.executable, "-c", _DATABASE + code], check=True, capture_output=True, text=True).stdout


def test_importing_the_database_loads_none_of_it() -> None:
    insides = ("asyncio.events", "yaml.reader", "chevron.renderer")
    assert python(f"print([name for name in {insides} if name in sys.modules])") == "[]\n"


def test_genanki_has_it_when_it_wants_it() -> None:
    code = "import genanki; print(genanki.Model(1, 'M', '- name: Q', '- {name: C, qfmt: \"{{Q}}\", afmt: x}')._req)"
    assert python(code) == "[[0, 'all', [0]]]\n"


def test_everybody_else_has_it_too() -> None:
    assert python("import asyncio, yaml; print(asyncio.run(asyncio.sleep(0, 'slept')), yaml.safe_load('[1]'))") == (
        "slept [1]\n"
    )
