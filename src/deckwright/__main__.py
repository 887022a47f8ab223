"""The console script, also as `python -m deckwright`."""

from __future__ import annotations


def main() -> None:
    """Run the command line and end the process with its exit code."""
    import gc  # noqa: PLC0415
    import os  # noqa: PLC0415
    import sys  # noqa: PLC0415

    gc.set_threshold(2_000_000, 20, 100)  # many values are made, and of an entry none in a circle
    from deckwright.cli.main import run  # noqa: PLC0415  (so that importing this module costs nothing)

    try:
        run()
    except SystemExit as done:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except OSError:
            raise done from None  # as Python says it
        if not isinstance(done.code, int):
            raise
        # The system frees all memory at once, where Python would go through each of millions of values first.
        os._exit(done.code)


if __name__ == "__main__":
    main()
