"""The rule for pictures: what asks and answers the same while its pictures are called, sized or written otherwise.

A picture's words and path are part of a question's text, but not what makes it that question: a folder is renamed, a
width is added. Where the pictures go by other names, only the place tells that it isn't another question.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence

from deckwright.identity.sheet import Known, Sheet
from deckwright.identity.sketch import answer_hash_of, answer_text, cut_question, short_hash
from deckwright.identity.text import collapse
from deckwright.identity.words import words
from deckwright.lockfile import Record
from deckwright.markdown.shown import Shown, name_of, shown_in

Key = Callable[[Shown], Hashable]
_NOTHING = short_hash("")
_TELLING = 2
"""Words that a question has at least beside its pictures, where it has no answer that would tell."""


def by_picture(sheet: Sheet, wave: Sequence[Known]) -> None:
    """Match what differs from a record in its question's pictures only, if that is the only one of the kind."""
    asked = [(known, found) for known in wave if _is_free(sheet, known) and (found := _asked(known)).paths]
    if not asked:
        return
    records = [
        (record, found)
        for record in sheet.free_records()
        if not record.question.endswith("…") and (found := shown_in(record.question)).paths
    ]
    if records:
        _match(sheet, asked, records, _by_names, "same question and answer, its picture written otherwise")
        _match(sheet, asked, records, _by_words, "same question and answer in the same place, with another picture")


def is_redrawn(one: str, other: str, *, in_place: bool) -> bool:
    """Whether two gaps that only show something show the same: by its path, or in one place by its name."""
    now, before = shown_in(one), shown_in(other)
    if not now.paths or words(now.text) or now.text != before.text:
        return False
    return now.paths == before.paths or (in_place and _names(now) == _names(before))


def _match(
    sheet: Sheet,
    asked: Iterable[tuple[Known, Shown]],
    records: Iterable[tuple[Record, Shown]],
    key: Key,
    evidence: str,
) -> None:
    entries = [(known, (key(found), _sort(known))) for known, found in asked if _is_free(sheet, known)]
    counts = Counter(same for _, same in entries)
    alive: dict[Hashable, list[Record]] = {}
    retired: dict[Hashable, list[Record]] = {}
    for record, found in records:
        if record.guid not in sheet.taken:
            same = key(found), _recorded_sort(record)
            (retired if record.retired else alive).setdefault(same, []).append(record)
    for known, same in entries:
        like = alive.get(same) or retired.get(same, [])
        if counts[same] == 1 == len(like) and (key is _by_names or sheet.in_place(known, like[0])):
            sheet.match(known, like[0], evidence)


def _is_free(sheet: Sheet, known: Known) -> bool:
    return known.position not in sheet.matches


def _asked(known: Known) -> Shown:
    """Give an entry's question without its pictures, if it says or answers enough to be known by."""
    question, hashed = cut_question(known.entry)
    found = shown_in(question) if not hashed else Shown(question, ())
    enough = found.paths and (_answer(known) != _NOTHING or len(words(found.text)) >= _TELLING)
    return found if enough else Shown(question, ())


def _answer(known: Known) -> str:
    return short_hash(collapse(answer_text(known.entry)))


def _sort(known: Known) -> Hashable:
    """Give what an entry shares with its record whatever its pictures are: its answer, and what kind of note it is."""
    return _answer(known), known.entry.kind.note_type, bool(known.entry.parent)


def _recorded_sort(record: Record) -> Hashable:
    return answer_hash_of(record.sketch), record.kind.note_type, bool(record.parent)


def _by_names(found: Shown) -> Hashable:
    return found.text, _names(found)


def _by_words(found: Shown) -> Hashable:
    return found.text, len(found.paths)


def _names(found: Shown) -> tuple[str, ...]:
    return tuple(map(name_of, found.paths))
