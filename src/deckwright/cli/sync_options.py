"""What `deckwright sync` may be told: where the notes go, on what terms, and whether to do it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deckwright.cli import options
from deckwright.swift import dataclass

if TYPE_CHECKING:
    from deckwright.app.workspace import Workspace
    from deckwright.model import Guid
    from deckwright.sync.wanted import Side, Terms
    from deckwright.targets.registry import Address

TARGETS = ("anki", "collection", "server", "package")
_MEANT_FOR = {
    "--collection": ("collection", "server"),
    "--url": ("anki",),
    "--endpoint": ("server",),
    "--output": ("package",),
    "--import-window": ("anki",),
    "--then-sync": ("anki",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deck:
    """Which deck it is, and how it looks."""

    source: Path
    output: Path | None
    lock: Path | None
    styles: Path | None

    def open(self) -> Workspace:
        """Find what belongs to the deck."""
        from deckwright.app.workspace import open_workspace  # noqa: PLC0415  (keeps --help quick)

        return open_workspace(self.source, lock=self.lock, output=self.output)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the notes go."""

    target: str
    collection: Path | None
    url: str
    endpoint: str
    import_window: bool
    then_sync: bool

    def address(self, *, output: Path | None, fetch: bool) -> Address:
        """Give the target's address; `fetch` says whether a server is asked before. Raises UsageError for idle options."""
        from deckwright.errors import UsageError  # noqa: PLC0415
        from deckwright.targets.registry import Address  # noqa: PLC0415

        given = {
            "--collection": self.collection is not None,
            "--url": bool(self.url),
            "--endpoint": bool(self.endpoint),
            "--output": output is not None,
            "--import-window": self.import_window,
            "--then-sync": self.then_sync,
        }
        for option, is_given in given.items():
            if is_given and self.target not in _MEANT_FOR[option]:
                raise UsageError(f"{option} says nothing to --target {self.target}")
        return Address(
            collection=self.collection,
            url=self.url,
            endpoint=self.endpoint,
            fetch=fetch,
            import_window=self.import_window,
            then_sync=self.then_sync,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Whether it is only shown, saved, or done."""

    dry_run: bool
    yes: bool
    saving: Path | None
    saved: Path | None
    as_json: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the plan depends on beside deck and target."""

    prefer: tuple[str, ...]
    delete_retired: bool
    restore_deleted: bool
    retire: bool
    rerender: bool
    fresh: bool

    def terms(self) -> Terms:
        """Give the terms of the plan. Raises UsageError where `--prefer` names no side."""
        from deckwright.sync.wanted import Terms  # noqa: PLC0415

        side, sides = _preferences(self.prefer)
        return Terms(
            prefer=side,
            prefer_for=sides,
            delete_retired=self.delete_retired,
            restore_deleted=self.restore_deleted,
            rerender=self.rerender,
        )


deck = options.gathered("deck", Deck, options.output, options.lock, options.styles)
source = options.source
place = options.gathered(
    "place",
    Place,
    click.option("--target", type=click.Choice(TARGETS), required=True, help="Where the notes go."),
    click.option("--collection", metavar="FILE", type=options.PATH, help="The collection file (collection.anki2)."),
    click.option("--url", metavar="URL", default="", help="Where AnkiConnect listens, if not at 127.0.0.1:8765."),
    click.option("--endpoint", metavar="URL", default="", help="The sync server, if it isn't AnkiWeb."),
    click.option("--import-window", is_flag=True, help="Have new notes come by the running Anki's own import window."),
    click.option("--then-sync", is_flag=True, help="Have the running Anki sync with AnkiWeb afterwards."),
)
way = options.gathered(
    "way",
    Way,
    click.option("--dry-run", is_flag=True, help="Show the plan and do nothing."),
    click.option("--yes", is_flag=True, help="Don't ask before doing it."),
    click.option("--save-plan", "saving", metavar="FILE", type=options.PATH, help="Save the plan and do nothing."),
    click.option(
        "--plan", "saved", metavar="FILE", type=options.PATH, help="Carry out a saved plan, if it still holds."
    ),
)
wishes = options.gathered(
    "wishes",
    Wishes,
    click.option(
        "--prefer",
        metavar="source|anki[=GUID]",
        multiple=True,
        help="Whose text counts where both sides edited a note; for one note with its GUID.",
    ),
    click.option(
        "--delete-retired", is_flag=True, help="Delete notes that the sources ask for no longer, with their reviews."
    ),
    click.option("--restore-deleted", is_flag=True, help="Bring back notes that were deleted in Anki."),
    click.option("--retire", is_flag=True, help="Go on although a large part of the deck would be retired."),
    click.option("--rerender", is_flag=True, help="Also write notes that would only look different."),
    click.option("--fresh", is_flag=True, help="Start anew although the target holds the deck and its lock was lost."),
)


def _preferences(given: tuple[str, ...]) -> tuple[Side | None, Mapping[Guid, Side]]:
    """Read `--prefer`: a side for all notes, or for one."""
    from deckwright.errors import UsageError  # noqa: PLC0415
    from deckwright.model import Guid  # noqa: PLC0415
    from deckwright.sync.wanted import Side  # noqa: PLC0415

    for_all: Side | None = None
    for_one: dict[Guid, Side] = {}
    for each in given:
        word, equals, guid = each.partition("=")
        if word not in {side.value for side in Side} or (equals and not guid):
            raise UsageError(f"--prefer is source or anki, for one note source=GUID, not {each!r}")
        if guid:
            for_one[Guid(guid)] = Side(word)
        else:
            for_all = Side(word)
    return for_all, for_one
