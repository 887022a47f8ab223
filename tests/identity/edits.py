"""What authors do to a document, as functions from one deck of entries to the next; each item keeps its true name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from random import Random

from deckwright.model import Entry, Passage
from identity.corpus import corpus, reserve, rewordings

SENTENCES = (
    "A common slip is to forget this under pressure.",
    "In practice one measures before one decides.",
    "See also the chapter on exceptions, which treats the border cases at length.",
    "This was not always so: older versions behaved in another way.",
    "Остальное описано в следующей главе.",
    "例外情况将在下一章中讨论。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry with the name that a person would know it by, through all edits."""

    name: str
    entry: Entry
    absorbed: tuple[str, ...] = ()
    """Other names that it may go by with as much right: what was merged into it."""
    answer_of: str = ""
    """Whose answer it has. Once that one is gone, nobody can tell a swap from a question asked in other words."""


Deck = tuple[Item, ...]
Edit = Callable[[Deck, Random], Deck]


def start() -> Deck:
    """Give the deck that edits start from."""
    return lay(Item(name=f"corpus {number}", entry=entry) for number, entry in enumerate(corpus()))


def lay(items: Iterable[Item]) -> Deck:
    """Number the entries anew: labels within their sections, lines within their files; sections stay together."""
    unlaid = tuple(items)
    order = {section: number for number, section in enumerate(dict.fromkeys(map(_section, unlaid)))}
    laid: list[Item] = []
    lines: dict[str, int] = {}
    for _, group in groupby(sorted(unlaid, key=lambda item: order[_section(item)]), key=_section):
        for number, item in enumerate(group, start=1):
            line = lines[item.entry.file] = lines.get(item.entry.file, 0) + 10
            laid.append(replace(item, entry=replace(item.entry, label=f"{number}.", line=line)))
    return tuple(laid)


def extend(deck: Deck, random: Random) -> Deck:
    """Add to answers, up to doubling them."""
    return _some(deck, random, lambda item: _answer(item, f"{item.entry.answer.text}\n\n{_say(item, random)}"))


def halve(deck: Deck, random: Random) -> Deck:
    """Cut answers in half."""
    return _some(deck, random, lambda item: _answer(item, _half(item.entry.answer.text)))


def reword(deck: Deck, random: Random) -> Deck:
    """Ask the same in other words."""

    def change(item: Item) -> Item:
        question = item.entry.question.text
        return _question(item, rewordings().get(question, f"Once more: {question}"))

    return _some(deck, random, change)


def slip(deck: Deck, random: Random) -> Deck:
    """Put a slip into a word of the question, or mend one."""

    def change(item: Item) -> Item:
        first, *rest = item.entry.question.text.split("\n")
        words = first.split(" ")
        long = [at for at, word in enumerate(words) if len(word) > 5 and word.isalpha()]
        if not long:
            return item
        at = random.choice(long)
        cut = random.randrange(1, len(words[at]) - 1)
        words[at] = words[at][:cut] + words[at][cut + 1] + words[at][cut] + words[at][cut + 2 :]
        return _question(item, "\n".join([" ".join(words), *rest]))

    return _some(deck, random, change)


def insert(deck: Deck, random: Random) -> Deck:
    """Put a question at the head of every section, so that all numbers shift."""
    used = {item.name for item in deck}
    fresh = [item for item in _reserve() if item.name not in used]
    random.shuffle(fresh)
    out: list[Item] = []
    for _, group in groupby(deck, key=_section):
        items = list(group)
        if fresh:
            out.append(_placed(fresh.pop(), items[0].entry))
        out += items
    return lay(out)


def shuffle(deck: Deck, random: Random) -> Deck:
    """Shuffle the questions within their sections."""
    items = list(deck)
    random.shuffle(items)
    return lay(sorted(items, key=lambda item: (item.entry.file, item.entry.headings)))


def turn_sections(deck: Deck, random: Random) -> Deck:
    """Turn the order of the sections round."""
    sections = [list(group) for _, group in groupby(deck, key=_section)]
    return lay(item for section in reversed(sections) for item in section)


def move(deck: Deck, random: Random) -> Deck:
    """Move questions to other sections."""
    places = [item.entry for item in deck]
    return lay(_some(deck, random, lambda item: _placed(item, random.choice(places))))


def rename_sections(deck: Deck, random: Random) -> Deck:
    """Give the sections other names."""
    mark = random.randrange(1000)
    return tuple(
        replace(item, entry=replace(item.entry, headings=(f"Part {mark}: {item.entry.headings[0][:3]}",)))
        for item in deck
    )


def remove(deck: Deck, random: Random) -> Deck:
    """Take questions out."""
    gone = set(random.sample(range(len(deck)), k=min(len(deck) // 3, random.choice((1, 2, 5)))))
    return lay(item for at, item in enumerate(deck) if at not in gone)


def put_other(deck: Deck, random: Random) -> Deck:
    """Put other questions in the place of some, under their numbers."""
    used = {item.name for item in deck}
    fresh = [item for item in _reserve() if item.name not in used]
    random.shuffle(fresh)
    return _some(deck, random, lambda item: _placed(fresh.pop(), item.entry) if fresh else item)


def rename_file(deck: Deck, random: Random) -> Deck:
    """Give a file another name."""
    file = random.choice(deck).entry.file
    name = f"renamed-{random.randrange(1000)}.md"
    return lay(_filed(item, name) if item.entry.file == file else item for item in deck)


def split_file(deck: Deck, random: Random) -> Deck:
    """Move half of the sections to a file of their own."""
    sections = sorted({_section(item) for item in deck})
    moved = set(random.sample(sections, k=len(sections) // 2))
    name = f"split-{random.randrange(1000)}.md"
    return lay(_filed(item, name) if _section(item) in moved else item for item in deck)


def merge_files(deck: Deck, random: Random) -> Deck:
    """Put everything into one file."""
    return lay(_filed(item, "all.md") for item in deck)


def swap_answers(deck: Deck, random: Random) -> Deck:
    """Let two questions swap their answers: each is still the question that it was.

    Both are of the start: a new question with a reworded one's answer is that one, for all that anybody can tell.
    """
    one, two = random.sample([at for at, item in enumerate(deck) if item.name.startswith("corpus ")], k=2)
    taken = {one: deck[two], two: deck[one]}
    return tuple(_answered(item, taken[at]) if at in taken else item for at, item in enumerate(deck))


def split_entry(deck: Deck, random: Random) -> Deck:
    """Split an answer: its second half goes to a new question."""
    at = random.randrange(len(deck))
    text = deck[at].entry.answer.text
    half = _half(text)
    if half == text:
        return deck
    rest = replace(_answer(deck[at], text[len(half) :].strip()), name=f"{deck[at].name}, second part")
    rest = _question(rest, f"And what else is there to say, number {random.randrange(1000)}?")
    return lay((*deck[:at], _answer(deck[at], half), rest, *deck[at + 1 :]))


def merge_entries(deck: Deck, random: Random) -> Deck:
    """Merge a question into the one above it."""
    at = random.randrange(1, len(deck))
    both = _answer(deck[at - 1], f"{deck[at - 1].entry.answer.text}\n\n{deck[at].entry.answer.text}")
    both = replace(both, absorbed=(*both.absorbed, deck[at].name, *deck[at].absorbed))
    return lay((*deck[: at - 1], both, *deck[at + 1 :]))


EDITS: dict[str, Edit] = {
    edit.__name__: edit
    for edit in (
        *(extend, halve, reword, slip, insert, shuffle, turn_sections, move),
        *(swap_answers, split_entry, merge_entries),
        *(rename_sections, remove, put_other, rename_file, split_file, merge_files),
    )
}


def _some(deck: Deck, random: Random, change: Callable[[Item], Item]) -> Deck:
    chosen = set(random.sample(range(len(deck)), k=min(len(deck), random.choice((1, 3, 8, 20)))))
    return tuple(change(item) if at in chosen else item for at, item in enumerate(deck))


def _section(item: Item) -> tuple[str, tuple[str, ...]]:
    return item.entry.file, item.entry.headings


def _placed(item: Item, entry: Entry) -> Item:
    place = {"file": entry.file, "headings": entry.headings, "line": entry.line, "label": entry.label}
    return replace(item, entry=replace(item.entry, **place))  # type: ignore[arg-type]


def _filed(item: Item, file: str) -> Item:
    return replace(item, entry=replace(item.entry, file=file))


def _answered(item: Item, other: Item) -> Item:
    return replace(_answer(item, other.entry.answer.text), answer_of=other.answer_of or other.name)


def _answer(item: Item, text: str) -> Item:
    return replace(item, entry=replace(item.entry, answer=Passage(text=text)))


def _question(item: Item, text: str) -> Item:
    return replace(item, entry=replace(item.entry, question=Passage(text=text)))


def _half(text: str) -> str:
    lines = text.split("\n")
    if len(lines) > 3:
        return "\n".join(lines[: (len(lines) + 1) // 2]).strip()
    words = text.split(" ")
    if len(words) > 3:
        return " ".join(words[: (len(words) + 1) // 2])
    return text[: (len(text) + 1) // 2] if len(text) > 20 else text


def _say(item: Item, random: Random) -> str:
    length, said = 0, list[str]()
    while length < min(len(item.entry.answer.text) // 2, 300) or not said:
        said.append(random.choice(SENTENCES))
        length += len(said[-1])
    return " ".join(said)


def _reserve() -> list[Item]:
    return [Item(name=f"reserve {number}", entry=entry) for number, entry in enumerate(reserve())]
