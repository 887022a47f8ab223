"""What would change: `diff(desired, recorded, actual)` as a value. Applying looks at nothing else."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from enum import Enum

from deckwright.identity.gaps import numbers_of
from deckwright.lockfile import Record
from deckwright.model import Digest, Guid, Kind
from deckwright.notes import Draft
from deckwright.swift import dataclass


class Effect(Enum):
    """What happens to a note; each note has exactly one."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    RETIRED = "retired"
    RESTORED = "restored"
    HELD = "held"
    BLOCKED = "blocked"


class Reason(Enum):
    """Why; a note may have any number of reasons."""

    REWORDED = "reworded"
    ANSWER = "answer"
    OPTIONS = "options"
    MOVED = "moved"
    TAGS = "tags"
    CONTEXT = "context"
    KIND = "kind"
    CARDS = "cards"
    """It has other cards than it had, or asks in another way: from the answer, typed in, with other gaps."""
    HINT = "hint"
    MEDIA = "media"
    RENDERER = "renderer"
    OVERTAKEN = "overtaken"
    """The package that is replaced holds another text under a later time than the lock's."""
    SETTLED = "settled"
    """The lock was merged, relinked or adopted since, and doesn't say what learners have."""
    REVERTED = "changed back"
    """It was changed since, and says again what learners have, under a later time."""
    RELEASE = "release"
    """It changed in a build since the last release; learners get it with this one."""


_UNSEEN = {
    Reason.TAGS: "other tags",
    Reason.CONTEXT: "another context",
    Reason.CARDS: "other cards",
    Reason.HINT: "another hint",
    Reason.MEDIA: "other pictures or sounds",
    Reason.RENDERER: "looks different",
    Reason.OVERTAKEN: "the package had another text",
    Reason.SETTLED: "the lock was merged, relinked or adopted since",
    Reason.REVERTED: "changed back",
    Reason.RELEASE: "changed since the last release",
}
"""What identity's evidence says nothing of; of the other reasons it says more than their names."""

GUESSED = frozenset({Reason.CONTEXT, Reason.CARDS, Reason.MEDIA})
"""What the lock alone can't tell from one another, where an entry's text and place are what they were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actual:
    """A note as a target holds it now: whose text it is, and since when."""

    digest: Digest | None
    modified: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Desired:
    """A note that the sources ask for, who it was before, and where its entry stands."""

    draft: Draft
    question: str
    """The question in one line, as the lock keeps it."""
    headings: tuple[str, ...]
    file: str
    line: int
    kind: Kind = Kind.QA
    parent: str = ""
    """The question that it follows or is a part of, in one line."""
    record: Record | None
    """What the lock has of it; None for a new one."""
    seen: tuple[Reason, ...] = ()
    """What identity saw change in the entry's text and place."""
    evidence: str = ""
    """The same in words ("reworded, 91 % alike")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What happens to one note, why, and the times that it gets (Unix seconds)."""

    guid: Guid
    effect: Effect
    question: str
    file: str = ""
    line: int = 0
    reasons: tuple[Reason, ...] = ()
    kind: Kind = Kind.QA
    parent: str = ""
    """The question that it follows or is a part of, in one line."""
    was: str = ""
    """The question as it was, where it was reworded."""
    evidence: str = ""
    digest: str = ""
    """By the lock, of a note that no entry asks for."""
    created: int = 0
    modified: int = 0
    deck: str = ""
    deck_was: str = ""
    """The deck that the note was in by the last build, where that is another one."""

    @property
    def why(self) -> str:
        """What the note was known by, and what changed of it, in a few words; empty where there is nothing to say."""
        if not self.evidence:
            return ", ".join(reason.value for reason in self.reasons)
        return "; ".join([self.evidence, *(_UNSEEN[reason] for reason in self.reasons if reason in _UNSEEN)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The changes of a build, in the order of the sources; then what is held and what is retired."""

    changes: tuple[Change, ...]
    restyled: tuple[str, ...] = ()
    """Keys of the note types whose templates or CSS changed."""
    first: bool = False
    """Whether nothing was recorded before, so that every note is new."""
    renamed_from: str = ""
    """The deck's name by the last build, where that is another one."""
    baseline: str = "the last build"
    """Since when this is what changes."""

    def count(self) -> Mapping[Effect, int]:
        """Count the notes by effect, with zeros."""
        found = [change.effect for change in self.changes]
        return {effect: found.count(effect) for effect in Effect}

    def of(self, *effects: Effect) -> tuple[Change, ...]:
        """Give the changes with one of these effects."""
        return tuple(change for change in self.changes if change.effect in effects)

    @property
    def is_quiet(self) -> bool:
        """Whether a learner who has the last build would notice nothing."""
        return not self.restyled and not self.of(Effect.NEW, Effect.UPDATED, Effect.RETIRED, Effect.RESTORED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the comparison depends on besides the notes: the time, and whether to send what only looks different."""

    now: int
    rerender: bool = False
    deck_before: str = ""
    """The deck's name by the last build."""
    released: int | None = None
    """The time of the last release, where this build is one: what changed since gets this build's time."""


def diff(desired: Sequence[Desired], actual: Mapping[Guid, Actual], terms: Terms) -> tuple[Change, ...]:
    """Compare what the sources ask for with what the lock recorded and with what the target holds.

    A note's time moves only with its digest, and then strictly forward: beyond the lock's and the target's.
    """
    standing = frozenset(note.question for note in desired if note.record and note.record.question == note.question)
    return tuple(_change(note, actual.get(note.draft.guid), standing, terms) for note in desired)


def gone(records: Sequence[Record], effect: Effect, questions: Mapping[str, str]) -> tuple[Change, ...]:
    """Give the changes of notes that no entry asks for: retired ones, or held ones; `questions` are their parents'."""
    return tuple(
        Change(
            guid=record.guid,
            effect=effect,
            question=record.question or record.label,
            kind=record.kind,
            parent=questions.get(record.parent, ""),
            file=record.file,
            digest=record.digest,
            created=record.created,
            modified=record.modified,
        )
        for record in records
    )


def _change(note: Desired, held: Actual | None, standing: Collection[str], terms: Terms) -> Change:
    """Say what happens to a note; `standing` are the questions that ask as they did."""
    record, draft = note.record, note.draft
    reasons = _reasons(note, standing, terms)
    modified = record.modified if record else terms.now
    if record and reasons:
        modified = max(terms.now, record.modified + 1)
    if held and held.digest != draft.digest and held.modified >= modified:
        modified = max(terms.now, held.modified + 1)
        reasons = reasons or (Reason.OVERTAKEN,)
    elif held and held.digest == draft.digest and not reasons:
        modified = max(modified, held.modified)
    if record and not reasons and terms.released is not None and modified > terms.released:
        modified = max(terms.now, modified)
        reasons = (Reason.RELEASE,)
    deck_was = (record.deck or terms.deck_before) if record else ""
    return Change(
        guid=draft.guid,
        effect=_effect(record, reasons),
        question=note.question,
        kind=note.kind,
        parent=note.parent,
        file=note.file,
        line=note.line,
        reasons=reasons if record else (),
        was=record.question if record and record.question != note.question else "",
        evidence=note.evidence,
        created=record.created if record else terms.now,
        modified=modified,
        deck=draft.deck,
        deck_was=deck_was if deck_was != draft.deck else "",
    )


def _effect(record: Record | None, reasons: tuple[Reason, ...]) -> Effect:
    if record is None:
        return Effect.NEW
    if record.retired:
        return Effect.RESTORED
    return Effect.UPDATED if reasons else Effect.UNCHANGED


def _reasons(note: Desired, standing: Collection[str], terms: Terms) -> tuple[Reason, ...]:
    """Say why a known note has to be sent again; empty where its digest is the recorded one."""
    record, draft = note.record, note.draft
    if record is None:
        return ()
    if record.digest == draft.digest:
        stale = terms.rerender and record.rendered != draft.rendered
        return (Reason.RENDERER,) if stale else ()
    if record.is_settled and not note.seen:
        return (Reason.SETTLED,)
    renamed = (Reason.CONTEXT,) if record.headings != note.headings and Reason.MOVED not in note.seen else ()
    had = {number - 1 for number in numbers_of(record.clozes)} or {*record.cards} or {0}
    same_type = record.note_type == draft.note_type
    cards = (Reason.CARDS,) if same_type and had != {*draft.ordinals} else ()
    return (*note.seen, *renamed, *cards) or (_other(note, record, standing),)


def _other(note: Desired, record: Record, standing: Collection[str]) -> Reason:
    """Say what else it may be: the lock has no text of tags, pictures, parents and whatever is asked beside the question."""
    if record.rendered == note.draft.rendered:
        return Reason.TAGS
    if note.parent and note.parent not in standing:
        return Reason.CONTEXT
    if note.draft.media:
        return Reason.MEDIA
    return Reason.CARDS if record.rendered else Reason.TAGS
