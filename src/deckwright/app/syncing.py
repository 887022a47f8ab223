"""A sync: the sources are read as for a build, compared with a target, and the target is brought up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType

from deckwright import lockfile
from deckwright.app import memory
from deckwright.app.build import Build, prepare
from deckwright.app.drafting import Track
from deckwright.app.files import only_run, staged
from deckwright.app.journal import Journal, journal_of
from deckwright.app.memory import Place
from deckwright.app.objecting import objects
from deckwright.app.pressing import is_current, put_in_place
from deckwright.app.request import Request
from deckwright.app.saved import SavedPlan
from deckwright.errors import DeckwrightError, LockError, UsageError
from deckwright.model import Guid
from deckwright.plan import Effect
from deckwright.swift import dataclass
from deckwright.sync.diff import diff
from deckwright.sync.plan import Act, SyncPlan
from deckwright.sync.standing import Snapshot
from deckwright.sync.wanted import Terms, Wanted, Wish
from deckwright.targets import applying
from deckwright.targets.applying import Done, Errand
from deckwright.targets.package.target import Press
from deckwright.targets.target import Outcome, StaleError, Target

_WORTH_READING = ('"retired"', '"turned_from"')  # as a line of the lock says it


@dataclass(frozen=True, slots=True, kw_only=True)
class Sync:
    """All that a sync would do. Making one changes nothing, neither on disk nor in the target."""

    made: Build
    errand: Errand
    plan: SyncPlan
    journal: Journal
    place: Place
    """What was remembered of the target."""
    numbers: Mapping[Guid, int]
    """Anki's numbers of the notes that stand there, as far as they are worth remembering."""
    is_other: bool
    """Whether another collection stands there than did before, so that nothing counts as deleted in it."""

    @property
    def resumes(self) -> bool:
        """Whether the last run was cut off."""
        return self.journal.left_unfinished()

    @property
    def target(self) -> Target:
        """What is brought up to date."""
        return self.errand.target


@contextmanager
def syncing(request: Request, choose: Callable[[Build], Target], terms: Terms, track: Track = iter) -> Iterator[Sync]:
    """Work out a sync, and keep other runs away from the sources and the target until it is done.

    Raises TargetError where the target can't be read, LockError where the deck's identities were lost.
    """
    with ExitStack() as claims:
        claims.enter_context(only_run(request.workspace.lock))
        made = prepare(request, track)
        target = choose(made)
        claims.enter_context(only_run(target.claim))
        wanted = wanted_of(made)
        _refuse_unknown(terms, wanted)
        places = memory.recall(made.frame.deck_id).get(target.address, ())
        numbers = {guid: number for each in places for guid, number in each.numbers.items()}
        errand = Errand(target=target, wanted=wanted, content=made.content, terms=terms, numbers=numbers)
        snapshot = target.read(errand.scope)
        place = _recognised(memory.among(places, snapshot.identity), snapshot)
        errand = replace(errand, terms=replace(terms, abilities=target.abilities, known=place.guids))
        plan = diff(wanted, snapshot, errand.terms)
        if plan.standing and not made.lock_before and not request.fresh:
            raise LockError(
                f"{target.label} holds this deck, but its lock {request.workspace.lock} is not there",
                hint="Restore it from version control, or start anew with --fresh.",
            )
        journal = journal_of(made.frame.deck_id, name_of(target))
        is_other = any(each.guids for each in places) and not place.guids and bool(plan.of(Act.ADD))
        yield Sync(
            made=made,
            errand=errand,
            plan=plan,
            journal=journal,
            place=place,
            numbers=snapshot.numbers,
            is_other=is_other,
        )


def _refuse_unknown(terms: Terms, wanted: Wanted) -> None:
    """Raise where somebody prefers a side for a note that isn't one of the deck's."""
    for guid in sorted(terms.prefer_for.keys() - wanted.scope.guids):
        raise UsageError(
            f"--prefer names the note {guid}, which the deck hasn't got", hint="The plan shows each note's."
        )


def _recognised(place: Place, snapshot: Snapshot) -> Place:
    """Forget what stood there where nothing of the deck does any more: it is another collection, or was made anew."""
    if snapshot.looks or place.guids & snapshot.notes.keys():
        return place
    return replace(place, guids=frozenset())


def name_of(target: Target) -> str:
    """Say by what a target is known again, from wherever it is looked at."""
    return target.address or f"package {target.claim.resolve()}"


def press_of(made: Build) -> tuple[Path, Press]:
    """Say where a build's package goes, and how it is made."""
    return made.package, Press(is_current=partial(is_current, made), make=partial(put_in_place, made))


def wanted_of(made: Build) -> Wanted:
    """Say what a target is to hold, from a prepared build. Held notes stay as they are, wherever they stand."""
    places = {change.guid: change for change in made.plan.changes}
    retired, turned = _lock_says(made)
    return Wanted(
        deck_id=made.frame.deck_id,
        wishes=tuple(
            Wish(
                note=replace(note, fields=tuple(note.fields)),
                question=change.question,
                file=change.file,
                line=change.line,
            )
            for note in made.content.notes
            if (change := places[note.guid]).effect is not Effect.HELD
        ),
        retired=retired,
        turned=turned,
        note_types=made.content.note_types,
        media=frozenset(made.content.media),
    )


def _lock_says(made: Build) -> tuple[Mapping[Guid, str], Mapping[Guid, Guid]]:
    """Give from the lock the retired notes with their questions, and which notes asked the same as another type.

    The lock's other lines are a deck's worth and needn't be read again.
    """
    header, *lines = made.lock_text.split("\n")
    text = "\n".join([header, *(line for line in lines if any(word in line for word in _WORTH_READING))])
    lock, _ = lockfile.loads(text, path=str(made.request.workspace.lock))
    turned: dict[Guid, Guid] = {}
    for record in lock.records:
        if record.turned_from:
            before = Guid(record.turned_from)
            turned |= {record.guid: before, before: record.guid}  # it may have been turned back
    return {record.guid: record.question for record in lock.records if record.retired}, turned


def carry_out(sync: Sync) -> Done:
    """Write the lock, then bring the target up to date; raises as `applying.carry_out` does."""
    made = sync.made
    if made.lock_text != made.lock_before:
        with staged(made.request.workspace.lock) as lock:
            lock.write_text(made.lock_text, encoding="utf-8", newline="\n")
    if sync.plan.is_quiet:
        done = Done(outcome=Outcome(said=sync.target.rest()))
    else:
        leaving = {step.guid for step in sync.plan.of(Act.DELETE)}
        if leaving:
            _remember(sync, sync.place.guids - leaving)
        with sync.journal.run(sync.plan.id, sync.target.label, made.request.now) as log:
            done = applying.carry_out(sync.errand, sync.plan, log)
    never_came = {step.guid for step in sync.plan.of(Act.ADD)} & done.outcome.missed
    _remember(sync, sync.plan.after - never_came, done.outcome.numbers)
    return done


def _remember(sync: Sync, guids: frozenset[Guid], new: Mapping[Guid, int] = MappingProxyType({})) -> None:
    is_told = bool(sync.target.warning and sync.plan.of(Act.ADD))
    numbers = {guid: number for guid, number in {**sync.numbers, **new}.items() if guid in guids}
    warned = sync.place.warned or is_told
    place = Place(identity=sync.place.identity, guids=guids, warned=warned, numbers=numbers)
    memory.remember(sync.made.frame.deck_id, sync.target.address, place)


def refuse(sync: Sync, *, expected: SavedPlan | None) -> None:
    """Raise where a sync must not go on: another plan was expected, or too much would be retired."""
    if expected and expected.name != name_of(sync.target):
        raise UsageError(f"The plan in {expected.path} is for {expected.target}, not for {sync.target.label}")
    if expected and expected.id != sync.plan.id:
        raise StaleError(
            f"The plan in {expected.path} no longer holds: sources or target have changed since; nothing was done",
            hint="Look at the new one with --dry-run, or save it with --save-plan.",
        )
    objection = sync.plan.objection or objects(sync.made)
    if objection and not sync.made.request.retire:
        raise DeckwrightError(objection, hint="Look at it with --dry-run; to go on all the same, add --retire.")
    if not sync.errand.wanted.wishes and not sync.errand.wanted.retired:
        raise UsageError(
            f"{sync.made.request.workspace.source}: no questions were found, so there is nothing to sync",
            hint="If every heading is one, write `style: headings` in the front matter; `check --explain` says what was seen.",
        )
