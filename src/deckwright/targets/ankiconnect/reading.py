"""What stands in a running Anki: read by searches, since no action of AnkiConnect's tells GUIDs or ordinals."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from itertools import islice
from typing import Any

from deckwright.media.names import is_ours, names_in
from deckwright.model import DeckName, Guid
from deckwright.notetypes import REGISTRY
from deckwright.swift import dataclass
from deckwright.sync.standing import Card, Look, Scope, Snapshot, Standing
from deckwright.targets.ankiconnect.client import Client
from deckwright.targets.target import TargetError

_CHUNK = 500  # notes asked for at once
_FEW = 100  # notes that are searched for one by one
_MOST_GAPS = 500  # Anki counts no further in a cloze


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A snapshot, and Anki's numbers and names for what is in it."""

    snapshot: Snapshot
    notes: Mapping[Guid, int] = field(default_factory=dict)
    cards: Mapping[tuple[Guid, int], int] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    """The names of our note types by key; a learner may have renamed them."""
    templates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The names of their templates, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cards:
    ordinals: Mapping[int, int]
    decks: Mapping[int, DeckName]
    suspended: frozenset[int]
    reviewed: frozenset[int]
    filtered: frozenset[int]

    def card(self, number: int) -> Card:
        if number not in self.decks:
            raise _changing()
        return Card(
            ordinal=self.ordinals[number],
            deck=self.decks[number],
            is_suspended=number in self.suspended,
            is_reviewed=number in self.reviewed,
            is_away=number in self.filtered,
        )


def read_running(client: Client, scope: Scope) -> Found:
    """Look at what stands there. Notes are known by their field `Key`; of two with one key the older is ours."""
    names = {number: name for name, number in client.call("modelNamesAndIds").items()}
    types = {key: names[number] for key, number in scope.note_types.items() if number in names}
    looks, templates = _looks(client, {key: scope.note_types[key] for key in types})
    infos: dict[str, list[dict[str, Any]]] = {}
    searches = {key: f"mid:{scope.note_types[key]}{_narrowed(scope.only)}" for key in types}
    for key, search in searches.items():
        numbers = sorted(client.call("findNotes", query=search))
        infos[key] = [info for part in _chunks(numbers) for info in client.call("notesInfo", notes=part) if info]
    cards = _cards(client, list(searches.values()))
    ours = {info["noteId"]: (_standing(key, info, cards), info) for key, found in infos.items() for info in found}
    note_numbers: dict[Guid, int] = {}
    twice: set[Guid] = set()
    for number, (standing, _) in ours.items():
        if standing.guid and note_numbers.setdefault(standing.guid, number) != number:
            twice.add(standing.guid)
    lost = _lost(client, scope, note_numbers, ours.keys())
    note_numbers |= lost
    notes: dict[Guid, Standing] = {}
    card_numbers: dict[tuple[Guid, int], int] = {}
    for guid, number in note_numbers.items():
        if number in ours:
            standing, info = ours[number]
            notes[guid] = replace(standing, guid=guid)
            known = [card for card in info["cards"] if card in cards.ordinals]
            card_numbers |= {(guid, cards.ordinals[card]): card for card in known}
        else:
            notes[guid] = Standing(guid=guid, note_type="", fields=(), tags=(), modified=0, cards=())
    there = frozenset(client.call("getMediaFilesNames", pattern="*")) if scope.media else _ours(client)
    stray = frozenset(filter(is_ours, there)) - scope.media
    if stray:
        stray -= _named_by_others(client, note_numbers.values()) | _named_by_looks(client, names)
    return Found(
        snapshot=Snapshot(
            notes=notes,
            twice=frozenset(twice),
            looks=looks,
            media=scope.media & there,
            stray=stray,
            identity=client.call("getMediaDirPath"),
            numbers=note_numbers,
        ),
        notes=note_numbers,
        cards=card_numbers,
        types=types,
        templates=templates,
    )


def _lost(client: Client, scope: Scope, found: Mapping[Guid, int], ours: Collection[int]) -> dict[Guid, int]:
    """Find by the numbers that they had notes whose `Key` is gone, as where the learner changed their note type."""
    taken = {*found.values()}
    missing = {
        guid: number
        for guid, number in scope.numbers.items()
        if guid in scope.guids and guid not in found and number not in taken
    }
    others = sorted({*missing.values()} - {*ours})
    infos = (info for part in _chunks(others) for info in client.call("notesInfo", notes=part) if info)
    there = {info["noteId"] for info in infos} | {*ours}
    return {guid: number for guid, number in missing.items() if number in there}


def looks_of(client: Client, note_types: Mapping[str, int]) -> dict[str, Look]:
    """Look at those note types of ours that are there."""
    there = {*client.call("modelNamesAndIds").values()}
    looks, _ = _looks(client, {key: number for key, number in note_types.items() if number in there})
    return looks


def numbers_of(client: Client, notes: Collection[int]) -> dict[Guid, int]:
    """Give our notes' GUIDs, as they say them, with their numbers."""
    infos = (info for part in _chunks(sorted(notes)) for info in client.call("notesInfo", notes=part) if info)
    return {Guid(info["fields"]["Key"]["value"]): info["noteId"] for info in infos if "Key" in info["fields"]}


def _ours(client: Client) -> frozenset[str]:
    return frozenset(client.call("getMediaFilesNames", pattern="*dw-*"))


def _named_by_looks(client: Client, types: Collection[int]) -> frozenset[str]:
    """Name the files that styles and templates use, of whichever note type: the learner may have put them there."""
    models = client.call("findModelsById", modelIds=[*types])
    texts = [model["css"] for model in models]
    texts += [text for model in models for each in model["tmpls"] for text in each.values() if isinstance(text, str)]
    return frozenset(name for text in texts for name in names_in(text))


def _named_by_others(client: Client, known: Collection[int]) -> frozenset[str]:
    """Name the files that the learner's own notes use."""
    others = sorted({*client.call("findNotes", query='"dw-"')} - {*known})
    infos = (info for part in _chunks(others) for info in client.call("notesInfo", notes=part) if info)
    texts = (each["value"] for info in infos for each in info["fields"].values())
    return frozenset(name for text in texts for name in names_in(text))


def _narrowed(only: frozenset[Guid]) -> str:
    """Ask for few notes by their keys; asking for many would take longer than reading all."""
    if not 0 < len(only) <= _FEW or not all(guid.isalnum() and guid.isascii() for guid in only):
        return ""
    return f" ({' OR '.join(f'Key:{guid}' for guid in sorted(only))})"


def _looks(client: Client, types: Mapping[str, int]) -> tuple[dict[str, Look], dict[str, tuple[str, ...]]]:
    looks: dict[str, Look] = {}
    names: dict[str, tuple[str, ...]] = {}
    found = client.call("findModelsById", modelIds=list(types.values())) if types else ()
    if len(found) != len(types):
        raise _changing()
    for key, model in zip(types, found, strict=True):
        names[key] = tuple(template["name"] for template in model["tmpls"])
        looks[key] = Look(
            css=model["css"],
            templates=tuple((template["qfmt"], template["afmt"]) for template in model["tmpls"]),
            fields=tuple(each["name"] for each in model["flds"]),
            modified=model["mod"],
        )
    return looks, names


def _cards(client: Client, searches: Sequence[str]) -> _Cards:
    """Find out about all cards with a handful of searches: asking for each would have Anki render it."""
    whole = " OR ".join(f"({each})" for each in searches)
    if not whole:
        return _Cards(ordinals={}, decks={}, suspended=frozenset(), reviewed=frozenset(), filtered=frozenset())
    numbers = client.call("findCards", query=whole)
    ordinals: dict[int, int] = {}
    for ordinal in range(_MOST_GAPS):
        if len(ordinals) >= len(numbers):
            break
        ordinals |= dict.fromkeys(client.call("findCards", query=f"({whole}) card:{ordinal + 1}"), ordinal)
    decks = {
        number: DeckName(deck)
        for part in _chunks(numbers)
        for deck, held in client.call("getDecks", cards=part).items()
        for number in held
    }
    return _Cards(
        ordinals=ordinals,
        decks=decks,
        suspended=frozenset(client.call("findCards", query=f"({whole}) is:suspended")),
        reviewed=frozenset(client.call("findCards", query=f"({whole}) -is:new")),
        filtered=frozenset(client.call("findCards", query=f"({whole}) deck:filtered")),
    )


def _standing(key: str, info: Mapping[str, Any], cards: _Cards) -> Standing:
    values = {name: each["value"] for name, each in info["fields"].items()}
    names = REGISTRY[key].field_names
    whole = values.keys() >= set(names)
    return Standing(
        guid=Guid(values.get("Key", "")),
        note_type=key if whole else "",
        fields=tuple(values[name] for name in names) if whole else (),
        tags=tuple(info["tags"]),
        modified=info.get("mod", 0),
        cards=tuple(sorted((cards.card(number) for number in info["cards"] if number in cards.ordinals), key=_ordinal)),
    )


def _changing() -> TargetError:
    return TargetError("Anki changed while it was looked at", hint="Wait until it is done, then run this again.")


def _ordinal(card: Card) -> int:
    return card.ordinal


def _chunks(numbers: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(numbers)
    while part := list(islice(rest, _CHUNK)):
        yield part
