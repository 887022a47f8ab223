"""Which deck it is: its id and name, from `deck.toml`, the lock, or the source itself, in this order."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import replace

from deckwright.app.reading import Reading
from deckwright.app.workspace import GENERIC, Workspace
from deckwright.codes import diagnose
from deckwright.config import FILE_NAME, Subdecks
from deckwright.errors import Diagnostic, LockError
from deckwright.lockfile import Lock, empty
from deckwright.model import DeckId, DeckName
from deckwright.notes import Frame, deck_level, deck_of
from deckwright.segment.document import Document


def identify(workspace: Workspace, reading: Reading, lock: Lock | None) -> tuple[Frame, Lock, tuple[Diagnostic, ...]]:
    """Give the deck's frame and its lock, a new one where there is none yet.

    Raises LockError where the lock belongs to another deck than `deck.toml` says.
    """
    config = workspace.config
    if lock and config.id and lock.deck_id != config.id:
        raise LockError(
            f"{workspace.lock} belongs to the deck {lock.deck_id}, but {FILE_NAME} says that this is {config.id}",
            hint=f"Put the id back in {FILE_NAME}, or name another lock with --lock.",
        )
    own = _own_name(workspace, reading)
    name = _deck_name(config.name or (lock.deck_name if lock else "") or own)
    deck_id = DeckId(config.id) or (lock.deck_id if lock else _derived(name))
    said: tuple[Diagnostic, ...] = ()
    if not config.id and not lock and name.casefold() in GENERIC:
        message = f"the deck is called “{name}”, as other decks may well be; decks of one name share their identity"
        said = (diagnose("DW601", message, file=str(workspace.source)),)
    frame = Frame(deck_id=deck_id, name=name, config=config, decks=_decks(workspace, reading))
    return replace(frame, spelled=_spelled(frame, reading)), lock or empty(deck_id, name), said


def _own_name(workspace: Workspace, reading: Reading) -> str:
    """Name a folder's deck by the folder, a document's by its title, else by its file."""
    if workspace.is_whole:
        return workspace.folder.resolve().name
    named = [_asked_deck(document) or document.title for document in reading.documents]
    return next(filter(None, named), workspace.source.stem)


def _decks(workspace: Workspace, reading: Reading) -> Mapping[str, str]:
    """Give the decks that single documents of a folder ask for; a document on its own names the whole deck."""
    if not workspace.is_whole:
        return {}
    return {document.file: _deck_name(asked) for document in reading.documents if (asked := _asked_deck(document))}


def _spelled(frame: Frame, reading: Reading) -> Mapping[str, str]:
    """Find decks that differ by upper and lower case only; each gets the name that comes first."""
    if frame.config.subdecks is Subdecks.NONE and not frame.decks:
        return {}
    first = {frame.name.casefold(): str(frame.name)}
    other: dict[str, str] = {}
    for document in reading.documents:
        for entry in document.entries:
            name = deck_of(entry, frame)
            if (known := first.setdefault(name.casefold(), name)) != name:
                other[name] = known
    return other


def _asked_deck(document: Document) -> str:
    """Give the deck that a document asks for in its front matter; empty where it doesn't."""
    asked = document.front_matter.get("deck", "")
    return asked if isinstance(asked, str) else ""


def _deck_name(name: str) -> DeckName:
    """Make a name one that Anki keeps as it is, without empty levels."""
    return DeckName("::".join(filter(None, map(deck_level, name.split("::")))) or "Deck")


def _derived(name: str) -> DeckId:
    digest = hashlib.sha256(f"deckwright/deck/{name}".encode("utf-8", "surrogatepass")).digest()
    return DeckId(base64.b32encode(digest[:10]).decode().lower())
