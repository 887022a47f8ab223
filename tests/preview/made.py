"""Previews for tests: of documents as they would be built, and of single notes in our own note types."""

from __future__ import annotations

from pathlib import Path

from deckwright.app.previewing import preview
from deckwright.app.request import Request
from deckwright.app.workspace import open_workspace
from deckwright.errors import Diagnostic
from deckwright.model import DeckId, DeckName, Guid
from deckwright.notetypes import REGISTRY, NoteType, note_type
from deckwright.plan import Change, Effect
from deckwright.preview.deck import Leaf, PreviewDeck, Version
from deckwright.targets.styles import load_styles

ROOT = Path(__file__).parents[2]
STYLES = ROOT / "styles"
SHARED = ROOT.parent / "shared"
DOCUMENTS = {
    "our own deck": ROOT / "source_md",
    "every kind of card": ROOT / "tests" / "preview" / "kinds",
    "the seed": SHARED / "seed" / "ml-theory-interview.txt",
    "a sample in quizzes": SHARED / "samples" / "jsq.md",
    "a sample in folds": SHARED / "samples" / "k8s.md",
    "a sample in sections": SHARED / "samples" / "mlq.md",
}
"""Whole documents, by what they are; only the first two are part of the project."""
NAME = DeckName("Gallery")


def request(source: Path, folder: Path) -> Request:
    """Ask for a document's build with lock and package in a folder of the test's."""
    workspace = open_workspace(source, lock=folder / "deck.lock", output=folder / "deck.apkg")
    return Request(workspace=workspace, now=1_790_000_000)


def preview_of(source: Path, folder: Path) -> PreviewDeck:
    """Work out a document's preview."""
    return preview(request(source, folder))[0]


def our_types() -> dict[str, NoteType]:
    """Give our note types, dressed in `styles/`."""
    styles = load_styles(STYLES)
    return {key: note_type(spec, styles, deck_id=DeckId("gallery"), deck_name=NAME) for key, spec in REGISTRY.items()}


def version(values: dict[str, str]) -> Version:
    """Make a note of field values; `Tags` are its tags."""
    key = "cloze" if "Text" in values else "qa"
    spec = REGISTRY[key]
    fields = tuple(values.get(name, "") for name in spec.field_names)
    tags = tuple(sorted(values.get("Tags", "").split(), key=str.casefold))  # as Anki keeps them
    return Version(note_type=key, fields=fields, tags=tags, deck=NAME, ordinals=spec.ordinals(fields))


def deck_of(notes: dict[str, dict[str, str]], remarks: tuple[Diagnostic, ...] = ()) -> PreviewDeck:
    """Make a preview of notes, by GUID and field values."""
    leaves = tuple(
        Leaf(
            change=Change(guid=Guid(guid), effect=Effect.NEW, question=guid, file="deck.md", line=number),
            now=version(values),
        )
        for number, (guid, values) in enumerate(notes.items(), 1)
    )
    return PreviewDeck(
        name=NAME, headline=f"{len(leaves)} notes", baseline="", note_types=our_types(), leaves=leaves, remarks=remarks
    )
