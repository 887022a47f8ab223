"""The author's word on who an entry is, carried out on the lock."""

from __future__ import annotations

from deckwright import lockfile
from deckwright.app import recorded
from deckwright.app.files import only_run, staged
from deckwright.app.naming import identify
from deckwright.app.reading import read
from deckwright.app.scoping import scope_of
from deckwright.app.workspace import Workspace
from deckwright.errors import LockError
from deckwright.identity import locate, relink, resolve
from deckwright.model import Guid
from deckwright.swift import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Relinked:
    """Two notes whose identities were exchanged, each with the question that it asks now."""

    old: Guid
    asks: str
    new: Guid
    leaves: str


def relink_entries(workspace: Workspace, names: tuple[str, str]) -> Relinked:
    """Let the entry that is known by the second name go on with the history of the first; done again, undo it.

    A name is a GUID, `FILE:LINE` or a question's text. Writes the lock. Raises LockError where there is none, UsageError
    where a name means nothing, or several things.
    """
    with only_run(workspace.lock):
        reading = read(workspace)
        found = recorded.read_lock(workspace.lock)
        if found.lock is None:
            raise LockError(f"{workspace.lock} is not there, so no question has a history yet", hint="Build first.")
        _, lock, _ = identify(workspace, reading, found.lock)
        decisions = resolve(reading.entries, lock, scope_of(workspace, reading, lock)).decisions
        old, new = (locate(name, lock, decisions) for name in names)
        changed = relink(lock, old, new, decisions)
        with staged(workspace.lock) as path:
            path.write_text(lockfile.dumps(changed), encoding="utf-8", newline="\n")
    asked = {record.guid: record.question for record in lock.records}
    asked |= {decision.guid: decision.question for decision in decisions}
    return Relinked(old=old, asks=asked[new], new=new, leaves=asked[old])
