"""The author's last word on who an entry is: `deckwright relink OLD NEW`, as a pure change of the lock.

Relinking exchanges two GUIDs: the entry that was known as NEW goes on under OLD's, with OLD's reviews, and what OLD
was stays in the lock under NEW's. So doing it twice undoes it, and two histories that were swapped are swapped back;
where no build came between, the lock is just as it was.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from deckwright.errors import UsageError
from deckwright.identity.decision import Decision
from deckwright.identity.records import Written, record
from deckwright.identity.text import collapse
from deckwright.lockfile import Lock, Record
from deckwright.lockfile.model import RELINKED
from deckwright.model import Digest, Guid

_SHOWN = 5


def locate(name: str, lock: Lock, decisions: Sequence[Decision]) -> Guid:
    """Find the GUID that is meant by a GUID, by `FILE:LINE`, or by the text of a question, whole or a part.

    Raises UsageError where nothing or more than one thing is meant.
    """
    texts = {known.guid: known.question for known in lock.records}
    texts |= {decision.guid: collapse(decision.entry.question.text) for decision in decisions if decision.guid}
    asked = collapse(name).casefold()
    for found in (
        [guid for guid in texts if guid == name],
        _at(name, decisions),
        [guid for guid, text in texts.items() if text.casefold() == asked],
        [guid for guid, text in texts.items() if asked and asked in text.casefold()],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            shown = ", ".join(f'{guid} ("{texts[guid]}")' for guid in sorted(found)[:_SHOWN])
            raise UsageError(
                f'"{name}" may be any of {len(found)}: {shown}.', hint="Give the GUID of the one you mean."
            )
    raise UsageError(
        f'Nothing in the lock or the sources is called "{name}".',
        hint="Give a GUID, a place (FILE:LINE) or the question's text; `deckwright plan` shows them.",
    )


def relink(lock: Lock, old: Guid, new: Guid, decisions: Sequence[Decision]) -> Lock:
    """Let the entry known as `new` go on under `old`, with its reviews; done again, undo it.

    `decisions` say what `new` is where no build has written it yet. Raises UsageError where this can't be done.
    """
    records = {known.guid: known for known in lock.records}
    history = records.get(old)
    entry = records.get(new) or _unbuilt(new, decisions)
    if history is None or entry is None:
        raise UsageError(f"The lock holds no note {old if history is None else new}.")
    if old == new:
        raise UsageError(f"{old} is itself already.")
    if history.note_type != entry.note_type:
        raise UsageError(
            f"{old} is a {history.note_type} note and {new} a {entry.note_type} note.",
            hint="Anki can't turn the one into the other: the entry has to start anew.",
        )
    heir, rest = _take(entry, history), _take(history, entry)
    if new in history.aliases:
        heir = _without(heir, {new, *entry.aliases})
    elif old in entry.aliases:
        rest = _without(rest, {old, *history.aliases})
    elif entry.retired and not history.retired:
        raise UsageError(
            f"\"{entry.question}\" isn't asked any more, so it can't go on with the reviews of another.",
            hint="The question that is asked now comes second.",
        )
    elif history.retired:
        # NEW's note, if learners have it, is gone for good: its GUID is another name of OLD's question from now on.
        heir = replace(heir, aliases=tuple(sorted({*heir.aliases, new, *rest.aliases})))
    records |= {old: heir, new: rest}
    if rest.is_planned and not heir.is_settled:  # undone, and never built
        del records[new]
    if heir.is_planned and not rest.is_settled:
        del records[old]
    return replace(lock, records=tuple(records[guid] for guid in sorted(records)))


def _take(text: Record, identity: Record) -> Record:
    """Give what `text` asks under the GUID of `identity`, of which learners still have what was written last."""
    return replace(
        text,
        guid=identity.guid,
        created=identity.created,
        modified=identity.modified,
        clozes=identity.clozes,
        cards=identity.cards,
        deck=identity.deck,
        aliases=identity.aliases,
        turned_from=identity.turned_from,
        digest=identity.digest if identity.is_planned else _exchanged(identity.digest),
        rendered=identity.rendered,
    )


def _exchanged(digest: Digest) -> Digest:
    """Say of a note that its text is another one's now, or that it is its own again."""
    if digest.startswith(RELINKED):
        return Digest(digest.removeprefix(RELINKED))
    return Digest(f"{RELINKED}{digest}")


def _without(record: Record, aliases: Collection[Guid]) -> Record:
    return replace(record, aliases=tuple(alias for alias in record.aliases if alias not in aliases))


def _unbuilt(guid: Guid, decisions: Iterable[Decision]) -> Record | None:
    found = next((decision for decision in decisions if decision.guid == guid), None)
    if found is None:
        return None
    note_type = found.entry.kind.note_type
    return record(found, Written(digest=Digest(""), modified=0, note_type=note_type))


def _at(name: str, decisions: Sequence[Decision]) -> list[Guid]:
    file, _, line = name.rpartition(":")
    if not file or not line.isdecimal():
        return []
    above = [one for one in decisions if one.entry.file == file and one.entry.line <= int(line) and one.guid]
    return [max(above, key=lambda decision: decision.entry.line).guid] if above else []
