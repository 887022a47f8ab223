"""Carrying out a plan, in the one order from which a run that was cut off can be taken up by the next.

What a note says of itself (`Base`) is written last, so that whatever is missing still shows as missing; a note is
tagged as being retired before its cards are suspended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from deckwright.model import Guid
from deckwright.swift import dataclass
from deckwright.sync.diff import diff
from deckwright.sync.plan import Act, Step, SyncPlan
from deckwright.sync.standing import Scope
from deckwright.sync.wanted import Terms, Wanted
from deckwright.targets.package.content import PackageContent
from deckwright.targets.target import Outcome, Session, StaleError, Target

_PASSING = Guid("deckwright-passing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """A target, what it is to hold, and on which terms."""

    target: Target
    wanted: Wanted
    content: PackageContent
    terms: Terms
    numbers: Mapping[Guid, int] = field(default_factory=dict)
    """As in `Scope`."""

    @property
    def scope(self) -> Scope:
        """What has to be known of the target."""
        return replace(self.wanted.scope, numbers=self.numbers)

    def plan(self) -> SyncPlan:
        """Say what would be done now."""
        return diff(self.wanted, self.target.read(self.scope), self.terms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What became of an errand."""

    backup: str = ""
    """Where the target's backup is; empty where nothing was changed."""
    outcome: Outcome = field(default_factory=Outcome)
    """What the target had to say."""


Log = Callable[[str], None]
"""Takes note of what was done, in words that name the note."""


def carry_out(errand: Errand, plan: SyncPlan, log: Log) -> Done:
    """Do what the plan says, after a backup.

    Raises StaleError where the target is no longer as it was when the plan was made; nothing is changed in it then.
    """
    with errand.target.session() as session:
        fresh = diff(errand.wanted, session.read(errand.scope), errand.terms)
        if fresh.id != plan.id:
            raise StaleError(
                f"{errand.target.label} has changed since the plan was made; nothing was done", hint="Run this again."
            )
        backup = session.back_up()
        log(f"backup {backup}")
        outcome = apply(fresh, errand.content, session, log)
    return Done(backup=backup, outcome=outcome)


def apply(plan: SyncPlan, content: PackageContent, session: Session, log: Log) -> Outcome:
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
    for key in plan.introduce:
        _introduce(key, content, session)
    for step in plan.steps:
        if not step.is_quiet and Act.ADD not in step.acts:
            _change(step, session)
            log(f"{', '.join(act.value for act in step.acts)} {step.guid}")
    if plan.trash:
        session.trash(plan.trash)
        log(f"trashed {', '.join(plan.trash)}")
    return session.finish()


def _add(steps: Iterable[Step], content: PackageContent, session: Session) -> None:
    """Send new notes as a package of just these, the one way in which they keep their GUIDs."""
    new = {step.guid for step in steps}
    placed = [(place, note) for place, note in enumerate(content.notes, start=1) if note.guid in new]
    notes = tuple(note for _, note in placed)
    used = {note.note_type for note in notes}
    types = tuple(each for each in content.note_types if each.key in used)
    places = {note.guid: place for place, note in placed}
    session.receive(replace(content, notes=notes, note_types=types, media={}, positions=places))


def _introduce(key: str, content: PackageContent, session: Session) -> None:
    """Bring a note type that only known notes will have: with a note of it, which goes again."""
    note = next(note for note in content.notes if note.note_type == key)
    types = tuple(each for each in content.note_types if each.key == key)
    session.receive(replace(content, notes=(replace(note, guid=_PASSING),), note_types=types, media={}))
    session.delete(_PASSING)


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
    _change_cards(step, session)
    if step.add_tags or step.drop_tags:
        session.tag(guid, step.add_tags, step.drop_tags)
    if step.remove_cards:
        session.remove_cards(guid, step.remove_cards)
    if step.fields:
        session.write(guid, step.fields, step.floor)
    if step.becomes and step.becomes != guid:
        session.rename(guid, step.becomes)


def _change_cards(step: Step, session: Session) -> None:
    if step.moves:
        session.move(step.guid, step.moves, step.deck)
    if step.tags_before_suspending:
        session.tag(step.guid, step.tags_before_suspending, ())
    if step.suspend:
        session.suspend(step.guid, step.suspend)
    if step.unsuspend:
        session.unsuspend(step.guid, step.unsuspend)
