"""The spine: read, resolve, draft, compare, then write the lock and the package."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from enum import Enum
from functools import partial
from pathlib import Path

from deckwright import lockfile
from deckwright.app import comparing, locking, receipts, recorded
from deckwright.app.drafting import Track, draft_all
from deckwright.app.drafts import Desk
from deckwright.app.files import file_digest, only_run, staged
from deckwright.app.means import Means, means
from deckwright.app.media import MediaShelf
from deckwright.app.naming import identify
from deckwright.app.pressing import is_current, press
from deckwright.app.reading import Reading, get_ready, read, silenced
from deckwright.app.request import Request
from deckwright.app.scoping import scope_of
from deckwright.app.styles import running, style_files
from deckwright.app.workspace import Workspace
from deckwright.errors import DeckwrightError, Diagnostic, Severity, UsageError
from deckwright.identity import hold, resolve
from deckwright.lockfile import Lock
from deckwright.notes import Frame
from deckwright.plan import Change, Effect, Plan, Terms
from deckwright.swift import dataclass
from deckwright.targets.package.content import PackageContent, PackageSnapshot

_MANY = 10  # notes that a build may retire whatever the deck's size
_SHARE = 5  # and it may retire one in so many


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
    """What the package on disk holds now; also None where the cache knows that it is as the lock says."""
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
                raise _nothing(made)
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
    workspace = request.workspace
    get_ready(workspace, available)
    found = recorded.read_lock(workspace.lock, partial(receipts.signed, request))
    reading = read(workspace, available)
    frame, lock, naming_said = identify(workspace, reading, found.lock)
    package = workspace.package_path(frame.name)
    if found.lock is None and not request.fresh:
        recorded.refuse_lost_lock(package, workspace)
    own = receipts.wrote(request, found.text, package)
    snapshot = None if own else recorded.read_package(package, frame.deck_id)
    releases = tuple(recorded.read_release(path, frame.deck_id) for path in request.after)
    resolution = resolve(reading.entries, lock, scope_of(workspace, reading, lock), reading.seals)
    shelf = MediaShelf(workspace.folder, workspace.config.media_folders, available)
    desk = Desk(frame=frame, folder=workspace.folder, shelf=shelf, means=available)
    drafted, render_said = draft_all(resolution.decisions, reading.shapes, desk)
    if available.workers:
        available.workers.rest()  # what follows takes the memory that they had
    resolution = hold(resolution, [at for at, each in enumerate(drafted) if each.draft is None])
    if own and (resolution.held or any(each.held_record for each in drafted)):
        snapshot = recorded.read_package(package, frame.deck_id)
    packages = (*releases, *([snapshot] if snapshot else ()))
    terms = Terms(
        now=request.now,
        rerender=request.rerender,
        deck_before=lock.deck_name,
        released=lock.released.time if request.release and lock.released else None,
    )
    compared = comparing.changes(drafted, resolution, recorded.actual(packages, lock if own else None), terms)
    notes, lost = comparing.notes_of(compared, drafted, packages[::-1])
    dressed = comparing.dressed_types(lock, frame, notes, packages, request)
    plan = Plan(
        changes=compared,
        restyled=tuple(each.record.key for each in dressed if each.changed),
        first=found.lock is None,
        renamed_from=lock.deck_name if lock.deck_name != frame.name else "",
    )
    kept = {each.draft.guid: (each, change) for each, change in comparing.paired(drafted, compared) if each.draft}
    new_lock = locking.remembered(locking.renewed(lock, frame, resolution, kept, request.now), dressed)
    if request.release:
        new_lock = locking.released(lock, new_lock, request.release, request.now)
    said = [*found.diagnostics, *naming_said, *_pasteable(resolution.diagnostics, workspace), *render_said]
    said += [*shelf.missing_folders(), *running(request.styles)]
    shelf.keep()
    said += lockfile.postdated(lock, request.now, path=str(workspace.lock))
    return Build(
        request=request,
        frame=frame,
        reading=reading,
        plan=plan,
        lock=new_lock,
        lock_text=lockfile.dumps(new_lock),
        lock_before=found.text,
        package=package,
        content=comparing.package_content(
            frame, new_lock, notes, dressed, {**shelf.files, **style_files(request.styles)}
        ),
        shelf=shelf,
        held_media=comparing.held_media(compared, notes, shelf),
        size=len(notes),
        before=snapshot,
        diagnostics=(*reading.diagnostics, *silenced(said, workspace.config.silence, reading.documents)),
        outdated=sum(
            change.effect is Effect.UNCHANGED and locking.is_outdated(each.draft, each.decision.record)
            for each, change in kept.values()
            if each.draft
        ),
        lost=lost,
    )


def standing(made: Build, *effects: Effect) -> PackageSnapshot | None:
    """Give what the package on disk holds, to compare notes with these effects; None where that tells nothing more.

    Where the cache knew that it is as the lock says, it is read only now, and only if there is such a note.
    """
    if made.before or not made.plan.of(*effects):
        return made.before
    return recorded.read_package(made.package, made.frame.deck_id)


def write(made: Build) -> str:
    """Put a build on disk: the package is made ready beside its place, the lock is replaced, then the package is.

    Gives the package's SHA-256.
    """
    lock = made.request.workspace.lock
    with staged(made.package) as package:
        press(made, package)
        digest = file_digest(package)
        if made.lock_text != made.lock_before:
            with staged(lock) as new_lock:
                new_lock.write_text(made.lock_text, encoding="utf-8", newline="\n")
    receipts.sign(made.request, made.lock_text)
    return digest


def _pasteable(said: tuple[Diagnostic, ...], workspace: Workspace) -> Iterator[Diagnostic]:
    """Complete the commands that identity names, which doesn't know what the deck is called on this machine."""
    for each in said:
        complete = each.code == "DW405" and workspace.source.resolve() != Path.cwd()
        yield replace(each, hint=f"{each.hint} {shlex.quote(str(workspace.source))}") if complete else each


def _nothing(made: Build) -> DeckwrightError:
    """Say why there is nothing to build."""
    source = made.request.workspace.source
    errors = [each for each in made.diagnostics if each.severity is Severity.ERROR]
    if not errors and any(entry.defect for entry in made.reading.entries):
        return DeckwrightError(
            f"{source}: no question has an answer, so there is nothing to build",
            hint="Write the answers below the questions; `deckwright check` names each question that has none.",
        )
    if not errors:
        return DeckwrightError(
            f"{source}: no questions were found, so there is nothing to build",
            hint="If every heading is one, write `style: headings` in the front matter; `check --explain` says what was seen.",
        )
    first, more = errors[0], f" (and {len(errors) - 1} more errors)" if len(errors) > 1 else ""
    place = f"{first.file}:{first.line}" if first.line else first.file
    return DeckwrightError(f"{place}: {first.message}{more}, so there is nothing to build", hint=first.hint)


def _refusal(made: Build, mode: Mode) -> str:
    """Say what would change against the mode; empty where nothing would."""
    if mode is not Mode.WRITE and made.lock_text != made.lock_before:
        return f"{made.request.workspace.lock} would change"
    if mode is Mode.CHECK and not is_current(made):
        return f"{made.package} would change"
    return ""


def refuse_shared(paths: Sequence[Path], *, what: str, option: str) -> None:
    """Raise UsageError where two decks would write the same file."""
    seen: set[Path] = set()
    for path in paths:
        if path.resolve() in seen:
            raise UsageError(
                f"Two of the sources ask for the same {what}, {path}",
                hint=f"Build them one by one, each with its own {option}.",
            )
        seen.add(path.resolve())


def objects(made: Build) -> str:
    """Say why a build should not go on unasked: too much of the deck would be retired. Empty where it may."""
    if made.plan.first or made.request.retire:
        return ""
    counts = made.plan.count()
    retired = counts[Effect.RETIRED]
    before = sum(counts.values()) - counts[Effect.NEW] - counts[Effect.RESTORED]
    if retired <= _MANY or retired * _SHARE <= before:
        return ""
    return f"{retired} of the deck's {before} notes are asked for by the sources no longer and would be retired"
