"""What each note is: its fields, tags, deck and digest, from an entry and its rendering."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import lru_cache

from deckwright.config import Config, Subdecks
from deckwright.media.names import names_in
from deckwright.model import DeckId, DeckName, Digest, Entry, Fragment, Guid, Kind, Note
from deckwright.notetypes import REGISTRY, Base, dump_base, field_marks, fields_hash
from deckwright.swift import dataclass

_ARROW = " › "  # between the parts of a breadcrumb
_SEARCHED = re.compile(r'([\\"*_:])')  # what means something in Anki's searches; other tools' GUIDs may hold it
_ESCAPED = r"\\\1"
_SOUGHT = 40  # notes that the description's search finds: everybody who opens the deck has to look at it
_LANGUAGE = re.compile(r"([a-z]{2,8}(?:-[a-z0-9]{1,8})*)(?: rtl)?", re.IGNORECASE)
ANKIS_TAGS = frozenset({"leech", "marked"})
"""Tags that Anki keeps for the learner: it takes them off whatever it imports."""
_PATTERNS = ("re:", "nc:")
"""What Anki's searches take for the beginning of a pattern, not of a tag."""
_BRANCHES: Mapping[str, frozenset[str]] = {
    "kind": frozenset(each.value for each in Kind),
    "has": frozenset({"audio", "code", "image", "math", "table"}),
}
"""The levels of tags that say what a note is and holds, and what may stand below them (`Fragment.features`)."""
_APART = "-section"
"""What a heading's level has at its end where it would be one of those."""
_ALSO_FOLLOW = frozenset({Kind.QUIZ, Kind.CLOZE})
"""Kinds that a follow-up has where its text makes it one of them."""
_JSON = json.JSONEncoder(ensure_ascii=False)
_SCHEMA = 1  # of the digest; only ever raised together with a way to keep old digests valid


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What all notes of a deck have in common."""

    deck_id: DeckId
    name: DeckName
    config: Config = field(default_factory=Config)
    decks: Mapping[str, str] = field(default_factory=dict)
    """Decks that sources ask for in their front matter, by file."""
    spelled: Mapping[str, str] = field(default_factory=dict)
    """Decks that differ from an earlier one by upper and lower case only, which to Anki is the same, with that one."""

    @property
    def tag_root(self) -> str:
        """The tag above all tags that come from the document."""
        asked = self.config.tag_root or self.name
        return "::".join(filter(None, map(slug, asked.split("::")))) or "deckwright"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """An entry's passages as HTML, by the name of the field that they go into, and its breadcrumb, outermost first."""

    fragments: Mapping[str, Fragment]
    headings: tuple[str, ...] = ()
    parent: Fragment = field(default_factory=Fragment)
    """The question that it follows."""
    numbers: tuple[tuple[int, ...], ...] = ()
    """Of a cloze's gaps."""

    @property
    def features(self) -> frozenset[str]:
        """What was met in any of the passages."""
        return frozenset().union(*(fragment.features for fragment in self.fragments.values()))

    @property
    def media(self) -> tuple[str, ...]:
        """The media files that any of the passages, a heading above or the parent's question uses, sorted."""
        above = {name for html in self.headings for name in names_in(html)}
        shown = (*self.fragments.values(), self.parent)
        return tuple(sorted(above.union(*(fragment.media for fragment in shown))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A note as the sources ask for it now: all but its times, which depend on what was there before."""

    guid: Guid
    note_type: str
    fields: Sequence[str]
    tags: tuple[str, ...]
    deck: DeckName
    digest: Digest
    rendered: str
    """A hash of the fields as HTML; it moves with the renderer, where `digest` doesn't."""
    ordinals: tuple[int, ...]
    """Empty where the front renders blank, so that Anki would make no card."""
    media: tuple[str, ...]

    def at(self, *, created: int, modified: int) -> Note:
        """Give the note with its times (Unix seconds)."""
        return Note(
            guid=self.guid,
            note_type=self.note_type,
            fields=self.fields,
            tags=self.tags,
            deck=self.deck,
            digest=self.digest,
            modified=modified,
            created=created,
            ordinals=self.ordinals,
        )


def assemble(entry: Entry, parts: Parts, frame: Frame, *, guid: Guid, content: Digest) -> Draft:
    """Make the note of an entry. `content` is the entry's content digest (`identity.content_digest`)."""
    spec = REGISTRY[entry.kind.note_type]
    written = tags(entry, frame)
    shown = sorted({*written, *_feature_tags(entry, parts, frame)}, key=str.casefold)
    digest = _digest(entry, content, written, parts)
    values = {name: fragment.html for name, fragment in parts.fragments.items()}
    values |= {
        "Context": _ARROW.join(parts.headings),
        "Parent": parts.parent.html,
        "Lang": _language(entry.lang),
        "Source": _escape(f"{entry.file}#{entry.headings[-1]}" if entry.headings else entry.file),
        "Key": _escape(guid),
    }
    values |= spec.derived(values)
    if spec.is_cloze:  # Anki makes cards for the gaps of any field
        from deckwright.markdown.guards import guard_outside_clozes  # noqa: PLC0415

        values = {name: html if name == "Text" else guard_outside_clozes(html) for name, html in values.items()}
    fields = tuple(values.get(each.name, "") for each in spec.fields)
    rendered = fields_hash(spec, fields)
    deck = deck_of(entry, frame)
    marks = field_marks(spec, fields)
    base = dump_base(Base(digest=digest, fields=rendered, marks=marks, tags=tuple(shown), deck=deck))
    place = spec.index("Base")
    return Draft(
        guid=guid,
        note_type=spec.key,
        fields=(*fields[:place], base, *fields[place + 1 :]),
        tags=tuple(shown),
        deck=deck,
        digest=digest,
        rendered=rendered,
        ordinals=spec.ordinals(fields),
        media=parts.media,
    )


def _language(lang: str) -> str:
    """Give what may stand in `lang="…"` of a template: a language tag or nothing; its direction follows from it."""
    found = _LANGUAGE.fullmatch(lang.strip().replace("_", "-"))
    return found[1] if found else ""


@lru_cache(maxsize=1 << 12)
def slug(text: str) -> str:
    """Make a text one level of a tag: lower case, words joined by hyphens, letters of any script, `+` and `#` kept.

    No underscore is left: in Anki's searches it is a wildcard.
    """
    normal = unicodedata.normalize("NFC", text).lower()
    return "-".join("".join(char if _in_tag(char) else " " for char in normal).split())


def deck_level(text: str) -> str:
    """Make a text one level of a deck's name, as Anki would: NFC, no quotes, no control characters, no colon at an end."""
    normal = unicodedata.normalize("NFC", text.replace('"', ""))
    return " ".join(_without_controls(" ".join(normal.split())).split()).strip(": ")


def tags(entry: Entry, frame: Frame) -> tuple[str, ...]:
    """Give the tags that the author chose for an entry: by its place under the headings, for the deck, and its own."""
    path = [*map(slug, entry.headings)]
    if frame.config.tag_files:
        path.insert(0, slug(entry.file.rpartition("/")[2].rpartition(".")[0]))
    place = "::".join([frame.tag_root, *_apart([*filter(None, path)])])
    return _unique([place, *map(_own_tag, frame.config.tags), *map(_own_tag, entry.tags)])


def description(frame: Frame, *, notes: int, retired: Sequence[Guid], release: str = "") -> str:
    """Write the deck's description for Anki's deck page, as HTML; of many `retired` notes it finds the first ones."""
    config = frame.config
    version = config.version or release
    facts = [f"{notes} notes", *([f"version {_escape(version)}"] if version else [])]
    lines = [
        _escape(config.description),
        f"{_escape(frame.name)}: {', '.join(facts)}.",
        "To update, import the new package: your reviews stay.",
    ]
    gone = _escape(search_for(sorted(retired[:_SOUGHT])))
    if gone:
        them = f"the last {_SOUGHT} of {len(retired)}" if len(retired) > _SOUGHT else "them"
        lines.append(f"Notes that are no longer part of the deck stay in Anki; this search finds {them}: {gone}")
    return "<br>".join(filter(None, lines))


def search_for(guids: Iterable[Guid]) -> str:
    """Write the search that finds these notes in Anki's browser."""
    return " OR ".join(f"Key:{guid}" if guid.isalnum() else f'"Key:{_SEARCHED.sub(_ESCAPED, guid)}"' for guid in guids)


def _digest(entry: Entry, content: Digest, written: tuple[str, ...], parts: Parts) -> Digest:
    """Hash what the author wrote and chose: no HTML, file name, line, deck or order."""
    chosen = [
        _SCHEMA,
        content,
        entry.kind.value,
        entry.parent,
        entry.hint.text.strip(),
        entry.headings,
        sorted(written, key=str.casefold),
        sorted(entry.attributes.items()),
        entry.definitions,
        parts.media,
        *([parts.numbers] if entry.kind is Kind.CLOZE else []),
        *([{"reverse": entry.reverse.text.strip(), "typed": entry.typed}] if entry.reverse or entry.typed else []),
    ]
    if entry.aspect:
        chosen.append(entry.aspect)
    text = unicodedata.normalize("NFC", _JSON.encode(chosen))
    return Digest(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16])


def _feature_tags(entry: Entry, parts: Parts, frame: Frame) -> list[str]:
    kinds = [f"kind::{entry.kind.value}"] if entry.kind is not Kind.QA else []
    if entry.parent and entry.kind in _ALSO_FOLLOW:
        kinds.append(f"kind::{Kind.FOLLOW_UP.value}")
    return [f"{frame.tag_root}::{each}" for each in [*kinds, *(f"has::{feature}" for feature in parts.features)]]


def deck_of(entry: Entry, frame: Frame) -> DeckName:
    """Name the deck that an entry's cards go to."""
    match frame.config.subdecks:
        case Subdecks.FILE:
            below = entry.file.rpartition("/")[2].rpartition(".")[0]
        case Subdecks.SECTION:
            below = entry.headings[0] if entry.headings else ""
        case Subdecks.NONE:
            below = ""
    top = frame.decks.get(entry.file, "") or frame.name
    below = deck_level(below.replace("::", " "))
    name = f"{top}::{below}" if below else top
    return DeckName(frame.spelled.get(name, name))


def search_problem(tag: str) -> str:
    """Say what Anki's search finds instead of an author's tag where it doesn't find that; mostly nothing."""
    own = _own_tag(tag)
    if own.casefold() == "none":
        return f"“tag:{own}” finds what has no tag"
    return f"“tag:{own}” is read as a pattern" if own.casefold().startswith(_PATTERNS) else ""


def _apart(levels: Sequence[str]) -> Iterator[str]:
    """Keep headings ("Kind", and below it "Quiz") apart from the tags that say what a note is and holds."""
    for at, level in enumerate(levels):
        below = levels[at + 1] if at + 1 < len(levels) else ""
        ours = level in _BRANCHES and (not at or below in _BRANCHES[level])
        yield f"{level}{_APART}" if ours else level


def _own_tag(tag: str) -> str:
    """Make an author's tag one that Anki takes: NFC, without white space and control characters, no empty level."""
    joined = "-".join(unicodedata.normalize("NFC", tag).split()).lstrip("#")
    joined = _without_controls(joined)
    taken = "::".join(filter(None, joined.split("::")))
    return "" if taken.casefold() in ANKIS_TAGS else taken


def _without_controls(text: str) -> str:
    return "".join(char for char in text if unicodedata.category(char) not in {"Cc", "Cs"})


def _unique(found: Iterable[str]) -> tuple[str, ...]:
    """Drop empty tags, and those that Anki takes for the same since they differ by case only."""
    return tuple({tag.casefold(): tag for tag in reversed(list(found)) if tag}.values())[::-1]


def _in_tag(char: str) -> bool:
    return char in "+#" or unicodedata.category(char)[0] in "LNM"


def _escape(text: str) -> str:
    """Write plain text as the editor would: NFC, three entities and the no-break space."""
    normal = unicodedata.normalize("NFC", text)
    return normal.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\xa0", "&nbsp;")
