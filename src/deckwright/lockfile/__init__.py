"""The lock's format: `deck.lock` as frozen values, read from and written to text, without any I/O."""

from deckwright.lockfile.model import Lock, NoteTypeRecord, Record, Release, empty
from deckwright.lockfile.read import loads, postdated
from deckwright.lockfile.write import dumps

__all__ = ["Lock", "NoteTypeRecord", "Record", "Release", "dumps", "empty", "loads", "postdated"]
