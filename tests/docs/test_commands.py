"""Every command on every page is run, in the order of its page, in a folder such as a reader has."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import click
import pytest

from deckwright.cli.main import deckwright
from docs.pages import FENCE, PAGES, World, commands

DAY = 86_400
WITH_COMMANDS = [page for page in PAGES if commands(page)]
BEFORE = {
    "--after last.apkg": "test -f last.apkg || cp interview.apkg last.apkg 2>&- || deckwright build deck -o last.apkg",
    "relink": (
        "deckwright build deck && python -c \"import pathlib as p; f = p.Path('deck/cells.md'); f.write_text("
        "f.read_text().replace('What does a mitochondrion do?', 'Which organelle is the cell\\'s power station?')"
        ".replace('It turns sugar and oxygen into ATP, the cell\\'s fuel.', 'Oxidative phosphorylation is there.'))\""
    ),
    "git add": "git init --quiet",
    "exported.apkg": "cp Cells.apkg exported.apkg",
}
"""What a page takes for granted before a line that holds the key."""


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def other_tools_deck(path: Path) -> None:
    import genanki

    sides = [{"name": "Card 1", "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}"}]
    model = genanki.Model(1607392319, "Simple", fields=[{"name": "Front"}, {"name": "Back"}], templates=sides)
    deck = genanki.Deck(2059400110, "Cells")
    deck.add_note(genanki.Note(model=model, fields=["What does a mitochondrion do?", "It makes ATP."]))
    genanki.Package(deck).write_to_file(str(path), timestamp=1_600_000_000)


@pytest.mark.anki
@pytest.mark.filterwarnings("ignore::ResourceWarning")  # genanki leaves its temporary file open
@pytest.mark.parametrize("page", WITH_COMMANDS, ids=lambda page: page.name)
def test_every_command_of_a_page_works(page: Path, world: World) -> None:
    collection = pytest.importorskip("anki.collection", reason="needs the anki extra")
    other_tools_deck(world.folder / "other.apkg")
    profile = world.home / ".local/share/Anki2/User 1"
    profile.mkdir(parents=True)
    collection.Collection(str(profile / "collection.anki2")).close()
    script = []
    for line in commands(page):
        script += [before for key, before in BEFORE.items() if key in line]
        script.append(_for_a_while(line) if re.search(r"--serve|--watch", line) else line)
    done = world.run("set -x\n" + "\n".join(script))
    assert done.code == 0, done.err


def _for_a_while(line: str) -> str:
    """Run a command without end for two seconds, beside others on this machine that may have the usual port."""
    port = " --port 0" if "--serve" in line and "--port" not in line else ""
    return f"timeout -s INT 2 {line.partition('#')[0]}{port} || test $? = 124 -o $? = 130"


def _lines(page: Path) -> list[str]:
    text = page.read_text("utf-8")
    inline = re.findall(r"`(deckwright [^`]+)`", FENCE.sub("", text))
    fenced = [line.partition("#")[0] for _, _, code in FENCE.findall(text) for line in code.splitlines()]
    return [line for line in [*inline, *fenced] if line.startswith("deckwright ")]


def _parsed(words: list[str]) -> Any:
    command = deckwright.commands[words[0]]
    given = [word for word in words[1:] if word != "…"]
    return command.make_context(words[0], given, resilient_parsing=True, help_option_names=["-h", "--help"])


@pytest.mark.parametrize("page", [page for page in PAGES if _lines(page)], ids=lambda page: page.name)
def test_every_command_that_a_page_names_is_one(page: Path) -> None:
    for line in _lines(page):
        words = shlex.split(line)[1:]
        if words[0] in {"--version", "COMMAND"}:
            continue
        try:
            _parsed(words)
        except (click.UsageError, KeyError) as error:
            pytest.fail(f"{page.name}: {line}: {error}")


def test_a_reader_that_has_seen_enough_is_no_failure_to_speak_of(world: World) -> None:
    gone = "import os, subprocess; end, start = os.pipe(); os.close(end); "
    plan = "print(subprocess.call(['deckwright', 'plan', 'deck', '--json'], stdout=start))"
    done = world.run(f'python -c "{gone}{plan}"')
    assert (done.out.split(), done.err) == (["1"], "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_has_a_script_for_each_shell(world: World, shell: str) -> None:
    done = world.run(f"_DECKWRIGHT_COMPLETE={shell}_source deckwright")
    assert done.code == 0
    assert f"_DECKWRIGHT_COMPLETE={shell}_complete" in done.out


def test_bash_takes_the_completion(world: World) -> None:
    done = world.run('eval "$(_DECKWRIGHT_COMPLETE=bash_source deckwright)"; complete -p deckwright')
    assert done.code == 0, done.err
    assert "_deckwright_completion" in done.out


def test_completion_completes_commands_and_options(world: World) -> None:
    done = world.run('COMP_WORDS="deckwright pr" COMP_CWORD=1 _DECKWRIGHT_COMPLETE=bash_complete deckwright')
    assert done.out.split() == ["plain,preview"]
    done = world.run('COMP_WORDS="deckwright build --re" COMP_CWORD=2 _DECKWRIGHT_COMPLETE=bash_complete deckwright')
    assert done.out.split() == ["plain,--release", "plain,--rerender", "plain,--retire"]
