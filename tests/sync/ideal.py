"""A target in memory, as plain as can be: it does what is asked for, and can be told to die at its n-th change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from deckwright.model import DeckName, Guid, Note
from deckwright.notetypes import REGISTRY, NoteType
from deckwright.sync.diff import diff
from deckwright.sync.plan import SyncPlan
from deckwright.sync.standing import Card, Look, Scope, Snapshot, Standing
from deckwright.sync.wanted import Abilities, Terms
from deckwright.targets.applying import apply
from deckwright.targets.package.content import PackageContent
from deckwright.targets.target import Outcome
from sync.made import Deck


class KilledError(Exception):
    """The process died."""


class Ideal:
    """A target in memory, and a session on it."""

    label = "memory"
    claim = Path("memory")
    abilities = Abilities()
    warning = ""

    def __init__(self) -> None:
        self.notes: dict[Guid, Standing] = {}
        self.looks: dict[str, Look] = {}
        self.media: set[str] = set()
        self.lives: int | None = None
        """How many changes it goes through before it dies; None for ever."""
        self.changes = 0

    @contextmanager
    def session(self) -> Iterator[Ideal]:
        yield self

    def read(self, scope: Scope) -> Snapshot:
        stray = frozenset(self.media) - scope.media
        return Snapshot(notes=dict(self.notes), looks=dict(self.looks), media=scope.media & self.media, stray=stray)

    def back_up(self) -> str:
        return ""

    def finish(self) -> Outcome:
        return Outcome()

    def store_media(self, name: str, path: Path) -> None:  # noqa: ARG002
        self._live()
        self.media.add(name)

    def restyle(self, note_type: NoteType) -> None:
        self._live()
        self.looks[note_type.key] = look(note_type)

    def receive(self, content: PackageContent) -> None:
        self._live()
        for note in content.notes:
            assert note.guid not in self.notes, "only what isn't there is sent"
            stand(self, note)

    def convert(self, guid: Guid, old: str, new: str) -> None:
        self._live()
        note = self.notes[guid]
        values = dict(zip(REGISTRY[old].field_names, note.fields, strict=True))
        fields = tuple(values.get(name, "") for name in REGISTRY[new].field_names)
        self.notes[guid] = replace(note, note_type=new, fields=fields)

    def move(self, guid: Guid, ordinals: tuple[int, ...], deck: DeckName) -> None:
        self._cards(guid, ordinals, deck=deck)

    def tag(self, guid: Guid, add: tuple[str, ...], drop: tuple[str, ...]) -> None:
        self._live()
        note = self.notes[guid]
        gone = {tag.casefold() for tag in (*drop, *add)}
        kept = [tag for tag in note.tags if tag.casefold() not in gone]
        self.notes[guid] = replace(note, tags=tuple(sorted([*kept, *add])))

    def suspend(self, guid: Guid, ordinals: tuple[int, ...]) -> None:
        self._cards(guid, ordinals, is_suspended=True)

    def unsuspend(self, guid: Guid, ordinals: tuple[int, ...]) -> None:
        self._cards(guid, ordinals, is_suspended=False)

    def write(self, guid: Guid, fields: Mapping[str, str], floor: int) -> None:
        self._live()
        note = self.notes[guid]
        spec = REGISTRY[note.note_type]
        written = tuple(fields.get(name, text) for name, text in zip(spec.field_names, note.fields, strict=True))
        deck = note.cards[0].deck
        new = tuple(Card(ordinal=each, deck=deck) for each in spec.ordinals(written) if each not in note.ordinals)
        cards = tuple(sorted((*note.cards, *new), key=lambda card: card.ordinal))
        self.notes[guid] = replace(note, fields=written, modified=floor + 1, cards=cards)

    def remove_cards(self, guid: Guid, ordinals: tuple[int, ...]) -> None:
        self._live()
        note = self.notes[guid]
        kept = tuple(card for card in note.cards if card.ordinal not in ordinals)
        self.notes[guid] = replace(note, cards=kept)

    def rename(self, guid: Guid, becomes: Guid) -> None:
        self._live()
        self.notes[becomes] = replace(self.notes.pop(guid), guid=becomes)

    def trash(self, names: tuple[str, ...]) -> None:
        self._live()
        self.media -= set(names)

    def delete(self, guid: Guid) -> None:
        self._live()
        del self.notes[guid]

    def _cards(self, guid: Guid, ordinals: tuple[int, ...], **values: object) -> None:
        self._live()
        note = self.notes[guid]
        cards = tuple(
            replace(card, **values) if card.ordinal in ordinals else card  # type: ignore[arg-type]
            for card in note.cards
        )
        self.notes[guid] = replace(note, cards=cards)

    def _live(self) -> None:
        if self.lives is not None:
            if not self.lives:
                raise KilledError
            self.lives -= 1
        self.changes += 1

    def see(self) -> Snapshot:
        """Look at all there is."""
        return Snapshot(notes=dict(self.notes), looks=dict(self.looks), media=frozenset(self.media))


def look(note_type: NoteType) -> Look:
    """Give a note type's look as it stands where we put it."""
    return Look(
        css=note_type.css,
        templates=note_type.templates,
        fields=note_type.spec.field_names,
        modified=note_type.modified,
    )


def stand(target: Ideal, note: Note) -> None:
    """Put a note there as a package would bring it."""
    target.notes[note.guid] = Standing(
        guid=note.guid,
        note_type=note.note_type,
        fields=tuple(note.fields),
        tags=note.tags,
        modified=note.modified,
        cards=tuple(Card(ordinal=ordinal, deck=note.deck) for ordinal in note.ordinals),
    )


def sync(target: Ideal, wanted: Deck, terms: Terms | None = None) -> SyncPlan:
    """Bring the target up to date; gives the plan that was carried out. Nothing is left to do after it."""
    terms = terms or Terms()
    plan = diff(wanted.wanted, target.read(wanted.wanted.scope), terms)
    apply(plan, wanted.content, target, lambda _: None)
    again = diff(wanted.wanted, target.read(wanted.wanted.scope), terms)
    assert again.is_quiet, again
    return plan
