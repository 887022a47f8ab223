"""The `deckwright` command: its subcommands, and the one boundary where failures become sentences and exit codes."""

from __future__ import annotations

import os
import sys

import click

from deckwright import __version__
from deckwright.cli.adopt import adopt
from deckwright.cli.build import build
from deckwright.cli.check import check
from deckwright.cli.init import init
from deckwright.cli.plan import plan
from deckwright.cli.preview import preview
from deckwright.cli.pull import pull
from deckwright.cli.relink import relink
from deckwright.cli.styles import styles
from deckwright.cli.sync import sync
from deckwright.cli.verify import verify
from deckwright.errors import DeckwrightError, visible

_INTERRUPTED = 130


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="deckwright")
def deckwright() -> None:
    """Compile plain Markdown questions and answers into Anki decks that keep their review history."""


for _command in (init, build, check, plan, preview, relink, adopt, sync, pull, verify, styles):
    deckwright.add_command(_command)


def run(arguments: list[str] | None = None) -> None:
    """Run the command line; ends the process. 0 fine, 1 error, 2 usage, 3 would change, 130 interrupted."""
    try:
        sys.exit(deckwright.main(arguments, prog_name="deckwright", standalone_mode=False) or 0)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except DeckwrightError as error:
        click.echo(f"{click.style('Error:', fg='red', bold=True)} {visible(error.message)}", err=True)
        if error.hint:
            click.echo(f"  {visible(error.hint)}", err=True)
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        click.echo("Interrupted. Nothing is half-written; run the command again.", err=True)
        sys.exit(_INTERRUPTED)
    except BrokenPipeError:  # whoever read us has seen enough, as `head` has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        # What is printed has no name; a file that the system keeps from us has.
        what = f"{visible(str(error.filename))} can't be used" if error.filename else "the output can't be written"
        click.echo(f"Error: {what} ({error.strerror or error})", err=True)
        sys.exit(1)
    except Exception as error:  # noqa: BLE001  (the boundary: whatever it is, the user gets a file to report)
        from deckwright.cli.crash import write_log  # noqa: PLC0415

        click.echo(f"Unexpected {type(error).__name__}: {error}", err=True)
        click.echo(f"This is a bug in Deckwright. Please report it with this file: {write_log(error)}", err=True)
        sys.exit(1)
