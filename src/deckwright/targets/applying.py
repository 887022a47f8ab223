"""Carrying out a plan, in the one order from which a run that was cut off can be taken up by the next.

What a note says of itself (`Base`) is written last, so that whatever is missing still shows as missing; a note is
tagged as being retired before its cards are suspended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from deckwright.sync.plan import Act, Step, SyncPlan
from deckwright.targets.package.content import PackageContent
from deckwright.targets.target import Session

Log = Callable[[str], None]
"""Takes note of what was done, in words that name the note."""


def apply(plan: SyncPlan, content: PackageContent, session: Session, log: Log) -> str:
    """Change a target as the plan says; gives what the target has to say about it."""
    for name in plan.media:
        session.store_media(name, content.media[name])
        log(f"stored {name}")
    for note_type in content.note_types:
        if note_type.key in plan.restyle:
            session.restyle(note_type)
            log(f"restyled {note_type.key}")
    added = plan.of(Act.ADD)
    if added:
        _add(added, content, session)
        for step in added:
            log(f"added {step.guid}")
    for step in plan.steps:
        if not step.is_quiet and Act.ADD not in step.acts:
            _change(step, session)
            log(f"{', '.join(act.value for act in step.acts)} {step.guid}")
    return session.finish()


def _add(steps: Iterable[Step], content: PackageContent, session: Session) -> None:
    """Send new notes as a package of just these, the one way in which they keep their GUIDs."""
    new = {step.guid for step in steps}
    notes = tuple(note for note in content.notes if note.guid in new)
    used = {note.note_type for note in notes}
    types = tuple(each for each in content.note_types if each.key in used)
    session.receive(replace(content, notes=notes, note_types=types, media={}))


@contextmanager
def packaged(content: PackageContent) -> Iterator[Path]:
    """Write a package that nobody keeps."""
    from deckwright.targets.package.write import write  # noqa: PLC0415  (imports genanki)

    with TemporaryDirectory(prefix="deckwright-") as folder:
        path = Path(folder) / "new.apkg"
        write(content, path)
        yield path


def _change(step: Step, session: Session) -> None:
    guid = step.guid
    if Act.DELETE in step.acts:
        session.delete(guid)
        return
    if step.convert_to:
        session.convert(guid, step.convert_from, step.convert_to)
    if step.moves:
        session.move(guid, step.moves, step.deck)
    if step.tags_before_suspending:
        session.tag(guid, step.tags_before_suspending, ())
    if step.suspend:
        session.suspend(guid, step.suspend)
    if step.unsuspend:
        session.unsuspend(guid, step.unsuspend)
    if step.add_tags or step.drop_tags:
        session.tag(guid, step.add_tags, step.drop_tags)
    if step.fields:
        session.write(guid, step.fields, step.floor)
    if step.remove_cards:
        session.remove_cards(guid, step.remove_cards)
