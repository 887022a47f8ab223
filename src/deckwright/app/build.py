"""The spine: read, resolve, draft, compare, then write the lock and the package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from enum import Enum
from pathlib import Path

from deckwright import lockfile
from deckwright.app import comparing, locking, receipts, recorded, telling
from deckwright.app.drafting import Drafted, Track
from deckwright.app.files import file_digest, may_write, only_run, staged
from deckwright.app.means import Means, means
from deckwright.app.media import MediaShelf
from deckwright.app.objecting import nothing, objects, refuse_shared
from deckwright.app.pressing import is_current, press
from deckwright.app.reading import Reading, silenced
from deckwright.app.request import Request
from deckwright.app.starting import Drafts, Start, drafted, started
from deckwright.app.styles import style_files
from deckwright.errors import DeckwrightError, Diagnostic, Severity
from deckwright.lockfile import Lock
from deckwright.model import Guid, Note
from deckwright.notes import Frame
from deckwright.plan import Change, Effect, Plan, Terms
from deckwright.swift import dataclass
from deckwright.targets.package.content import PackageContent, PackageSnapshot


class Mode(Enum):
    """Whether a build writes."""

    WRITE = "write"
    CHECK = "check"
    """Write nothing, say whether anything would be written."""
    LOCKED = "locked"
    """Write nothing if the lock would change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """All that a build would write, and all that is to be said about it. Making one writes nothing."""

    request: Request
    frame: Frame
    reading: Reading
    plan: Plan
    lock: Lock
    lock_text: str
    """The lock as it is to be on disk."""
    lock_before: str
    """The lock as it is on disk; empty where there is none."""
    package: Path
    content: PackageContent
    shelf: MediaShelf
    """The media files that were looked for, and what became of them."""
    held_media: frozenset[str]
    """Media of held notes, which only the package on disk or released ones have."""
    size: int
    """How many notes the package holds."""
    before: PackageSnapshot | None
    """What the package on disk holds now of the notes that change; None where the cache knows that it is as the lock says."""
    diagnostics: tuple[Diagnostic, ...]
    outdated: int
    """How many unchanged notes would look different if they were sent again."""
    lost: tuple[Change, ...]
    """Held notes whose last text is in no package, so that the new package goes without them."""

    @property
    def has_errors(self) -> bool:
        """Whether anything is held because of a mistake in a source."""
        return any(each.severity is Severity.ERROR for each in self.diagnostics)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a build."""

    made: Build
    written: bool
    """Whether lock and package are on disk now."""
    refused: str = ""
    """What would have changed although it was told not to; nothing was written then."""
    package_digest: str = ""
    """The SHA-256 of the package, if it was written."""


def build_all(requests: Sequence[Request], mode: Mode, track: Track = iter) -> tuple[Outcome, ...]:
    """Build decks: work all of them out, then write them, with no other run working on them meanwhile.

    Raises DeckwrightError where a deck must not be built; nothing at all is written then.
    """
    refuse_shared([request.workspace.lock for request in requests], what="lock", option="--lock")
    with ExitStack() as claims:
        for request in requests:
            claims.enter_context(only_run(request.workspace.lock))
        builds = [prepare(request, track) for request in requests]
        refuse_shared([made.package for made in builds], what="package", option="--output")
        for made in builds:
            claims.enter_context(only_run(made.package))  # another deck's run may ask for the same one
        for made in builds:
            if not made.size:
                raise nothing(made)
            if objection := objects(made):
                raise DeckwrightError(objection, hint="See `deckwright plan`; to go on all the same, add --retire.")
        refused = [_refusal(made, mode) for made in builds]
        stop = mode is Mode.CHECK or any(refused)
        digests = ["" if stop else write(made) for made in builds]
    return tuple(
        Outcome(made=made, written=not stop, refused=sentence, package_digest=digest)
        for made, sentence, digest in zip(builds, refused, digests, strict=True)
    )


def prepare(request: Request, track: Track = iter) -> Build:
    """Work out a build from the sources, the lock and the package that it would replace. Writes nothing."""
    with means(request.cache, request.workers, track) as available:
        return _prepared(request, available)


def _prepared(request: Request, available: Means) -> Build:
    start = started(request, available)
    drafts = drafted(start, available)
    compared = _compared(start, drafts)
    pairs = comparing.paired(drafts.drafted, compared.changes)
    kept = {each.draft.guid: (each, change) for each, change in pairs if each.draft}
    lock = _next_lock(start, drafts, compared, kept)
    said = [*start.said, *drafts.said, *compared.said]
    said += lockfile.postdated(start.lock, request.now, path=str(request.workspace.lock))
    return Build(
        request=request,
        frame=start.frame,
        reading=start.reading,
        plan=_plan(start, compared),
        lock=lock,
        lock_text=lockfile.dumps(lock),
        lock_before=start.found.text,
        package=start.package,
        content=comparing.package_content(
            start.frame, lock, compared.notes, compared.dressed, {**drafts.shelf.files, **style_files(request.styles)}
        ),
        shelf=drafts.shelf,
        held_media=compared.held_media,
        size=len(compared.notes),
        before=compared.before,
        diagnostics=(
            *start.reading.diagnostics,
            *silenced(said, request.workspace.config.silence, start.reading.documents),
        ),
        outdated=sum(
            change.effect is Effect.UNCHANGED and locking.is_outdated(each.draft, each.decision.record)
            for each, change in kept.values()
            if each.draft
        ),
        lost=compared.lost,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compared:
    """What comes of each note, beside what earlier runs left behind."""

    changes: tuple[Change, ...]
    notes: tuple[Note, ...]
    lost: tuple[Change, ...]
    dressed: tuple[locking.Dressed, ...]
    held_media: frozenset[str]
    before: PackageSnapshot | None
    said: tuple[Diagnostic, ...]


def _compared(start: Start, drafts: Drafts) -> _Compared:
    """Compare drafts with the packages. They are large: they are read only now, and go when this is done."""
    request = start.request
    before, packages, own = _left_behind(start, drafts)
    known = recorded.actual(packages, start.lock if own else None)
    changes = comparing.changes(drafts.drafted, drafts.resolution, known, _terms(start))
    notes, lost = comparing.notes_of(changes, drafts.drafted, packages[::-1])
    changes = telling.told(changes, notes, lambda: before or recorded.read_package(start.package, start.frame.deck_id))
    held_media = comparing.held_media(changes, notes, drafts.shelf)
    places = [path for path in (start.package, *request.after) if path.exists()]
    return _Compared(
        changes=changes,
        notes=notes,
        lost=lost,
        dressed=comparing.dressed_types(start.lock, start.frame, notes, packages, request),
        held_media=held_media,
        before=comparing.changing(before, changes) if before else None,
        said=tuple(comparing.without_media(changes, notes, held_media, places)),
    )


def _left_behind(start: Start, drafts: Drafts) -> tuple[PackageSnapshot | None, tuple[PackageSnapshot, ...], bool]:
    """Read the package that a build replaces, and all packages that it goes by; say whether the first is the lock's own.

    Then it tells nothing more than the lock, but what held notes are.
    """
    own = receipts.wrote(start.request, start.found.text, start.package)
    is_read = not own or drafts.resolution.held or any(each.held_record for each in drafts.drafted)
    before = recorded.read_package(start.package, start.frame.deck_id) if is_read else None
    releases = (recorded.read_release(path, start.frame.deck_id) for path in start.request.after)
    return before, (*releases, *([before] if before else ())), own


def _terms(start: Start) -> Terms:
    request, lock = start.request, start.lock
    return Terms(
        now=request.now,
        rerender=request.rerender,
        deck_before=lock.deck_name,
        released=lock.released.time if request.release and lock.released else None,
    )


def _plan(start: Start, compared: _Compared) -> Plan:
    return Plan(
        changes=compared.changes,
        restyled=tuple(each.record.key for each in compared.dressed if each.changed),
        first=start.found.lock is None,
        renamed_from=start.lock.deck_name if start.lock.deck_name != start.frame.name else "",
    )


def _next_lock(start: Start, drafts: Drafts, compared: _Compared, kept: Mapping[Guid, tuple[Drafted, Change]]) -> Lock:
    request = start.request
    renewed = locking.renewed(start.lock, start.frame, drafts.resolution, kept, request.now)
    lock = locking.remembered(renewed, compared.dressed)
    return locking.released(start.lock, lock, request.release, request.now) if request.release else lock


def standing(made: Build, *effects: Effect) -> PackageSnapshot | None:
    """Give what the package on disk holds, to compare notes with these effects; None where that tells nothing more.

    Where the cache knew that it is as the lock says, it is read only now, and only if there is such a note.
    """
    if made.before or not made.plan.of(*effects):
        return made.before
    return recorded.read_package(made.package, made.frame.deck_id)


def write(made: Build) -> str:
    """Put a build on disk: the package is made ready beside its place, the lock is replaced, then the package is.

    Gives the package's SHA-256. Where nothing may be written, nothing is if that wouldn't change anything.
    """
    lock = made.request.workspace.lock
    if made.lock_text == made.lock_before and not may_write(made.package.parent) and is_current(made):
        return file_digest(made.package)
    with staged(made.package) as package:
        press(made, package)
        digest = file_digest(package)
        if made.lock_text != made.lock_before:
            with staged(lock) as new_lock:
                new_lock.write_text(made.lock_text, encoding="utf-8", newline="\n")
    receipts.sign(made.request, made.lock_text)
    return digest


def _refusal(made: Build, mode: Mode) -> str:
    """Say what would change against the mode; empty where nothing would."""
    if mode is not Mode.WRITE and made.lock_text != made.lock_before:
        return f"{made.request.workspace.lock} would change"
    if mode is Mode.CHECK and not is_current(made):
        return f"{made.package} would change"
    return ""
