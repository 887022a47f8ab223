"""From a prepared build to a preview: what each note is and was, and which diagnostics belong to it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from deckwright.app import recorded
from deckwright.app.build import Build, prepare, standing
from deckwright.app.request import Request
from deckwright.app.since import since
from deckwright.app.styles import find_styles
from deckwright.errors import DeckwrightError, Diagnostic, UsageError
from deckwright.model import Guid, Note
from deckwright.notetypes import REGISTRY, NoteType, note_type
from deckwright.plan import Change, Effect
from deckwright.preview.deck import Leaf, PreviewDeck, Version
from deckwright.preview.site import mathjax_folder, read, site
from deckwright.report import changes
from deckwright.report.line import counted
from deckwright.swift import dataclass
from deckwright.targets.package.content import PackageSnapshot

_MARK = ".deckwright-preview"
"""The file by which a folder is known to be a preview of ours, which another may replace."""
_COMPARED = (Effect.UPDATED, Effect.RESTORED, Effect.RETIRED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Where a preview was written, and what of."""

    deck: PreviewDeck
    folder: Path
    has_mathjax: bool


def preview(request: Request, against: Path | None = None) -> tuple[PreviewDeck, Build]:
    """Work out a deck's preview, compared with `against`, a package; by default with the one that a build would replace."""
    made = prepare(replace(request, fresh=True))
    if against is None:
        return _deck(made, standing(made, *_COMPARED), made.package.name if made.package.exists() else ""), made
    snapshot = recorded.read_release(against, made.frame.deck_id, {change.guid for change in made.plan.changes})
    made = replace(made, plan=since(made.plan, made.content, snapshot, against))
    return _deck(made, snapshot, against.name), made


def write_site(deck: PreviewDeck, folder: Path) -> Written:
    """Write a deck's site into a folder, in place of an older preview there.

    Raises UsageError where the folder holds anything else.
    """
    if folder.exists() and not (folder / _MARK).is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(
            f"{folder} is there, and is no preview of Deckwright's", hint="Name another folder with --output."
        )
    mathjax = mathjax_folder()
    try:
        folder.absolute().parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.absolute().parent) as workplace:
            new, old = Path(workplace) / "new", Path(workplace) / "old"
            _write(deck, mathjax, new)
            if folder.exists():
                folder.rename(old)
            try:
                new.rename(folder)
            except BaseException:
                old.rename(folder)
                raise
    except OSError as error:
        raise DeckwrightError(f"{folder}: can't be written ({error.strerror or error})") from None
    return Written(deck=deck, folder=folder, has_mathjax=mathjax is not None)


def default_folder(made: Build) -> Path:
    """Give the folder for a preview: beside the package, named like it."""
    return made.package.with_name(f"{made.package.stem}-preview")


def _write(deck: PreviewDeck, mathjax: Path | None, folder: Path) -> None:
    pages = site(deck, mathjax)
    for parent in sorted({(folder / path).parent for path in pages}):
        parent.mkdir(parents=True, exist_ok=True)
    for path, page in pages.items():
        if isinstance(page, Path):
            shutil.copyfile(page, folder / path)
        else:
            (folder / path).write_bytes(read(page))
    (folder / _MARK).write_bytes(b"")


def _deck(made: Build, snapshot: PackageSnapshot | None, baseline: str) -> PreviewDeck:
    remarks, general = _remarks(made)
    notes = {note.guid: note for note in made.content.notes}
    leaves = (
        _leaf(change, notes.get(change.guid), snapshot, remarks.get((change.file, change.line), ()))
        for change in made.plan.changes
    )
    return PreviewDeck(
        name=made.frame.name,
        headline=f"{counted(made.size, 'note')}, {changes.headline(made.plan)}",
        baseline=baseline,
        note_types=_note_types(made),
        leaves=tuple(leaf for leaf in leaves if leaf.now or leaf.before),
        remarks=general,
        skipped=made.reading.skipped,
        media=made.content.media,
    )


def _leaf(change: Change, note: Note | None, snapshot: PackageSnapshot | None, remarks: tuple[Diagnostic, ...]) -> Leaf:
    now = None
    if note:
        now = Version(
            note_type=note.note_type,
            fields=note.fields,
            tags=note.tags,
            deck=note.deck,
            ordinals=note.ordinals,
        )
    before = _before(change.guid, snapshot) if snapshot and change.effect in _COMPARED else None
    return Leaf(change=change, now=now, before=before, remarks=remarks)


def _before(guid: Guid, snapshot: PackageSnapshot) -> Version | None:
    """Give a note as it stands in a package; None where it isn't there, or under a note type that isn't ours."""
    note = snapshot.notes.get(guid)
    key = snapshot.note_types[note.note_type].key if note else ""
    if note is None or key not in REGISTRY:
        return None
    return Version(note_type=key, fields=note.fields, tags=note.tags, deck=note.deck, ordinals=note.ordinals)


def _note_types(made: Build) -> Mapping[str, NoteType]:
    """Give every kind of note type, dressed; a build holds only those that its notes need."""
    styles = find_styles(made.request.styles)
    frame = made.frame
    every = {
        key: note_type(spec, styles, deck_id=frame.deck_id, deck_name=frame.name) for key, spec in REGISTRY.items()
    }
    return {**every, **{each.key: each for each in made.content.note_types}}


_Place = tuple[str, int]
"""A file, and the line of a question in it."""


def _remarks(made: Build) -> tuple[Mapping[_Place, tuple[Diagnostic, ...]], tuple[Diagnostic, ...]]:
    """Sort the diagnostics by the question whose lines they are about; the rest is about no single note."""
    owners = {place: question for question, lines in _questions(made) for place in lines}
    known = {(change.file, change.line) for change in made.plan.changes if change.line}
    found: dict[_Place, tuple[Diagnostic, ...]] = {}
    general: list[Diagnostic] = []
    for each in made.diagnostics:
        owner = owners.get((each.file, each.line))
        if owner in known:
            found[owner] = (*found.get(owner, ()), each)
        else:
            general.append(each)
    return found, tuple(general)


def _questions(made: Build) -> Iterator[tuple[_Place, Iterator[_Place]]]:
    """Give each entry's question with the lines that the entry covers."""
    for document in made.reading.documents:
        for entry, (first, last) in zip(document.entries, document.covered, strict=True):
            yield (entry.file, entry.line), ((entry.file, line) for line in range(first, last + 1))
