"""The console script, also as `python -m deckwright`."""

from __future__ import annotations


def main() -> None:
    """Run the command line and end the process with its exit code."""
    import gc  # noqa: PLC0415

    gc.set_threshold(100_000, 50, 100)  # millions of values are made, modules first, and hardly any in circles
    from deckwright.cli.main import run  # noqa: PLC0415  (so that importing this module costs nothing)

    run()


if __name__ == "__main__":
    main()
